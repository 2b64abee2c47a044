"""A referral packet: what a prescriber who never signs in has to know of one person, and a form to fill in."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.dateformat import format as formatted

from accounts import clock
from accounts.models import User
from clients.models import Partner
from screening.gather.clearances import history
from screening.gather.reading import sent_answers
from screening.rules import reading
from screening.rules.medicine_classes import BY_ID
from screening.rules.pages import HEALTH_PAGES
from sessions.gather.course import course_of
from sessions.rules.packet import blank_form


def packet_parts(partner: Partner, reader: User, at: datetime, asked: str) -> list[dict[str, Any]]:
    """The packet as plain data, the private layer left out before anything is read."""
    sent = [one for one in sent_answers(partner, reader) if one.page in HEALTH_PAGES]
    health = reading.health_reading(sent)
    taken = list(dict.fromkeys(one.id for one in health.findings if one.id in BY_ID))
    return [
        {"title": "Asked of you", "lines": [asked]},
        {"title": "Person", "rows": list(_person(partner, at))},
        {"title": "Findings", "rows": list(_findings(health))},
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


def _person(partner: Partner, at: datetime) -> Iterator[tuple[str, str]]:
    yield "Name", partner.legal_name
    yield "Born", f"{formatted(partner.birth_date, 'F j, Y')}, {partner.age_on(clock.day_of(at))} years"
    if partner.phone:
        yield "Phone", partner.phone


def _findings(health: reading.HealthReading) -> Iterator[tuple[str, str]]:
    for missing in health.missing:
        yield missing, "Not answered yet"
    for one in health.findings:
        yield one.title, f"{one.reason} ({one.weight.words}; {'; '.join(one.sources)})"


def _answers(health: reading.HealthReading) -> Iterator[dict[str, Any]]:
    for page in health.pages:
        rows = [(line.title, line.words) for line in page.lines]
        rows += [(f"Added {formatted(at, 'F j, Y')}", words) for at, words in page.additions]
        if page.said_no:
            rows.append(("Answered no", ", ".join(page.said_no)))
        yield {"title": page.name, "rows": rows}


def _courses(partner: Partner, reader: User) -> Iterator[tuple[str, str]]:
    zone = clock.practice_zone()
    for one in course_of(partner, reader):
        doses = "; ".join(f"{at.astimezone(zone):%H:%M} {words}" for at, words in one.dose_lines)
        reactions = "; ".join(f"{at.astimezone(zone):%H:%M} {words.lower()}" for at, words in one.reactions)
        yield (
            formatted(one.on.astimezone(zone), "F j, Y"),
            f"{doses}. Highest: {one.peak}. {reactions or 'No reaction logged'}.",
        )


def _history(partner: Partner, reader: User) -> Iterator[tuple[str, str]]:
    for event in history(partner, reader):
        on = formatted(event.at.astimezone(clock.practice_zone()), "F j, Y")
        if event.clearance is not None and event.kind == "clearance":
            until = formatted(event.clearance.valid_until, "F j, Y")
            yield on, f"{event.by} cleared until {until}, {event.clearance.sessions} sessions."
        else:
            yield on, f"{event.by}: {event.words}"
