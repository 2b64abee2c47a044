"""Emergency access (RO-08): works, asks for a reason, is told to the therapist, is written down, ends by itself."""

from datetime import datetime, timedelta

import pytest
from django.db import ProgrammingError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actor import as_actor
from accounts.models import AccessLog, User
from clients import actions
from clients.models import EmergencyAccess
from kap_practice.actions import tell_of_emergencies
from outbox.models import Message
from screening.models import Clearance, SealedAnswer
from tests.cast import Cast, signed_in_as
from tests.proofs import proved_as
from tests.states import answered, cleared

pytestmark = pytest.mark.django_db
WHY = "Her sister calls: she took it an hour ago and faints."


def opened(cast: Cast, at: datetime | None = None) -> EmergencyAccess:
    with as_actor(cast.prescriber):
        return actions.open_emergency(
            first_name=cast.ann.legal_first_name,
            last_name=cast.ann.legal_last_name,
            birth_date=cast.ann.birth_date,
            reason=WHY,
            by=cast.prescriber,
            at=at or timezone.now(),
        )


def asked(cast: Cast, **changed: str) -> dict[str, str]:
    known = {
        "first_name": cast.ann.called,
        "last_name": cast.ann.legal_last_name.upper(),
        "birth_date": f"{cast.ann.birth_date:%Y-%m-%d}",
        "reason": WHY,
    }
    return {**known, **changed}


def record(browser: Client, access: EmergencyAccess) -> str:
    return browser.get(reverse("emergency_record", args=[access.pk])).content.decode()


def test_ro_08_a_prescriber_opens_a_health_record_at_once(cast: Cast) -> None:
    answered(cast.ann, allergies={"latex_allergy": "yes"})
    browser = proved_as(cast.prescriber)
    answer = browser.post(reverse("emergency"), asked(cast), follow=True)
    text = answer.content.decode()
    assert "To read only, until" in text
    assert "Latex" in text
    assert cast.ann.legal_name in text


def test_a_referred_persons_words_in_private_stay_closed(cast: Cast) -> None:
    answered(cast.ann)
    opened(cast)
    with as_actor(cast.prescriber):
        layers = set(SealedAnswer.objects.filter(partner=cast.ann).values_list("layer", flat=True))
        assert layers == {"health"}
        assert set(SealedAnswer.objects.visible_to(cast.prescriber).values_list("layer", flat=True)) == {"health"}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason": ""}, "Write why, in a few words."),
        ({"first_name": ""}, "Enter the first name."),
        ({"birth_date": "soon"}, "Enter the birth date, like 3/27/1988."),
        ({"birth_date": "1988-03-05"}, "Nobody in care has exactly this name and birth date."),
        ({"last_name": "%"}, "Nobody in care has exactly this name and birth date."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(cast: Cast, changed: dict[str, str], sentence: str) -> None:
    answer = proved_as(cast.prescriber).post(reverse("emergency"), asked(cast, **changed))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert EmergencyAccess.objects.count() == 0


def test_it_is_asked_who_opens_it(cast: Cast) -> None:
    browser = signed_in_as(cast.prescriber, at=timezone.now() - timedelta(minutes=20))
    answer = browser.post(reverse("emergency"), asked(cast))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert EmergencyAccess.objects.count() == 0


def test_a_try_that_finds_nobody_is_written_down(cast: Cast) -> None:
    proved_as(cast.prescriber).post(reverse("emergency"), asked(cast, last_name="Nobody"))
    with as_actor(cast.therapist):
        assert AccessLog.objects.filter(what="emergency", outcome="failed", actor=cast.prescriber).exists()


def test_it_ends_by_itself_after_an_hour(cast: Cast) -> None:
    answered(cast.ann)
    past = opened(cast, timezone.now() - timedelta(minutes=61))
    text = record(signed_in_as(cast.prescriber), past)
    assert "This access is over" in text
    assert cast.ann.legal_last_name not in text
    with as_actor(cast.prescriber):
        assert not SealedAnswer.objects.filter(partner=cast.ann).exists()


def test_it_ends_by_hand(cast: Cast) -> None:
    access = opened(cast)
    browser = signed_in_as(cast.prescriber)
    browser.post(reverse("end_emergency", args=[access.pk]))
    assert "This access is over" in record(browser, access)


def test_nothing_can_be_written_under_it(cast: Cast) -> None:
    given = cleared(cast, cast.ann)
    actions_of = User.objects.get(pk=cast.prescriber.pk)
    with as_actor(cast.therapist):
        cast.ann.referrals.update(ended_at=timezone.now())
    opened(cast)
    browser = proved_as(cast.prescriber)
    assert browser.get(reverse("clearance", args=[cast.ann.pk])).status_code == 404
    with as_actor(actions_of):
        assert Clearance.objects.visible_to(actions_of).get() == given
    given.pk = None
    with pytest.raises(ProgrammingError), as_actor(actions_of):
        given.save(force_insert=True)


def test_the_same_person_twice_within_the_hour_is_one_access(cast: Cast) -> None:
    assert opened(cast) == opened(cast)


def test_the_therapists_of_the_couple_are_told_once_and_neutrally(cast: Cast) -> None:
    opened(cast)
    for _ in range(2):
        assert tell_of_emergencies(at=timezone.now()) == 1
    with as_actor(cast.therapist):
        (letter,) = Message.objects.filter(key__startswith="emergency:")
    assert letter.person == cast.therapist
    assert cast.ann.called not in letter.subject + letter.body


def test_the_therapist_reads_why_and_says_so(cast: Cast) -> None:
    access = opened(cast)
    record(signed_in_as(cast.prescriber), access)
    browser = signed_in_as(cast.therapist)
    review = reverse("emergency_review", args=[access.pk])
    assert review in browser.get(reverse("today")).content.decode()
    text = browser.get(review).content.decode()
    assert "she took it an hour ago" in text
    assert "The health record at" in text
    browser.post(review)
    assert review not in browser.get(reverse("today")).content.decode()


def test_another_therapist_reads_nothing_of_it(cast: Cast) -> None:
    access = opened(cast)
    answer = signed_in_as(cast.other_therapist).get(reverse("emergency_review", args=[access.pk]))
    assert answer.status_code == 404


def test_the_person_sees_that_the_health_record_was_opened(cast: Cast) -> None:
    record(signed_in_as(cast.prescriber), opened(cast))
    text = signed_in_as(cast.ann.user).get(reverse("my_record")).content.decode()
    assert "Ruth, the prescriber" in text


def test_the_database_finds_nobody_for_anybody_but_a_prescriber(cast: Cast) -> None:
    for who in (cast.therapist, cast.staff, cast.ben.user):
        with as_actor(who), pytest.raises(actions.NobodyFound):
            actions.open_emergency(
                first_name=cast.ann.legal_first_name,
                last_name=cast.ann.legal_last_name,
                birth_date=cast.ann.birth_date,
                reason=WHY,
                by=who,
                at=timezone.now(),
            )


@pytest.mark.parametrize("who", ["staff", "therapist", "other_therapist"])
def test_nobody_else_can_open_one_past_the_form(cast: Cast, who: str) -> None:
    somebody, now = getattr(cast, who), timezone.now()
    row = EmergencyAccess(
        user=cast.prescriber, partner=cast.ann, reason=WHY, opened_at=now, until=now + timedelta(minutes=60)
    )
    with pytest.raises(ProgrammingError), as_actor(somebody):
        row.save(force_insert=True)
