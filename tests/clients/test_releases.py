"""Who outside may be told what: it needs everybody's yes, ends with anybody's no, and blocks what it does not cover."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from accounts.actor import as_actor
from clients import actions
from clients.gather.rights import ending_soon
from clients.models import Disclosure, Partner, Release, ReleaseAgreement
from documents.models import Upload
from tests.cast import NOON, Cast
from tests.clients.rights import LAST, PAPER, TODAY, ended, release_of, signed_release

pytestmark = pytest.mark.django_db


def told(cast: Cast, release: Release, **changed: Any) -> list[Disclosure]:
    how: dict[str, Any] = {"what": "Two readings", "on": TODAY, "by": cast.therapist, "at": NOON}
    with as_actor(cast.therapist):
        return actions.disclose(release=release, **how | changed)


def why_not(cast: Cast, release: Release, **changed: Any) -> list[str]:
    with pytest.raises(actions.NotReleased) as refusal:
        told(cast, release, **changed)
    return refusal.value.reasons


def test_nothing_is_told_before_the_signature(cast: Cast) -> None:
    release = release_of(cast, cast.ann)
    assert why_not(cast, release) == ["Ann has not agreed yet."]
    signed_release(release, cast.ann)
    [row] = told(cast, release)
    assert (row.person, row.recipient, row.what, row.purpose) == (
        cast.ann,
        "Dr. Alan Park",
        "Two readings.",
        "Blood pressure.",
    )


def test_a_joint_release_needs_both_and_is_accounted_to_both(cast: Cast) -> None:
    release = release_of(cast, cast.couple)
    signed_release(release, cast.ann)
    assert why_not(cast, release) == ["Ben has not agreed yet."]
    signed_release(release, cast.ben)
    assert [row.person for row in told(cast, release)] == [cast.ann, cast.ben]


def test_taking_it_back_ends_it_at_once_and_a_new_yes_begins_it_again(cast: Cast) -> None:
    release = release_of(cast, cast.couple)
    signed_release(release, cast.ann, cast.ben)
    ended(release, cast.ben)
    assert why_not(cast, release) == ["Ben does not agree."]
    signed_release(release, cast.ben)
    assert told(cast, release)


def test_it_holds_only_from_its_first_day_to_its_last(cast: Cast) -> None:
    early = release_of(cast, cast.ann, since=TODAY + timedelta(1))
    signed_release(early, cast.ann)
    assert why_not(cast, early) == ["It begins only on November 18."]
    over = release_of(cast, cast.ben, since=TODAY - timedelta(30), until=TODAY - timedelta(1))
    signed_release(over, cast.ben)
    assert why_not(cast, over) == ["It ended on November 16, 2026."]
    assert told(cast, over, on=TODAY - timedelta(2))


def test_a_paper_counts_as_a_signature(cast: Cast) -> None:
    release = release_of(cast, cast.ann)
    with as_actor(cast.therapist):
        said = actions.keep_signed_release(release=release, person=cast.ann, paper=PAPER, by=cast.therapist, at=NOON)
        assert (said.way, said.paper and said.paper.called) == ("paper", "scan.pdf")
    assert told(cast, release)


def test_only_those_concerned_agree_or_end_it(cast: Cast) -> None:
    release = release_of(cast, cast.ann)
    with as_actor(cast.therapist), pytest.raises(actions.NotConcerned):
        actions.keep_signed_release(release=release, person=cast.ben, paper=PAPER, by=cast.therapist, at=NOON)
    with as_actor(cast.therapist), pytest.raises(actions.NotConcerned):
        actions.end_release(release=release, person=cast.ben, by=cast.therapist, at=NOON)
    with as_actor(cast.therapist), pytest.raises(actions.NotTheirOwn):
        actions.sign_release(release=release, person=cast.ann, typed_name="Ann Archer", by=cast.therapist, at=NOON)
    with as_actor(cast.ann.user), pytest.raises(actions.NameDiffers):
        actions.sign_release(release=release, person=cast.ann, typed_name="Ben Boyd", by=cast.ann.user, at=NOON)


def test_days_that_make_no_sense_are_refused(cast: Cast) -> None:
    with pytest.raises(actions.DatesRefused):
        release_of(cast, cast.ann, until=TODAY - timedelta(1))


def test_one_that_ends_soon_is_brought_up_while_it_holds(cast: Cast) -> None:
    soon, later = release_of(cast, cast.ann, until=TODAY + timedelta(9)), release_of(cast, cast.ann, until=LAST)
    signed_release(soon, cast.ann)
    signed_release(later, cast.ann)
    with as_actor(cast.therapist):
        assert [row.release for row in ending_soon(cast.therapist, TODAY)] == [soon]
    ended(soon, cast.ann)
    with as_actor(cast.therapist):
        assert ending_soon(cast.therapist, TODAY) == []


def test_the_database_shows_each_only_their_own_answer(cast: Cast) -> None:
    release = release_of(cast, cast.couple)
    signed_release(release, cast.ann)
    ended(release, cast.ben)
    with as_actor(cast.therapist):
        told_rows = ReleaseAgreement.objects.count()
    seen: dict[str, Any] = {}
    for person in (cast.ann, cast.ben, cast.cat):
        with as_actor(person.user):
            own = [row.person for row in ReleaseAgreement.objects.all()]
            seen[person.called] = (Release.objects.count(), own)
    assert seen == {"Ann": (1, [cast.ann]), "Ben": (1, [cast.ben]), "Cat": (0, [])}
    assert told_rows == 2


@pytest.mark.parametrize("who", ["staff", "prescriber", "other_therapist"])
def test_nobody_else_of_the_practice_reads_releases(cast: Cast, who: str) -> None:
    release = release_of(cast, cast.ann)
    signed_release(release, cast.ann)
    told(cast, release)
    with as_actor(cast.therapist):
        actions.keep_signed_release(release=release, person=cast.ann, paper=PAPER, by=cast.therapist, at=NOON)
    with as_actor(getattr(cast, who)):
        assert [model.objects.count() for model in (Release, ReleaseAgreement, Disclosure, Upload)] == [0, 0, 0, 0]


def test_the_database_refuses_a_yes_in_somebody_elses_name(cast: Cast) -> None:
    release = release_of(cast, cast.couple)
    forged = {"release": release, "agrees": True, "way": "portal", "typed_name": "Ann Archer", "at": NOON}
    for person, by in ((cast.ann, cast.ben.user), (cast.ann, cast.ann.user)):
        with as_actor(cast.ben.user), pytest.raises(ProgrammingError), transaction.atomic():
            ReleaseAgreement(person=person, by=by, text_sha256="0" * 64, **forged).save(force_insert=True)
    with as_actor(cast.therapist), pytest.raises(ProgrammingError), transaction.atomic():
        ReleaseAgreement(person=cast.ann, by=cast.therapist, text_sha256="0" * 64, **forged).save(force_insert=True)


def test_the_database_refuses_a_yes_without_a_signature_and_every_change(cast: Cast) -> None:
    release = release_of(cast, cast.ann)
    empty = ReleaseAgreement(release=release, person=cast.ann, agrees=True, way="portal", at=NOON, by=cast.ann.user)
    with as_actor(cast.ann.user), pytest.raises(IntegrityError), transaction.atomic():
        empty.save(force_insert=True)
    signed_release(release, cast.ann)
    for user in (cast.ann.user, cast.therapist):
        with as_actor(user), pytest.raises(ProgrammingError), transaction.atomic():
            ReleaseAgreement.objects.update(agrees=False)
        with as_actor(user), pytest.raises(ProgrammingError), transaction.atomic():
            Release.objects.update(what="All")


def test_too_many_papers_about_one_person_are_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from documents import actions as documents  # noqa: PLC0415 - this test only
    from documents import rules  # noqa: PLC0415 - the same

    monkeypatch.setattr(rules, "MAX_ABOUT_ONE", 1)
    release = release_of(cast, cast.ann)

    def keep(person: Partner) -> None:
        actions.keep_signed_release(release=release, person=person, paper=PAPER, by=cast.therapist, at=NOON)

    with as_actor(cast.therapist):
        keep(cast.ann)
        with pytest.raises(documents.TooMany):
            keep(cast.ann)
