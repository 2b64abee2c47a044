"""One person's own record, row by row. Of a joint session it has the date and the person's own data."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from accounts.models import User
from billing.gather.accounts import accounts_of
from billing.models import Diagnosis, Superbill
from clients.gather.rights import told_about
from clients.models import Partner
from documents.actions.packages import Table
from kap_practice.copies import tables
from kap_practice.copies.sessions import dose_rows, note_rows, reading_rows
from screening.gather.clearances import thread
from screening.gather.measures import health_series
from screening.gather.reading import sent_answers
from screening.models import Clearance, HealthPaper, Layer, Measurement, PrescriberReply, WordToPrescriber
from screening.rules.pages import layer_of, name_of
from screening.rules.reading import said_in
from sessions.gather.custody import Book, books_of
from sessions.models import Appointment, Attendance, DayCheck, Leaving, Role

Row = tuple[Any, ...]
KINDS_OF_WORDS = {**dict(PrescriberReply.Kind.choices), **dict(WordToPrescriber.Kind.choices)}


def record_of(partner: Partner, notes: list[UUID], words: list[UUID], reader: User) -> list[Table]:
    """Every list of a person's copy, in its order. `notes`, and the `words` with the prescriber, are those that the
    therapist chose to put in: both are typed freely, and may tell what somebody else said in confidence.
    """
    books = books_of(partner, reader)
    return [
        tables.DETAILS.table(_details(partner)),
        tables.CONSENTS.table(_consents(partner)),
        tables.ANSWERS.table(_answers(partner, reader)),
        tables.MEASURES.table(_measures(partner, reader)),
        tables.MEASURED.table(_measured(partner)),
        tables.HEALTH_PAPERS.table(_health_papers(partner)),
        tables.CLEARANCES.table(_clearances(partner)),
        tables.PRESCRIBER_WORDS.table(_prescriber_words(partner, words, reader)),
        tables.PRESCRIPTIONS.table(_prescriptions(books)),
        tables.COUNTS.table(_counts(books)),
        tables.DIAGNOSES.table(_diagnoses(partner)),
        tables.SESSIONS_OF_PERSON.table(_sessions(partner)),
        tables.DAY_CHECKS.table(_day_checks(partner)),
        tables.READINGS.table(reading_rows([partner])),
        tables.DOSES.table(dose_rows([partner])),
        tables.LEAVINGS.table(_leavings(partner)),
        tables.NOTES.table(note_rows(notes)),
        tables.CHARGES.table(_charges(partner)),
        tables.PAYMENTS.table(_payments(partner)),
        tables.SUPERBILLS.table(_superbills(partner)),
        tables.TOLD.table((one.on, one.recipient, one.what, one.purpose) for one in told_about(partner)),
    ]


def _details(partner: Partner) -> Iterator[Row]:
    yield "Legal name", partner.legal_name
    yield "Goes by", partner.called
    yield "Pronouns", partner.pronouns
    yield "Birth date", partner.birth_date
    yield "E-mail", partner.user.address
    yield "Phone", partner.phone
    place = (partner.address_line_1, partner.address_line_2, partner.city, f"{partner.state} {partner.postal_code}")
    yield "Address", ", ".join(part.strip() for part in place if part.strip())
    yield "Insurer", partner.insurer
    yield "Member id", partner.member_id
    yield "In care since", partner.added_at


def _consents(partner: Partner) -> Iterator[Row]:
    for one in partner.consents.select_related("document", "withdrawal").order_by("signed_at"):
        withdrawn = one.withdrawal.at if hasattr(one, "withdrawal") else None
        yield str(one.document), one.typed_name, one.get_way_display(), one.signed_at, withdrawn


def _answers(partner: Partner, reader: User) -> Iterator[Row]:
    """The health pages as they were sent, and what was added later. The private ones are no part of any copy."""
    for sent in sent_answers(partner, reader):
        if layer_of(sent.page) == Layer.HEALTH:
            yield from ((name_of(sent.page), sent.at, title, words) for title, words in said_in(sent))


def _measures(partner: Partner, reader: User) -> Iterator[Row]:
    """Questionnaires of the health layer: each answer as it was chosen, and the score or result as it is read."""
    for one in health_series(partner, reader):
        for row in one.rows:
            for answer in row.taken.answers:
                yield one.instrument.title, row.taken.on, answer.text, answer.words
            yield (
                one.instrument.title,
                row.taken.on,
                "Score",
                ", ".join(word for word in (row.number, row.words) if word),
            )


def _measured(partner: Partner) -> Iterator[Row]:
    for one in Measurement.objects.filter(partner=partner).select_related("by").order_by("measured_on", "at"):
        numbers = (one.systolic, one.diastolic, one.pulse, one.saturation)
        yield one.measured_on, *numbers, one.get_where_display(), one.by.name


def _health_papers(partner: Partner) -> Iterator[Row]:
    """What was brought, by name; the files themselves are handed over as they are."""
    rows = HealthPaper.objects.filter(partner=partner).select_related("by").defer("content").order_by("dated", "at")
    for one in rows:
        yield one.dated, one.get_kind_display(), one.words, one.called, one.by.name, one.at


def _clearances(partner: Partner) -> Iterator[Row]:
    rows = (
        Clearance.objects.filter(partner=partner)
        .select_related("prescriber", "paper", "suspension")
        .order_by("given_at")
    )
    for one in rows:
        suspended = one.suspension.at if hasattr(one, "suspension") else None
        doses = (one.max_dose_mg, one.max_booster_mg)
        given = (one.given_at, one.by_name, one.valid_until, one.sessions, one.route_names)
        yield *given, *doses, one.limits, suspended


def _prescriber_words(partner: Partner, chosen: list[UUID], reader: User) -> Iterator[Row]:
    for one in thread(partner, reader):
        if one.pk in chosen:
            yield one.at, one.by, KINDS_OF_WORDS[one.kind], one.words


def _prescriptions(books: list[Book]) -> Iterator[Row]:
    """As they stand, put right where they were wrong."""
    for book in reversed(books):
        one = book.prescription
        given = (one.written_on, one.drug, one.get_form_display(), one.mg_per_unit, one.quantity)
        yield *given, one.prescriber_name, one.pharmacy, one.filled_on, one.get_kept_display()


def _counts(books: list[Book]) -> Iterator[Row]:
    """The book of each, without who counted and what they wrote: that may be another person's."""
    for book in reversed(books):
        for line in book.lines:
            yield line.row.on, str(book.prescription), line.row.get_kind_display(), line.row.units, line.balance


def _diagnoses(partner: Partner) -> Iterator[Row]:
    for one in Diagnosis.objects.filter(partner=partner).order_by("since", "code"):
        yield one.code, one.since, one.until


def _sessions(partner: Partner) -> Iterator[Row]:
    """Those that took place and that the person came to; who else came is not theirs to tell."""
    came = Attendance.objects.filter(person=partner, cancelled=False).exclude(role=Role.ABSENT)
    held = came.filter(appointment__state=Appointment.State.COMPLETED).select_related("appointment__step")
    for one in held.order_by("starts_at"):
        date = one.appointment
        kind = "Talking day" if date.became_talking_at else str(date.step)
        yield one.starts_at, one.ends_at, kind, date.get_place_display(), one.get_role_display()


def _day_checks(partner: Partner) -> Iterator[Row]:
    for one in DayCheck.objects.filter(person=partner).order_by("at"):
        yield one.at, one.sober, one.well, one.fasted, one.nothing_new


def _leavings(partner: Partner) -> Iterator[Row]:
    for one in Leaving.objects.filter(person=partner).order_by("at"):
        yield one.at, one.oriented, one.steady, one.settled, one.has_instructions


def _charges(partner: Partner) -> Iterator[Row]:
    [account] = accounts_of([partner])
    for charge, lines in reversed(account.charges):
        for line in lines:
            yield charge.service_date, line.line.label, line.line.code, line.line.amount, line.line.paid


def _payments(partner: Partner) -> Iterator[Row]:
    """Money on this person's account. Whoever else paid is another party, as on a statement for the insurer."""
    for one in partner.payments.order_by("received_on", "recorded_at"):
        own = one.payer_id == partner.pk
        yield one.received_on, one.amount, one.get_method_display(), "The person" if own else "Another party"


def _superbills(partner: Partner) -> Iterator[Row]:
    for one in Superbill.objects.filter(person=partner).order_by("year", "number"):
        yield str(one), one.issued_at, one.total, one.paid, one.voided_at
