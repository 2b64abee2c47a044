"""“I would rather talk”: asked for from anywhere, seen by the therapist alone, logged and ended by her."""

import re
from datetime import timedelta

import psycopg
import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from accounts.actor import as_actor
from accounts.models import User
from clients.actions import set_safe_contact
from clients.models import PRIVATE_TEXT, ConsentDocument, Partner
from clients.rules import SafeChoices
from kap_practice.needs import needs_of
from screening import actions
from screening.gather import askings
from screening.models import CallClosing, CallRequest, CallTry, Submission
from screening.rules.calls import INSTEAD_OF_ANSWERING, Wish, reasons_not_to_close, voicemail_allowed, wish_from
from screening.rules.pages import PAGES
from tests.cast import NOON, Cast, signed_in_as
from tests.pages import without_tokens
from tests.states import HOUR, REASSURING

pytestmark = pytest.mark.django_db
CANARY = "CANARY-ANN-7f3c"
TYPED = {"how": "call", "when": ["weekday_morning", "weekday_noon"], "voicemail": "no", "words": CANARY}
TABLES = ("screening_callrequest", "screening_calltry", "screening_callclosing")
PRIVATE = "/my/questions/4/"


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def asks(partner: Partner, wish: Wish | None = None) -> None:
    with as_actor(partner.user):
        wish = wish or Wish("call", ("weekday_noon",), words=CANARY)
        actions.ask_for_call(partner=partner, wish=wish, by=partner.user, at=NOON)


def tries(cast: Cast, outcome: str = "no_answer") -> CallTry:
    return actions.log_call(partner=cast.ann, outcome=outcome, by=cast.therapist, at=NOON + HOUR)


def needs(user: User) -> list[str]:
    with as_actor(user):
        return [need.title for need in needs_of(user, NOON)]


def keyless(page: str) -> str:
    return re.sub(r'name="key" value="[^"]*"', "", without_tokens(page))


def test_a_wish_is_sealed_and_read_back_whole() -> None:
    wish = Wish("in_person", ("known",), "+15105550119", "yes", "A word.")
    assert wish_from(wish.as_text()) == wish
    assert (wish.spoken_how, wish.spoken_when) == (
        "At our next talk, when I am alone with you",
        ["In the hours that I gave you before"],
    )
    assert wish.spoken_voicemail == "Yes: a name and a number, nothing else"


@pytest.mark.parametrize(
    ("said", "by_choice", "allowed"),
    [("no", True, False), ("yes", False, True), ("as_said", True, True), ("as_said", False, False)],
)
def test_a_voicemail_is_left_only_where_it_was_allowed(said: str, by_choice: bool, allowed: bool) -> None:
    assert voicemail_allowed(Wish(voicemail=said), by_choice=by_choice) is allowed


def test_an_asking_ends_with_a_check_only_when_there_was_one() -> None:
    assert reasons_not_to_close("checked", checked_since=False)
    assert not reasons_not_to_close("checked", checked_since=True)
    assert not reasons_not_to_close("talked", checked_since=False)


def test_a_partner_asks_from_the_portal_and_the_page_opens_empty_again(cast: Cast) -> None:
    ann = signed_in_as(cast.ann.user)
    assert 'href="/my/talk/"' in ann.get("/my/").content.decode()
    before = keyless(ann.get("/my/talk/").content.decode())
    assert ann.post("/my/talk/", TYPED).headers["Location"] == "/my/talk/"
    assert "Received." in ann.get("/my/talk/").content.decode()
    assert keyless(ann.get("/my/talk/").content.decode()) == before
    with as_actor(cast.therapist):
        [asking] = askings(cast.ann, cast.therapist)
    assert asking.wish == Wish("call", ("weekday_morning", "weekday_noon"), "", "no", CANARY)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"how": ""}, "Choose how you would like to talk."),
        ({"when": []}, "Choose at least one time at which a call is safe."),
        ({"when": ["midnight"]}, "Choose from the answers shown."),
        ({"voicemail": ""}, "Choose whether a voicemail is all right."),
        ({"phone": "12"}, "too few or too many digits"),
        ({"words": "x" * 501}, "Shorten this to 500 characters."),
    ],
)
def test_what_is_missing_is_told_and_nothing_typed_is_lost(cast: Cast, typed: dict[str, object], says: str) -> None:
    page = signed_in_as(cast.ann.user).post("/my/talk/", {"words": "Kept"} | TYPED | typed)
    assert page.status_code == 422
    assert says in page.content.decode()
    assert ("x" * 501 if "words" in typed else CANARY) in page.content.decode()


def test_in_person_needs_no_hour(cast: Cast) -> None:
    typed = TYPED | {"how": "in_person", "when": []}
    assert signed_in_as(cast.ann.user).post("/my/talk/", typed).status_code == 302


def test_a_double_click_asks_once(cast: Cast) -> None:
    ann = signed_in_as(cast.ann.user)
    key = re.search(r'name="key" value="([^"]+)"', ann.get("/my/talk/").content.decode())
    assert key
    for _ in range(2):
        assert ann.post("/my/talk/", TYPED | {"key": key[1]}).status_code == 302
    with as_actor(cast.therapist):
        assert CallRequest.objects.count() == 1


def test_talking_instead_of_the_private_questions_counts_as_done_and_makes_a_task(cast: Cast) -> None:
    ann = signed_in_as(cast.ann.user)
    ann.post(PRIVATE, {"skip": "yes"})
    assert "Answered on" in ann.get(PRIVATE).content.decode()
    assert "Call Ann" in needs(cast.therapist)
    with as_actor(cast.therapist):
        [asking] = askings(cast.ann, cast.therapist)
    assert asking.wish == INSTEAD_OF_ANSWERING
    page = signed_in_as(cast.therapist).get(reverse("calls", args=[cast.ann.pk])).content.decode()
    assert "left out, to talk about them instead" in page


def test_skipping_for_now_keeps_nothing_and_leaves_it_on_the_list(cast: Cast) -> None:
    ann = signed_in_as(cast.ann.user)
    page = ann.get(f"{PRIVATE}?part=2").content.decode()
    assert re.search(r'href="/my/">Skip for now', page)
    with as_actor(cast.therapist):
        assert not Submission.objects.exists()
        assert not CallRequest.objects.exists()
    assert f"0 of {len(PAGES) + 1} done" in ann.get("/my/").content.decode()


def test_answering_makes_no_task(cast: Cast) -> None:
    signed_in_as(cast.ann.user).post(f"{PRIVATE}?part=2", REASSURING)
    assert "Call Ann" not in needs(cast.therapist)


def test_today_says_it_in_neutral_words_and_to_the_therapist_alone(cast: Cast) -> None:
    asks(cast.ann)
    page = signed_in_as(cast.therapist).get("/today/").content.decode()
    assert "Call Ann" in page
    assert "Asked to talk on 17 November." in page
    assert CANARY not in page
    assert "Call Ann" not in needs(cast.staff)
    assert "Call Ann" not in needs(cast.other_therapist)


def test_each_try_is_logged_and_the_end_takes_it_off_the_list(cast: Cast) -> None:
    asks(cast.ann)
    maya = signed_in_as(cast.therapist)
    page = reverse("calls", args=[cast.ann.pk])
    assert (
        maya.post(reverse("log_call", args=[cast.ann.pk]), {"outcome": "no_answer", "words": "Rang."}).status_code
        == 302
    )
    text = maya.get(page).content.decode()
    assert "No answer" in text
    assert "Rang." in text
    assert CANARY in text
    assert maya.post(reverse("close_call", args=[cast.ann.pk]), {"outcome": "talked"}).headers["Location"] == page
    text = maya.get(page).content.decode()
    assert "is not waiting for a call" in text
    assert "Talked; nothing more is needed" in text
    assert "Call Ann" not in needs(cast.therapist)
    assert "Ended" in maya.get(reverse("screening_review", args=[cast.ann.pk])).content.decode()


def test_every_open_asking_ends_together_with_its_check(cast: Cast) -> None:
    asks(cast.ann)
    asks(cast.ann)
    with as_actor(cast.therapist):
        check = actions.record_private_check(
            partner=cast.ann, how="by_voice", finding="safe", by=cast.therapist, at=NOON + HOUR
        )
        actions.close_call(partner=cast.ann, outcome="checked", by=cast.therapist, at=NOON + 2 * HOUR)
        assert [one.private_check for one in CallClosing.objects.all()] == [check, check]


@pytest.mark.parametrize(
    ("outcome", "says"),
    [("checked", "Record the private check first"), ("", "Choose what came of it.")],
)
def test_a_closing_that_stands_on_nothing_is_refused(cast: Cast, outcome: str, says: str) -> None:
    asks(cast.ann)
    page = signed_in_as(cast.therapist).post(reverse("close_call", args=[cast.ann.pk]), {"outcome": outcome})
    assert page.status_code == 422
    assert says in page.content.decode()
    assert "Call Ann" in needs(cast.therapist)


def test_an_older_check_ends_nothing(cast: Cast) -> None:
    with as_actor(cast.therapist):
        actions.record_private_check(
            partner=cast.ann, how="by_voice", finding="safe", by=cast.therapist, at=NOON - timedelta(days=1)
        )
    asks(cast.ann)
    with as_actor(cast.therapist), pytest.raises(actions.CannotClose):
        actions.close_call(partner=cast.ann, outcome="checked", by=cast.therapist, at=NOON)


def test_a_voicemail_nobody_allowed_is_neither_offered_nor_taken(cast: Cast) -> None:
    asks(cast.ann)
    maya = signed_in_as(cast.therapist)
    assert "Left a neutral voicemail" not in maya.get(reverse("calls", args=[cast.ann.pk])).content.decode()
    page = maya.post(reverse("log_call", args=[cast.ann.pk]), {"outcome": "voicemail"})
    assert page.status_code == 422
    assert "Ann wants no voicemail." in page.content.decode()
    with as_actor(cast.therapist):
        assert not CallTry.objects.exists()


def test_a_voicemail_that_stands_allowed_may_be_left(cast: Cast) -> None:
    with as_actor(cast.ann.user):
        set_safe_contact(partner=cast.ann, choices=SafeChoices(voicemail=True), by=cast.ann.user, at=NOON)
    asks(cast.ann)
    with as_actor(cast.therapist):
        assert tries(cast, "voicemail").outcome == "voicemail"


@pytest.mark.parametrize("name", ["log_call", "close_call"])
def test_where_nobody_waits_there_is_nothing_to_log_or_end(cast: Cast, name: str) -> None:
    typed = {"outcome": "reached" if name == "log_call" else "talked"}
    page = signed_in_as(cast.therapist).post(reverse(name, args=[cast.ann.pk]), typed)
    assert page.status_code == 422
    assert "Nobody waits for a call here." in page.content.decode()


def test_a_try_without_an_outcome_is_asked_for(cast: Cast) -> None:
    asks(cast.ann)
    page = signed_in_as(cast.therapist).post(reverse("log_call", args=[cast.ann.pk]), {})
    assert page.status_code == 422
    assert "Choose how it went." in page.content.decode()


def test_the_other_partner_and_the_office_see_no_difference(cast: Cast) -> None:
    ben, sol = signed_in_as(cast.ben.user), signed_in_as(cast.staff)
    couple = reverse("couple", args=[cast.couple.pk])
    pages = [(ben, "/my/"), (ben, "/my/talk/"), (ben, PRIVATE), (sol, "/today/"), (sol, couple), (sol, "/messages/")]
    before = [keyless(client.get(page).content.decode()) for client, page in pages]
    asks(cast.ann)
    with as_actor(cast.therapist):
        tries(cast)
    assert [keyless(client.get(page).content.decode()) for client, page in pages] == before


def test_the_version_that_was_shown_is_kept_with_each_sending(cast: Cast) -> None:
    ann = signed_in_as(cast.ann.user)
    assert re.search(r'name="shown" value="1"', ann.get(f"{PRIVATE}?part=2").content.decode())
    with as_actor(cast.therapist):
        ConsentDocument.objects.create(kind=PRIVATE_TEXT, version=2, title="T", body="New.", published_at=NOON)
    ann.post(f"{PRIVATE}?part=2", REASSURING | {"shown": "1"})
    ann.post(f"{PRIVATE}?part=2", REASSURING | {"shown": "2"})
    ann.post(f"{PRIVATE}?part=2", REASSURING | {"shown": "99"})
    with as_actor(cast.therapist):
        sent = Submission.objects.filter(page="private").values_list("shown__version", flat=True)
        assert sorted(sent) == [1, 2, 2]
    assert "version 1 of the text" in (
        signed_in_as(cast.therapist).get(reverse("screening_review", args=[cast.ann.pk])).content.decode()
    )


def counts(user: User) -> tuple[int, ...]:
    with as_actor(user), connection.cursor() as cursor:
        found = []
        for table in TABLES:
            cursor.execute(f"select count(*) from {table}")
            found.append(int(cursor.fetchone()[0]))
        return tuple(found)


@pytest.fixture
def logged(cast: Cast) -> Cast:
    asks(cast.ann)
    with as_actor(cast.therapist):
        tries(cast)
        actions.close_call(partner=cast.ann, outcome="talked", words=CANARY, by=cast.therapist, at=NOON + HOUR)
    return cast


@pytest.mark.parametrize("who", ["ann", "ben", "staff", "prescriber", "other_therapist"])
def test_the_database_shows_nobody_but_their_therapist_a_row(logged: Cast, who: str) -> None:
    somebody = getattr(logged, who)
    assert counts(getattr(somebody, "user", somebody)) == (0, 0, 0)
    assert counts(logged.therapist) == (1, 1, 1)


@pytest.mark.parametrize("who", ["ann", "ben", "staff", "prescriber", "other_therapist"])
def test_nobody_else_logs_or_ends(logged: Cast, who: str) -> None:
    somebody = getattr(logged, who)
    user = getattr(somebody, "user", somebody)
    with as_actor(logged.therapist):
        request = CallRequest.objects.get()
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with as_actor(user), refused, transaction.atomic():
        CallTry(request=request, partner=logged.ann, outcome="reached", at=NOON, by=user).save(force_insert=True)


def test_ben_asks_for_nothing_in_anns_name(cast: Cast) -> None:
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with as_actor(cast.ben.user), refused, transaction.atomic():
        actions.ask_for_call(partner=cast.ann, wish=Wish(), by=cast.ben.user, at=NOON)


@pytest.mark.parametrize("table", TABLES)
def test_what_was_asked_and_logged_is_never_changed(logged: Cast, table: str) -> None:
    for act in (f"update {table} set id = id", f"delete from {table}"):
        refused = pytest.raises(ProgrammingError, match="permission denied")
        with as_actor(logged.therapist), refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act)


def test_a_closing_that_claims_a_check_has_one(cast: Cast) -> None:
    asks(cast.ann)
    with as_actor(cast.therapist):
        request = CallRequest.objects.get()
    row = CallClosing(request=request, partner=cast.ann, outcome="checked", at=NOON, by=cast.therapist)
    refused = pytest.raises(IntegrityError, match="a_checked_closing")
    with as_actor(cast.therapist), refused, transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_wishes_and_notes_lie_encrypted(logged: Cast, superuser: psycopg.Connection) -> None:
    for column, table in (("body", TABLES[0]), ("words", TABLES[2])):
        [(stored,)] = superuser.execute(f"select {column} from {table}").fetchall()
        assert CANARY not in stored
