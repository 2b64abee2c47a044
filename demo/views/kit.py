"""The page that shows every part of the kit in every state: looked at, and read by axe, in each shell and theme."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import clock
from accounts.forms import KapForm
from accounts.policy import public
from accounts.watching import Line
from accounts.week_form import WeekForm

WATCH = [
    Line("Nobody reads this tonight. What you send is read from 09:00 tomorrow."),
    Line("Dr Lee answers calls until the office opens:", "+15105550177"),
]
SHELLS = ("practice", "portal", "room", "door")


class SampleForm(KapForm):
    """One field of each kind."""

    pressure = forms.ChoiceField(
        label="Has a doctor ever told you that you have high blood pressure?",
        choices=[
            ("no", "No"),
            ("treated", "Yes, and it is treated"),
            ("untreated", "Yes, and it is not treated"),
            ("unsure", "I am not sure"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the answer that fits best. “I am not sure” is fine."},
    )
    medicines = forms.MultipleChoiceField(
        label="Which of these do you take?",
        help_text="Tick all that apply.",
        choices=[("mood", "Medicine for mood"), ("sleep", "Medicine for sleep"), ("none", "None of these")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    legal_name = forms.CharField(label="Legal name", max_length=120)
    phone = forms.CharField(label="Mobile number", help_text="We only call or text about appointments.")
    born_on = forms.DateField(label="Date of birth", error_messages={"required": "Enter your date of birth."})
    state = forms.ChoiceField(label="State", choices=[("", "Choose one"), ("OR", "Oregon"), ("WA", "Washington")])
    note = forms.CharField(
        label="Anything we should know", required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )
    agreed = forms.BooleanField(label="I have read this and had the chance to ask questions")
    layout = Layout(
        "pressure",
        "medicines",
        Div("legal_name", "phone", "born_on", "state", css_class="columns"),
        HTML("<p class='muted'>Text between fields stands like this.</p>"),
        "note",
        "agreed",
    )


@public
def kit(request: HttpRequest) -> HttpResponse:
    """`?shell=practice|portal|room|door` chooses the shell, `&errors` sends the form empty, `&note` shows a toast."""
    shell = request.GET.get("shell", "practice")
    form = SampleForm({}) if "errors" in request.GET else SampleForm()
    if "note" in request.GET:
        messages.success(request, "Booked for Tuesday 17 November, 11:00 Pacific.")
    context = SAMPLES | {
        "form": form,
        "week": WeekForm({"from_0": "09:00"} if "errors" in request.GET else None, auto_id="week_%s"),
        "watch": WATCH,
        "shell": f"{shell if shell in SHELLS else 'practice'}.html",
        "shells": SHELLS,
        "since": (clock.now() - timedelta(minutes=47)).isoformat(),
        "now": clock.now().isoformat(),
    }
    return render(request, "demo/kit.html", context, status=422 if form.errors else 200)


def _steps() -> list[dict[str, Any]]:
    done = [("Consult", "Consultation", True), ("Prep 1", "Preparation 1", True), ("Prep 2", "Preparation 2", True)]
    done += [("K1", "Ketamine 1", False), ("Int 1", "Integration 1", True), ("K2", "Ketamine 2", False)]
    steps: list[dict[str, Any]] = [
        {"label": label, "name": name, "minor": minor, "state": "done", "url": "#rail"} for label, name, minor in done
    ]
    steps += [{"label": "K3", "name": "Ketamine 3", "state": "hold", "note": "17 Nov", "url": "#rail"}]
    steps += [{"label": "Int 2", "name": "Integration 2", "state": "skipped", "minor": True}]
    steps += [{"label": "K4", "name": "Ketamine 4", "state": "next", "note": "24 Nov"}]
    steps += [{"label": f"K{n}", "name": f"Ketamine {n}", "state": "notyet"} for n in (5, 6, 7, 8)]
    return [*steps, {"label": "Close", "name": "Closing", "state": "notyet", "minor": True}]


SAMPLES: dict[str, Any] = {
    "kinds": [
        ("clear", "Ready"),
        ("done", "Done"),
        ("signed", "Signed, version 3"),
        ("waiting", "Waiting for Dr Lee"),
        ("due", "Expires in 6 days"),
        ("hold", "On hold"),
        ("todo", "Not started"),
        ("notyet", "Not yet"),
        ("private", "Only you and your therapist"),
        ("locked", "Signed and locked"),
        ("info", "For your information"),
        ("new", "New"),
        ("draft", "Draft open"),
        ("progress", "In progress"),
        ("sent", "Sent"),
        ("today", "Today"),
        ("skipped", "Skipped"),
        ("neutral", "Nothing planned"),
    ],
    "steps": _steps(),
    "today_steps": [
        {"label": "K1", "name": "Ketamine 1", "state": "done"},
        {"label": "K2", "name": "Ketamine 2", "state": "today", "note": "11:00"},
        {"label": "Int 1", "name": "Integration 1", "state": "notyet", "minor": True},
    ],
    "reasons": [
        {"text": "Prescriber review of Sam's health answers", "owner": "Dr Lee", "url": "#blockers"},
        {"text": "Consent of Ines", "owner": "Ines"},
        "A ride home for both",
    ],
    "facts": [("Next appointment", "Tuesday 17 November, 11:00 Pacific"), ("Phone", "503-555-0142"), ("Insurer", "")],
    "columns": [
        {"label": "Date"},
        {"label": "Service"},
        {"label": "Code"},
        {"label": "Fee", "num": True},
        {"label": "Paid", "num": True},
    ],
    "table_rows": [
        ["3 Nov 2026", "Couples psychotherapy, 50 min", "90847", "$420.00", "$420.00"],
        ["17 Nov 2026", "Couples psychotherapy, 50 min", "90847", "$1,420.00", "$0.00"],
    ],
    "table_foot": ["Total", "", "", "$1,840.00", "$420.00"],
    "tasks": [
        {"title": "Your health: conditions", "state": "done", "hint": "Received 2 November"},
        {"title": "Your health: medicines", "state": "in progress", "url": "#tasks", "hint": "About 4 minutes"},
        {"title": "What matters to you", "state": "not started", "url": "#tasks"},
        {"title": "A private page", "state": "sent"},
        {"title": "Consent", "state": "not yet", "hint": "Opens after your first visit"},
    ],
    "events": [
        {"title": "Note signed", "at": "17 Nov, 14:02", "text": "Ketamine 2", "icon": "lock"},
        {"title": "Session completed", "at": "17 Nov, 13:50", "icon": "circle-check", "url": "#timeline"},
        {"title": "Booked", "at": "2 Nov, 09:12"},
    ],
    "codes": ["7c1f 09ab", "55d2 e410", "a0b3 77fe", "91ce 2d84"],
}
