"""What a person is shown of dates, read from what was published and from nothing else."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Max

from accounts import clock
from accounts.models import Practice, User
from clients.models import Couple, Partner
from screening.models import Submission
from screening.rules.change import Asking, asking_for
from screening.rules.pages import CHANGE_PAGE, UNCHANGED_PAGE
from sessions.models import (
    Appointment,
    GivenSheet,
    Published,
    PublishedLine,
    PublishedLineQuerySet,
    PublishedQuerySet,
    Role,
    StepKind,
)
from sessions.rules.blockers import PREPARING
from sessions.rules.plan import own_step_name
from sessions.rules.publishing import LINES, ReviewDays
from sessions.rules.times import fasting_words, spoken_time

Kind = Published.Kind
Row = TypeVar("Row", Published, PublishedLine)


def review_days() -> ReviewDays:
    """The practice's own."""
    practice = Practice.objects.first() or Practice()
    return ReviewDays(frozenset(practice.review_days), practice.review_hour, clock.practice_zone())


@dataclass(frozen=True)
class OwnDate:
    """One date as its own person sees it: what it is called, where, their own part, and what to do that day."""

    name: str
    starts_at: datetime
    ends_at: datetime
    where: str
    at_office: bool
    part: str
    to_do: list[str]
    has_sheet: bool = False


@dataclass(frozen=True)
class Shown:
    """All that a person's pages say of dates at one moment."""

    dates: list[OwnDate]
    line: str

    @property
    def next_date(self) -> OwnDate | None:
        return self.dates[0] if self.dates else None


def shown_to(partner: Partner, user: User, at: datetime) -> Shown:
    """What this person's portal shows now: three queries."""
    dates = Published.objects.visible_to(user).current(at).filter(person=partner)
    lines = PublishedLine.objects.visible_to(user).current(at).filter(person=partner)
    return _shown(dates, lines, at, _sheets([partner], user))


def change_asked(partner: Partner, user: User, at: datetime) -> Asking | None:
    """The asking whether anything changed, before the next ketamine date that this person was told. Two queries.

    By the date alone, the same for both of a couple and for every couple; None without such a date.
    """
    rows = Published.objects.visible_to(user).current(at).filter(person=partner)
    dates = [row.starts_at for row in rows if row.kind == Kind.DATE and row.starts_at > at and _is_ketamine(row)]
    told = Submission.objects.filter(partner=partner, page__in=(CHANGE_PAGE, UNCHANGED_PAGE))
    answered = list(told.values_list("sent_at", flat=True))
    return asking_for(min(dates), answered) if dates else None


# The person, the appointment and the time for which a sheet was given.
Sheets = set[tuple[UUID, UUID, datetime]]


def _sheets(people: Iterable[Partner], user: User) -> Sheets:
    rows = GivenSheet.objects.visible_to(user).filter(person__in=list(people))
    return set(rows.values_list("person", "appointment", "starts_at"))


def _shown(rows: Iterable[Published], lines: Iterable[PublishedLine], at: datetime, sheets: Sheets) -> Shown:
    dates = [row for row in rows if row.kind == Kind.DATE and row.ends_at > at]
    told = [LINES[row.line].words for row in lines if row.line]
    return Shown([own_date(row, sheets) for row in sorted(dates, key=lambda row: row.starts_at)], "".join(told))


def own_date(row: Published, sheets: Sheets) -> OwnDate:
    """A published date in its person's words. Where a sheet was given for just this time, it says what to do."""
    has_sheet = (row.person_id, row.appointment_id, row.starts_at) in sheets
    at_office = row.place == Appointment.Place.OFFICE
    return OwnDate(
        name=_name(row),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        at_office=at_office,
        where="At the practice" if at_office else "By video, from home",
        part=_part(row),
        to_do=_to_do(row),
        has_sheet=has_sheet and _is_ketamine(row) and row.role == Role.DOSING,
    )


def _name(row: Published) -> str:
    return own_step_name(row.step_kind, row.step_number, talking=row.is_talking)


def _is_ketamine(row: Published) -> bool:
    return row.step_kind == StepKind.KETAMINE and not row.is_talking


def _part(row: Published) -> str:
    if not _is_ketamine(row):
        return ""
    return "You are taking the medicine." if row.role == Role.DOSING else "You are the supporting partner."


def _to_do(row: Published) -> list[str]:
    """What to do that day, in the order of the day; domain.md 1.3."""
    if not _is_ketamine(row):
        return []
    if row.role != Role.DOSING:
        return ["Eat and drink as usual.", "Take no alcohol or other substances that day."]
    kap = settings.KAP
    return [
        *fasting_words(
            row.starts_at,
            clock.practice_zone(),
            food_hours=kap["FOOD_HOURS"],
            liquid_hours=kap["LIQUID_HOURS"],
        ),
        "Take no alcohol or other substances that day.",
        "Take your usual medicines as the prescriber told you.",
        "Arrange for an adult who takes no medicine that day to bring you home.",
        "Do not drive before the next day, after a full night's sleep.",
    ]


def words_of(row: Published) -> str:
    """One telling of a date in a line, for whoever plans it."""
    if row.kind == Kind.PREPARING:
        return PREPARING
    if row.kind == Kind.DONE:
        return "No longer on the list of dates"
    return spoken_time(row.starts_at, clock.practice_zone(), clock.zone_name(row.starts_at))


@dataclass(frozen=True)
class Telling:
    """One row of what is planned, or of what was shown: what it is about, its words, and of which appointment."""

    row: Published | PublishedLine
    about: str
    words: str
    appointment_id: UUID | None = None


@dataclass(frozen=True)
class Side:
    """One of the two: what their portal shows now, which rows that is, and what is planned."""

    place: str
    person: Partner
    shown: Shown
    standing: list[Telling]
    planned: list[Telling]

    @property
    def heading_id(self) -> str:
        return f"side-{self.place}"


def sides_of(couple: Couple, user: User, at: datetime) -> list[Side]:
    """Both, in the couple's own order: five queries."""
    dates, lines = _rows_of(couple, user)
    now, lines_now = _own(dates.current(at)), _own(lines.current(at))
    planned = _own(dates.planned(at)), _own(lines.planned(at))
    sheets = _sheets(couple.partners(), user)
    return [
        Side(
            place=place,
            person=person,
            shown=_shown(now[person.pk], lines_now[person.pk], at, sheets),
            standing=_tellings(
                sorted(
                    (row for row in now[person.pk] if row.kind != Kind.DONE and row.starts_at > at),
                    key=lambda row: row.starts_at,
                ),
                [row for row in lines_now[person.pk] if row.line],
            ),
            planned=sorted(
                _tellings(planned[0][person.pk], planned[1][person.pk]), key=lambda one: one.row.visible_from
            ),
        )
        for place, person in zip("ab", couple.partners(), strict=False)
    ]


@dataclass(frozen=True)
class Showing:
    """Something that was shown, and to whom: both, where it was the same to both from the same moment."""

    first: Telling
    people: list[Partner]


def history_of(couple: Couple, user: User, at: datetime) -> list[Showing]:
    """All that was ever shown to the two, the newest first: two queries."""
    dates, lines = _rows_of(couple, user)
    found: dict[tuple[object, ...], list[Telling]] = defaultdict(list)
    for one in _tellings(
        dates.shown_by(at).select_related("person", "by"), lines.shown_by(at).select_related("person", "by")
    ):
        row = one.row
        found[row.visible_from, row.at, row.turn, one.appointment_id, one.words].append(one)
    order = sorted(found, key=lambda key: key[:3], reverse=True)
    people = couple.partners()
    return [
        Showing(found[key][0], [one for one in people if one.pk in {telling.row.person_id for telling in found[key]}])
        for key in order
    ]


def _rows_of(couple: Couple, user: User) -> tuple[PublishedQuerySet, PublishedLineQuerySet]:
    both = couple.partners()
    return (
        Published.objects.visible_to(user).filter(person__in=both),
        PublishedLine.objects.visible_to(user).filter(person__in=both),
    )


def _own(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def _tellings(dates: Iterable[Published], lines: Iterable[PublishedLine]) -> list[Telling]:
    """Dates first."""
    found = [Telling(row, _name(row), words_of(row), row.appointment_id) for row in dates]
    found += [Telling(row, "Sentence", LINES[row.line].words if row.line else "None any more") for row in lines]
    return found


def planned_for(appointment: Appointment, user: User, at: datetime) -> datetime | None:
    """When what is planned for an appointment is shown; None when nothing waits."""
    rows = Published.objects.visible_to(user).planned(at).filter(appointment=appointment)
    return rows.order_by("visible_from").values_list("visible_from", flat=True).first()


def last_answers(couple: Couple) -> list[datetime]:
    """When each of the two last sent anything; for those who may read that something was sent."""
    sent = Submission.objects.filter(partner__in=couple.partners()).values_list("partner")
    return [moment for _, moment in sent.annotate(Max("sent_at"))]
