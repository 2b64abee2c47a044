"""A partner's own touch agreement: signed before a dose, narrowed at any time, never read back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from clients import actions as clients
from clients.actions.touch import latest_choices
from clients.gather.effect import under_effect
from clients.models import Consent, ConsentDocument, CopyRequest, TouchChoices
from clients.rules.touch import Choices, Yes
from documents.models import Document
from tests.cast import NOON, Cast, signed_in_as
from tests.clients.rights import PAPER, asked, release_of
from tests.pages import without_tokens
from tests.proofs import proved_as
from tests.sessions.test_room_actions import Room
from tests.states import consented

PAGE, LESS = reverse("my_touch"), reverse("narrow_my_touch")
SIGNATURE = {"agreed": "on", "typed_name": "Ann Archer", "version": "1"}
SAID = SIGNATURE | {
    **{f"lead_{kind}": "no" for kind in ("hand", "shoulder", "blanket", "hug")},
    **{f"second_{kind}": "no" for kind in ("hand", "shoulder", "blanket", "hug")},
    **{f"medical_{kind}": "no" for kind in ("hand", "shoulder", "blanket")},
    **{f"partner_{kind}": "no" for kind in ("hand", "forehead", "beside", "hold")},
}


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ann(cast: Cast) -> Client:
    consented(cast.ann)
    return signed_in_as(cast.ann.user)


def chosen(cast: Cast) -> Choices:
    with as_actor(cast.ann.user):
        found = latest_choices(cast.ann)
    assert found
    return found


def test_everything_begins_as_a_no_and_a_signature_keeps_the_answers_sealed(cast: Cast, ann: Client) -> None:
    page = ann.get(PAGE).content.decode()
    assert page.count('<option value="no" selected>') == 15
    assert "Sexual or erotic touch" in page
    sent = SAID | {"partner_hand": "ask", "never": "Neck", "stop_word": "Red"}
    assert ann.post(PAGE, sent)["Location"] == reverse("my_consent")
    assert (chosen(cast).of("partner", "hand"), chosen(cast).never) == (Yes.ASK, "Neck")
    with as_actor(cast.ann.user):
        assert "Neck" not in str(Document.objects.get(context__title="Touch in sessions").context)


def test_nobody_reads_back_what_they_said(cast: Cast, ann: Client) -> None:
    ann.post(PAGE, SAID | {"partner_hand": "ask", "never": "Left knee"})
    for address in (PAGE, f"{PAGE}?anew=1", LESS):
        page = ann.get(address).content.decode()
        assert "Left knee" not in page
        assert 'value="ask" selected' not in page


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"partner_hand": "always"}, "Choose one of the answers shown."),
        ({"typed_name": "Ben Boyd"}, "Type your full name as we know it"),
        ({"agreed": ""}, "Tick the box if you agree."),
        ({"version": "0"}, "There is a newer version of this text"),
        ({"drawn": "x"}, "This drawing could not be read."),
    ],
)
def test_an_incomplete_answer_is_not_kept(changes: dict[str, str], says: str, cast: Cast, ann: Client) -> None:
    response = ann.post(PAGE, SAID | changes)
    assert response.status_code == 422
    assert says in response.content.decode()
    with as_actor(cast.ann.user):
        assert not TouchChoices.objects.exists()


def test_a_double_click_is_one_and_answering_anew_is_a_signature_of_its_own(cast: Cast, ann: Client) -> None:
    for _ in range(2):
        ann.post(PAGE, SAID | {"lead_hand": "ask"})
    ann.post(f"{PAGE}?anew=1", SAID | {"lead_hand": "yes"})
    with as_actor(cast.ann.user):
        assert Consent.objects.filter(document__kind="touch").count() == 2
    assert chosen(cast).of("lead", "hand") == Yes.YES


def test_saying_less_needs_no_signature_and_never_says_more(cast: Cast, ann: Client) -> None:
    ann.post(PAGE, SAID | {"lead_hand": "ask", "partner_hand": "yes"})
    assert ann.post(LESS, SAID | {"lead_hand": "yes", "partner_hand": "reach"})["Location"] == reverse("my_consent")
    assert (chosen(cast).of("lead", "hand"), chosen(cast).of("partner", "hand")) == (Yes.ASK, Yes.REACH)
    assert ann.post(LESS, SAID | {"lead_hand": "always"}).status_code == 422


def test_saying_less_before_anything_is_signed_changes_nothing(cast: Cast, ann: Client) -> None:
    assert "all of it is a no already" in ann.post(LESS, SAID, follow=True).content.decode()
    with as_actor(cast.ann.user):
        assert not TouchChoices.objects.exists()
        with pytest.raises(clients.NotTheirOwn):
            clients.narrow_touch(partner=cast.ann, choices=Choices({}), by=cast.ben.user, at=NOON)


def test_while_the_medicine_works_nothing_is_signed_and_less_can_be_said(cast: Cast, ann: Client) -> None:
    ann.post(PAGE, SAID | {"lead_hand": "ask"})
    dosed(cast)
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        ann = signed_in_as(cast.ann.user)
        assert "nothing is signed here" in ann.get(PAGE).content.decode()
        assert "Answer anew" not in ann.get(PAGE).content.decode()
        refused = ann.post(f"{PAGE}?anew=1", SAID | {"lead_hand": "yes"})
        assert refused.status_code == 422
        assert "While the medicine works" in refused.content.decode()
        assert ann.post(LESS, SAID).status_code == 302
    assert chosen(cast).of("lead", "hand") == Yes.NO


def test_no_text_copy_or_release_is_agreed_to_while_the_medicine_works(cast: Cast, ann: Client) -> None:
    """One rule, wherever somebody signs; to say no and to take something back stays open."""
    release, request = release_of(cast, cast.ann), asked(cast, cast.ann)
    dosed(cast)
    with time_machine.travel(NOON + timedelta(hours=1), tick=False):
        ann = proved_as(cast.ann.user)
        text = reverse("my_text", args=["room"])
        assert "nothing is signed here" in ann.get(text).content.decode()
        refused = [ann.post(text, SIGNATURE)]
        for name, key in (("sign_copy", request.pk), ("sign_release", release.pk)):
            refused.append(ann.post(reverse(name), SIGNATURE | {"key": str(key)}))
        joint = {"key": str(cast.couple.pk), "way": "copy"} | SIGNATURE
        refused.append(ann.post(reverse("ask_my_copy"), joint))
        for answer in refused:
            assert answer.status_code == 422
            assert "While the medicine works, nothing is signed here." in answer.content.decode()
        assert ann.post(reverse("refuse_my_copy"), {"key": str(request.pk)}).status_code == 302
        assert ann.post(reverse("end_my_release"), {"key": str(release.pk)}).status_code == 302
        assert ann.post(reverse("withdraw_consent", args=["fees"])).status_code == 302
    with as_actor(cast.therapist):
        assert not Consent.objects.filter(document__kind="room").exists()
        assert not CopyRequest.objects.filter(couple=cast.couple).exists()
        by_hand: Any = {"person": cast.ann, "paper": PAPER, "by": cast.therapist, "at": NOON + timedelta(hours=1)}
        with pytest.raises(clients.UnderEffect):
            clients.keep_signed_copy_request(request=request, **by_hand)
        with pytest.raises(clients.UnderEffect):
            clients.keep_signed_release(release=release, **by_hand)


def test_who_has_left_or_took_it_days_ago_may_sign_again(cast: Cast, ann: Client) -> None:
    room = dosed(cast)
    assert affected(cast, NOON + timedelta(hours=1))
    assert not affected(cast, NOON + timedelta(hours=30))
    room.leave(cast.ann, minute=180)
    assert not affected(cast, NOON + timedelta(hours=4))


def test_nobody_asks_it_of_the_other(cast: Cast) -> None:
    dosed(cast)
    for user in (cast.ben.user, cast.staff, cast.prescriber, cast.other_therapist):
        with as_actor(user):
            assert not under_effect(cast.ann, NOON + timedelta(hours=1))


def test_what_one_says_changes_nothing_for_the_other(cast: Cast, ann: Client) -> None:
    consented(cast.ben)
    ben = signed_in_as(cast.ben.user)
    before = [without_tokens(ben.get(one).content.decode()) for one in (PAGE, LESS, "/my/", "/my/consent/")]
    ann.post(PAGE, SAID | {"partner_hand": "yes"})
    assert [without_tokens(ben.get(one).content.decode()) for one in (PAGE, LESS, "/my/", "/my/consent/")] == before


def test_a_new_version_is_answered_anew(cast: Cast, ann: Client) -> None:
    ann.post(PAGE, SAID)
    with as_actor(cast.therapist):
        clients.publish_text(kind="touch", title="Touch", body="# New", by=cast.therapist, at=NOON)
        assert ConsentDocument.objects.current("touch")
    assert "There is a new version." in ann.get(PAGE).content.decode()


def test_taken_back_it_says_so(cast: Cast, ann: Client) -> None:
    ann.post(PAGE, SAID)
    ann.post(reverse("withdraw_consent", args=["touch"]))
    assert "You took this back." in ann.get(PAGE).content.decode()
    with as_actor(cast.ann.user):
        assert latest_choices(cast.ann) is None


def affected(cast: Cast, at: datetime) -> bool:
    with as_actor(cast.therapist):
        return under_effect(cast.ann, at)


def dosed(cast: Cast) -> Room:
    room = Room(cast)
    room.dose(cast.ann)
    return room
