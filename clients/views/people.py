from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.actions import (
    PRACTICE_ROLES,
    AddressInUse,
    AlreadyJoined,
    CannotClose,
    close_account,
    end_sign_ins,
)
from accounts.models import User
from accounts.policy import ROLE_DESCRIPTIONS, Permission, SignedInRequest, requires
from accounts.practice_forms import ColleagueForm
from accounts.proof import proved
from accounts.roles import Role
from clients import actions
from clients.gather import WayIn, way_in


@requires(Permission.SET_UP_PRACTICE)
@proved
def people(request: SignedInRequest) -> HttpResponse:
    """Who works here and what each role may see; a new colleague is invited from here."""
    roles = [(role.value, f"{role.label}. {ROLE_DESCRIPTIONS[role]}") for role in PRACTICE_ROLES]
    form = ColleagueForm(request.POST or None, roles=roles)
    if form.is_valid():
        try:
            person = actions.add_colleague(
                name=form.cleaned_data["name"],
                email=form.cleaned_data["email"],
                role=Role(form.cleaned_data["role"]),
                by=request.user,
                at=clock.now(),
            )
        except AddressInUse:
            form.add_error("email", "This address cannot be used here. Ask for another one.")
        else:
            messages.success(request, f"An invitation is on its way to {person.email}.")
            return redirect("people")
    return render(
        request, "clients/people.html", {"groups": groups(), "form": form}, status=422 if form.errors else 200
    )


def groups() -> list[dict[str, object]]:
    """The practice's people by role, each with how far they are on the way in."""
    at = clock.now()
    found: dict[Role, list[dict[str, object]]] = {role: [] for role in PRACTICE_ROLES}
    for person in User.objects.filter(role__in=PRACTICE_ROLES).order_by("name"):
        state: WayIn = way_in(person)
        row = {"person": person, "way_in": state, "words": state.words(at), "chip": state.chip(at)}
        found[Role(person.role)].append(row)
    return [{"role": role, "description": ROLE_DESCRIPTIONS[role], "people": found[role]} for role in PRACTICE_ROLES]


@requires(Permission.SET_UP_PRACTICE)
@proved
@require_POST
def invite_colleague(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Mail somebody of the practice a new link: the first one ran out, or their account was closed."""
    person = get_object_or_404(User, pk=person_id, role__in=PRACTICE_ROLES)
    try:
        actions.invite_again(person=person, by=request.user, at=clock.now())
        messages.success(request, f"An invitation is on its way to {person.email}.")
    except AlreadyJoined:
        messages.info(request, f"{person} has joined already and needs no invitation.")
    return redirect("people")


@requires(Permission.SET_UP_PRACTICE)
@proved
@require_POST
def end_colleague_sign_ins(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Sign somebody of the practice out everywhere; they can sign in again."""
    person = get_object_or_404(User, pk=person_id, role__in=PRACTICE_ROLES)
    end_sign_ins(person=person, by=request.user, at=clock.now(), but=request.session.session_key)
    messages.success(request, f"{person} is signed out everywhere.")
    return redirect("people")


@requires(Permission.SET_UP_PRACTICE)
@proved
def close_colleague(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """Let somebody in no longer; the page says what that means before the button does it."""
    person = get_object_or_404(User, pk=person_id, role__in=PRACTICE_ROLES)
    if request.method == "POST":
        try:
            close_account(person=person, by=request.user, at=clock.now())
            messages.success(request, f"{person}'s account is closed.")
        except CannotClose as refusal:
            messages.error(request, str(refusal))
        return redirect("people")
    return render(request, "clients/close_colleague.html", {"colleague": person})
