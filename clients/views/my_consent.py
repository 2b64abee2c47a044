from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from accounts import clock, papers
from accounts.policy import Permission, SignedInRequest, requires
from accounts.tablet import in_hand_off
from clients import actions, rules
from clients.forms import SignForm
from clients.gather import ConsentFacts, consent_facts
from clients.models import Partner

KIND = "kap"
SIGNED_HERE = "signed_here"


@requires(Permission.USE_PORTAL)
@in_hand_off
def my_consent(request: SignedInRequest) -> HttpResponseBase:
    """The consent: to read, to sign by typed name, and afterwards the signature and the way to take it back."""
    partner = own_partner(request)
    facts = own_consent(partner)
    if facts.signed and not (papers.are_open(request) or request.session.get(SIGNED_HERE)):
        return papers.ask(request)
    form = SignForm(request.POST or None)
    if form.is_valid():
        try:
            actions.sign_consent(
                partner=partner,
                document=facts.document,
                typed_name=form.cleaned_data["typed_name"],
                by=request.user,
                at=clock.now(),
            )
        except actions.NameDiffers as refusal:
            form.add_error("typed_name", str(refusal))
        else:
            request.session[SIGNED_HERE] = True  # who signed a moment ago reads it without a PIN
            messages.success(request, f"Signed: {facts.document.title}, version {facts.document.version}.")
            return redirect("my_consent")
    context = {
        "facts": facts,
        "sections": rules.sections(facts.document.body),
        "form": form,
        "zone": clock.zone_name(clock.now()),
        "now": clock.now(),
    }
    return render(request, "clients/my_consent.html", context, status=422 if form.errors else 200)


@requires(Permission.USE_PORTAL)
@in_hand_off
def withdraw_consent(request: SignedInRequest) -> HttpResponse:
    """Taking the consent back: what that means, and the button."""
    facts = own_consent(own_partner(request))
    if facts.in_force is None:
        return redirect("my_consent")
    if request.method == "POST":
        actions.withdraw_consent(consent=facts.in_force, by=request.user, at=clock.now())
        messages.success(request, "Your consent is withdrawn. Nobody will ask you why.")
        return redirect("my_consent")
    return render(request, "clients/withdraw_consent.html", {"facts": facts})


def own_partner(request: SignedInRequest) -> Partner:
    return get_object_or_404(Partner.objects.visible_to(request.user), pk=request.user.pk)


def own_consent(partner: Partner) -> ConsentFacts:
    facts = consent_facts(partner, KIND)
    if facts is None:
        raise Http404
    return facts
