"""The whole demo practice, told by actions, anchored to the day on which it is loaded."""

from datetime import datetime, timedelta

from accounts.models import User
from clients.models import Couple, Partner
from demo.cast import ELI, GRACE, INES, MAYA, NOOR, OMAR, PRIYA, RUTH, SAM, SOL, TOM
from demo.story import (
    agreements,
    answers,
    health,
    intake,
    measures,
    money,
    opening,
    prescribing,
    reaching,
    record,
    rights,
    sessions,
)
from demo.story.calendar import ZONE, Calendar
from demo.story.words import NOTES
from sessions.models import Role, StepKind

HOUR_OF_TODAY = 11


def load(at: datetime) -> None:
    """Fill an empty database. The same on every load, but for its dates."""
    day = Calendar(at.astimezone(ZONE).date())
    people = opening.open_practice(day.at(-60, 9))
    money.set_fees(people[MAYA.email], day.at(-60, 10))
    reaching.say_who_answers(people[MAYA.email], people[RUTH.email], day.at(-60, 11))
    opening.set_up_calendar(people[MAYA.email], people[SOL.email], day.today, day.at(-60, 11))
    measures.name_on_call(people[RUTH.email], people[MAYA.email], day.at(-60, 12))
    _ready(day, people)
    _outstanding(day, people)
    _new(day, people)
    _ended(day, people)
    agreements.work_on_texts(people[MAYA.email], day)


def _ready(day: Calendar, people: dict[str, User]) -> None:
    """Ines and Sam: two ketamine sessions behind them, the third today, both taking the medicine."""
    maya, ruth = people[MAYA.email], people[RUTH.email]
    couple = opening.take_into_care(INES, SAM, maya, day.at(-45, 10))
    ines, sam = couple.partners()
    for number, partner in enumerate((ines, sam)):
        opening.invite(partner, maya, day.at(-45, 11))
        answers.answer_health(partner, day.at(-44, 18 + number), health.SAM if partner == sam else health.INES)
        answers.answer_alone(partner, day.at(-44, 20, 10 * number))
        measures.answer_baseline(partner, measures.TENSE if partner == sam else measures.LOW, day.at(-44, 21 + number))
        answers.sign(partner, day.at(-43, 8 + number))
        intake.tell(partner, intake.SAM if partner == sam else intake.INES, day.at(-42, 19 + number))
    measures.is_called(ines, maya, day.at(-43, 9, 30))
    reaching.only_in_the_morning(ines, day.at(-43, 10))
    agreements.agree_on_touch_and_room(ines, sam, day.at(-27, 19))
    _prepare(couple, day, maya)
    health.bring_lab(sam, day.at(-37, 20), day.at(-90, 9).date())
    health.measure(sam, sam.user, day.at(-37, 20), "home", (131, 84, 66, None))
    _measure(ines, sam, maya, day)
    for partner in (ines, sam):
        answers.speak_alone(partner, maya, day.at(-36, 13, 20 if partner == sam else 0))
        answers.refer(partner, ruth, maya, day.at(-36, 14))
        health.measure(
            partner, ruth, day.at(-32, 9), "clinic", (126, 79, 68, 98) if partner == sam else (112, 71, 62, 99)
        )
        if partner == sam:
            prescribing.ask_and_answer(sam, ruth, maya, day.at(-34, 16))
        answers.clear(partner, ruth, day.at(-31, 9), day.today + timedelta(days=60), sessions=6, dose=200)
    kinds = StepKind
    first = sessions.book(
        couple,
        kinds.KETAMINE,
        1,
        day.at(-21, 11),
        by=maya,
        at=day.at(-28, 9),
        roles={ines: Role.DOSING, sam: Role.WITNESS},
    )
    sessions.run(first, maya, {ines: 100})
    sessions.write(first, maya, day.at(-21, 15), NOTES["K1"])
    sessions.talk(couple, kinds.INTEGRATION, 1, day.at(-18, 11), therapist=maya, words=NOTES["I1"])
    second = sessions.book(
        couple,
        kinds.KETAMINE,
        2,
        day.at(-5, 11),
        by=maya,
        at=day.at(-15, 9),
        roles={sam: Role.DOSING, ines: Role.WITNESS},
    )
    sessions.run(second, maya, {sam: 100})
    sessions.write(second, maya, day.at(-5, 15), NOTES["K2"], sign=False)
    third = sessions.book(
        couple,
        kinds.KETAMINE,
        3,
        day.at(0, HOUR_OF_TODAY),
        by=maya,
        at=day.at(-4, 9),
        roles={ines: Role.DOSING, sam: Role.DOSING},
    )
    prescribing.prescribe(ines, maya, day, used_on=-21)
    prescribing.prescribe(sam, maya, day, used_on=-5, short=True)
    for partner in (ines, sam):
        prescribing.give_sheet(partner, maya, third, day.at(-4, 10))
    money.settle(couple, ines, maya, people[SOL.email], day)
    rights.release_to_family_doctor(ines, maya, day)
    rights.ask_for_own_copy(sam, day)
    record.read_along(couple, (maya, ruth, people[SOL.email]), day)
    _plan_ahead(couple, ines, maya, day)
    for partner in (ines, sam):
        health.change(partner, day.at(-2, 18))


def _measure(ines: Partner, sam: Partner, maya: User, day: Calendar) -> None:
    """What was asked and entered on the way, so that lines over time have points."""
    points = (((2, 2, 1, 2, 1, 1, 1, 1, 0), "before_dose", -23), ((1, 1, 1, 1, 1, 1, 1, 0, 0), "after_doses", -4))
    for values, point, days in points:
        measures.ask_and_answer(ines, "phq-9", values, point=point, by=maya, at=day.at(days, 12))
    measures.ask_and_answer(sam, "gad-7", (1, 1, 1, 1, 0, 1, 0), point="after_doses", by=maya, at=day.at(-4, 12, 5))
    for partner, before, after in ((ines, 44, 53), (sam, 48, 55)):
        measures.enter(partner, "csi-16", before, day.at(-40, 10).date(), by=maya, at=day.at(-40, 13))
        measures.enter(partner, "csi-16", after, day.at(-18, 11).date(), by=maya, at=day.at(-18, 13))


def _plan_ahead(couple: Couple, ines: Partner, maya: User, day: Calendar) -> None:
    """What is set and not all shown yet: the talk after today at once, the ketamine date at the next review."""
    sessions.book(couple, StepKind.INTEGRATION, 2, day.at(3, 11), by=maya, at=day.at(-2, 16))
    sessions.book(
        couple,
        StepKind.KETAMINE,
        4,
        day.at(12, 11),
        by=maya,
        at=day.at(-1, 17),
        roles=dict.fromkeys(couple.partners(), Role.DOSING),
    )
    sessions.tell(couple, couple.partners(), "no_hurry", by=maya, at=day.at(-30, 9))
    sessions.tell(couple, [ines], "will_call", by=maya, at=day.at(-2, 17), agreed_on=day.at(-2, 9).date())


def _prepare(couple: Couple, day: Calendar, maya: User) -> None:
    kinds = StepKind
    sessions.talk(couple, kinds.CONSULT, 1, day.at(-45, 9), therapist=maya, words=NOTES["consult"])
    sessions.talk(couple, kinds.INTAKE, 1, day.at(-40, 10), therapist=maya, words=NOTES["intake"])
    sessions.talk(couple, kinds.INTAKE, 2, day.at(-40, 12), therapist=maya, words=NOTES["intake"])
    sessions.talk(couple, kinds.PREPARATION, 1, day.at(-33, 11), therapist=maya, words=NOTES["prep1"])
    sessions.talk(couple, kinds.PREPARATION, 2, day.at(-26, 11), therapist=maya, words=NOTES["prep2"])


def _outstanding(day: Calendar, people: dict[str, User]) -> None:
    """Priya and Tom: she has answered everything and the prescriber asks something; he has a part left."""
    maya, ruth = people[MAYA.email], people[RUTH.email]
    couple = opening.take_into_care(PRIYA, TOM, maya, day.at(-12, 10))
    priya, tom = couple.partners()
    sessions.talk(couple, StepKind.CONSULT, 1, day.at(-11, 9), therapist=maya, words=NOTES["consult"])
    for partner in (priya, tom):
        opening.invite(partner, maya, day.at(-11, 11))
    answers.answer_health(priya, day.at(-9, 19), health.PRIYA)
    answers.answer_alone(priya, day.at(-9, 20))
    measures.answer_baseline(priya, measures.SHAKEN, day.at(-9, 20, 30))
    answers.sign(priya, day.at(-9, 21))
    answers.answer_health(tom, day.at(-8, 21), health.TOM, only=("heart", "head"))
    intake.tell(priya, intake.PRIYA, day.at(-8, 19))
    intake.answer_here(tom, people[SOL.email], day.at(-4, 16), health.TOM, only=("body",))
    agreements.keep_paper(priya, "room", maya, day.at(-5, 12))
    agreements.take_back(priya, "privacy", maya, day.at(-1, 12))
    agreements.sign_first_text(tom, day.at(-8, 22))
    reaching.no_mail(tom, day.at(-8, 22))
    reaching.would_rather_talk(priya, maya, day.at(-2, 19))
    answers.refer(priya, ruth, maya, day.at(-7, 10))
    answers.ask(priya, ruth, day.at(-6, 15))
    for days_ago, numbers in ((-5, (138, 88, 74, None)), (-4, (133, 85, 71, None)), (-2, (136, 86, 76, None))):
        health.measure(priya, priya.user, day.at(days_ago, 7, 30), "home", numbers)
    health.change(priya, day.at(-1, 21), change_medicines="yes", change_words="Sudafed for a cold, since yesterday.")
    prescribing.paper_waits(tom, maya, day)
    sessions.book(couple, StepKind.INTAKE, 1, day.at(0, 15), by=maya, at=day.at(-6, 16))
    sessions.book(couple, StepKind.INTAKE, 2, day.at(2, 15), by=maya, at=day.at(-6, 16))


def _new(day: Calendar, people: dict[str, User]) -> None:
    """Noor and Eli: taken into care and invited, nothing more."""
    sol = people[SOL.email]
    couple = opening.take_into_care(NOOR, ELI, sol, day.at(-1, 10))
    for partner in couple.partners():
        opening.invite(partner, sol, day.at(-1, 10, 30), joins=False)
    sessions.book(couple, StepKind.CONSULT, 1, day.at(1, 9), by=sol, at=day.at(-1, 11))


def _ended(day: Calendar, people: dict[str, User]) -> None:
    """Grace and Omar: one talk, after which both chose to go on without it; their care has ended."""
    maya = people[MAYA.email]
    couple = opening.take_into_care(GRACE, OMAR, maya, day.at(-58, 10))
    sessions.talk(couple, StepKind.CONSULT, 1, day.at(-52, 14), therapist=maya, words=NOTES["consult"])
    sessions.close(couple, maya, day.at(-50, 16))
