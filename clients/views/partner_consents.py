"""One person's agreements as the therapist keeps them: what was signed how, papers, and what was taken back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from clients import actions
from clients.forms import LessForm, PaperConsentForm, SaidForm
from clients.gather.consents import TextState, text_state, text_states, touch_for_clinicians, touch_said
from clients.models import Consent, ConsentDocument, Partner
from clients.rules.consents import DRAWN_HEIGHT, DRAWN_WIDTH, PAPER_UNDER_EFFECT, SIGNED, TOUCH, stops_care
from clients.rules.touch import NEVER, SAFETY, SILENCE, by_who
from clients.views.edit_partner import couple_page
from clients.views.partner_record import seen
from documents.actions import TooMany

FULL = "No more papers can be kept about this person here."


@requires(Permission.KEEP_CONSENTS)
def partner_consents(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """All of one person's texts, and the form for one that came on paper."""
    return page(request, seen(request, partner_id))


@requires(Permission.KEEP_CONSENTS)
@require_POST
def keep_consent_paper(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Keep a text that somebody signed by hand. It counts, and is shown as signed on paper."""
    partner = seen(request, partner_id)
    form = paper_form(request)
    if form.is_valid():
        found = form.cleaned_data
        try:
            actions.keep_paper_consent(
                partner=partner,
                document=found["text"],
                signed_on=found["signed_on"],
                paper=found["paper"],
                by=request.user,
                at=clock.now(),
            )
        except TooMany:
            form.add_error("paper", FULL)
        except actions.UnderEffect:
            form.add_error("signed_on", PAPER_UNDER_EFFECT)
        else:
            messages.success(request, f"Kept: {found['text']}, signed on paper by {partner.called}.")
            return redirect("partner_consents", partner.pk)
    return page(request, partner, form)


@requires(Permission.KEEP_CONSENTS)
def record_withdrawal(request: SignedInRequest, partner_id: UUID, kind: str) -> HttpResponse:
    """Write down that a person took a text back, in person or by voice: what it means, and how it was said."""
    partner = seen(request, partner_id)
    state = text_state(partner, kind)
    signed = next((one for one in state.history if not hasattr(one, "withdrawal")), None)
    if signed is None:
        return redirect("partner_consents", partner.pk)
    form = SaidForm(request.POST or None)
    if form.is_valid():
        actions.withdraw_consent(consent=signed, by=request.user, at=clock.now(), way=form.cleaned_data["way"])
        messages.success(request, f"Written down: {partner.called} took back “{state.kind.name}”.")
        return redirect("partner_consents", partner.pk)
    context = {"partner": partner, "state": state, "form": form, "stops": stops_care(kind)}
    return render(request, "clients/record_withdrawal.html", context, status=422 if form.errors else 200)


@requires(Permission.KEEP_CONSENTS)
def say_less_touch(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Write down that a person says less to touch, in person or by voice, also while the medicine works."""
    partner = seen(request, partner_id)
    before = touch_said(partner, request.user)
    if before is None:
        messages.info(request, "Nothing is signed, so all of it is a no already.")
        return redirect("partner_consents", partner.pk)
    form = LessForm(request.POST or None, before=before.choices())
    if form.is_valid():
        actions.narrow_touch(
            partner=partner, choices=form.choices(), by=request.user, at=clock.now(), way=form.cleaned_data["way"]
        )
        messages.success(request, f"Written down. From now on this is what holds for {partner.called}.")
        return redirect("partner_consents", partner.pk)
    context = {"partner": partner, "form": form, "never": NEVER, "safety": SAFETY, "silence": SILENCE}
    return render(request, "clients/say_less_touch.html", context, status=422 if form.errors else 200)


def paper_form(request: SignedInRequest) -> PaperConsentForm:
    """Every version of every text, since a paper may be of an older one; the newest first. Touch is left out: its
    answers are narrowed and compared, and nobody could do that with a scan."""
    order = {kind.key: place for place, kind in enumerate(SIGNED) if kind != TOUCH}
    documents = ConsentDocument.objects.filter(kind__in=order)
    found = sorted(documents, key=lambda one: (order[one.kind], -one.version))
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    return PaperConsentForm(*data, today=clock.today(), documents=found)


def page(request: SignedInRequest, partner: Partner, refused: PaperConsentForm | None = None) -> HttpResponse:
    states = text_states(partner)
    touch, said = touch_for_clinicians(partner, request.user), touch_said(partner, request.user)
    context = {
        "partner": partner,
        "states": states,
        "history": past(states),
        "paper": refused or paper_form(request),
        "touch": by_who(touch) if touch is not None else None,
        "touch_said": said,
        "touch_words": said.choices() if said else None,
        "touch_kind": TOUCH,
        "never": NEVER,
        "safety": SAFETY,
        "silence": SILENCE,
        "zone": clock.zone_name(clock.now()),
        "now": clock.now(),
        "box": f"0 0 {DRAWN_WIDTH} {DRAWN_HEIGHT}",
        "back": couple_page(partner),
    }
    return render(request, "clients/partner_consents.html", context, status=422 if refused is not None else 200)


def past(states: list[TextState]) -> list[Consent]:
    """Signatures that do not count any more, the newest first."""
    found = [one for state in states for one in state.history if one != state.signed]
    return sorted(found, key=lambda one: one.signed_at, reverse=True)
