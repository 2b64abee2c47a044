"""The medicine of one person: prescriptions, where they are kept, and every count, for therapist and prescriber."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from accounts import clock
from accounts.forms import KapForm
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
    form = PrescriptionForm(request.POST or None)
    return _write(request, partner, form, None)


@requires(Permission.KEEP_MEDICINE)
def correct_prescription(request: SignedInRequest, prescription_id: UUID) -> HttpResponse:
    """Put a prescription right, or fill in when it was filled; what stood before stays readable."""
    wrong = _prescription(request, prescription_id)
    form = PrescriptionForm(request.POST or None, initial=known_prescription(wrong))
    return _write(request, wrong.person, form, wrong)


def _write(
    request: SignedInRequest, partner: Partner, form: PrescriptionForm, wrong: Prescription | None
) -> HttpResponse:
    if form.is_valid():
        try:
            actions.write_prescription(
                partner=partner,
                order=form.order(),
                corrects=wrong,
                by=request.user,
                at=clock.now(),
                key=form.cleaned_data["key"],
            )
        except actions.ImpossibleEntry as refusal:
            _mend(form, refusal)
        except AlreadyReceived:
            return redirect("custody", partner.pk)
        else:
            messages.success(request, "Put right. What stood before stays readable." if wrong else "Written down.")
            return redirect("custody", partner.pk)
    context: dict[str, Any] = {"partner": partner, "form": form, "wrong": wrong}
    return render(request, "sessions/add_prescription.html", context, status=422 if form.errors else 200)


@requires(Permission.KEEP_MEDICINE)
@sensitive_post_parameters()
def count_medicine(request: SignedInRequest, prescription_id: UUID) -> HttpResponse:
    """Write an entry into the book of one prescription."""
    prescription = _prescription(request, prescription_id)
    initial = {"on": clock.today(), "first_name": request.user.name}
    return _count(request, prescription, initial, None)


@requires(Permission.KEEP_MEDICINE)
@sensitive_post_parameters()
def correct_count(request: SignedInRequest, count_id: UUID) -> HttpResponse:
    """Put an entry right; the wrong one stays readable."""
    rows = MedicineCount.objects.visible_to(request.user).select_related("prescription__person__user")
    wrong = get_object_or_404(rows, pk=count_id)
    return _count(request, wrong.prescription, known_count(wrong), wrong)


def _count(
    request: SignedInRequest, prescription: Prescription, initial: dict[str, Any], wrong: MedicineCount | None
) -> HttpResponse:
    partner = prescription.person
    form = CountForm(request.POST or None, initial=initial, sessions=sessions_to_count(partner))
    if form.is_valid():
        try:
            actions.count_medicine(
                prescription=prescription,
                order=form.order(),
                corrects=wrong,
                by=request.user,
                at=clock.now(),
                key=form.cleaned_data["key"],
            )
        except actions.ImpossibleEntry as refusal:
            _mend(form, refusal)
        except AlreadyReceived:
            return redirect("custody", partner.pk)
        else:
            messages.success(request, "Put right. The earlier entry stays readable." if wrong else "Counted.")
            return redirect("custody", partner.pk)
    context: dict[str, Any] = {"partner": partner, "prescription": prescription, "form": form, "wrong": wrong}
    return render(request, "sessions/count_medicine.html", context, status=422 if form.errors else 200)


def _prescription(request: SignedInRequest, prescription_id: UUID) -> Prescription:
    rows = Prescription.objects.visible_to(request.user).select_related("person__user")
    return get_object_or_404(rows, pk=prescription_id)


def _mend(form: KapForm, refusal: actions.ImpossibleEntry) -> None:
    for field, sentence in refusal.troubles.items():
        form.add_error(field, sentence)
