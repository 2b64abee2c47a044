"""What a page of the calendar shows, in a fixed number of queries for any number of appointments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from accounts import clock
from accounts.models import User
from clients.models import Couple
from sessions.gather.day import bounds_of, names_there, with_people
from sessions.gather.hours import Busy, busy_elsewhere, closed_days, facts_of, opening_hours, therapists
from sessions.models import Appointment, ClosedDays, TherapyRoom
from sessions.rules import calendar as rules
from sessions.rules.calendar import MONTH, Minutes
from sessions.rules.hours import Hours
from sessions.rules.plan import short_label

TALKING, BUSY = "talking", "busy"


@dataclass(frozen=True)
class Asked:
    """Which days of whose calendar: of one therapist, one room, one couple, or of the whole practice."""

    view: str
    day: date
    therapist: User | None = None
    room: TherapyRoom | None = None
    couple: Couple | None = None


@dataclass(frozen=True)
class Resources:
    """Whom and what a calendar can be asked about."""

    therapists: list[User]
    rooms: list[TherapyRoom]
    couples: list[Couple]

    def where(self, therapist: UUID | None, room: UUID | None, asked: Asked) -> str:
        """Who and which room, as far as the page does not say it by itself."""
        who = [one.name for one in self.therapists if one.pk == therapist and len(self.therapists) > 1]
        rooms = [one.name for one in self.rooms if one.pk == room]
        return ", ".join([*([] if asked.therapist else who), *([] if asked.room else rooms)])


@dataclass(frozen=True)
class Event:
    """One appointment as its reader may see it. Without a key it is a colleague's, who is busy; nobody is named."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    busy_until: datetime
    names: str
    label: str
    short: str
    where: str
    state: str
    key: UUID | None = None


@dataclass(frozen=True)
class Block:
    """An event in the column of its day: `place` and `buffer` are the classes that put it there."""

    event: Event
    place: str
    buffer: str
    lane: str


@dataclass(frozen=True)
class Slot:
    """A free hour."""

    place: str
    hour: str


@dataclass(frozen=True)
class DayColumn:
    """One day: its events by the clock, what is closed, and where each stands in a column."""

    day: date
    is_today: bool
    is_over: bool
    within: bool
    closed: list[str]
    away: list[str]
    events: list[Event]
    blocks: list[Block]
    shut: list[str]
    slots: list[Slot]


@dataclass(frozen=True)
class Page:
    """A page of the calendar."""

    days: list[DayColumn]
    hours: list[str]
    frame: str
    count: int

    @property
    def weeks(self) -> list[list[DayColumn]]:
        return [self.days[start : start + 7] for start in range(0, len(self.days), 7)]


# The events of a day, each with its minutes and those for which it holds the room after it.
Placed = list[tuple[Event, Minutes, Minutes | None]]


def resources(user: User) -> Resources:
    """Those that this reader may know of, by name."""
    couples = Couple.objects.visible_to(user).filter(closed_at=None).with_partners()
    return Resources(
        therapists(),
        list(TherapyRoom.objects.in_use()),
        sorted(couples, key=lambda one: str(one).casefold()),
    )


@dataclass(frozen=True)
class Frame:
    """What all columns of a page share; `holders` are the therapists whose calendar it is."""

    asked: Asked
    holders: frozenset[UUID]
    closed: list[ClosedDays]
    hours: Hours
    shown: Minutes
    now: datetime

    def within(self, day: date) -> bool:
        """Whether a day belongs to the month that is shown, and does not only fill its weeks."""
        asked = self.asked
        return asked.view != MONTH or (day.year, day.month) == (asked.day.year, asked.day.month)


def page_of(user: User, asked: Asked, known: Resources, at: datetime) -> Page:
    """The days of a view for this reader, as asked for."""
    days, zone = rules.days_shown(asked.view, asked.day), clock.practice_zone()
    since, until = bounds_of(days[0])[0], bounds_of(days[-1])[1]
    events = [*_own(user, since, until, asked, known), *_elsewhere(since, until, asked, known)]
    events.sort(key=lambda one: (one.starts_at, one.names))
    placed = {one: _placed(events, one, zone) for one in days}
    hours = opening_hours()
    shown = _shown(placed.values(), hours, days)
    holders = frozenset([asked.therapist.pk] if asked.therapist else [one.pk for one in known.therapists])
    frame = Frame(asked, holders, closed_days(days[0], days[-1]), hours, shown, at.astimezone(zone))
    return Page(
        days=[_column(one, placed[one], frame) for one in days],
        hours=[f"{hour:02}:00" for hour in range(*shown)],
        frame=f"h-{shown[0]} u-{shown[1]}",
        count=sum(len(placed[one]) for one in days if frame.within(one)),
    )


def _own(user: User, since: datetime, until: datetime, asked: Asked, known: Resources) -> Iterator[Event]:
    rows = with_people(Appointment.objects.visible_to(user).standing())
    rows = rows.filter(starts_at__lt=until, busy_until__gt=since)
    if asked.therapist:
        rows = rows.filter(therapist=asked.therapist)
    if asked.room:
        rows = rows.filter(room=asked.room)
    if asked.couple:
        rows = rows.filter(couple=asked.couple)
    for one in rows:
        talking = one.became_talking_at is not None
        yield Event(
            kind=TALKING if talking else one.step.kind,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            busy_until=one.busy_until,
            names=names_there(one),
            label="Talking day" if talking else str(one.step),
            short="Talking day" if talking else short_label(one.step.kind, one.step.number),
            where=known.where(one.therapist_id, one.room_id, asked),
            state=one.state,
            key=one.pk,
        )


def _elsewhere(since: datetime, until: datetime, asked: Asked, known: Resources) -> Iterator[Event]:
    names = {one.pk: one.name for one in known.therapists}
    for one in busy_elsewhere(since, until):
        if _asked_for(one, asked):
            yield Event(
                kind=BUSY,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
                busy_until=one.busy_until,
                names=names.get(one.therapist, "A colleague"),
                label="busy",
                short="busy",
                where=known.where(None, one.room, asked),
                state="",
            )


def _asked_for(one: Busy, asked: Asked) -> bool:
    hers = asked.therapist is None or asked.therapist.pk == one.therapist
    there = asked.room is None or asked.room.pk == one.room
    return hers and there and asked.couple is None


def _placed(events: Iterable[Event], day: date, zone: ZoneInfo) -> Placed:
    found = []
    for one in events:
        minutes = rules.minutes_on(day, one.starts_at, one.ends_at, zone)
        after = rules.minutes_on(day, one.ends_at, one.busy_until, zone) if one.busy_until > one.ends_at else None
        if minutes:
            found.append((one, minutes, after))
    return found


def _shown(placed: Iterable[Placed], hours: Hours, days: Iterable[date]) -> Minutes:
    windows = [window for day in days if (window := hours.window(day)) and hours.week]
    blocks = [(minutes[0], (after or minutes)[1]) for day in placed for _, minutes, after in day]
    if not hours.week:
        windows = [(rules.FIRST_HOUR * 60, rules.LAST_HOUR * 60)]
    return rules.hours_shown([*windows, *blocks])


def _column(day: date, placed: Placed, frame: Frame) -> DayColumn:
    here = [row for row in frame.closed if row.starts_on <= day <= row.ends_on]
    holidays = [facts_of(row).label for row in here if row.therapist_id is None]
    away = [row for row in here if row.therapist_id in frame.holders]
    nobody = frame.holders <= {row.therapist_id for row in away}
    window = None if holidays or nobody else frame.hours.window(day)
    spans = [(minutes[0], (after or minutes)[1]) for _, minutes, after in placed]
    today = frame.now.date()
    return DayColumn(
        day=day,
        is_today=day == today,
        is_over=day < today,
        within=frame.within(day),
        closed=holidays,
        away=[facts_of(row).label for row in away],
        events=[event for event, _, _ in placed],
        blocks=[
            Block(event, at_rows(minutes), at_rows(after) if after else "", f"lane-{lane.number} of-{lane.of}")
            for (event, minutes, after), lane in zip(placed, rules.lanes(spans), strict=True)
        ],
        shut=[at_rows(one) for one in rules.closed_parts(window, frame.shown)],
        slots=_slots(day, window, spans, frame),
    )


def _slots(day: date, window: Minutes | None, taken: Sequence[Minutes], frame: Frame) -> list[Slot]:
    if window is None or day < frame.now.date():
        return []
    window = max(window[0], frame.shown[0] * 60), min(window[1], frame.shown[1] * 60)
    earliest = rules.wall_minutes(frame.now, day) + 1
    return [
        Slot(at_rows((start, start + rules.SLOT)), f"{rules.as_time(start):%H:%M}")
        for start in rules.free_slots(window, taken, not_before=earliest)
    ]


def at_rows(minutes: Minutes) -> str:
    """The classes that put a block from one quarter of an hour to another; see calendar.css."""
    since, until = minutes[0] // rules.QUARTER, -(-minutes[1] // rules.QUARTER)
    return f"h-{since // 4} q-{since % 4} u-{until // 4} uq-{until % 4}"
