"""Who answers when: set by the therapist, told to both partners of a couple alike."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from accounts.actions import ImpossibleDays, add_cover, withdraw_cover
from accounts.actor import as_actor
from accounts.models import Cover, Practice, User
from tests.accounts.proving import proved_as
from tests.cast import NOON, Cast, signed_in_as

pytestmark = pytest.mark.django_db
PAGE = "/practice/hours/"
HOURS = {"after_hours_phone": "510 555 0109", "leave_url": "https://www.weather.gov/"} | {
    f"{what}_{day}": hour for day in range(5) for what, hour in (("from", "09:00"), ("to", "17:00"))
}
COVER = {"away": "", "name": "Dr Lee", "phone": "510 555 0177", "starts_on": "2026-11-17", "ends_on": "2026-11-20"}
FOOT = re.compile(r'<footer class="portal-foot">(.*?)</footer>', re.DOTALL)


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def foot(user: User) -> str:
    found = FOOT.search(signed_in_as(user).get("/my/").content.decode())
    assert found
    return " ".join(found[1].split())


def covered(cast: Cast, **given: object) -> Cover:
    facts = {"away": None, "name": "Dr Lee", "phone": "+15105550177", "starts_on": NOON.date(), "ends_on": NOON.date()}
    with as_actor(cast.therapist):
        return add_cover(**facts | given, by=cast.therapist, at=NOON)  # type: ignore[arg-type]  # a table of facts


def test_hours_are_kept_and_both_partners_read_the_same(cast: Cast) -> None:
    assert "Nobody reads" not in foot(cast.ann.user)
    assert proved_as(cast.therapist).post(PAGE, HOURS).status_code == 302
    with as_actor(role="door"):
        practice = Practice.objects.get()
    assert practice.office_hours == [["09:00", "17:00"]] * 5 + [None, None]
    assert practice.after_hours_phone == "+15105550109"
    assert "What you send is read until 17:00 today." in foot(cast.ann.user)
    assert foot(cast.ann.user) == foot(cast.ben.user)


def test_in_the_evening_it_says_that_nobody_reads_and_whom_to_call(cast: Cast) -> None:
    proved_as(cast.therapist).post(PAGE, HOURS)
    with time_machine.travel(NOON + timedelta(hours=8), tick=False):
        assert "Nobody reads this tonight. What you send is read from 09:00 tomorrow." in foot(cast.ann.user)
        assert "(510) 555-0109" in foot(cast.ann.user)
        covered(cast)
        assert "Dr Lee answers calls until the office opens" in foot(cast.ann.user)
        assert foot(cast.ann.user) == foot(cast.ben.user)


@pytest.mark.parametrize("hours", [False, True])
def test_the_crisis_lines_stand_in_any_case(cast: Cast, hours: bool) -> None:
    if hours:
        proved_as(cast.therapist).post(PAGE, HOURS)
    assert "This is not watched around the clock." in foot(cast.ann.user)
    assert 'href="tel:988"' in foot(cast.ann.user)
    assert 'href="tel:911"' in foot(cast.ann.user)


def test_a_therapist_away_is_told_to_her_own_couples_only(cast: Cast) -> None:
    proved_as(cast.therapist).post(PAGE, HOURS)
    covered(cast, away=cast.therapist, name="Otto Brandt", ends_on=date(2026, 11, 20))
    assert "Maya Okafor is away until 20 November" in foot(cast.ann.user)
    assert foot(cast.ann.user) == foot(cast.ben.user)
    assert "Maya Okafor" not in foot(cast.cat.user)


def test_somebody_is_written_down_and_taken_off_again(cast: Cast) -> None:
    maya = proved_as(cast.therapist)
    assert maya.post(reverse("add_cover"), COVER | {"away": str(cast.therapist.pk)}).status_code == 302
    assert "In place of Maya Okafor" in maya.get(PAGE).content.decode()
    with as_actor(cast.therapist):
        cover = Cover.objects.get()
    assert maya.post(reverse("withdraw_cover", args=[cover.pk])).status_code == 302
    assert "In place of Maya Okafor" not in maya.get(PAGE).content.decode()
    with as_actor(cast.therapist):
        withdraw_cover(cover=cover, by=cast.therapist, at=NOON + timedelta(days=1))
        assert Cover.objects.get().withdrawn_at == NOON


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"to_0": ""}, "Give both times for Monday"),
        ({"leave_url": ""}, "Fill in"),
        ({"leave_url": "http://example.org/"}, "begins with https://"),
        ({"leave_url": "weather"}, "begins with https://"),
        ({"leave_url": "https://localhost/"}, "begins with https://"),
        ({"leave_url": "https://therapy.example/"}, "does not hold “therap”"),
        ({"leave_url": "javascript:alert(1)"}, "begins with https://"),
        ({"after_hours_phone": "911!"}, "digits"),
    ],
)
def test_what_cannot_stand_is_told(cast: Cast, typed: dict[str, str], says: str) -> None:
    page = proved_as(cast.therapist).post(PAGE, HOURS | typed)
    assert page.status_code == 422
    assert says in page.content.decode()


def test_who_is_on_call_can_be_somebody_who_signs_in(cast: Cast) -> None:
    maya = proved_as(cast.therapist)
    assert maya.post(reverse("add_cover"), COVER | {"user": str(cast.prescriber.pk)}).status_code == 302
    assert "Told of answers that cannot wait" in maya.get(PAGE).content.decode()
    with as_actor(cast.therapist):
        assert Cover.objects.get().user == cast.prescriber
    both = COVER | {"user": str(cast.prescriber.pk), "away": str(cast.therapist.pk)}
    page = maya.post(reverse("add_cover"), both)
    assert (page.status_code, "Only who is on call is told." in page.content.decode()) == (422, True)
    assert maya.post(reverse("add_cover"), COVER | {"user": str(cast.staff.pk)}).status_code == 422


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"name": ""}, "Enter the name of who answers."),
        ({"ends_on": "2026-11-16"}, "The last day is before the first."),
        ({"away": "00000000-0000-4000-8000-000000000000"}, "Choose one of those shown."),
    ],
)
def test_a_cover_that_cannot_be_is_told(cast: Cast, typed: dict[str, str], says: str) -> None:
    page = proved_as(cast.therapist).post(reverse("add_cover"), COVER | typed)
    assert page.status_code == 422
    assert says in page.content.decode()


def test_days_that_run_backwards_are_refused(cast: Cast) -> None:
    with pytest.raises(ImpossibleDays):
        covered(cast, ends_on=NOON.date() - timedelta(days=1))


@pytest.mark.parametrize("who", ["ann", "staff", "prescriber"])
def test_nobody_but_a_therapist_writes_somebody_down(cast: Cast, who: str) -> None:
    somebody = getattr(cast, who)
    user = getattr(somebody, "user", somebody)
    covered(cast)
    row = Cover(name="X", phone="1", starts_on=NOON.date(), ends_on=NOON.date(), made_at=NOON, made_by=user)
    with as_actor(user):
        assert Cover.objects.update(withdrawn_at=NOON) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            row.save(force_insert=True)


def test_a_stranger_reads_no_name(cast: Cast) -> None:
    covered(cast)
    with as_actor(role="door"), connection.cursor() as cursor:
        cursor.execute("select count(*) from accounts_cover")
        assert cursor.fetchone()[0] == 0
