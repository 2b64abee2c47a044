"""A referral packet: what a prescriber who never signs in has to know of one person, and a form to fill in."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.dateformat import format as formatted

from accounts import clock
from accounts.models import User
from clients.models import Partner
from screening.gather.clearances import history
from screening.gather.measured import Measured, measured
from screening.gather.measures import health_series
from screening.gather.reading import sent_answers
from screening.models import Layer
from screening.rules import reading
from screening.rules.medicine_classes import BY_ID
from screening.rules.pages import layer_of
from screening.rules.trend import in_sentences
from sessions.gather.course import course_of
from sessions.rules.packet import blank_form


def packet_parts(partner: Partner, reader: User, at: datetime, asked: str) -> list[dict[str, Any]]:
    """The packet as plain data: the health layer alone, since whoever has it made reads the private one too."""
    today = clock.day_of(at)
    sent = [one for one in sent_answers(partner, reader) if layer_of(one.page) == Layer.HEALTH]
    health = reading.health_reading(sent, partner.age_on(today))
    taken = list(dict.fromkeys(one.id for one in health.findings if one.id in BY_ID))
    brought = measured(partner, reader, today)
    return [
        {"title": "Asked of you", "lines": [asked]},
        {"title": "Person", "rows": list(_person(partner, today))},
        {"title": "Findings", "rows": list(_findings(health))},
        {"title": "Medicines and their classes", "rows": reading.medicines_by_class(sent)},
        {"title": "Questionnaires", "rows": list(_scores(partner, reader))},
        {"title": "Readings outside a session", "rows": list(_readings(brought))},
        {"title": "Labs, scans and letters on file", "rows": list(_papers(brought))},
        {"title": "Anything changed?", "rows": list(_changes(health))},
        *_answers(health),
        {"title": "Earlier sessions with the medicine", "rows": list(_courses(partner, reader))},
        {"title": "Earlier clearances and questions", "rows": list(_history(partner, reader))},
        {"title": "Clearance, to fill in by hand", "lines": [FORM_WORDS], "breaks": True},
        *blank_form(taken),
    ]


FORM_WORDS = (
    "Please fill in what you set, and send this form back. A line that stays empty is no limit. It counts once two"
    " people at the practice have read it the same way."
)


def _person(partner: Partner, today: date) -> Iterator[tuple[str, str]]:
    yield "Name", partner.legal_name
    yield "Born", f"{_day(partner.birth_date)}, {partner.age_on(today)} years"
    if partner.phone:
        yield "Phone", partner.phone


def _findings(health: reading.HealthReading) -> Iterator[tuple[str, str]]:
    for missing in health.missing:
        yield missing, "Not answered yet"
    for one in health.findings:
        others = "".join(f"\nAlso answered, {_local(said.at)}: {said.words}" for said in one.beside)
        yield one.title, f"{one.reason} ({one.weight.words}; {'; '.join(one.sources)}){others}"


def _scores(partner: Partner, reader: User) -> Iterator[tuple[str, str]]:
    """Every score of the health layer, the newest first, with what its own rule says of it."""
    for one in health_series(partner, reader):
        for row in one.newest_first:
            yield f"{one.instrument.title}, {_day(row.taken.on)}", "\n".join(in_sentences(row))


def _readings(brought: Measured) -> Iterator[tuple[str, str]]:
    for one in brought.readings:
        yield _day(one.row.measured_on), f"{one.words}. {one.row.get_where_display()}, by {one.row.by.name}"


def _papers(brought: Measured) -> Iterator[tuple[str, str]]:
    """By name; whoever asks for one gets it by itself."""
    for one in brought.papers:
        yield f"{one.get_kind_display()}, {_day(one.dated)}", one.words or "Kept at the practice"


def _changes(health: reading.HealthReading) -> Iterator[tuple[str, str]]:
    for one in health.asked:
        yield _local(one.at), "\n".join(f"{line.title}: {line.words}" for line in one.lines) or "Nothing has changed"


def _answers(health: reading.HealthReading) -> Iterator[dict[str, Any]]:
    for page in health.pages:
        rows = [(line.title, "\n".join(_said(line))) for line in page.lines]
        rows += [(f"Added {_local(at)}", words) for at, words in page.additions]
        if page.said_no:
            rows.append(("Answered no", ", ".join(page.said_no)))
        yield {"title": page.name, "rows": rows}


def _said(line: reading.Line) -> Iterator[str]:
    """The latest answer, and every one before it with its day."""
    yield line.words
    yield from (f"Before, {_local(said.at)}: {said.words}" for said in reversed(line.before))


def _courses(partner: Partner, reader: User) -> Iterator[tuple[str, str]]:
    zone = clock.practice_zone()
    for one in course_of(partner, reader):
        doses = "; ".join(f"{at.astimezone(zone):%H:%M} {words}" for at, words in one.dose_lines)
        reactions = "; ".join(f"{at.astimezone(zone):%H:%M} {words.lower()}" for at, words in one.reactions)
        yield (
            _local(one.on),
            f"{doses}. Highest: {one.peak}. {reactions or 'No reaction logged'}. {one.left_words}.",
        )


def _history(partner: Partner, reader: User) -> Iterator[tuple[str, str]]:
    for event in history(partner, reader):
        on = _local(event.at)
        if event.clearance is not None and event.kind == "clearance":
            until = _day(event.clearance.valid_until)
            yield on, f"{event.by} cleared until {until}, {event.clearance.sessions} sessions."
        else:
            yield on, f"{event.by}: {event.words}"


def _local(at: datetime) -> str:
    return _day(clock.day_of(at))


def _day(on: date) -> str:
    return formatted(on, "F j, Y")
