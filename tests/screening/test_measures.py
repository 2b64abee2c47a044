"""Questionnaires asked, answered, taken back and entered: what each act does, and what it refuses."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.actor import as_actor
from screening import actions
from screening.gather import measures as gathering
from screening.gather import measures_of, portal_measures
from screening.models import (
    CallRequest,
    Draft,
    Hold,
    Measure,
    MeasureAnswers,
    MeasureReceipt,
    MeasureResult,
    OwnInstrument,
    SafetyTask,
)
from screening.rules.measuring import BASELINE_SET
from screening.rules.scoring import NotScored
from screening.rules.shipped import shipped
from screening.rules.trend import Series
from tests.cast import NOON, Cast
from tests.screening.instruments import OWN_TEXT
from tests.screening.measures import WEEK, answered_measure, asked_measure, sent_measure
from tests.states import HOUR, referred

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PHQ = {str(number): 1 for number in range(1, 10)}
YES = {"1": 0, "2": 1, "3": 0, "4": 0}
NO = dict.fromkeys(YES, 0)


def read(cast: Cast, name: str) -> Series:
    with as_actor(cast.therapist):
        found = measures_of(cast.ann, cast.therapist, NOON + WEEK).series
    return next(one for one in found if one.instrument.id == name)


def test_everybody_is_asked_the_same_at_the_start_and_once(cast: Cast) -> None:
    with as_actor(cast.staff):
        for _ in range(2):
            actions.ask_baseline(partners=[cast.ann, cast.ben], at=NOON)
    for partner in (cast.ann, cast.ben):
        with as_actor(partner.user):
            rows = Measure.objects.visible_to(partner.user)
            assert {row.instrument for row in rows} == set(BASELINE_SET)
            assert {(row.asked_by_id, row.closes_at - row.opens_at) for row in rows} == {(None, 30 * DAY)}
            assert [one.title for one in portal_measures(partner, NOON)] == [
                "Your mood in the last two weeks",
                "Worry and tension in the last two weeks",
                "Hard things that can happen to people",
                "Drinks with alcohol in the past year",
                "Four short questions",
            ]


def test_asking_puts_it_on_the_persons_own_list(cast: Cast) -> None:
    measure = asked_measure(cast, cast.ann)
    with as_actor(cast.ann.user):
        (state,) = portal_measures(cast.ann, NOON)
        assert (state.state, state.url) == ("not_started", f"/my/asked/{measure.pk}/")
    with as_actor(cast.ben.user):
        assert portal_measures(cast.ben, NOON) == []


@pytest.mark.parametrize("name", ["hark", "pulse"])
def test_what_is_asked_of_both_is_asked_of_both_at_one_moment(cast: Cast, name: str) -> None:
    asked_measure(cast, cast.ann, name)
    with as_actor(cast.therapist):
        assert {row.partner_id for row in Measure.objects.all()} == {cast.ann.pk, cast.ben.pk}
        assert {row.asked_at for row in Measure.objects.all()} == {NOON}


@pytest.mark.parametrize(
    ("name", "point", "words"),
    [
        ("phq-9", "next_day", "So soon after a session"),
        ("audit", "now", "ships without its text"),
        ("gone", "now", "There is no such questionnaire any more."),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(cast: Cast, name: str, point: str, words: str) -> None:
    with as_actor(cast.therapist), pytest.raises(actions.CannotAsk, match=words):
        actions.ask_measure(
            partner=cast.ann, instrument=name, point=point, closes_at=NOON + WEEK, by=cast.therapist, at=NOON
        )
    with as_actor(cast.therapist):
        assert not Measure.objects.exists()


def test_what_is_open_is_not_asked_twice_and_a_double_click_is_one(cast: Cast) -> None:
    key = uuid4()
    ask = {"partner": cast.ann, "instrument": "gad-7", "point": "now", "closes_at": NOON + WEEK, "by": cast.therapist}
    with as_actor(cast.therapist):
        actions.ask_measure(**ask, at=NOON, key=key)  # type: ignore[arg-type]  # as above
        with pytest.raises(actions.CannotAsk, match="asked already"):
            actions.ask_measure(**ask, at=NOON)  # type: ignore[arg-type]  # as above
    answer_all(cast, "gad-7")
    with as_actor(cast.therapist), pytest.raises(actions.AlreadyReceived):
        actions.ask_measure(**ask, at=NOON, key=key)  # type: ignore[arg-type]  # as above


def answer_all(cast: Cast, name: str) -> None:
    with as_actor(cast.ann.user):
        measure = Measure.objects.get(partner=cast.ann, instrument=name)
        actions.answer_measure(measure=measure, answers=dict.fromkeys("1234567", 1), by=cast.ann.user, at=NOON)


def test_one_of_both_who_still_has_it_open_is_not_asked_again(cast: Cast) -> None:
    asked_measure(cast, cast.ann, "pulse")
    with as_actor(cast.ann.user):
        measure = Measure.objects.get(partner=cast.ann)
        values = dict.fromkeys(("close", "heard", "calm", "tender", "hope"), 5)
        actions.answer_measure(measure=measure, answers=values, by=cast.ann.user, at=NOON)
    asked_measure(cast, cast.ann, "pulse", NOON + WEEK)
    with as_actor(cast.therapist):
        assert Measure.objects.filter(partner=cast.ann).count() == 2
        assert Measure.objects.filter(partner=cast.ben).count() == 1


def test_what_was_not_answered_can_be_taken_back_of_both_where_both_were_asked(cast: Cast) -> None:
    measure = asked_measure(cast, cast.ann, "hark")
    with as_actor(cast.therapist):
        actions.take_measure_back(measure=measure, by=cast.therapist, at=NOON + HOUR)
        assert set(Measure.objects.values_list("withdrawn_by", flat=True)) == {cast.therapist.pk}
        with pytest.raises(actions.CannotTakeBack, match="answered or taken back already"):
            actions.take_measure_back(measure=measure, by=cast.therapist, at=NOON + HOUR)
    with as_actor(cast.ben.user):
        assert portal_measures(cast.ben, NOON + HOUR) == []


def test_answers_are_sealed_with_all_that_a_later_reader_needs_and_no_score(cast: Cast) -> None:
    sent_measure(cast, cast.ann)
    with as_actor(cast.therapist):
        row = MeasureAnswers.objects.get()
    assert (row.instrument, row.version, row.rule, row.language) == ("phq-9", "1", "phq-9-sum-1", "en-US")
    assert (row.filled_by, row.in_private, row.sent_at) == ("self", None, NOON)
    assert not {field.name for field in MeasureAnswers._meta.get_fields()} & {"score", "total", "band"}
    assert read(cast, "phq-9").latest.number == "8"


@pytest.mark.parametrize("answers", [{}, PHQ | {"9": 4}, dict.fromkeys("12345678", 1), PHQ | {"10": 1}])
def test_answers_without_a_score_are_not_taken_in(cast: Cast, answers: dict[str, int]) -> None:
    measure = asked_measure(cast, cast.ann)
    with as_actor(cast.ann.user), pytest.raises(NotScored):
        actions.answer_measure(measure=measure, answers=answers, by=cast.ann.user, at=NOON)
    with as_actor(cast.ann.user):
        assert not MeasureReceipt.objects.exists()


def test_a_second_click_is_refused_and_the_draft_goes(cast: Cast) -> None:
    measure = asked_measure(cast, cast.ann)
    with as_actor(cast.ann.user):
        keep = {"measure": measure, "answers": {"item_1": "2"}, "by": cast.ann.user, "at": NOON}
        assert actions.save_measure_draft(**keep, version=0) == 1  # type: ignore[arg-type]  # as above
        assert portal_measures(cast.ann, NOON)[0].state == "in_progress"
        with pytest.raises(actions.DraftChanged):
            actions.save_measure_draft(**keep, version=0)  # type: ignore[arg-type]  # as above
        actions.answer_measure(measure=measure, answers=PHQ, by=cast.ann.user, at=NOON)
        assert not Draft.objects.exists()
        assert portal_measures(cast.ann, NOON)[0].state == "sent"
        with pytest.raises(actions.AlreadyReceived):
            actions.answer_measure(measure=measure, answers=PHQ, by=cast.ann.user, at=NOON)
        with pytest.raises(actions.AlreadyReceived):
            actions.save_measure_draft(**keep, version=0)  # type: ignore[arg-type]  # as above


def test_a_private_one_has_no_draft_and_a_health_one_is_not_skipped(cast: Cast) -> None:
    private, health = asked_measure(cast, cast.ann, "hark"), asked_measure(cast, cast.ann)
    with as_actor(cast.ann.user):
        with pytest.raises(ValueError, match="never kept as a draft"):
            actions.save_measure_draft(measure=private, answers={}, version=0, by=cast.ann.user, at=NOON)
        with pytest.raises(ValueError, match="answered or left open"):
            actions.skip_measure(measure=health, by=cast.ann.user, at=NOON)


@pytest.mark.parametrize(("item_9", "opens"), [(0, False), (1, True), (3, True)])
def test_item_9_stops_ketamine_and_opens_a_safety_task(cast: Cast, item_9: int, opens: bool) -> None:
    sent = sent_measure(cast, cast.ann, item_9=item_9)
    assert sent.crisis is opens
    with as_actor(cast.therapist):
        assert SafetyTask.objects.exists() is opens
        assert list(Hold.objects.values_list("scope", flat=True)) == (["clinical"] if opens else [])


@pytest.mark.parametrize(("answers", "stops"), [(NO, False), (YES, True), (None, True)], ids=["no", "yes", "left out"])
def test_one_yes_or_leaving_it_out_opens_the_safety_hold(
    cast: Cast, answers: dict[str, int] | None, stops: bool
) -> None:
    measure = asked_measure(cast, cast.ann, "hark")
    with as_actor(cast.ann.user):
        if answers is None:
            actions.skip_measure(measure=measure, by=cast.ann.user, at=NOON)
        else:
            actions.answer_measure(measure=measure, answers=answers, by=cast.ann.user, at=NOON, in_private=True)
        assert portal_measures(cast.ann, NOON)[0].state == "sent"
    with as_actor(cast.therapist):
        assert list(Hold.objects.values_list("scope", flat=True)) == (["safety"] if stops else [])
        assert CallRequest.objects.exists() is (answers is None)
        assert not SafetyTask.objects.exists()


def test_a_pulse_left_out_asks_for_a_call_and_stops_nothing(cast: Cast) -> None:
    measure = asked_measure(cast, cast.ann, "pulse")
    with as_actor(cast.ann.user):
        actions.skip_measure(measure=measure, by=cast.ann.user, at=NOON)
    with as_actor(cast.therapist):
        assert CallRequest.objects.exists()
        assert not Hold.objects.exists()
    assert read(cast, "pulse").latest.words == "Would rather talk about it"


def test_a_late_answer_keeps_its_real_day_and_is_marked(cast: Cast) -> None:
    measure = asked_measure(cast, cast.ann)
    with as_actor(cast.ann.user):
        actions.answer_measure(measure=measure, answers=PHQ, by=cast.ann.user, at=NOON + WEEK + DAY)
    latest = read(cast, "phq-9").latest.taken
    assert latest.late
    assert latest.on == (NOON + WEEK + DAY).date()


def test_past_week_and_past_month_are_never_on_one_line(cast: Cast) -> None:
    """Trap 16."""
    answered_measure(cast, cast.ann, "pcl-5-month", [2] * 20)
    answered_measure(cast, cast.ann, "pcl-5-week", [1] * 20, NOON + DAY)
    assert [row.number for row in read(cast, "pcl-5-month").rows] == ["40"]
    assert [row.number for row in read(cast, "pcl-5-week").rows] == ["20"]


def test_a_trend_has_changes_since_the_first_and_a_line(cast: Cast) -> None:
    answered_measure(cast, cast.ann, "phq-9", [3, 3, 2, 3, 1, 2, 2, 1, 0])
    answered_measure(cast, cast.ann, "phq-9", [1, 1, 1, 1, 1, 1, 1, 1, 0], NOON + 3 * DAY)
    found = read(cast, "phq-9")
    assert [(row.number, row.change.words if row.change else "") for row in found.rows] == [
        ("17", ""),
        ("8", "drop of 9, 52.9 %: response, meaningful"),
    ]
    assert found.line == "8.0,37.6 312.0,64.3"
    assert [row.number for row in found.newest_first] == ["8", "17"]


def test_the_short_screen_suggests_the_long_one_until_it_is_asked(cast: Cast) -> None:
    answered_measure(cast, cast.ann, "pc-ptsd-5", [1, 1, 1, 1, 0, 0])
    with as_actor(cast.therapist):
        assert [one.instrument for one in measures_of(cast.ann, cast.therapist, NOON).suggestions] == ["pcl-5-month"]
    with as_actor(cast.ann.user):
        assert [one.state for one in portal_measures(cast.ann, NOON)] == ["sent"]
    asked_measure(cast, cast.ann, "pcl-5-month")
    with as_actor(cast.therapist):
        assert measures_of(cast.ann, cast.therapist, NOON).suggestions == []


def test_an_answer_of_a_rule_that_is_gone_has_no_score_and_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    sent_measure(cast, cast.ann)
    known = dict(shipped())
    old = known["phq-9", "1"]
    known["phq-9", "1"] = replace(old, scoring=replace(old.scoring, version="phq-9-sum-2"))
    monkeypatch.setattr(gathering, "versions", lambda: known)
    assert read(cast, "phq-9").latest.taken.reasons == (
        "It was answered under the rule phq-9-sum-1, which is not here any more.",
    )


def test_answers_that_the_rule_cannot_read_have_no_score_and_say_so(cast: Cast) -> None:
    measure = asked_measure(cast, cast.ann)
    with as_actor(cast.ann.user):
        row = {"measure": measure, "partner": cast.ann, "layer": "health", "sent_at": NOON}
        about = {"instrument": "phq-9", "version": "1", "rule": "phq-9-sum-1", "language": "en-US"}
        MeasureAnswers(**row, **about, body='{"1": 3}').save(force_insert=True)
    assert "Item 2 has no answer, so there is no score." in read(cast, "phq-9").latest.taken.reasons


def test_what_was_answered_leaves_the_list_after_a_month(cast: Cast) -> None:
    sent_measure(cast, cast.ann)
    with as_actor(cast.ann.user):
        assert len(portal_measures(cast.ann, NOON + 29 * DAY)) == 1
        assert portal_measures(cast.ann, NOON + 31 * DAY) == []


def enter(cast: Cast, name: str = "csi-16", at_day: int = 0, **values: str) -> MeasureResult:
    with as_actor(cast.therapist):
        return actions.enter_result(
            partner=cast.ann,
            instrument=name,
            values=values or {"total": "51"},
            on=NOON.date() + at_day * DAY,
            by=cast.therapist,
            at=NOON,
        )


def test_an_entered_score_is_read_by_the_instruments_rules_and_can_be_struck(cast: Cast) -> None:
    result = enter(cast)
    latest = read(cast, "csi-16").latest
    assert (latest.number, latest.taken.entered_by) == ("51", cast.therapist.name)
    assert latest.taken.score
    assert latest.taken.score.met("csi-16-distress")
    with as_actor(cast.therapist):
        actions.strike_result(result=result, by=cast.therapist, at=NOON)
        assert measures_of(cast.ann, cast.therapist, NOON).series == []
        assert MeasureResult.objects.get().struck_by == cast.therapist


def test_a_level_is_entered_as_it_came_out(cast: Cast) -> None:
    enter(cast, "c-ssrs", level="moderate")
    latest = read(cast, "c-ssrs").latest
    assert (latest.number, latest.words) == ("", "Moderate")


@pytest.mark.parametrize(
    ("name", "values", "day", "words"),
    [
        ("csi-16", {"total": "82"}, 0, "Total can be 0 to 81; it was 82."),
        ("csi-16", {"total": ""}, 0, "Total is empty"),
        ("csi-16", {"total": "50"}, 1, "The day lies ahead."),
        ("c-ssrs", {"level": "dire"}, 0, "Choose how C-SSRS"),
        ("gone", {"total": "1"}, 0, "There is no such questionnaire"),
    ],
)
def test_what_cannot_be_entered_is_refused_in_words(
    cast: Cast, name: str, values: dict[str, str], day: int, words: str
) -> None:
    with pytest.raises(actions.CannotEnter, match=words):
        enter(cast, name, day, **values)


def test_a_prescriber_enters_for_those_referred_and_nothing_private(cast: Cast) -> None:
    referred(cast, cast.ann)
    by = cast.prescriber
    with as_actor(by):
        given = {"partner": cast.ann, "on": NOON.date(), "by": by, "at": NOON}
        actions.enter_result(instrument="cadss-6", values={"total": "5"}, **given)  # type: ignore[arg-type]  # as above
        with pytest.raises(actions.CannotEnter, match="for the therapist alone"):
            actions.enter_result(instrument="hits", values={"total": "5"}, **given)  # type: ignore[arg-type]  # as above
        assert [one.instrument.id for one in measures_of(cast.ann, by, NOON).series] == ["cadss-6"]


def test_a_file_of_the_practices_own_is_asked_in_place_of_the_shipped_one_until_it_is_retired(cast: Cast) -> None:
    with as_actor(cast.therapist):
        actions.load_instrument(text=OWN_TEXT, by=cast.therapist, at=NOON)
    measure = asked_measure(cast, cast.ann, "csi-4")
    with as_actor(cast.ann.user):
        actions.answer_measure(measure=measure, answers={"1": 6, "2": 5}, by=cast.ann.user, at=NOON)
    assert read(cast, "csi-4").latest.number == "11"
    with as_actor(cast.therapist):
        for _ in range(2):
            actions.retire_instrument(own=OwnInstrument.objects.get(), by=cast.therapist, at=NOON)
        with pytest.raises(actions.CannotAsk, match="ships without its text"):
            asked_measure(cast, cast.ann, "csi-4", NOON + DAY)
    assert read(cast, "csi-4").latest.number == "11"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "csi-4"', 'id = "phq-9"', "“phq-9” ships with its text. Give your file another id."),
        ('id = "csi-4"', 'id = "hits"', "“hits” is of the private layer here; your file says health."),
        ('version = "own-1"', 'version = "1"', "Version 1 of “csi-4” ships with the product."),
        ("range = [0, 11]", "range = [0, 3]", "The items reach from 0 to 11"),
    ],
)
def test_a_file_that_cannot_be_taken_in_is_refused_in_words(cast: Cast, old: str, new: str, words: str) -> None:
    text = OWN_TEXT.replace(old, new, 1)
    with as_actor(cast.therapist), pytest.raises(actions.CannotLoad, match=words):
        actions.load_instrument(text=text, by=cast.therapist, at=NOON)


def test_a_version_is_loaded_once(cast: Cast) -> None:
    with as_actor(cast.therapist):
        actions.load_instrument(text=OWN_TEXT, by=cast.therapist, at=NOON)
        with pytest.raises(actions.CannotLoad, match="was loaded before"):
            actions.load_instrument(text=OWN_TEXT, by=cast.therapist, at=NOON)


def test_a_couple_of_one_is_asked_alone(cast: Cast) -> None:
    with as_actor(cast.therapist):
        cast.ben.memberships.update(until=NOON.date())
    asked_measure(cast, cast.ann, "hark")
    with as_actor(cast.therapist):
        assert [row.partner_id for row in Measure.objects.all()] == [cast.ann.pk]
