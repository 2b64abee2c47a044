"""The medicine of one person: prescriptions, where they are kept, and every count, for therapist and prescriber."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.policy import Permission, SignedInRequest, may, requires
from clients.models import Partner
from screening.actions import AlreadyReceived
from sessions import actions
from sessions.forms.custody import CountForm, PrescriptionForm, known_count, known_prescription
from sessions.gather.custody import books_of, sessions_to_count
from sessions.models import MedicineCount, Prescription


@requires(Permission.KEEP_MEDICINE)
def custody(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Every prescription with its book."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)
    context = {
        "partner": partner,
        "books": books_of(partner, request.user),
        "back": "with_prescriber" if may(request.user, Permission.DECIDE) else "clearance",
    }
    return render(request, "sessions/custody.html", context)


@requires(Permission.KEEP_MEDICINE)
def add_prescription(request: SignedInRequest, partner_id: UUID) -> HttpResponse:
    """Write a prescription down."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=partner_id)
    write = partial(actions.write_prescription, partner=partner)
    return _keep(request, partner, PrescriptionForm(request.POST or None), write, NEW_PRESCRIPTION)


@requires(Permission.KEEP_MEDICINE)
def correct_prescription(request: SignedInRequest, prescription_id: UUID) -> HttpResponse:
    """Put a prescription right, or fill in when it was filled; what stood before stays readable."""
    wrong = _prescription(request, prescription_id)
    form = PrescriptionForm(request.POST or None, initial=known_prescription(wrong))
    write = partial(actions.write_prescription, partner=wrong.person, corrects=wrong)
    return _keep(request, wrong.person, form, write, WRONG_PRESCRIPTION)


@requires(Permission.KEEP_MEDICINE)
@sensitive_post_parameters()
def count_medicine(request: SignedInRequest, prescription_id: UUID) -> HttpResponse:
    """Write an entry into the book of one prescription."""
    prescription = _prescription(request, prescription_id)
    initial = {"on": clock.today(), "first_name": request.user.name}
    form = CountForm(request.POST or None, initial=initial, sessions=sessions_to_count(prescription.person))
    write = partial(actions.count_medicine, prescription=prescription)
    return _keep(request, prescription.person, form, write, replace(NEW_ENTRY, of=str(prescription)))


@requires(Permission.KEEP_MEDICINE)
@sensitive_post_parameters()
def correct_count(request: SignedInRequest, count_id: UUID) -> HttpResponse:
    """Put an entry right; the wrong one stays readable."""
    rows = MedicineCount.objects.visible_to(request.user).select_related("prescription__person__user")
    wrong = get_object_or_404(rows, pk=count_id)
    prescription = wrong.prescription
    form = CountForm(request.POST or None, initial=known_count(wrong), sessions=sessions_to_count(prescription.person))
    write = partial(actions.count_medicine, prescription=prescription, corrects=wrong)
    return _keep(request, prescription.person, form, write, replace(WRONG_ENTRY, of=str(prescription)))


@dataclass(frozen=True)
class Words:
    """What the page of one kind of entry says: title, button, that it was done, what stays, and of what it is."""

    heading: str
    button: str
    done: str
    notice: str = ""
    of: str = ""


NEW_PRESCRIPTION = Words("Add a prescription", "Write it down", "Written down.")
WRONG_PRESCRIPTION = Words(
    "Put a prescription right",
    "Put it right",
    "Put right. What stood before stays readable.",
    "What stood before stays readable, and its counts follow the new row.",
)
NEW_ENTRY = Words("Add an entry", "Add this entry", "Counted.")
WRONG_ENTRY = Words(
    "Put an entry right",
    "Put it right",
    "Put right. The earlier entry stays readable.",
    "The earlier entry stays readable beside the new one.",
)


def _keep(
    request: SignedInRequest,
    partner: Partner,
    form: PrescriptionForm | CountForm,
    write: Callable[..., object],
    words: Words,
) -> HttpResponse:
    """Show the form of an entry, keep what it says, and go back to the books."""
    if form.is_valid():
        try:
            write(order=form.order(), by=request.user, at=clock.now(), key=form.cleaned_data["key"])
        except actions.ImpossibleEntry as refusal:
            for field, sentence in refusal.troubles.items():
                form.add_error(field, sentence)
        except AlreadyReceived:
            return redirect("custody", partner.pk)
        else:
            messages.success(request, words.done)
            return redirect("custody", partner.pk)
    context = {"partner": partner, "form": form, "words": words}
    return render(request, "sessions/medicine_entry.html", context, status=422 if form.errors else 200)


def _prescription(request: SignedInRequest, prescription_id: UUID) -> Prescription:
    rows = Prescription.objects.visible_to(request.user).select_related("person__user")
    return get_object_or_404(rows, pk=prescription_id)
