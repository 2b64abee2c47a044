"""What a partner reads of who opened their record: days and kinds, nothing of the other, nothing of what is private."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from accounts.access import Entry, write
from accounts.actor import as_actor
from accounts.models import AccessLog, User
from clients.models import Partner
from tests.cast import NOON, Cast, signed_in_as
from tests.states import answered, referred, worried

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def get(user: User, name: str, *args: object, **asked: str) -> Any:
    return signed_in_as(user).get(reverse(name, args=args), asked)


def read(partner: Partner) -> bytes:
    answer: Any = get(partner.user, "my_record")
    assert answer.status_code == 200
    content: bytes = answer.content
    return content


def ordinary_days(cast: Cast) -> None:
    """What happens to every couple: the office, the prescriber and the therapist do their work."""
    get(cast.staff, "couple", cast.couple.pk)
    get(cast.staff, "couple_money", cast.couple.pk)
    get(cast.staff, "edit_partner", cast.ann.pk)
    get(cast.prescriber, "clearance", cast.ann.pk)
    get(cast.therapist, "edit_partner", cast.ben.pk)


def test_it_names_the_reader_and_the_kind_for_each_day(cast: Cast) -> None:
    answered(cast.ann)
    referred(cast, cast.ann)
    ordinary_days(cast)
    said = read(cast.ann).decode()
    assert "Tuesday 17 November 2026" in said
    assert "The office" in said
    assert "Names and dates; money and papers" in said
    assert "Ruth, the prescriber" in said
    assert "Health answers" in said
    assert "Sol" not in said


def test_it_is_the_same_whatever_was_told_in_private(cast: Cast) -> None:
    """The therapist reads, checks and decides about Ann; neither page says so, by a word, a count or an order."""
    answered(cast.ann)
    referred(cast, cast.ann)
    ordinary_days(cast)
    before = mended(read(cast.ann)), mended(read(cast.ben))
    worried(cast.ann)
    for name in ("couple", "screening_review", "private_check", "decision", "lift_safety_hold"):
        whom = cast.couple.pk if name == "couple" else cast.ann.pk
        get(cast.therapist, name, whom)
    get(cast.therapist, "couple_record", cast.couple.pk)
    get(cast.therapist, "couple_history", cast.couple.pk)
    get(cast.ann.user, "my_page", "private")
    assert (mended(read(cast.ann)), mended(read(cast.ben))) == before


def mended(content: bytes) -> bytes:
    """Without the form token, which differs on every page."""
    lines = content.split(b"\n")
    return b"\n".join(line for line in lines if b"csrf" not in line.lower())


def test_it_says_nothing_of_the_others_reading_or_record(cast: Cast) -> None:
    get(cast.ann.user, "my_appointments")
    get(cast.staff, "edit_partner", cast.ann.pk)
    assert b"will stand here" in read(cast.ben)
    with as_actor(cast.ben.user), connection.cursor() as cursor:
        cursor.execute("select count(*) from accounts_accesslog")
        assert cursor.fetchone() == (0,)


def test_a_date_of_one_alone_is_on_no_page_of_the_other(cast: Cast) -> None:
    from tests.states import booked  # noqa: PLC0415 - this test only

    intake = booked(cast, kind="intake", number=1, starts_at=NOON)
    get(cast.staff, "appointment", intake.pk)
    seen = {partner.called: b"Names and dates" in read(partner) for partner in (cast.ann, cast.ben)}
    assert sorted(seen.values()) == [False, True]


def test_older_days_stand_on_further_pages(cast: Cast) -> None:
    for back in range(33):
        with as_actor(cast.staff):
            line = Entry("edit_partner", partner=cast.ann.pk, layer="dates", outcome="opened")
            write([line, line], by=cast.staff, at=NOON - timedelta(days=back))
    first = get(cast.ann.user, "my_record")
    assert len(first.context["told"].days) == 30
    later = get(cast.ann.user, "my_record", before=str(first.context["told"].before))
    assert len(later.context["told"].days) == 3
    assert "Nothing earlier" in get(cast.ann.user, "my_record", before="2020-01-01").content.decode()
    assert get(cast.ann.user, "my_record", before="2026-99-99").status_code == 200


def test_the_layer_of_a_page_is_what_it_shows_to_whom(cast: Cast) -> None:
    get(cast.therapist, "couple", cast.couple.pk)
    get(cast.staff, "couple", cast.couple.pk)
    with as_actor(cast.therapist):
        assert list(AccessLog.objects.order_by("place").values_list("role", "layer")) == [
            ("therapist", "private"),
            ("staff", "dates"),
        ]
