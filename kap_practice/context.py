"""What every shell shows: the practice, the person, the way around."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from accounts import clock
from accounts.models import Cover, Practice, User
from accounts.policy import Permission, may
from accounts.roles import Role
from accounts.tablet import is_handed_off
from accounts.watching import Line, watch_lines
from clients.models import CareTeam, Partner

Item = tuple[str, str, str]

NAV: tuple[tuple[Permission, Item], ...] = (
    (Permission.SEE_TODAY, ("today", "Today", "house")),
    (Permission.CLEAR, ("referrals", "Referrals", "clipboard-check")),
    (Permission.OPEN_IN_EMERGENCY, ("emergency", "Emergency", "siren")),
    (Permission.SEE_COUPLES, ("couples", "Couples", "users")),
    (Permission.BOOK, ("calendar", "Calendar", "calendar-days")),
    (Permission.SEE_MONEY, ("billing", "Billing", "receipt-text")),
    (Permission.SET_UP_PRACTICE, ("practice_details", "Settings", "settings")),
)
PERSON_MENU: tuple[tuple[Permission, Item], ...] = (
    (Permission.SEE_MESSAGES, ("messages", "Messages", "send")),
    (Permission.HOLD_LICENCE, ("my_credentials", "My license", "file-text")),
    (Permission.HAVE_FEED, ("my_feed", "My calendar program", "calendar-sync")),
)
# Pages that belong to a place of the navigation without standing in it themselves.
WITHIN = {
    **dict.fromkeys(
        (
            *("instruments", "check_instrument", "load_instrument", "safety_watch", "practice_calendar"),
            *("people", "close_colleague", "fees", "practice_hours", "practice_texts", "safety_texts"),
            *("edit_text", "preview_text", "publish_text", "text_readers"),
            *("records", "record", "release_legal_hold", "order_purge", "practice_record", "reader_record"),
        ),
        "practice_details",
    ),
    **dict.fromkeys(
        (
            "couple",
            "add_couple",
            "edit_partner",
            "invite_partner",
            "refer_partner",
            "invite_prescriber",
            "close_care",
            "separation",
            "tell_partner",
            "part_couple",
            "go_on_alone",
            "couple_history",
            "plan_dates",
            "couple_record",
            "what_each_sees",
            "plan_line",
        ),
        "couples",
    ),
    **dict.fromkeys(("calendar_week", "calendar_day", "calendar_book", "closed_days"), "calendar"),
    "emergency_record": "emergency",
    "emergency_review": "couples",
    **dict.fromkeys(("readings", "add_health_paper", "health_sheet", "instruction_sheet"), "couples"),
    "my_pin": "my_papers",
    **dict.fromkeys(("safe_contact", "calls", "ask_measure", "enter_result", "safety_task"), "couples"),
    **dict.fromkeys(("screening_review", "leave_answers", "way_of_their_own"), "couples"),
    **dict.fromkeys(("partner_sign_in", "change_address", "reset_pin", "hand_off"), "couples"),
    **dict.fromkeys(("partner_record", "ask_copy", "add_release", "release", "copy_request"), "couples"),
    **dict.fromkeys(
        (
            "with_prescriber",
            "record_paper_clearance",
            "type_paper_clearance",
            "read_paper_clearance",
            "referral_packet",
        ),
        "couples",
    ),
    **dict.fromkeys(
        ("custody", "add_prescription", "correct_prescription", "count_medicine", "correct_count"), "couples"
    ),
    "clearance": "referrals",
    "my_sheets": "my_appointments",
    "my_feed": "my_appointments",
    "money_export": "billing",
    "my_copies": "my_papers",
    **dict.fromkeys(("partner_consents", "record_withdrawal", "keep_consent_paper"), "couples"),
    **dict.fromkeys(("my_consent", "my_text", "my_touch", "withdraw_consent"), "portal"),
}
PORTAL_NAV: tuple[Item, ...] = (
    ("portal", "Home", "house"),
    ("my_appointments", "Dates", "calendar-days"),
    ("my_papers", "Papers", "file-text"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The practice, the person signed in and their navigation."""
    user = getattr(request, "user", None)
    context: dict[str, Any] = {"practice": Practice.objects.first(), "person": None, "nav": [], "banner": None}
    if settings.DEMO:
        context["banner"] = {
            "text": "A demo practice. Everybody here is invented.",
            "url": reverse("step_in"),
            "label": "Step in as somebody else",
        }
    if user is not None and user.is_authenticated:
        here = request.resolver_match.url_name if request.resolver_match else ""
        items = PORTAL_NAV if user.role == Role.PARTNER else [item for right, item in NAV if may(user, right)]
        menu = [item for right, item in PERSON_MENU if may(user, right)]
        context |= {"person": user, "nav": places(items, here), "person_menu": places(menu, here)}
        context["own_shell"] = "portal.html" if user.role == Role.PARTNER else "practice.html"
        if is_handed_off(request):
            context |= {"handed_off_to": Partner.objects.get(pk=user.pk).called, "nav": [], "banner": None}
        if user.role == Role.PARTNER and context["practice"] is not None:
            context["watch"] = watch_of(context["practice"], user)
    return context


def watch_of(practice: Practice, partner: User) -> list[Line]:
    """Who reads what this partner sends, right now: the same words for both of a couple, from the clock alone."""
    at = clock.now()
    team = CareTeam.objects.filter(couple__memberships__partner=partner.pk, couple__memberships__until=None)
    therapists = list(team.values_list("user", flat=True))
    theirs = Q(away=None) | Q(away__in=therapists)
    covers = Cover.objects.standing(clock.day_of(at)).filter(theirs).select_related("away")
    facts = [cover.facts() for cover in covers]
    return watch_lines(
        practice.week,
        facts,
        at,
        clock.practice_zone(),
        after_hours=practice.after_hours_phone,
        therapists=len(therapists),
    )


def places(items: Collection[Item], here: str | None) -> list[dict[str, object]]:
    """Links with their icons; the one that the present page belongs to is the current one."""
    current = WITHIN.get(here or "", here)
    if current == "couples" and all(name != current for name, _, _ in items):
        current = "referrals"  # a prescriber comes to people that way
    return [
        {"label": label, "url": reverse(name), "icon": icon, "current": name == current} for name, label, icon in items
    ]
