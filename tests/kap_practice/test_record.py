"""What goes into the record, who reads it there, and that no page goes out without its line."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import ProgrammingError, connection
from django.test import Client
from django.urls import reverse

from accounts.access import Entry, write
from accounts.actor import as_actor
from accounts.models import AccessLog, User
from kap_practice.actions import watch_record
from outbox.models import Message
from tests.cast import NOON, PASSWORD, Cast, signed_in_as
from tests.states import booked

pytestmark = pytest.mark.django_db


def read_by(user: User) -> list[tuple[str, str]]:
    with as_actor(user):
        return list(AccessLog.objects.visible_to(user).order_by("place").values_list("what", "outcome"))


def page(user: User, name: str, *args: object, **asked: str) -> Any:
    with time_machine.travel(NOON, tick=False):
        return signed_in_as(user).get(reverse(name, args=args), asked)


def test_what_the_office_opens_is_read_by_the_couples_therapist_alone(cast: Cast) -> None:
    page(cast.staff, "couple", cast.couple.pk)
    page(cast.staff, "edit_partner", cast.ann.pk)
    opened = [("couple", "opened"), ("edit_partner", "opened")]
    assert read_by(cast.therapist) == opened
    for who in (cast.other_therapist, cast.staff, cast.prescriber):
        assert read_by(who) == []


def test_the_record_marks_what_was_refused(cast: Cast) -> None:
    page(cast.staff, "screening_review", cast.ann.pk)
    said = page(cast.therapist, "couple_record", cast.couple.pk, kind="refused").content.decode()
    assert "Screening: Ann" in said
    assert "Sol Rivera, office staff" in said
    assert "Refused" in said


def test_a_refusal_tells_nothing_by_its_size_or_its_cost(cast: Cast, django_assert_max_num_queries: Any) -> None:
    date = booked(cast, kind="consult", starts_at=NOON)
    browser = signed_in_as(cast.other_therapist)
    counts = []
    for key in (date.pk, cast.ann.pk):  # somebody else's, and one that is not there
        with time_machine.travel(NOON, tick=False), django_assert_max_num_queries(40) as asked:
            answer = browser.get(reverse("appointment", args=[key]))
        counts.append((answer.status_code, len(answer.content), len(asked.captured_queries)))
    assert counts[0] == counts[1]


def test_what_happens_at_the_doors_is_written(cast: Cast) -> None:
    browser, door = Client(), reverse("account_login")
    browser.post(door, {"login": cast.staff.email, "password": "something else"})
    browser.post(door, {"login": cast.staff.email, "password": PASSWORD})
    browser.post(reverse("account_logout"))
    signed = signed_in_as(cast.staff)
    with time_machine.travel(NOON, tick=False):
        signed.post(reverse("account_reauthenticate"), {"password": "wrong again"})
        signed.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        signed.post(reverse("account_logout"))
    first, *_, failed, proved, left = read_by(cast.therapist)
    assert first == ("account_login", "failed")
    assert (failed, proved) == (("account_reauthenticate", "failed"), ("account_reauthenticate", "done"))
    assert left == ("signed_out", "done")


def test_a_partners_sign_in_is_read_by_their_therapist(cast: Cast) -> None:
    browser = Client()
    browser.post(reverse("account_request_login_code"), {"email": cast.ann.user.email})
    code = str(mail.outbox[-1].body).split("\n\n")[1]
    browser.post(reverse("account_confirm_login_code"), {"code": "wrong1"})
    browser.post(reverse("account_confirm_login_code"), {"code": code})
    assert ("signed_in", "done") in read_by(cast.therapist)
    assert ("account_confirm_login_code", "failed") in read_by(cast.therapist)
    assert ("signed_in", "done") not in read_by(cast.other_therapist)


def test_no_page_about_a_person_goes_out_without_its_line(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ProgrammingError

    monkeypatch.setattr(AccessLog, "save", refuse)
    browser = signed_in_as(cast.staff)
    browser.raise_request_exception = False
    with time_machine.travel(NOON, tick=False):
        answer = browser.get(reverse("couple", args=[cast.couple.pk]))
        alive = browser.get("/livez")
    assert answer.status_code == 500
    assert b"Ann" not in answer.content
    assert alive.status_code == 200


def test_the_line_is_the_last_thing_that_a_request_writes(cast: Cast, django_assert_max_num_queries: Any) -> None:
    browser = signed_in_as(cast.staff)
    with time_machine.travel(NOON, tick=False), django_assert_max_num_queries(60) as asked:
        browser.get(reverse("couple", args=[cast.couple.pk]))
    said = [query["sql"] for query in asked.captured_queries]
    place = next(number for number, sql in enumerate(said) if "accounts_accesslog" in sql)
    after = [sql for sql in said[place + 1 :] if not sql.startswith(("select set_config", "RELEASE", "SAVEPOINT"))]
    assert [sql for sql in after if "django_session" not in sql] == []


def test_the_record_is_read_page_by_page(cast: Cast) -> None:
    with as_actor(cast.staff):
        write([Entry("today", layer="dates", outcome="opened") for _ in range(70)], by=cast.staff, at=NOON)
    first = page(cast.therapist, "practice_record")
    assert first.content.decode().count("row-item") == 50
    second = page(cast.therapist, "practice_record", before=str(first.context["log"].before))
    assert second.content.decode().count("row-item") == 20
    assert page(cast.therapist, "practice_record", before="x").status_code == 200


def test_the_record_is_asked_by_kind_person_and_day(cast: Cast) -> None:
    page(cast.staff, "couple_money", cast.couple.pk)
    page(cast.staff, "couple", cast.couple.pk)
    assert "Money: Ann" in page(cast.therapist, "couple_record", cast.couple.pk, kind="money").content.decode()
    only = page(cast.therapist, "couple_record", cast.couple.pk, person="b").content.decode()
    assert "Nothing of this kind" in only
    late = page(cast.therapist, "couple_record", cast.couple.pk, until="2026-11-16").content.decode()
    assert "Nothing of this kind" in late
    assert page(cast.therapist, "practice_record", since="2026-11-17", until="2026-11-16").status_code == 422
    assert "Sol Rivera" in page(cast.therapist, "reader_record", cast.staff.pk).content.decode()


def test_an_empty_record_says_what_will_stand_there(cast: Cast) -> None:
    assert "will stand here" in page(cast.therapist, "couple_record", cast.couple.pk).content.decode()


def test_while_they_are_together_nothing_private_is_listed(cast: Cast) -> None:
    booked(cast, kind="consult", starts_at=NOON)
    page(cast.therapist, "screening_review", cast.ann.pk)
    shown = page(cast.therapist, "couple_record", cast.couple.pk).content.decode()
    assert "Screening" not in shown
    assert "You are together" in shown


def test_the_therapist_is_told_of_reading_that_goes_too_wide(cast: Cast, settings: Any) -> None:
    settings.KAP = {**settings.KAP, "WIDE_COUPLES": 1}
    page(cast.staff, "couple", cast.couple.pk)
    assert watch_record(at=NOON) == 0
    page(cast.staff, "edit_partner", cast.cat.pk)
    assert watch_record(at=NOON + timedelta(minutes=9)) == 1
    assert watch_record(at=NOON + timedelta(minutes=9, seconds=30)) == 1
    assert watch_record(at=NOON + timedelta(minutes=20)) == 0
    with as_actor(cast.therapist):
        told = Message.objects.filter(kind="record")
        assert {(one.person.name, one.subject) for one in told} == {
            ("Maya Okafor", "Please look at the record"),
            ("Otto Brandt", "Please look at the record"),
        }
        assert told.count() == 2


def test_nobody_is_counted_who_asks_as_somebody_else(cast: Cast) -> None:
    with as_actor(cast.ben.user), connection.cursor() as cursor:
        cursor.execute("select * from kap_record_head()")
        assert cursor.fetchall() == []
        cursor.execute("select * from kap_wide_readers('2000-01-01', 0)")
        assert cursor.fetchall() == []
