"""A device of the practice in one person's hands: what it reaches, how it ends, and what whoever gave it can see."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.actor import as_actor
from accounts.models import AccessLog, SignIn, User
from accounts.proof import lately
from accounts.tablet import HAND_OFF
from clients import actions
from clients.models import HandOff, Partner
from screening import actions as screening
from screening.models import Draft
from tests.cast import NOON, Cast, signed_in_as
from tests.screening.measures import asked_measure
from tests.states import consented

HISTORY, CANARY = "/my/questions/21/", "Heron-7 by the lake"
YES = {"who": "yes", "alone": "yes"}
CLOSED = (
    "/my/appointments/",
    "/my/papers/",
    "/my/record/",
    "/my/contact/",
    "/my/copies/",
    "/sign-ins/",
    "/today/",
    "/couples/",
    "/accounts/logout/",
    "/accounts/passkeys/",
    "/accounts/login/",
    "/accounts/login/code/",
)


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def without_address(partner: Partner) -> None:
    """As somebody without a safe address is: never invited, and nobody signs in as them."""
    with as_actor(role="door"):
        User.objects.filter(pk=partner.pk).update(email=None, is_active=False, joined_at=None)


def given(cast: Cast, partner: Partner, by: User | None = None) -> Client:
    """The device as it lies in the person's hands, still at its first page."""
    client = signed_in_as(by or cast.staff)
    answer = client.post(reverse("hand_off", args=[partner.pk]))
    assert answer["Location"] == reverse("on_the_tablet")
    return client


def begun(cast: Cast, partner: Partner, by: User | None = None) -> Client:
    client = given(cast, partner, by)
    assert client.post(reverse("on_the_tablet"), YES)["Location"] == reverse("portal")
    return client


def row(cast: Cast) -> HandOff:
    with as_actor(cast.staff):
        return HandOff.objects.order_by("started_at").last()  # type: ignore[return-value]  # there is one


def what_was_logged(cast: Cast) -> list[tuple[str, str]]:
    with as_actor(cast.therapist):
        lines = AccessLog.objects.filter(what__startswith="hand_off_").order_by("place")
        return [(line.what, line.actor.name if line.actor else "") for line in lines.select_related("actor")]


def test_somebody_without_an_address_answers_on_the_practice_s_device(cast: Cast) -> None:
    without_address(cast.ann)
    client = begun(cast, cast.ann)
    page = client.get("/my/").content.decode()
    assert "Hello Ann" in page
    assert "You are answering on the practice's tablet" in page
    assert client.get("/my/questions/4/").status_code == 200


def test_its_giver_is_signed_out_there_and_nowhere_else(cast: Cast) -> None:
    elsewhere = signed_in_as(cast.staff)
    here = signed_in_as(cast.staff)
    old_cookie = here.cookies["sessionid"].value
    answer = here.post(reverse("hand_off", args=[cast.ann.pk]))
    assert answer["Clear-Site-Data"] == '"cache"'
    assert here.get("/today/").status_code == 404
    assert elsewhere.get("/today/").status_code == 200
    thief = Client()
    thief.cookies["sessionid"] = old_cookie
    assert thief.get("/today/").status_code == 302


def test_the_first_page_comes_before_every_other(cast: Cast) -> None:
    client = given(cast, cast.ann)
    page = client.get(reverse("on_the_tablet")).content.decode()
    assert "Hello Ann" in page
    for address in ("/my/", "/my/questions/4/", "/my/consent/", "/my/talk/"):
        assert client.get(address)["Location"] == reverse("on_the_tablet"), address


def test_both_questions_must_be_answered(cast: Cast) -> None:
    client = given(cast, cast.ann)
    answer = client.post(reverse("on_the_tablet"), {})
    assert answer.status_code == 422
    assert "Say whether you are alone." in answer.content.decode()


def test_not_alone_goes_no_further(cast: Cast) -> None:
    client = given(cast, cast.ann)
    assert "Then not yet." in client.post(reverse("on_the_tablet"), {"who": "yes", "alone": "no"}).content.decode()
    assert client.get("/my/").status_code == 302
    assert row(cast).confirmed_at is None


def test_somebody_else_ends_it(cast: Cast) -> None:
    client = given(cast, cast.ann)
    assert client.post(reverse("on_the_tablet"), {"who": "no", "alone": "yes"})["Location"] == reverse("handed_back")
    assert row(cast).how == HandOff.End.NOT_THEM
    assert client.get("/my/").status_code == 302


@pytest.mark.parametrize("address", CLOSED)
def test_nothing_else_can_be_reached(cast: Cast, address: str) -> None:
    assert begun(cast, cast.ann).get(address).status_code == 404


def test_what_asks_for_the_pin_leads_home(cast: Cast) -> None:
    page = begun(cast, cast.ann).get("/my/pin/?next=/my/consent/", follow=True)
    assert page.request["PATH_INFO"] == "/my/"
    assert "What you signed is not opened here." in page.content.decode()


def test_who_gave_the_device_has_shown_who_they_are(cast: Cast) -> None:
    """So that somebody without an address, and so without a PIN, can sign."""
    request = RequestFactory().post("/my/consent/")
    request.user, request.session = cast.ann.user, {HAND_OFF: "x"}  # type: ignore[assignment]  # read as a session is
    assert lately(request)
    request.session = {}  # type: ignore[assignment]
    assert not lately(request)


def test_pages_of_the_practice_about_its_person_are_closed_too(cast: Cast) -> None:
    client = begun(cast, cast.ann)
    for name in ("screening_review", "hand_off", "partner_sign_in", "edit_partner", "safe_contact"):
        assert client.get(reverse(name, args=[cast.ann.pk])).status_code == 404, name
    assert client.post(reverse("hand_off", args=[cast.ben.pk])).status_code == 404


def test_home_shows_no_date_and_no_way_to_papers(cast: Cast) -> None:
    page = begun(cast, cast.ann).get("/my/").content.decode()
    for words in ("Your next date", "Papers", "Sign out", "Signing in", "Who opened your record"):
        assert words not in page, words


def test_what_was_signed_is_done_there_and_not_opened_again(cast: Cast) -> None:
    consented(cast.ann)
    page = begun(cast, cast.ann).get("/my/").content.decode()
    assert 'href="/my/consent/' not in page


def test_a_page_is_sent_there_or_not_at_all(cast: Cast) -> None:
    """What was begun at home is not shown, and stays as it was; what is begun there is kept nowhere."""
    with as_actor(cast.ann.user):
        screening.save_draft(
            partner=cast.ann, page="history", answers={"hard": CANARY}, version=0, by=cast.ann.user, at=NOON
        )
    client = begun(cast, cast.ann)
    assert "In progress" not in client.get("/my/").content.decode()
    page = client.get(HISTORY).content.decode()
    assert CANARY not in page
    assert "data-autosave" not in page
    assert "Save and finish later" not in page
    assert "half-done, it is not kept" in page
    typed = {"hard": "Typed there", "version": "1"}
    client.post(HISTORY, typed, headers={"X-Autosave": "1"})
    client.post(HISTORY, typed | {"later": "yes"})
    with as_actor(cast.ann.user):
        assert json.loads(Draft.objects.get().answers) == {"hard": CANARY}
    assert CANARY in signed_in_as(cast.ann.user).get(HISTORY).content.decode()


def test_a_questionnaire_is_answered_there_as_a_whole(cast: Cast) -> None:
    mood, alone = (asked_measure(cast, cast.ann, name) for name in ("phq-9", "hark"))
    client = begun(cast, cast.ann)
    url = reverse("my_measure", args=[mood.pk])
    page = client.get(url).content.decode()
    assert "data-autosave" not in page
    assert "Save and finish later" not in page
    assert client.post(url, {"item_1": "1"}, headers={"X-Autosave": "1"}).status_code == 409
    with as_actor(cast.ann.user):
        assert not Draft.objects.exists()
    answers = {f"item_{number}": "1" for number in range(1, 9)} | {"item_9": "1", "item_10": "0"}
    assert client.post(url, answers)["Location"] == reverse("my_crisis")
    assert client.get(reverse("my_crisis")).status_code == 200
    assert "Are you alone right now?" in client.get(reverse("my_measure", args=[alone.pk])).content.decode()


def test_more_rows_come_without_a_draft(cast: Cast) -> None:
    client = begun(cast, cast.ann)
    page = client.post("/my/questions/2/", {"more": "8"})
    assert page.status_code == 200
    with as_actor(cast.ann.user):
        assert not Draft.objects.exists()


def test_the_database_keeps_what_was_begun_at_home_out_of_reach(cast: Cast) -> None:
    with as_actor(cast.ann.user):
        screening.save_draft(partner=cast.ann, page="heart", answers={}, version=0, by=cast.ann.user, at=NOON)
        with connection.cursor() as cursor:
            cursor.execute("select set_config('app.hand_off', 'yes', true)")
            assert not Draft.objects.exists()
            cursor.execute("select set_config('app.hand_off', '', true)")
            assert Draft.objects.exists()


def test_the_question_of_being_alone_knows_whose_device_it_is(cast: Cast) -> None:
    page = begun(cast, cast.ann).get("/my/questions/4/").content.decode()
    assert "Are you alone right now?" in page
    assert "is this device yours" not in page


def test_a_page_sent_there_is_known_at_home_and_read_by_the_therapist(cast: Cast) -> None:
    client = begun(cast, cast.ann)
    answer = client.post("/my/questions/5/", {"first": "grief", "together": "no"})
    assert answer["Location"] == "/my/next/?part=1"
    client.post(reverse("hand_it_back"))
    review = signed_in_as(cast.therapist).get(reverse("screening_review", args=[cast.ann.pk])).content.decode()
    assert "Answered on a device of the practice" in review
    assert "given by Sol Rivera" in review


def test_handing_back_leaves_nothing_behind(cast: Cast) -> None:
    client = begun(cast, cast.ann)
    cookie = client.cookies["sessionid"].value
    assert "Finished for today?" in client.get(reverse("hand_it_back")).content.decode()
    answer = client.post(reverse("hand_it_back"))
    assert answer["Location"] == reverse("handed_back")
    assert answer["Clear-Site-Data"] == '"cache"'
    page = client.get(answer["Location"]).content.decode()
    assert "Please hand this device back" in page
    assert "Ann" not in page
    assert client.get("/my/").status_code == 302  # as Back would ask again: no page is kept
    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert thief.get("/my/questions/4/").status_code == 302
    assert row(cast).how == HandOff.End.BACK


def test_no_page_of_it_is_kept_by_the_browser(cast: Cast) -> None:
    client = begun(cast, cast.ann)
    for address in ("/my/", "/my/questions/4/", reverse("on_the_tablet")):
        assert client.get(address)["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("minutes", "step", "how"), [(45, 9, HandOff.End.OVER), (11, 11, HandOff.End.QUIET)])
def test_it_ends_by_time_and_by_quiet(
    cast: Cast, at_noon: time_machine.Traveller, minutes: int, step: int, how: str
) -> None:
    client = begun(cast, cast.ann)
    for _ in range(minutes // step):
        assert client.get("/my/").status_code == 200
        at_noon.shift(timedelta(minutes=step))
    answer = client.get("/my/")
    assert answer["Location"] == reverse("handed_back")
    assert row(cast).how == how
    assert client.get("/my/").status_code == 302


def test_a_part_of_a_page_is_told_where_to_lead_when_it_is_over(cast: Cast, at_noon: time_machine.Traveller) -> None:
    client = begun(cast, cast.ann)
    client.get("/my/")
    at_noon.shift(timedelta(minutes=46))
    answer = client.get("/my/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("handed_back")


def test_leaving_a_page_ends_it(cast: Cast) -> None:
    client = begun(cast, cast.ann)
    client.get("/leave/")
    assert row(cast).how == HandOff.End.LEFT
    assert client.get("/my/").status_code == 302


def test_given_anew_the_older_one_ends(cast: Cast) -> None:
    first = begun(cast, cast.ann)
    second = begun(cast, cast.ann)
    assert first.get("/my/")["Location"] == reverse("handed_back")
    assert second.get("/my/").status_code == 200
    with as_actor(cast.staff), pytest.raises(IntegrityError), transaction.atomic():
        HandOff(partner=cast.ann, started_at=NOON, started_by=cast.staff, ends_at=NOON + timedelta(1)).save(
            force_insert=True
        )


def test_a_person_ends_it_from_home_as_any_sign_in_of_theirs(cast: Cast) -> None:
    tablet = begun(cast, cast.ann)
    tablet.get("/my/")
    home = signed_in_as(cast.ann.user)
    assert "The practice&#x27;s tablet" in home.get("/sign-ins/").content.decode()
    with as_actor(cast.ann.user):
        there = SignIn.objects.get()
    home.post("/sign-ins/", {"sign_in": str(there.pk)})
    assert tablet.get("/my/").status_code == 302


def test_who_gave_it_and_that_it_came_back_stand_in_the_record(cast: Cast) -> None:
    client = begun(cast, cast.ann)
    client.post(reverse("hand_it_back"))
    assert what_was_logged(cast) == [("hand_off_began", "Sol Rivera"), ("hand_off_ended", "Ann Archer")]


def test_its_end_by_time_stands_there_too(cast: Cast, at_noon: time_machine.Traveller) -> None:
    client = begun(cast, cast.ann)
    at_noon.shift(timedelta(minutes=50))
    client.get("/my/")
    assert [what for what, _ in what_was_logged(cast)] == ["hand_off_began", "hand_off_ended"]


def test_the_page_tells_of_earlier_ones(cast: Cast) -> None:
    begun(cast, cast.ann).post(reverse("hand_it_back"))
    page = signed_in_as(cast.therapist).get(reverse("hand_off", args=[cast.ann.pk])).content.decode()
    assert "Given by Sol Rivera." in page
    assert "Handed back" in page


def test_it_is_begun_after_a_proof_of_who_gives_it(cast: Cast) -> None:
    long_ago = signed_in_as(cast.staff, at=NOON - timedelta(hours=1))
    answer = long_ago.post(reverse("hand_off", args=[cast.ann.pk]))
    assert "second-factor/again" in answer["Location"] or "reauthenticate" in answer["Location"]
    with as_actor(cast.staff):
        assert not HandOff.objects.exists()


def test_a_partner_begins_none(cast: Cast) -> None:
    assert signed_in_as(cast.ann.user).post(reverse("hand_off", args=[cast.ann.pk])).status_code == 404
    assert signed_in_as(cast.prescriber).post(reverse("hand_off", args=[cast.ann.pk])).status_code == 403
    assert signed_in_as(cast.other_therapist).post(reverse("hand_off", args=[cast.ann.pk])).status_code == 404


def test_nobody_confirms_for_somebody_else(cast: Cast) -> None:
    given(cast, cast.ann)
    with as_actor(cast.staff), pytest.raises(actions.NotInTheirHands):
        actions.confirm_hand_off(hand_off=row(cast), by=cast.staff, at=NOON)


def test_its_pages_lead_home_for_who_signed_in_by_themselves(cast: Cast) -> None:
    ann = signed_in_as(cast.ann.user)
    for name in ("on_the_tablet", "hand_it_back"):
        assert ann.get(reverse(name))["Location"] == reverse("portal")


def test_who_has_no_address_cannot_sign_in_by_the_door(cast: Cast) -> None:
    without_address(cast.ann)
    for typed in ("", "None", "none", "ann@example.org"):
        Client().post(reverse("account_request_login_code"), {"email": typed})
    with as_actor(role="door"):
        assert not User.objects.get(pk=cast.ann.pk).last_login


def test_a_sign_in_on_the_tablet_ends_with_its_row_whatever_the_browser_says(cast: Cast) -> None:
    client = begun(cast, cast.ann)
    with as_actor(cast.staff):
        actions.end_hand_off(hand_off=row(cast), how=HandOff.End.BACK, at=NOON)
    assert client.get("/my/")["Location"] == reverse("handed_back")


def test_a_form_of_before_cannot_be_sent_on_the_device(cast: Cast) -> None:
    """A page of the practice left open in another tab carries a token of a sign-in that is gone."""
    client = Client(enforce_csrf_checks=True)
    known = signed_in_as(cast.staff)
    client.cookies = known.cookies
    page = client.get(reverse("hand_off", args=[cast.ann.pk])).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    sent = {"csrfmiddlewaretoken": token[1]}
    assert client.post(reverse("hand_off", args=[cast.ann.pk]), sent).status_code == 302
    assert client.post(reverse("hand_it_back"), sent).status_code == 403
