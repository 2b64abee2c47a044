from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts.actions import AlreadyJoined
from accounts.actor import as_actor
from accounts.models import User
from accounts.roles import Role
from accounts.rules import forbidden_words
from clients import actions
from clients.actions import PartnerDetails
from clients.models import CareTeam, Consent, ConsentDocument, ConsentWithdrawal, Couple, FormerName, Partner
from outbox.models import Message
from tests.cast import NOON, Cast

NOA = PartnerDetails(
    email="noa@example.org",
    legal_first_name="Noa",
    legal_last_name="Nash",
    preferred_name="No",
    birth_date=date(1990, 5, 6),
    phone="+15105550199",
)
OLE = replace(NOA, email="ole@example.org", legal_first_name="Ole", legal_last_name="Orr", preferred_name="")


@pytest.fixture(autouse=True)
def therapist_acts(cast: Cast) -> Iterator[None]:
    with as_actor(cast.therapist):
        yield


def added(by: User) -> Couple:
    with as_actor(by):
        return actions.add_couple(first=NOA, second=OLE, by=by, at=NOON)


def document() -> ConsentDocument:
    found = ConsentDocument.objects.current("treatment")
    assert found is not None
    return found


def signed(partner: Partner) -> Consent:
    with as_actor(partner.user):
        return actions.sign_consent(
            partner=partner, document=document(), typed_name=partner.legal_name, by=partner.user, at=NOON
        )


def test_two_people_become_a_couple_in_their_order(cast: Cast) -> None:
    couple = added(cast.therapist)
    assert [partner.called for partner in couple.partners()] == ["No", "Ole"]
    assert not any(partner.user.is_active for partner in couple.partners())


def test_therapist_who_adds_a_couple_cares_for_it(cast: Cast) -> None:
    assert list(CareTeam.objects.filter(couple=added(cast.therapist)).values_list("user", flat=True)) == [
        cast.therapist.pk
    ]


def test_couple_added_by_the_office_is_in_the_care_of_every_therapist(cast: Cast) -> None:
    team = CareTeam.objects.filter(couple=added(cast.staff)).values_list("user", flat=True)
    assert set(team) == {cast.therapist.pk, cast.other_therapist.pk}


def test_one_address_for_both_is_refused(cast: Cast) -> None:
    with pytest.raises(actions.SameAddress):
        actions.add_couple(first=NOA, second=replace(OLE, email="Noa@example.org"), by=cast.therapist, at=NOON)


@pytest.mark.parametrize("place", ["A", "B"])
def test_address_of_somebody_else_is_refused_and_nothing_is_kept(place: str, cast: Cast) -> None:
    taken = "ann@example.org"
    first, second = (replace(NOA, email=taken), OLE) if place == "A" else (NOA, replace(OLE, email=taken))
    with pytest.raises(actions.AddressTaken) as refusal:
        actions.add_couple(first=first, second=second, by=cast.therapist, at=NOON)
    assert refusal.value.place == place
    assert not User.objects.filter(name__startswith="No").exists()
    assert list(Couple.objects.all()) == [cast.couple]


def test_somebody_under_18_is_refused(cast: Cast) -> None:
    with pytest.raises(actions.BirthDateRefused, match="18 or over"):
        actions.add_couple(first=NOA, second=replace(OLE, birth_date=date(2010, 1, 1)), by=cast.therapist, at=NOON)


def test_invitation_is_mailed_in_words_that_tell_nothing(cast: Cast) -> None:
    first, second = added(cast.therapist).partners()
    actions.invite_partner(partner=first, by=cast.therapist, at=NOON)
    message = Message.objects.get()
    assert (message.person, message.address) == (first.user, "noa@example.org")
    assert "Harbor" in message.subject
    assert second.called not in message.body
    assert forbidden_words(f"{message.subject} {message.body}") == ()


def test_newer_invitation_takes_the_waiting_one_back(cast: Cast) -> None:
    first = added(cast.therapist).partners()[0]
    actions.invite_partner(partner=first, by=cast.therapist, at=NOON)
    actions.invite_partner(partner=first, by=cast.therapist, at=NOON + timedelta(hours=1))
    assert sorted(Message.objects.values_list("state", flat=True)) == ["waiting", "withdrawn"]


def test_name_that_is_also_a_forbidden_word_does_not_stop_an_invitation(cast: Cast) -> None:
    first = replace(NOA, preferred_name="Counsel")
    couple = actions.add_couple(first=first, second=OLE, by=cast.therapist, at=NOON)
    actions.invite_partner(partner=couple.partners()[0], by=cast.therapist, at=NOON)
    assert Message.objects.get().body.startswith("Hello,")


def test_partner_who_joined_is_not_invited_again(cast: Cast) -> None:
    with pytest.raises(AlreadyJoined):
        actions.invite_partner(partner=cast.ann, by=cast.therapist, at=NOON)


def test_corrected_address_ends_the_old_invitation(cast: Cast) -> None:
    first = added(cast.therapist).partners()[0]
    actions.invite_partner(partner=first, by=cast.therapist, at=NOON)
    actions.edit_partner(partner=first, details=replace(NOA, email="nn@example.org"), by=cast.staff, at=NOON)
    first.user.refresh_from_db()
    assert first.user.email == "nn@example.org"
    assert not first.user.invitations.open().exists()


def test_address_of_somebody_who_signs_in_stays(cast: Cast) -> None:
    with as_actor(cast.staff):
        actions.edit_partner(partner=cast.ann, details=NOA, by=cast.staff, at=NOON)
    cast.ann.user.refresh_from_db()
    assert cast.ann.user.email == "ann@example.org"
    assert cast.ann.user.name == "No Nash"


def test_a_change_of_name_keeps_the_former_one_and_other_changes_keep_none(cast: Cast) -> None:
    with as_actor(cast.staff):
        actions.edit_partner(partner=cast.ann, details=NOA, by=cast.staff, at=NOON)
        actions.edit_partner(partner=cast.ann, details=replace(NOA, city="Alameda"), by=cast.staff, at=NOON)
        assert [str(one) for one in FormerName.objects.filter(partner=cast.ann)] == ["Ann Archer"]
    with as_actor(cast.therapist):
        assert FormerName.objects.count() == 1
    for other in (cast.ann.user, cast.ben.user, cast.prescriber, cast.other_therapist):
        with as_actor(other):
            assert not FormerName.objects.exists()


def test_address_of_the_other_half_or_of_somebody_else_is_refused(cast: Cast) -> None:
    first = added(cast.therapist).partners()[0]
    with pytest.raises(actions.SameAddress):
        actions.edit_partner(partner=first, details=replace(NOA, email=OLE.email), by=cast.staff, at=NOON)
    with pytest.raises(actions.AddressTaken):
        actions.edit_partner(partner=first, details=replace(NOA, email="cat@example.org"), by=cast.staff, at=NOON)
    with pytest.raises(actions.BirthDateRefused):
        actions.edit_partner(partner=first, details=replace(NOA, birth_date=date(2030, 1, 1)), by=cast.staff, at=NOON)


def test_referral_lets_the_prescriber_see_that_partner_only(cast: Cast) -> None:
    actions.refer_partner(partner=cast.ann, prescriber=cast.prescriber, by=cast.therapist, at=NOON)
    assert list(Partner.objects.visible_to(cast.prescriber)) == [cast.ann]


def test_referring_twice_is_referring_once(cast: Cast) -> None:
    first = actions.refer_partner(partner=cast.ann, prescriber=cast.prescriber, by=cast.therapist, at=NOON)
    assert actions.refer_partner(partner=cast.ann, prescriber=cast.prescriber, by=cast.therapist, at=NOON) == first
    assert Message.objects.count() == 1


def test_ended_referral_closes_the_record_to_the_prescriber(cast: Cast) -> None:
    referral = actions.refer_partner(partner=cast.ann, prescriber=cast.prescriber, by=cast.therapist, at=NOON)
    actions.end_referral(referral=referral, by=cast.therapist, at=NOON)
    assert not Partner.objects.visible_to(cast.prescriber).exists()


def test_partner_is_referred_to_prescribers_only(cast: Cast) -> None:
    with pytest.raises(actions.NotAPrescriber):
        actions.refer_partner(partner=cast.ann, prescriber=cast.staff, by=cast.therapist, at=NOON)


def test_signature_keeps_name_time_and_digest(cast: Cast) -> None:
    consent = signed(cast.ann)
    assert (consent.typed_name, consent.signed_at, len(consent.text_sha256)) == ("Ann Archer", NOON, 64)
    assert list(Consent.objects.in_force()) == [consent]


def test_signing_twice_is_signing_once(cast: Cast) -> None:
    assert signed(cast.ann) == signed(cast.ann)


def test_other_name_does_not_sign(cast: Cast) -> None:
    with pytest.raises(actions.NameDiffers, match="Ann Archer"):
        actions.sign_consent(partner=cast.ann, document=document(), typed_name="Ben Boyd", by=cast.ann.user, at=NOON)


def test_nobody_signs_or_withdraws_for_somebody_else(cast: Cast) -> None:
    with pytest.raises(actions.NotTheirOwn):
        actions.sign_consent(partner=cast.ann, document=document(), typed_name="Ann Archer", by=cast.ben.user, at=NOON)
    with pytest.raises(actions.NotTheirOwn):
        actions.withdraw_consent(consent=signed(cast.ann), by=cast.ben.user, at=NOON)


def test_older_version_cannot_be_signed_any_more(cast: Cast) -> None:
    old = document()
    ConsentDocument.objects.create(kind="treatment", version=2, title="Consent", body="# New", published_at=NOON)
    with pytest.raises(actions.NotCurrent):
        actions.sign_consent(partner=cast.ann, document=old, typed_name="Ann Archer", by=cast.ann.user, at=NOON)


def test_withdrawn_consent_is_a_row_and_can_be_signed_anew(cast: Cast) -> None:
    first = signed(cast.ann)
    with as_actor(cast.ann.user):
        withdrawal = actions.withdraw_consent(consent=first, by=cast.ann.user, at=NOON)
        assert actions.withdraw_consent(consent=first, by=cast.ann.user, at=NOON) == withdrawal
    assert not Consent.objects.in_force().exists()
    assert signed(cast.ann) != first
    assert ConsentWithdrawal.objects.count() == 1


def test_colleague_is_added_and_invited(cast: Cast) -> None:
    person = actions.add_colleague(
        name="Kim Kaur", email="kim@example.org", role=Role.STAFF, by=cast.therapist, at=NOON
    )
    assert (person.role, person.is_active) == ("staff", False)
    assert "password" in Message.objects.get().body


def test_consent_as_shipped_reads_whole() -> None:
    assert len(document().body) > 4500
