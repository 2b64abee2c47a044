"""Asking for a copy of a record, and saying yes or no to it, each alone."""

from datetime import date
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from accounts.actor import as_actor
from clients import actions
from clients.gather.rights import copies_due, copy_state, own_record, said_of
from clients.models import CopyAgreement, CopyRequest
from tests.cast import NOON, Cast
from tests.clients.letters import letters
from tests.clients.rights import PAPER, TODAY, agreed, asked, refused

pytestmark = pytest.mark.django_db


def own_state(cast: Cast, who: Any) -> list[tuple[str, str]]:
    with as_actor(who.user):
        return [(one.title, one.state) for one in own_record(who, who.user, NOON).copies]


def test_the_clock_of_the_law_runs_from_the_asking(cast: Cast) -> None:
    assert asked(cast, cast.ann).due_on == date(2026, 12, 2)
    assert asked(cast, cast.ben, way="inspect").due_on == date(2026, 11, 24)


def test_therapists_asking_tells_those_concerned_in_neutral_words(cast: Cast) -> None:
    asked(cast, cast.couple)
    assert {one.address for one in letters()} == {"ann@example.org", "ben@example.org"}
    assert {one.subject for one in letters()} == {"Something new for you at Harbor"}


def test_partners_asking_tells_nobody_by_itself(cast: Cast) -> None:
    with as_actor(cast.ann.user):
        request = actions.ask_for_copy(about=cast.couple, way="copy", by=cast.ann.user, at=NOON)
    assert letters() == []
    assert request.asked_by is None
    with as_actor(cast.therapist):
        assert actions.remind_of_copy(request=request, by=cast.therapist, at=NOON) == [cast.ann, cast.ben]


def test_only_those_who_have_not_agreed_are_reminded(cast: Cast) -> None:
    request = asked(cast, cast.couple)
    agreed(request, cast.ann)
    with as_actor(cast.therapist):
        assert actions.remind_of_copy(request=request, by=cast.therapist, at=NOON) == [cast.ben]


def test_a_record_is_asked_for_once_at_a_time(cast: Cast) -> None:
    request = asked(cast, cast.ann)
    with pytest.raises(actions.AskedAlready):
        asked(cast, cast.ann)
    with as_actor(cast.therapist):
        actions.close_copy_request(request=request, by=cast.therapist, at=NOON)
    assert asked(cast, cast.ann).pk != request.pk


def test_each_says_yes_or_no_alone_and_may_change_it(cast: Cast) -> None:
    request = asked(cast, cast.couple)
    agreed(request, cast.ann, cast.ben)
    refused(request, cast.ann)
    with as_actor(cast.therapist):
        assert [one.agrees for one in said_of(request)] == [False, True]
    agreed(request, cast.ann)
    with as_actor(cast.therapist):
        assert [one.agrees for one in said_of(request)] == [True, True]


def test_neither_page_tells_what_the_other_said(cast: Cast) -> None:
    """The same words for Ben whether Ann has said nothing, yes or no."""
    request = asked(cast, cast.couple)
    states = [own_state(cast, cast.ben)]
    agreed(request, cast.ann)
    states.append(own_state(cast, cast.ben))
    refused(request, cast.ann)
    states.append(own_state(cast, cast.ben))
    assert states == [[("Your own record", "to_ask"), ("Your joint record", "to_sign")]] * 3
    agreed(request, cast.ben)
    assert own_state(cast, cast.ben)[1] == ("Your joint record", "preparing")
    with as_actor(cast.ben.user):
        assert [row.person for row in CopyAgreement.objects.all()] == [cast.ben]


def test_nothing_is_agreed_to_once_it_is_closed(cast: Cast) -> None:
    request = asked(cast, cast.ann)
    with as_actor(cast.therapist):
        actions.close_copy_request(request=request, by=cast.therapist, at=NOON)
        request.refresh_from_db()
    with pytest.raises(actions.TooLate):
        agreed(request, cast.ann)


def test_nobody_agrees_to_what_is_not_theirs(cast: Cast) -> None:
    request = asked(cast, cast.ann)
    with as_actor(cast.therapist), pytest.raises(actions.NotTheirs):
        actions.keep_signed_copy_request(request=request, person=cast.ben, paper=PAPER, by=cast.therapist, at=NOON)


def test_the_therapist_sees_what_each_request_waits_for(cast: Cast) -> None:
    request = asked(cast, cast.ann)
    with as_actor(cast.therapist):
        assert copy_state(request, TODAY) == ("Waits for a signature", "waiting")
    agreed(request, cast.ann)
    with as_actor(cast.therapist):
        assert copy_state(request, TODAY) == ("Ready to be made", "due")
        assert copy_state(request, date(2026, 12, 3)) == ("Overdue", "hold")
        assert [row.request for row in copies_due(cast.therapist, TODAY)] == [request]
        actions.close_copy_request(request=request, by=cast.therapist, at=NOON)
        request.refresh_from_db()
        assert copy_state(request, TODAY) == ("Closed", "locked")
        assert copies_due(cast.therapist, TODAY) == []


def test_the_database_shows_requests_to_those_concerned_alone(cast: Cast) -> None:
    own, joint = asked(cast, cast.ann), asked(cast, cast.couple)
    seen = {}
    for user in (cast.ann.user, cast.ben.user, cast.cat.user, cast.staff, cast.prescriber, cast.other_therapist):
        with as_actor(user):
            seen[user.name.split()[0]] = {row.pk for row in CopyRequest.objects.all()}
    assert seen == {
        "Ann": {own.pk, joint.pk},
        "Ben": {joint.pk},
        "Cat": set(),
        "Sol": set(),
        "Ruth": set(),
        "Otto": set(),
    }


def test_a_partner_can_neither_issue_nor_close(cast: Cast) -> None:
    request = asked(cast, cast.ann)
    with as_actor(cast.ann.user):
        assert CopyRequest.objects.filter(pk=request.pk).update(closed_at=NOON, closed_by=cast.ann.user) == 0
    made = {"couple": cast.couple, "way": "copy", "asked_at": NOON, "due_on": TODAY, "asked_by": cast.ann.user}
    with as_actor(cast.ann.user), pytest.raises(ProgrammingError), transaction.atomic():
        CopyRequest(**made).save(force_insert=True)
