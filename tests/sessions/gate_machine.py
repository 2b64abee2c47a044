"""Anything that people can do around one ketamine session, in any order, and what decisions.md says must follow.

`Oracle` is written from decisions.md 1.1-1.7 and domain.md 1.0, 1.3 and 1.4, and knows nothing of the rules under test:
it keeps its own account of what was said, signed, measured and decided. `GateMachine` acts on the real database, as the
web's own role, and holds every start and every dose against it.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from accounts.actor import as_actor
from accounts.clock import practice_zone
from accounts.models import User
from clients.actions import UnderEffect, withdraw_consent
from clients.models import ConsentDocument, Partner
from screening import actions as screening
from screening.models import Clearance
from sessions import actions
from sessions.actions import DoseOrder
from sessions.gather import deviations_to_review
from sessions.models import Appointment, Deviation, Dose, Role, TherapySession
from sessions.rules.gate import DayCheckFacts
from sessions.rules.leaving import QUESTIONS, LeavingFacts
from sessions.rules.overrides import PrescriberCall
from sessions.rules.readings import ReadingFacts
from tests.cast import NOON, Cast
from tests.sessions.people import CHECK, GOOD
from tests.states import ANSWERS, HOUR, ORDER, booked, consented, ready_for_ketamine

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NAMES = ("ann", "ben")
WELL = LeavingFacts(dict.fromkeys(QUESTIONS, True), "Her sister")
REFUSALS = (
    *(actions.NotReady, actions.Refused, actions.CannotOverride),
    *(screening.CannotDecide, screening.CannotGoOn, screening.CannotLift, screening.AlreadyReceived),
)
TOO_HIGH, DANGEROUS = ReadingFacts(152, 84, 70, 98), ReadingFacts(184, 84, 70, 98)
# The day's answers, each with at most one thing amiss.
ANSWERS_OF_THE_DAY = (
    CHECK,
    *(replace(CHECK, **{name: False}) for name in ("asked_alone", "goes_ahead", "sober", "well", "fasted")),  # type: ignore[arg-type]  # a bool each
    *(replace(CHECK, nothing_new=False), replace(CHECK, other_welcome=False), replace(CHECK, other_welcome=None)),
    *(replace(CHECK, ride_name=" "), replace(CHECK, ride_name="my partner")),
    *(replace(CHECK, stays_with="my partner"), replace(CHECK, contact="my partner")),
)
LOZENGE = frozenset({"lozenge"})
# Minutes since the first dose in which a booster may follow.
WINDOWS = ((None, None), (30, None), (None, 60), (30, 60))
# A minute at the edge of a window, and the window.
EDGES = (
    (29, (30, None)),
    (20, (30, 60)),
    (29, (30, 60)),
    (30, (30, 60)),
    (60, (30, 60)),
    (61, (None, 60)),
    (45, (None, None)),
)
# One thing after which a start may be closed: the act, and how it is done.
AMISS: tuple[tuple[str, dict[str, Any]], ...] = (
    *(("", {}), ("", {}), ("", {})),
    *(("answers_in_private", {"concern": concern}) for concern in (True, False)),
    *(("is_decided_about", {"outcome": outcome}) for outcome in ("prescriber", "ask_again", "not_now")),
    *(("is_asked_today", {"answers": answers}) for answers in ANSWERS_OF_THE_DAY),
    *(("is_measured", {"reading": reading}) for reading in (TOO_HIGH, DANGEROUS)),
    ("is_spoken_with_alone", {"safe": False}),
    *((act, {}) for act in ("adds_to_health", "is_suspended", "withdraws")),
    ("is_cleared", {"days": 0, "sessions": 1, "routes": frozenset({"im"})}),
    ("is_to_be_looked_at_again", {}),
    *(("is_cleared_and_medical_there", {"medical": True, "there": there}) for there in (True, False)),
)
# Some of what nobody goes past, whatever the prescriber said by phone.
SHUT = [
    *("said_no", "not_sober", "consent_missing", "safety_hold", "clearance_past"),
    *("look_due", "no_medical_person", "booster_late"),
]
PARTS = [
    (Role.DOSING, Role.DOSING),
    (Role.DOSING, Role.WITNESS),
    (Role.WITNESS, Role.DOSING),
    (Role.DOSING, Role.ABSENT),
]


@dataclass
class Cleared:
    """The latest clearance of one person."""

    until: date
    sessions: int
    given: datetime
    routes: frozenset[str]
    suspended: bool = False
    look_after: int | None = None
    look_on: date | None = None
    medical: bool = False
    window: tuple[int | None, int | None] = (None, None)


@dataclass
class Told:
    """What the world knows of one person."""

    part: Role = Role.DOSING
    consent: bool = True
    goes_on: bool = True
    clinical_hold: bool = False
    safety_hold: bool = False
    held_at: datetime = NOON - 9 * DAY
    checked_at: datetime = NOON - 2 * DAY
    check_safe: bool = True
    private_at: datetime = NOON - 3 * DAY
    clearance: Cleared | None = None
    dosed_before_at: datetime | None = None
    answers: DayCheckFacts | None = None
    answered_on: date | None = None
    answers_count: int = 0
    reading: ReadingFacts | None = None
    read_on: date | None = None
    readings_count: int = 0
    past: set[tuple[str, object]] = field(default_factory=set)
    started: bool = False
    first_at: datetime | None = None
    taken: Counter[str] = field(default_factory=Counter)

    @property
    def there(self) -> bool:
        return self.part is not Role.ABSENT

    @property
    def doses(self) -> bool:
        return self.part is Role.DOSING


class Oracle:
    """Whether a start is allowed, and whether a dose stands outside the gate, by the decisions alone."""

    def __init__(self) -> None:
        self.people = {name: Told() for name in NAMES}
        self.talking = self.over = self.helped = self.medical_there = False

    def other(self, name: str) -> Told:
        return self.people["ben" if name == "ann" else "ann"]

    def may_start(self, name: str, route: str, today: date) -> bool:
        one, other = self.people[name], self.other(name)
        return (
            not (self.talking or self.over)
            and one.doses
            and self.standing(today)
            and one.clearance is not None
            and route in one.clearance.routes
            and self.medical_is_right(one, route)
            and all(self.asked_and_willing(each, today) for each in NAMES)
            and self.day_is_right(one, other)
            and self.reading_is_right(one, today)
            and (self.helped or not other.doses or ("no_second_staff", "both") in one.past)
        )

    def standing(self, today: date) -> bool:
        """Consent of everybody there, no safety hold between two, and of who doses the decision and the clearance."""
        there = [one for one in self.people.values() if one.there]
        if len(there) == 2 and any(one.safety_hold for one in there):
            return False
        return all(one.consent for one in there) and all(self.cleared(one, today) for one in there if one.doses)

    def cleared(self, one: Told, today: date) -> bool:
        given = one.clearance
        if given is None or given.suspended or today > given.until or not one.goes_on or one.clinical_hold:
            return False
        used = int(one.dosed_before_at is not None and one.dosed_before_at > given.given)
        if given.look_after is not None and used >= given.look_after:
            return False
        if given.look_on is not None and today > given.look_on:
            return False
        return used < given.sessions

    def medical_is_right(self, one: Told, route: str) -> bool:
        """A licensed person is there for an injection, and wherever the clearance asks for one."""
        assert one.clearance is not None
        return self.medical_there or not (route == "im" or one.clearance.medical)

    def asked_and_willing(self, name: str, today: date) -> bool:
        """Who doses was asked today; nobody there who was asked said no, is not sober, or wants the other gone."""
        one, other = self.people[name], self.other(name)
        answers = one.answers if one.answered_on == today else None
        if answers is None:
            return not one.doses
        if not one.there:
            return True
        unwelcome = answers.other_welcome is False or (one.doses and answers.other_welcome is None)
        return answers.goes_ahead and answers.sober and not (other.there and unwelcome)

    def day_is_right(self, one: Told, other: Told) -> bool:
        answers = one.answers
        assert answers is not None
        if not (answers.asked_alone and answers.well and answers.ride_name.strip()):
            return False
        if not (answers.fasted or ("not_fasted", one.answers_count) in one.past):
            return False
        if not (answers.nothing_new or ("something_new", one.answers_count) in one.past):
            return False
        drives, stays, called = ("partner" in each for each in (answers.ride_name, answers.stays_with, answers.contact))
        held = one.safety_hold or other.safety_hold
        return not (other.doses and (drives or stays)) and not (held and (drives or stays or called))

    def reading_is_right(self, one: Told, today: date) -> bool:
        if one.reading is None or one.read_on != today or one.reading is DANGEROUS:
            return False
        assert one.clearance is not None
        return one.reading is GOOD or ("baseline_outside", (one.readings_count, one.clearance.given)) in one.past

    def booster_is_right(self, one: Told, other: Told, at: datetime) -> bool:
        """Within the clearance's window, while neither who is there has a dangerous last reading of today."""
        assert one.clearance is not None
        assert one.first_at is not None
        minutes = (at - one.first_at) // MINUTE
        since, until = one.clearance.window
        today = at.astimezone(practice_zone()).date()
        calm = all(each.reading is not DANGEROUS or each.read_on != today for each in (one, other) if each.there)
        return calm and (since is None or minutes >= since) and (until is None or minutes <= until)

    def on_the_gate(self, name: str, order: DoseOrder, at: datetime) -> bool:
        """Whether a dose after its start has nothing beside it; every one without a start has."""
        one, today = self.people[name], at.astimezone(practice_zone()).date()
        if self.talking or self.over or not one.started or not one.doses or not self.standing(today):
            return False
        assert one.clearance is not None
        most = ORDER.max_dose_mg if order.kind == "first" else ORDER.max_booster_mg
        if not self.medical_is_right(one, order.route):
            return False
        if order.kind == "booster" and not self.booster_is_right(one, self.other(name), at):
            return False
        return order.route in one.clearance.routes and one.taken[order.kind] + order.mg <= most


class World:
    """A couple for whom everything is in place: one session behind them, one today with its room open."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.by = cast, cast.therapist
        ready_for_ketamine(cast)
        early = NOON - 44 * HOUR
        self.before = self._room(booked(cast, starts_at=NOON - 20 * HOUR, at=early), NOON - 20 * HOUR)
        self.appointment = booked(cast, number=2, at=early)
        self.session = self._room(self.appointment, NOON - HOUR)
        self.opened = Counter[str]()

    def _room(self, appointment: Appointment, at: datetime) -> TherapySession:
        with as_actor(self.by):
            return actions.open_room(appointment=appointment, by=self.by, at=at)

    def person(self, name: str) -> Partner:
        found: Partner = getattr(self.cast, name)
        return found


who = st.sampled_from(NAMES)


class GateMachine(RuleBasedStateMachine):
    """One couple, one session, any sequence of acts. What a sequence did is undone at its end."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world, self.oracle, self.now = world, Oracle(), NOON
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @property
    def today(self) -> date:
        return self.now.astimezone(practice_zone()).date()

    def told(self, name: str) -> Told:
        return self.oracle.people[name]

    def act(self, user: User, act: Callable[..., Any], **given: Any) -> bool:
        """Do it a minute later; whether it was done."""
        self.now += MINUTE
        try:
            with as_actor(user):
                act(**given, by=user, at=self.now)
        except REFUSALS:
            return False
        return True

    def in_room(self, name: str, act: Callable[..., Any], **given: Any) -> bool:
        return self.act(self.world.by, act, therapy_session=self.world.session, person=self.world.person(name), **given)

    @initialize(dosed=st.sets(who, min_size=1), sessions=st.integers(1, 2), look_after=st.sampled_from([None, 1]))
    def a_session_behind_them(self, dosed: set[str], sessions: int, look_after: int | None) -> None:
        for name in NAMES:
            given = NOON - 40 * HOUR
            with as_actor(self.world.cast.prescriber):
                screening.give_clearance(
                    partner=self.world.person(name),
                    order=replace(
                        ORDER, sessions=sessions, valid_until=NOON.date() + DAY, re_evaluate_after=look_after
                    ),
                    by=self.world.cast.prescriber,
                    at=given,
                )
            self.told(name).clearance = Cleared(NOON.date() + DAY, sessions, given, ORDER.routes, look_after=look_after)
        with as_actor(self.world.by):
            for name in sorted(dosed):
                at = NOON - 19 * HOUR
                order = DoseOrder("first", "lozenge", Decimal(100), "Own hand")
                person = self.world.person(name)
                actions.record_dose(
                    therapy_session=self.world.before, person=person, order=order, by=self.world.by, at=at
                )
                self.told(name).dosed_before_at = at
                actions.record_leaving(
                    therapy_session=self.world.before,
                    person=person,
                    answers=WELL,
                    words="",
                    by=self.world.by,
                    at=at + 3 * HOUR,
                )

    @rule(name=who, concern=st.booleans())
    def answers_in_private(self, name: str, concern: bool) -> None:
        """A reassuring answer clears nothing; any other opens a hold."""
        partner = self.world.person(name)
        answers = {**ANSWERS["private"], **({"safe_home": "no"} if concern else {})}
        assert self.act(partner.user, screening.send_or_add, partner=partner, page="private", answers=answers)
        one = self.told(name)
        one.private_at = self.now
        if concern:
            one.safety_hold, one.held_at = True, self.now

    @rule(name=who)
    def adds_to_health(self, name: str) -> None:
        partner, added = self.world.person(name), {"words": "A new pill."}
        assert self.act(partner.user, screening.add_to_page, partner=partner, page="conditions", answers=added)
        self.told(name).clinical_hold = True

    @rule(name=who, safe=st.booleans())
    def is_spoken_with_alone(self, name: str, safe: bool) -> None:
        finding = "safe" if safe else "not_now"
        partner = self.world.person(name)
        check = screening.record_private_check
        assert self.act(self.world.by, check, partner=partner, how="by_voice", finding=finding)
        one = self.told(name)
        one.checked_at, one.check_safe = self.now, safe
        if not safe:
            one.safety_hold, one.held_at = True, self.now

    @rule(name=who, outcome=st.sampled_from(["go_on", "go_on", "prescriber", "ask_again", "not_now"]))
    def is_decided_about(self, name: str, outcome: str) -> None:
        one = self.told(name)
        done = self.act(
            self.world.by, screening.decide, partner=self.world.person(name), outcome=outcome, reason="Because."
        )
        goes_on = outcome == "go_on"
        assert done == (one.checked_at > one.private_at and (one.check_safe or not goes_on))
        if done:
            one.goes_on, one.clinical_hold = goes_on, not goes_on

    @rule(name=who)
    def the_hold_is_lifted(self, name: str) -> None:
        one = self.told(name)
        done = self.act(self.world.by, screening.lift_safety_hold, partner=self.world.person(name))
        assert done == (one.safety_hold and one.check_safe and one.checked_at > one.held_at)
        one.safety_hold = one.safety_hold and not done

    @rule(
        name=who,
        days=st.integers(0, 2),
        sessions=st.integers(1, 2),
        routes=st.sampled_from([LOZENGE, frozenset({"im"}), LOZENGE | {"im"}]),
        look_after=st.sampled_from([None, None, 1]),
        look_in=st.sampled_from([None, None, 1]),
        medical=st.sampled_from([False, False, True]),
        window=st.sampled_from(WINDOWS),
    )
    def is_cleared(  # noqa: PLR0917 - what a prescriber sets
        self,
        name: str,
        days: int,
        sessions: int,
        routes: frozenset[str],
        look_after: int | None = None,
        look_in: int | None = None,
        medical: bool = False,
        window: tuple[int | None, int | None] = (None, None),
    ) -> None:
        until = self.today + days * DAY
        # It has to lie ahead, and within the clearance.
        look_on = self.today + look_in * DAY if look_in is not None and look_in <= days else None
        order = replace(
            ORDER,
            sessions=sessions,
            valid_until=until,
            routes=routes,
            re_evaluate_after=look_after,
            re_evaluate_on=look_on,
            medical_present=medical,
            booster_from=window[0],
            booster_until=window[1],
        )
        assert self.act(
            self.world.cast.prescriber, screening.give_clearance, partner=self.world.person(name), order=order
        )
        self.told(name).clearance = Cleared(
            until, sessions, self.now, routes, False, look_after, look_on, medical, window
        )

    def is_to_be_looked_at_again(self, name: str) -> None:
        """Two days later, when the prescriber wanted to look again after one; nothing else ran out."""
        for each in NAMES:
            self.is_cleared(each, 3, 2, LOZENGE, look_in=1 if each == name else None)
        self.now += 2 * DAY
        self.everything_of_the_day_is_right()

    def is_cleared_and_medical_there(self, name: str, medical: bool, there: bool) -> None:
        self.is_cleared(name, 1, 2, LOZENGE, medical=medical)
        self.a_medical_person_comes_or_goes(there)

    @rule(there=st.booleans())
    def a_medical_person_comes_or_goes(self, there: bool) -> None:
        who = ("Kim Roe", "RN 123") if there else ("", "")
        named = {"therapy_session": self.world.session, "name": who[0], "licence": who[1]}
        if self.act(self.world.by, actions.name_medical_person, **named):
            self.oracle.medical_there = there

    @rule(name=who)
    def is_suspended(self, name: str) -> None:
        prescriber, given = self.world.cast.prescriber, self.told(name).clearance
        with as_actor(prescriber):
            row = Clearance.objects.filter(partner=self.world.person(name)).latest("given_at")
        assert given is not None
        done = self.act(prescriber, screening.suspend_clearance, clearance=row, reason="New results.")
        assert done or given.suspended
        given.suspended = True

    @rule(name=who)
    def withdraws(self, name: str) -> None:
        partner = self.world.person(name)
        self.now += MINUTE
        with as_actor(partner.user):
            for consent in list(partner.consents.in_force()):
                withdraw_consent(consent=consent, by=partner.user, at=self.now)
        self.told(name).consent = False

    @rule(name=who)
    def signs(self, name: str) -> None:
        """Refused while the medicine works."""
        self.now += MINUTE
        with suppress(UnderEffect):
            consented(self.world.person(name), self.now)
            self.told(name).consent = True

    @rule()
    def the_text_is_new(self) -> None:
        """A new version asks everybody again."""
        self.now += MINUTE
        with as_actor(self.world.by):
            current = ConsentDocument.objects.current("treatment")
            assert current is not None
            ConsentDocument.objects.create(
                kind="treatment", version=current.version + 1, title="New", body="New", published_at=self.now
            )
        for one in self.oracle.people.values():
            one.consent = False

    @rule(name=who, answers=st.sampled_from(ANSWERS_OF_THE_DAY))
    def is_asked_today(self, name: str, answers: DayCheckFacts) -> None:
        if self.in_room(name, actions.record_day_check, answers=answers):
            one = self.told(name)
            one.answers, one.answered_on, one.answers_count = answers, self.today, one.answers_count + 1

    @rule(name=who, reading=st.sampled_from([GOOD, TOO_HIGH, DANGEROUS]))
    def is_measured(self, name: str, reading: ReadingFacts) -> None:
        if self.in_room(name, actions.record_reading, reading=reading):
            one = self.told(name)
            one.reading, one.read_on, one.readings_count = reading, self.today, one.readings_count + 1

    @rule()
    def everything_of_the_day_is_right(self) -> None:
        for name in NAMES:
            self.is_asked_today(name, CHECK)
            self.is_measured(name, GOOD)

    @rule(name=who)
    def all_is_mended(self, name: str) -> None:
        """As people do after a stop: spoken with, decided, lifted, signed and cleared."""
        self.is_spoken_with_alone(name, safe=True)
        self.is_decided_about(name, "go_on")
        self.the_hold_is_lifted(name)
        self.signs(name)
        self.is_cleared(name, 1, 2, LOZENGE)

    @rule(parts=st.sampled_from(PARTS))
    def parts_change(self, parts: tuple[Role, Role]) -> None:
        roles = {self.world.person(name): part for name, part in zip(NAMES, parts, strict=True)}
        if self.act(self.world.by, actions.set_roles, appointment=self.world.appointment, roles=roles):
            for name, part in zip(NAMES, parts, strict=True):
                self.told(name).part = part
            assert self.oracle.standing(self.today)

    @rule()
    def a_helper_is_named(self) -> None:
        named = {"therapy_session": self.world.session, "name": "Jo Park", "qualification": "RN"}
        self.oracle.helped |= self.act(self.world.by, actions.name_helper, **named)

    @rule(name=who, kind=st.sampled_from(["not_fasted", "something_new", "baseline_outside", "no_second_staff"]))
    def a_stop_is_gone_past(self, name: str, kind: str) -> None:
        one = self.told(name)
        call = PrescriberCall("Dr Lee", self.now, "Go ahead.")
        if self.act(
            self.world.by,
            actions.override_blocker,
            appointment=self.world.appointment,
            person=self.world.person(name),
            kind=kind,
            reason="Because.",
            call=call,
        ):
            given = one.clearance.given if one.clearance else None
            fact: object = {"baseline_outside": (one.readings_count, given), "no_second_staff": "both"}.get(
                kind, one.answers_count
            )
            one.past.add((kind, fact))

    @rule(name=who, kind=st.sampled_from(SHUT))
    def nobody_goes_past_the_rest(self, name: str, kind: str) -> None:
        person, call = self.world.person(name), PrescriberCall("Dr Lee", self.now, "Go ahead.")
        given = {"appointment": self.world.appointment, "person": person, "kind": kind, "reason": "x", "call": call}
        assert not self.act(self.world.by, actions.override_blocker, **given)

    @rule(name=who, route=st.sampled_from(["lozenge", "lozenge", "im"]))
    def is_started(self, name: str, route: str) -> None:
        """The property: a start succeeds if every positive fact is there, and never otherwise."""
        allowed = self.oracle.may_start(name, route, self.today)
        done = self.in_room(name, actions.start_dosing, route=route)
        assert done == allowed, f"started: {done}, allowed: {allowed}, {self.oracle.__dict__}"
        self.told(name).started |= done
        self.world.opened["started" if done else "refused"] += 1

    @precondition(lambda self: any(one.clearance.given < NOON for one in self.oracle.people.values()))
    @rule(name=who)
    def is_started_as_they_were_cleared(self, name: str) -> None:
        """By a clearance that the session behind them has used: up, or until the prescriber looks again."""
        self.a_helper_is_named()
        self.everything_of_the_day_is_right()
        self.is_started(name, "lozenge")

    @rule(name=who, several=st.lists(st.tuples(who, st.sampled_from(AMISS)), min_size=1, max_size=4))
    def is_started_with_one_thing_amiss_at_a_time(
        self, name: str, several: list[tuple[str, tuple[str, dict[str, Any]]]]
    ) -> None:
        """So that sequences come near an open gate often, and each stop stands alone in its way."""
        for of, (what, given) in several:
            for each in NAMES:
                self.all_is_mended(each)
            self.a_helper_is_named()
            self.everything_of_the_day_is_right()
            if what:
                getattr(self, what)(of, **given)
            self.is_started(name, "lozenge")
        self.takes_a_dose(name, 50, "lozenge")

    @rule(name=who, edge=st.sampled_from(EDGES), of=who, reading=st.sampled_from([GOOD, GOOD, DANGEROUS]))
    def takes_a_booster(
        self, name: str, edge: tuple[int, tuple[int | None, int | None]], of: str, reading: ReadingFacts
    ) -> None:
        """With all else right, at the edges of its window, and after a reading of either."""
        minutes, window = edge
        for each in NAMES:
            self.all_is_mended(each)
        self.a_helper_is_named()
        self.everything_of_the_day_is_right()
        self.is_started(name, "lozenge")
        one = self.told(name)
        if one.first_at is None:
            self.takes_a_dose(name, 50, "lozenge")
        assert one.first_at is not None
        self.is_cleared(name, 1, 2, LOZENGE, window=window)
        self.is_measured(of, reading)
        self.now = max(self.now, one.first_at + (minutes - 1) * MINUTE)
        self.takes_a_dose(name, 20, "lozenge")

    @rule(name=who, mg=st.sampled_from([50, 100, 150]), route=st.sampled_from(["lozenge", "im"]))
    def takes_a_dose(self, name: str, mg: int, route: str) -> None:
        """What happened is recorded, whatever the gate says; outside it with a deviation and a task."""
        one = self.told(name)
        kind = "booster" if one.taken else "first"
        order = DoseOrder(kind, route, Decimal(mg), "Own hand")
        on_the_gate = self.oracle.on_the_gate(name, order, self.now + MINUTE)
        assert self.in_room(name, actions.record_dose, order=order), "a dose was refused"
        one.taken[kind] += mg
        one.first_at = one.first_at or self.now
        with as_actor(self.world.by):
            dose = Dose.objects.filter(therapy_session=self.world.session).latest("at")
            assert Deviation.objects.filter(dose=dose).exists() != on_the_gate, self.oracle.__dict__
            assert on_the_gate or dose.pk in {each.dose_id for each in deviations_to_review(self.world.by)}
        self.world.opened["on the gate" if on_the_gate else "outside"] += 1

    @rule(name=who)
    def leaves(self, name: str) -> None:
        self.in_room(name, actions.record_leaving, answers=WELL, words="As agreed.")

    @precondition(lambda self: self.now > NOON + HOUR)
    @rule()
    def the_session_is_completed(self) -> None:
        done = self.act(self.world.by, actions.complete_session, therapy_session=self.world.session)
        self.oracle.over |= done

    @precondition(lambda self: self.now > NOON + HOUR)
    @rule()
    def becomes_a_talking_day(self) -> None:
        if (
            self.act(self.world.by, actions.convert_to_talking, appointment=self.world.appointment, words="A no.")
            and not self.oracle.talking
        ):
            self.oracle.talking = True
            for one in self.oracle.people.values():
                one.part = Role.PRESENT if one.there else Role.ABSENT

    @rule(minutes=st.sampled_from([5, 45, 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.now += minutes * MINUTE


def play(world: World, how: examples) -> None:
    """Run sequences against this world; raises AssertionError for the first that breaks the property."""
    run_state_machine_as_test(lambda: GateMachine(world), settings=how)  # type: ignore[arg-type]  # any maker of one


def effort(count: int, steps: int = 15) -> examples:
    """So many sequences of up to so many acts, the same each time."""
    return examples(max_examples=count, stateful_step_count=steps, deadline=None, derandomize=True, database=None)
