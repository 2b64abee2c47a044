from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from billing import actions
from billing.forms import DiagnosisForm, EndForm
from billing.gather.diagnoses import codes_like, held_and_past
from billing.models import Diagnosis
from billing.rules.statement import day_in_words
from billing.views.back import money_of
from clients.models import Partner


@requires(Permission.SET_DIAGNOSIS)
def diagnosis(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """The codes that hold for one person, to set and to end, and a search of the code set by its words."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)
    form = DiagnosisForm(
        request.POST or None, today=clock.today(), initial={"code": request.GET.get("code", "")[:9].replace("\x00", "")}
    )
    if form.is_valid():
        given = form.cleaned_data
        try:
            set_one = actions.set_diagnosis(partner=partner, **given, by=request.user, at=clock.now())
        except (actions.UnknownCode, actions.AlreadyHolds) as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, f"{set_one.code} holds for {partner} from {day_in_words(set_one.since)}.")
            return redirect("diagnosis", partner.pk)
    return page(request, partner, form)


@requires(Permission.SET_DIAGNOSIS)
@require_POST
def end_diagnosis(request: SignedInRequest, diagnosis_id: UUID) -> HttpResponse:
    """Let one code hold no longer."""
    held = get_object_or_404(Diagnosis.objects.visible_to(request.user).select_related("partner"), pk=diagnosis_id)
    form = EndForm(request.POST, since=held.since, today=clock.today())
    if not form.is_valid():
        return page(request, held.partner, DiagnosisForm(today=clock.today()), ending=(held.pk, form))
    until = form.cleaned_data["until"]
    if actions.end_diagnosis(diagnosis=held, until=until, by=request.user, at=clock.now()):
        messages.success(request, f"{held.code} holds no longer from {day_in_words(until)}.")
    else:
        messages.info(request, f"{held.code} has ended already.")
    return redirect("diagnosis", held.partner_id)


def page(
    request: SignedInRequest, partner: Partner, form: DiagnosisForm, ending: tuple[UUID, EndForm] | None = None
) -> HttpResponse:
    today = clock.today()
    words = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    held, past = held_and_past(partner)
    forms = {
        row.diagnosis.pk: EndForm(since=row.diagnosis.since, today=today, auto_id=f"{row.diagnosis.pk}_%s")
        for row in held
    }
    if ending:
        forms[ending[0]] = ending[1]
    context = {
        "partner": partner,
        "form": form,
        "held": [{"row": row, "form": forms[row.diagnosis.pk]} for row in held],
        "past": past,
        "words": words,
        "found": codes_like(words) if words else [],
        "back": money_of(partner),
        "here": reverse("diagnosis", args=[partner.pk]),
    }
    return render(request, "billing/diagnosis.html", context, status=422 if form.errors or ending else 200)
