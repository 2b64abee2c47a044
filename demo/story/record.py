"""Who opened what in the days before: the lines that the pages would have written, had the story been clicked."""

from datetime import datetime

from accounts.access import Entry, Layer, Outcome, write
from accounts.actor import as_actor
from accounts.models import User
from clients.models import Couple, Partner
from demo.story.calendar import Calendar

Line = tuple[datetime, User, Entry]
DATES, HEALTH, MONEY, PRIVATE = Layer.DATES, Layer.HEALTH, Layer.MONEY, Layer.PRIVATE


def opened(what: str, layer: str, whom: Couple | Partner) -> Entry:
    key = {"couple": whom.pk} if isinstance(whom, Couple) else {"partner": whom.pk}
    return Entry(what, **key, layer=layer, outcome=Outcome.OPENED)


def read_along(couple: Couple, people: tuple[User, User, User], day: Calendar) -> None:
    """The office looks after dates and money, the prescriber reads health answers, the therapist everything."""
    therapist, prescriber, staff = people
    first, second = couple.partners()
    lines = [
        *_of_office(couple, first, staff, day),
        *_of_prescriber((first, second), prescriber, day),
        *_of_therapist(couple, (first, second), therapist, day),
        *_of_themselves((first, second), day),
    ]
    for at, reader, entry in sorted(lines, key=lambda line: line[0]):
        with as_actor(reader):
            write([entry], by=reader, at=at)


def _of_office(couple: Couple, first: Partner, staff: User, day: Calendar) -> list[Line]:
    found: list[Line] = []
    for back in (-30, -21, -16, -9, -4, -3):
        found.append((day.at(back, 9, 12), staff, Entry("signed_in")))
        found.append((day.at(back, 9, 13), staff, opened("couple", DATES, couple)))
        found.append((day.at(back, 9, 16), staff, opened("couple_money", MONEY, couple)))
    refused = Entry("screening_review", partner=first.pk, layer=PRIVATE, outcome=Outcome.REFUSED)
    found.append((day.at(-9, 9, 30), staff, refused))
    found.append((day.at(-3, 9, 40), staff, opened("issue_superbill", MONEY, first)))
    found.append((day.at(-3, 9, 49), staff, opened("edit_partner", DATES, first)))
    return found


def _of_prescriber(partners: tuple[Partner, Partner], prescriber: User, day: Calendar) -> list[Line]:
    found: list[Line] = [(day.at(-31, 8, 50), prescriber, Entry("account_login", outcome=Outcome.FAILED))]
    for minute, partner in enumerate(partners):
        found.append((day.at(-31, 8, 54 + minute), prescriber, opened("clearance", HEALTH, partner)))
    return found


def _of_therapist(couple: Couple, partners: tuple[Partner, Partner], therapist: User, day: Calendar) -> list[Line]:
    found: list[Line] = [
        (day.at(back, 8, 30), therapist, opened("couple", PRIVATE, couple)) for back in (-45, -36, -21, -5, -1)
    ]
    for minute, partner in enumerate(partners):
        found.append((day.at(-36, 8, 35 + minute), therapist, opened("screening_review", PRIVATE, partner)))
        found.append((day.at(-21, 8, 40 + minute), therapist, opened("edit_partner", DATES, partner)))
    return found


def _of_themselves(partners: tuple[Partner, Partner], day: Calendar) -> list[Line]:
    found: list[Line] = []
    for hour, partner in enumerate(partners):
        found.append((day.at(-2, 19 + hour, 7), partner.user, Entry("signed_in", partner=partner.pk)))
        found.append((day.at(-2, 19 + hour, 8), partner.user, opened("my_appointments", DATES, partner)))
    return found
