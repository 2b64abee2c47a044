"""What other apps read of screening."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actor import as_actor
from accounts.models import User
from clients.models import ConsentDocument, ConsentWithdrawal
from screening import actions
from screening.gather import PageState, person_facts, portal_pages, waiting_for_prescriber, waiting_for_therapist
from screening.models import Submission
from screening.rules import PersonFacts
from screening.rules.pages import PAGES, RETIRED
from tests.cast import NOON, Cast
from tests.states import HOUR, answered, cleared, consented, given_clearance, goes_on, referred, treatment_of

pytestmark = pytest.mark.django_db
LATER = NOON + 5 * HOUR


def facts_as(cast: Cast, user: User) -> PersonFacts:
    with as_actor(user):
        return person_facts([cast.ann, cast.ben])[cast.ann.pk]


def test_nothing_recorded_opens_nothing(cast: Cast) -> None:
    facts = facts_as(cast, cast.therapist)
    assert facts == PersonFacts(cast.ann.pk, "Ann", False, None, False, False, None, False)


def test_all_readers_see_the_same_of_somebody_who_is_ready(cast: Cast) -> None:
    cleared(cast, cast.ann)
    for user in (cast.therapist, cast.staff, cast.prescriber):
        facts = facts_as(cast, user)
        assert (facts.goes_on, facts.safety_hold, facts.clinical_hold, facts.consent_signed) == (
            True,
            False,
            False,
            True,
        )
        assert facts.clearance
        assert facts.clearance.sessions == 2


def test_the_office_learns_dates_and_numbers_of_a_clearance_and_nothing_that_opens_a_start(cast: Cast) -> None:
    cleared(cast, cast.ann)
    clearance = facts_as(cast, cast.staff).clearance
    assert clearance
    assert (set(clearance.routes), int(clearance.max_dose_mg), clearance.prescriber_name) == (set(), 0, "")
    assert (clearance.max_systolic, clearance.max_pulse, clearance.readings) == (None, None, {})
    whole = facts_as(cast, cast.therapist).clearance
    assert whole
    assert (clearance.given_at, clearance.valid_until, clearance.suspended) == (
        whole.given_at,
        whole.valid_until,
        whole.suspended,
    )


def test_a_decision_the_office_may_not_read_reaches_it_as_a_hold(cast: Cast) -> None:
    goes_on(cast, cast.ann)
    with as_actor(cast.therapist):
        actions.decide(partner=cast.ann, outcome="not_now", reason="", by=cast.therapist, at=LATER)
    therapist, staff = facts_as(cast, cast.therapist), facts_as(cast, cast.staff)
    assert (therapist.goes_on, therapist.clinical_hold) == (False, True)
    assert (staff.decided_at, staff.clinical_hold) == (NOON + 2 * HOUR, True)


def test_a_partner_gathers_nothing_positive_not_even_of_themselves(cast: Cast) -> None:
    cleared(cast, cast.ann)
    for user in (cast.ann.user, cast.ben.user):
        facts = facts_as(cast, user)
        assert not facts.goes_on
        assert facts.clearance is None


def test_only_the_newest_text_counts_and_only_until_it_is_withdrawn(cast: Cast) -> None:
    consented(cast.ann)
    assert facts_as(cast, cast.staff).consent_signed
    with as_actor(cast.ann.user):
        signed = treatment_of(cast.ann)
        ConsentWithdrawal.objects.create(consent=signed, at=LATER, by=cast.ann.user)
    assert not facts_as(cast, cast.staff).consent_signed
    consented(cast.ben)
    with as_actor(cast.therapist):
        ConsentDocument.objects.create(kind="treatment", version=99, title="New", body="New", published_at=NOON)
        assert not person_facts([cast.ben])[cast.ben.pk].consent_signed


def test_facts_take_the_same_queries_for_any_number_of_people(cast: Cast) -> None:
    cleared(cast, cast.ann)
    with as_actor(cast.therapist):
        for people in ([cast.ann], [cast.ann, cast.ben, cast.cat, cast.dan]):
            with CaptureQueriesContext(connection) as queries:
                person_facts(people)
            assert len(queries) == 7


def states(cast: Cast) -> list[PageState]:
    with as_actor(cast.ann.user):
        return portal_pages(cast.ann)


def test_the_parts_come_in_their_order_with_addresses_that_say_nothing(cast: Cast) -> None:
    pages = states(cast)
    assert [page.key for page in pages] == list(PAGES)
    assert [page.url for page in pages] == [f"/my/questions/{page.number}/" for page in PAGES.values()]
    assert {page.state for page in pages} == {"not_started"}


def test_a_part_is_begun_with_its_draft_and_sent_with_its_moment(cast: Cast) -> None:
    with as_actor(cast.ann.user):
        for page in ("heart", "head"):
            actions.save_draft(partner=cast.ann, page=page, answers={}, version=0, by=cast.ann.user, at=NOON)
        actions.send_page(partner=cast.ann, page="heart", answers={}, by=cast.ann.user, at=LATER)
        with CaptureQueriesContext(connection) as queries:
            pages = portal_pages(cast.ann)
    assert [(page.state, page.sent_at) for page in pages[:3]] == [
        ("sent", LATER),
        ("in_progress", None),
        ("not_started", None),
    ]
    assert len(queries) == 2


def test_the_old_page_counts_as_sent_for_each_that_took_its_questions_over(cast: Cast) -> None:
    with as_actor(cast.ann.user):
        Submission.objects.create(partner=cast.ann, page="conditions", layer="health", sent_at=NOON)
        pages = {page.key: page.state for page in portal_pages(cast.ann)}
    assert [key for key, state in pages.items() if state == "sent"] == list(RETIRED["conditions"].taken_over_by)


def waiting(cast: Cast) -> list[tuple[str, str]]:
    with as_actor(cast.therapist):
        return [(item.kind, item.partner.called) for item in waiting_for_therapist(cast.therapist)]


def test_the_therapist_is_told_of_her_own_couples_and_no_others(cast: Cast) -> None:
    answered(cast.cat)
    answered(cast.ann, private={"safe_home": "no"})
    assert sorted(waiting(cast)) == [("private_answers", "Ann"), ("safety_hold", "Ann")]


def test_the_longest_waiting_stands_first_with_its_page(cast: Cast) -> None:
    answered(cast.ben, NOON + HOUR)
    answered(cast.ann)
    with as_actor(cast.therapist):
        found = waiting_for_therapist(cast.therapist)
    assert [(item.partner.called, item.since) for item in found] == [("Ann", NOON), ("Ben", NOON + HOUR)]
    assert found[0].url == f"/partners/{cast.ann.pk}/screening/"


def test_nothing_waits_once_it_was_decided_until_the_prescriber_speaks(cast: Cast) -> None:
    goes_on(cast, cast.ann)
    assert waiting(cast) == []
    referred(cast, cast.ann)
    with as_actor(cast.prescriber):
        actions.reply(partner=cast.ann, kind="ask", words="?", by=cast.prescriber, at=LATER)
    assert waiting(cast) == [("prescriber_asked", "Ann")]


def test_what_waits_takes_the_same_queries_for_any_number(cast: Cast) -> None:
    counts = set()
    for partner in (cast.ann, cast.ben):
        cleared(cast, partner)
        with as_actor(cast.therapist), CaptureQueriesContext(connection) as queries:
            waiting_for_therapist(cast.therapist)
        counts.add(len(queries))
    assert counts == {9}


def evaluations(cast: Cast, after: timedelta = timedelta()) -> list[tuple[str, str]]:
    with as_actor(cast.prescriber):
        found = waiting_for_prescriber(cast.prescriber, NOON + after)
    return [(item.kind, item.url) for item in found]


def test_the_prescriber_is_told_of_a_referral_once_its_health_pages_are_there(cast: Cast) -> None:
    referred(cast, cast.ann)
    assert evaluations(cast) == []
    answered(cast.ann)
    answered(cast.ben)
    assert evaluations(cast) == [("to_evaluate", f"/partners/{cast.ann.pk}/screening/clearance/")]


def test_a_clearance_settles_it_until_its_last_day_is_over(cast: Cast) -> None:
    answered(cast.ann)
    referred(cast, cast.ann)
    given_clearance(cast, cast.ann, LATER)
    assert evaluations(cast) == []
    assert evaluations(cast, timedelta(days=91)) == []
    assert [kind for kind, _ in evaluations(cast, timedelta(days=92))] == ["to_evaluate"]


def test_an_addition_after_the_clearance_is_to_be_read(cast: Cast) -> None:
    answered(cast.ann)
    referred(cast, cast.ann)
    given_clearance(cast, cast.ann)
    with as_actor(cast.ann.user):
        actions.add_to_page(partner=cast.ann, page="medicines", answers={"words": "x"}, by=cast.ann.user, at=LATER)
    assert [kind for kind, _ in evaluations(cast)] == ["health_added"]
