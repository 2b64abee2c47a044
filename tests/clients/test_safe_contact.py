"""How a person can be reached: said by them or their therapist, never read back, dos and don'ts for the office."""

from datetime import time, timedelta

import psycopg
import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from accounts.actor import as_actor
from accounts.hours import ANY_HOUR
from accounts.models import User
from clients.actions import NotTheirsToSet, set_safe_contact
from clients.gather import how_to_reach
from clients.models import Partner, SafeContact, SafeWords
from clients.rules import WRITING, SafeChoices, dos_and_donts
from outbox.models import Reach
from outbox.rules import Writing
from tests.cast import NOON, Cast, signed_in_as
from tests.pages import without_tokens, words_of

pytestmark = pytest.mark.django_db
CANARY = "CANARY-ANN-7f3c"
MORNINGS = (*((time(9), time(12)),) * 5, None, None)
CAREFUL = SafeChoices(Writing(WRITING["none"], MORNINGS), phone="+15105550119")
TYPED = {"writing": "none", "voicemail": "no", "phone": "510 555 0119", "phrase": CANARY, "note": "After nine."} | {
    f"{what}_{day}": hour for day in range(5) for what, hour in (("from", "09:00"), ("to", "12:00"))
}
TABLES = ("outbox_reach", "clients_safecontact", "clients_safewords")


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def said_by_ann(cast: Cast, choices: SafeChoices = CAREFUL) -> None:
    with as_actor(cast.ann.user):
        set_safe_contact(partner=cast.ann, choices=choices, phrase=CANARY, by=cast.ann.user, at=NOON)


def lines(cast: Cast, user: User, partner: Partner) -> list[str]:
    with as_actor(user):
        return how_to_reach(partner, user, NOON).lines


def test_until_somebody_says_otherwise_it_is_mail_and_no_voicemail(cast: Cast) -> None:
    assert lines(cast, cast.therapist, cast.ann) == ["No voicemail.", "E-mail, no texts.", "At any hour."]


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (
            CAREFUL,
            [
                "Write nothing: no mail and no text.",
                "No voicemail.",
                "Only Mon to Fri 09:00-12:00 Pacific.",
                "Call (510) 555-0119 and no other number.",
            ],
        ),
        (
            SafeChoices(Writing(WRITING["both"]), voicemail=True),
            ["A neutral voicemail is fine.", "E-mail and texts are fine.", "At any hour."],
        ),
    ],
)
def test_choices_as_dos_and_donts(choices: SafeChoices, words: list[str]) -> None:
    assert dos_and_donts(choices, "Pacific") == words


def test_a_person_says_it_in_the_portal_and_the_page_opens_empty_again(cast: Cast) -> None:
    ann = signed_in_as(cast.ann.user)
    before = without_tokens(ann.get("/my/contact/").content.decode())
    assert ann.post("/my/contact/", TYPED).headers["Location"] == "/my/contact/"
    assert "Received. It counts from now on." in ann.get("/my/contact/").content.decode()
    after = without_tokens(ann.get("/my/contact/").content.decode())
    assert after == before
    assert lines(cast, cast.therapist, cast.ann)[0] == "Write nothing: no mail and no text."
    with as_actor(cast.therapist):
        assert how_to_reach(cast.ann, cast.therapist, NOON).phrase == CANARY


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"writing": ""}, "Choose how we may write."),
        ({"to_0": ""}, "Give both times for Monday, or neither."),
        ({"from_0": ""}, "Give both times for Monday, or neither."),
        ({"to_1": "09:00"}, "On Tuesday the second time has to be later than the first."),
        ({"to_1": "noon"}, "Enter a time"),
        ({"phone": "12"}, "too few or too many digits"),
        ({"note": "x" * 501}, "Shorten this to 500 characters."),
    ],
)
def test_what_cannot_be_meant_is_told_beside_the_field_and_stays_typed(
    cast: Cast, typed: dict[str, str], says: str
) -> None:
    page = signed_in_as(cast.ann.user).post("/my/contact/", TYPED | typed)
    assert page.status_code == 422
    assert says in page.content.decode()
    assert CANARY in page.content.decode()


def test_no_day_filled_in_is_any_hour(cast: Cast) -> None:
    signed_in_as(cast.ann.user).post("/my/contact/", {"writing": "email", "voicemail": "no"})
    with as_actor(cast.therapist):
        assert SafeContact.objects.get().choices().writing.hours == ANY_HOUR


def test_the_therapist_writes_down_what_she_was_told_and_earlier_words_stay(cast: Cast) -> None:
    said_by_ann(cast)
    page = reverse("safe_contact", args=[cast.ann.pk])
    maya = signed_in_as(cast.therapist)
    shown = maya.get(page).content.decode()
    assert CANARY in shown
    assert "Ann, in the portal" in shown
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        assert maya.post(page, TYPED | {"writing": "email", "phrase": ""}).status_code == 302
        shown = words_of(maya.get(page).content.decode())
    assert "Maya Okafor" in shown
    with as_actor(cast.therapist):
        assert SafeContact.objects.count() == 2
    assert lines(cast, cast.therapist, cast.ann)[:2] == ["No voicemail.", "E-mail, no texts."]


@pytest.mark.parametrize("who", ["staff", "prescriber", "other_therapist", "ben"])
def test_nobody_else_says_it(cast: Cast, who: str) -> None:
    somebody = getattr(cast, who)
    user = getattr(somebody, "user", somebody)
    with as_actor(user), pytest.raises(NotTheirsToSet):
        set_safe_contact(partner=cast.ann, choices=CAREFUL, by=user, at=NOON)


def test_the_office_reads_what_to_do_on_the_couples_page_and_no_word(cast: Cast) -> None:
    said_by_ann(cast)
    sol = signed_in_as(cast.staff)
    for page in (reverse("couple", args=[cast.couple.pk]), reverse("edit_partner", args=[cast.ann.pk])):
        text = sol.get(page).content.decode()
        assert "Write nothing: no mail and no text. No voicemail." in text
        assert CANARY not in text
        assert reverse("safe_contact", args=[cast.ann.pk]) not in text
    assert "As mail goes to them now:" in sol.get(reverse("invite_partner", args=[cast.ann.pk])).content.decode()


def test_the_therapist_reads_it_on_the_review(cast: Cast) -> None:
    said_by_ann(cast)
    text = signed_in_as(cast.therapist).get(reverse("screening_review", args=[cast.ann.pk])).content.decode()
    assert "Reaching Ann safely" in text
    assert CANARY in text


def test_the_other_partner_sees_no_difference(cast: Cast) -> None:
    ben = signed_in_as(cast.ben.user)
    pages = ("/my/", "/my/contact/", "/my/appointments/", "/my/readers/", "/my/help/")
    before = [without_tokens(ben.get(page).content.decode()) for page in pages]
    said_by_ann(cast)
    assert [without_tokens(ben.get(page).content.decode()) for page in pages] == before


def counts(user: User) -> dict[str, int]:
    with as_actor(user), connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"select count(*) from {table}")
            found[table] = int(cursor.fetchone()[0])
        return found


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("ann", (0, 0, 0)),
        ("ben", (0, 0, 0)),
        ("staff", (1, 1, 0)),
        ("prescriber", (0, 0, 0)),
        ("therapist", (1, 1, 1)),
        ("other_therapist", (0, 0, 0)),
    ],
)
def test_the_database_shows_each_what_is_theirs(cast: Cast, who: str, seen: tuple[int, ...]) -> None:
    said_by_ann(cast)
    somebody = getattr(cast, who)
    assert counts(getattr(somebody, "user", somebody)) == dict(zip(TABLES, seen, strict=True))


@pytest.mark.parametrize(
    "act",
    ["update outbox_reach set channels = '{email}'", "delete from clients_safecontact", "delete from outbox_reach"],
)
def test_what_was_said_is_never_changed(cast: Cast, act: str) -> None:
    said_by_ann(cast)
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with as_actor(cast.therapist), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act)


@pytest.mark.parametrize("who", ["ben", "staff", "prescriber", "other_therapist"])
def test_the_database_takes_no_word_in_anothers_name(cast: Cast, who: str) -> None:
    somebody = getattr(cast, who)
    refused = pytest.raises(ProgrammingError, match="row-level security")
    with as_actor(getattr(somebody, "user", somebody)), refused, transaction.atomic():
        Reach(person=cast.ann.user, channels=["email"], set_at=NOON).save(force_insert=True)


def test_the_worker_reads_how_to_write_and_neither_number_nor_word(cast: Cast) -> None:
    with connection.cursor() as cursor:
        for table, may in zip(TABLES, (True, False, False), strict=True):
            cursor.execute("select has_table_privilege('kap_worker', %s, 'select')", [table])
            assert cursor.fetchone()[0] is may


@pytest.mark.django_db(transaction=True)
def test_number_and_words_lie_encrypted(cast: Cast, superuser: psycopg.Connection) -> None:
    said_by_ann(cast)
    with as_actor(cast.therapist):
        assert SafeWords.objects.get().phrase == CANARY
    stored = superuser.execute(
        "select c.phone, w.phrase from clients_safecontact c join clients_safewords w on w.contact_id = c.id"
    ).fetchone()
    assert stored
    assert CANARY not in stored[1]
    assert "5105550119" not in stored[0]
