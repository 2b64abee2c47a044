from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.policy import Permission, SignedInRequest, requires
from accounts.proof import proved
from screening import actions
from screening.forms.clinicians import SafetyTextForm
from screening.gather.safety_lists import safety_lines
from screening.models import SafetyText

Kind = SafetyText.Kind


@requires(Permission.SET_UP_PRACTICE)
@proved
def safety_texts(request: SignedInRequest) -> HttpResponse:
    """What is asked in a private check, and whom somebody can turn to: the practice's own lists, a line each."""
    kind = request.POST.get("kind", "") if request.method == "POST" else ""
    form = SafetyTextForm(request.POST, auto_id=f"{kind}_%s") if kind in Kind.values else None
    if form is not None and form.is_valid():
        try:
            actions.publish_safety_text(kind=kind, body=form.cleaned_data["body"], by=request.user, at=clock.now())
        except actions.SameList:
            form.add_error("body", "This is the list that stands already. Change it first.")
        else:
            messages.success(request, f"Saved. {Kind(kind).label} stands as you worded it.")
            return redirect("safety_texts")
    lists = [(each, form if form is not None and each == kind else _form(each)) for each in Kind]
    standing = {each: SafetyText.objects.current(each) for each in Kind}
    context = {"lists": [(each, shown, standing[each]) for each, shown in lists], "form": form}
    return render(request, "screening/safety_texts.html", context, status=422 if form is not None else 200)


def _form(kind: str) -> SafetyTextForm:
    return SafetyTextForm(auto_id=f"{kind}_%s", initial={"body": "\n".join(safety_lines(kind))})
