"""A clearance on paper counts only after a second reading."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from clients.models import CareTeam
from documents import actions as documents
from documents.models import Upload
from screening import actions
from screening.gather import person_facts
from screening.models import Clearance, PaperClearance, PaperReading
from screening.rules.papers import SAME_READER_WAITS, Read
from tests.cast import NOON, Cast, signed_in_as
from tests.guards import lacking
from tests.proofs import proved_as
from tests.screening.papers import READ, SCAN, SIGNER, changed, kept_paper, kept_scan
from tests.states import referred

pytestmark = pytest.mark.django_db
LATER = NOON + SAME_READER_WAITS


@pytest.fixture
def colleague(cast: Cast) -> Any:
    """A second therapist of the same couple."""
    with as_actor(cast.staff):
        CareTeam.objects.create(couple=cast.couple, user=cast.other_therapist, since=NOON)
    return cast.other_therapist


def counts(cast: Cast) -> bool:
    with as_actor(cast.therapist):
        return person_facts([cast.ann])[cast.ann.pk].clearance is not None


def read_again(paper: PaperClearance, by: Any, read: Read = READ, at: Any = NOON) -> Any:
    with as_actor(by):
        return actions.read_paper(paper=paper, read=read, by=by, at=at)


def test_a_paper_that_was_typed_once_opens_nothing_for_anybody(cast: Cast) -> None:
    kept_paper(cast.ann, cast.therapist)
    for user in (cast.therapist, cast.staff, cast.prescriber):
        with as_actor(user):
            assert person_facts([cast.ann])[cast.ann.pk].clearance is None


def test_the_same_read_by_a_second_person_is_a_clearance_from_the_day_on_the_paper(cast: Cast, colleague: Any) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    given, found = read_again(paper, colleague)
    assert found == []
    assert (given.by_name, given.prescriber, given.confirmed_by) == ("Dr Paul Meier", None, colleague)
    assert given.given_at.isoformat() == "2026-11-16T00:00:00-08:00"
    assert counts(cast)


def test_a_referred_prescriber_can_be_the_second_reader(cast: Cast) -> None:
    referred(cast, cast.ann)
    paper = kept_paper(cast.ann, cast.therapist)
    read_again(paper, cast.prescriber)
    assert counts(cast)


def test_the_one_who_typed_it_waits_half_a_day_also_in_the_database(cast: Cast) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    with pytest.raises(actions.CannotRead, match="12 hours"):
        read_again(paper, cast.therapist)
    with as_actor(cast.therapist), pytest.raises(ProgrammingError), transaction.atomic():
        PaperReading(paper=paper, partner=cast.ann, typed="{}", at=NOON, by=cast.therapist).save(force_insert=True)
    read_again(paper, cast.therapist, at=LATER)
    assert counts(cast)


def test_the_database_takes_no_clearance_from_a_paper_that_was_read_once(cast: Cast, colleague: Any) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    row = {
        "partner": cast.ann, "paper": paper, "confirmed_at": NOON, "confirmed_by": colleague, "given_at": NOON,
        "valid_until": NOON.date(), "sessions": 1, "routes": ["lozenge"], "max_dose_mg": 1, "evaluated_on": NOON.date(),
        "evaluated_how": "telehealth",
    }  # fmt: skip
    with as_actor(colleague), pytest.raises(ProgrammingError), transaction.atomic():
        Clearance(**row).save(force_insert=True)


def test_a_difference_opens_nothing_until_somebody_says_what_the_paper_says(cast: Cast, colleague: Any) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    given, found = read_again(paper, colleague, changed(max_dose_mg=Decimal(115)))
    assert (given, [one.field for one in found], counts(cast)) == (None, ["max_dose_mg"], False)
    with as_actor(colleague):
        with pytest.raises(actions.NotSettled):
            actions.settle_paper(paper=paper, choices={}, by=colleague, at=NOON)
        settled = actions.settle_paper(paper=paper, choices={"max_dose_mg": "second"}, by=colleague, at=NOON)
    assert settled.max_dose_mg == 115
    assert counts(cast)


def test_who_signed_stands_as_the_paper_says(cast: Cast, colleague: Any) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    read_again(paper, colleague, replace(READ, signer=replace(SIGNER, name="Dr Paula Meier", npi="1993999998")))
    with as_actor(colleague):
        choices = {"name": "second", "npi": "second"}
        given = actions.settle_paper(paper=paper, choices=choices, by=colleague, at=NOON)
    assert (given.by_name, given.signer_npi, given.signer_licence) == ("Dr Paula Meier", "1993999998", "CA A 12345")


def test_only_the_second_reader_settles(cast: Cast, colleague: Any) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    read_again(paper, colleague, changed(sessions=1))
    with as_actor(cast.therapist), pytest.raises(actions.CannotRead):
        actions.settle_paper(paper=paper, choices={"sessions": "first"}, by=cast.therapist, at=LATER)


def test_what_was_settled_must_still_be_possible(cast: Cast, colleague: Any) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    read_again(paper, colleague, changed(max_booster_mg=Decimal(200), max_dose_mg=Decimal(300)))
    with as_actor(colleague), pytest.raises(actions.ImpossibleClearance):
        actions.settle_paper(
            paper=paper, choices={"max_booster_mg": "second", "max_dose_mg": "first"}, by=colleague, at=NOON
        )


def test_a_paper_is_in_force_once_and_not_set_aside_after(cast: Cast, colleague: Any) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    read_again(paper, colleague)
    with pytest.raises(actions.CannotRead, match="twice already"):
        read_again(paper, colleague)
    with as_actor(colleague), pytest.raises(actions.CannotRead, match="Suspend"):
        actions.set_paper_aside(paper=paper, reason="Wrong one", by=colleague, at=NOON)


def test_a_paper_that_was_set_aside_is_never_read(cast: Cast, colleague: Any) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    with as_actor(cast.therapist):
        actions.set_paper_aside(paper=paper, reason="Another person's", by=cast.therapist, at=NOON)
        with pytest.raises(actions.AlreadyReceived):
            actions.set_paper_aside(paper=paper, reason="Again", by=cast.therapist, at=NOON)
    with pytest.raises(actions.CannotRead, match="set aside"):
        read_again(paper, colleague)


def test_an_older_paper_never_replaces_what_the_prescriber_gave_since(cast: Cast, colleague: Any) -> None:
    from tests.states import given_clearance  # noqa: PLC0415 - this test only

    referred(cast, cast.ann)
    given_clearance(cast, cast.ann, NOON)
    paper = kept_paper(cast.ann, cast.therapist, read=changed(sessions=9))
    read_again(paper, colleague, changed(sessions=9))
    with as_actor(cast.therapist):
        clearance = person_facts([cast.ann])[cast.ann.pk].clearance
    assert clearance
    assert clearance.sessions == 2


@pytest.mark.parametrize("who", ["staff", "ann", "ben", "prescriber", "other_therapist"])
def test_nobody_else_reads_a_row_of_it(cast: Cast, who: str) -> None:
    kept_paper(cast.ann, cast.therapist)
    somebody = getattr(cast, who)
    with as_actor(getattr(somebody, "user", somebody)), connection.cursor() as cursor:
        for table in ("screening_paperclearance", "screening_paperreading", "documents_upload"):
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone()[0] == 0, table


def test_an_impossible_paper_and_a_second_click_keep_nothing_more(cast: Cast) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    fresh = kept_scan(cast.ann, cast.therapist)
    with as_actor(cast.therapist):
        with pytest.raises(actions.ImpossibleClearance):
            actions.keep_paper(partner=cast.ann, scan=fresh, read=changed(sessions=0), by=cast.therapist, at=NOON)
        for scan, key in ((fresh, paper.pk), (paper.scan, None)):
            with pytest.raises(actions.AlreadyReceived):
                actions.keep_paper(partner=cast.ann, scan=scan, read=READ, by=cast.therapist, at=NOON, key=key)
        assert PaperClearance.objects.count() == 1


def typed(**more: Any) -> dict[str, Any]:
    """The paper as the page takes it."""
    return {
        "signer_name": "Dr Paul Meier", "npi": "1234567893", "licence_number": "A 12345", "licence_state": "CA",
        "signed_on": "2026-11-16", "routes": ["lozenge"], "max_dose_mg": "150", "max_booster_mg": "50",
        "sessions": "2", "valid_until": "2027-02-16", "max_systolic": "140", "max_diastolic": "90", "max_pulse": "100",
        "evaluated_on": "2026-11-12", "evaluated_how": "telehealth",
    } | more  # fmt: skip


def scan() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - this helper only

    from tests.documents.files import PDF  # noqa: PLC0415 - the same

    return SimpleUploadedFile("fax.pdf", PDF, "application/pdf")


@pytest.fixture
def maya(cast: Cast) -> Client:
    return proved_as(cast.therapist)


def test_the_page_keeps_it_and_the_person_waits_for_a_second_read(cast: Cast, maya: Client) -> None:
    url = reverse("record_paper_clearance", args=[cast.ann.pk])
    assert "Choose a file." in maya.post(url).content.decode()
    typing = maya.post(url, {"scan": scan()}).headers["Location"]
    assert typing in maya.get(url).content.decode()  # it can be left, and typed later
    assert maya.post(url, {"scan": scan()}).headers["Location"] == typing  # the same paper again
    page = maya.post(typing, typed(), follow=True).content.decode()
    assert "Waits for a second read" in page
    assert "150" not in page
    assert typing not in maya.get(url).content.decode()


def test_the_scan_stands_beside_the_form_also_when_something_is_to_mend(cast: Cast, maya: Client) -> None:
    kept = kept_scan(cast.ann, cast.therapist)
    typing = reverse("type_paper_clearance", args=[kept.pk])
    shown = f'<iframe class="scan-frame" src="{reverse("clearance_scan", args=[kept.pk])}?beside=1"'
    answer = maya.post(typing, typed(valid_until="2026-11-15", npi="1234567893"))
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "Give a date from today to one year ahead." in words
    assert 'value="A 12345"' in words
    for page in (maya.get(typing), answer):
        assert shown in page.content.decode()
        assert "frame-src 'self'" in page["Content-Security-Policy"]
        assert lacking(page) == []


def test_the_second_reader_and_whoever_settles_read_it_beside_the_form(cast: Cast, colleague: Any) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    otto, url = proved_as(colleague), reverse("read_paper_clearance", args=[paper.pk])
    shown = f"{reverse('clearance_scan', args=[paper.scan_id])}?beside=1"
    assert shown in otto.get(url).content.decode()
    otto.post(url, typed(same_words="on", max_dose_mg="15"))
    assert shown in otto.get(url).content.decode()
    refused = otto.post(reverse("settle_paper_clearance", args=[paper.pk]), {})
    assert shown in refused.content.decode()
    assert "frame-src 'self'" in refused["Content-Security-Policy"]


def test_a_wrong_npi_is_refused_in_words(cast: Cast, maya: Client) -> None:
    typing = reverse("type_paper_clearance", args=[kept_scan(cast.ann, cast.therapist).pk])
    assert maya.post(typing, typed(npi="1234567890")).status_code == 422


def test_the_second_reader_sees_no_number_of_the_first(cast: Cast, colleague: Any) -> None:
    paper = kept_paper(cast.ann, cast.therapist, read=changed(max_dose_mg=Decimal("137.5")))
    page = signed_in_as(colleague).get(reverse("read_paper_clearance", args=[paper.pk])).content.decode()
    assert "Second reading" in page
    assert "137.5" not in page


def test_the_second_reading_on_the_page_puts_it_in_force(cast: Cast, colleague: Any) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    otto = proved_as(colleague)
    url = reverse("read_paper_clearance", args=[paper.pk])
    assert "Compare the words" in otto.post(url, typed()).content.decode()
    page = otto.post(url, typed(same_words="on"), follow=True).content.decode()
    assert "Both readings say the same." in page
    assert "Read a second time by Otto Brandt" in page
    assert "twice" in otto.get(url).content.decode()


def test_differences_are_shown_and_settled_on_the_page(cast: Cast, colleague: Any) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    otto = proved_as(colleague)
    page = otto.post(
        reverse("read_paper_clearance", args=[paper.pk]), typed(same_words="on", max_dose_mg="15"), follow=True
    ).content.decode()
    assert "150 mg (first reading)" in page
    assert "15 mg (second reading)" in page
    settle = reverse("settle_paper_clearance", args=[paper.pk])
    assert otto.post(settle, {}).status_code == 422
    assert "Settled with the paper." in otto.post(settle, {"max_dose_mg": "first"}, follow=True).content.decode()
    assert counts(cast)


def test_the_one_who_typed_it_is_told_to_wait(cast: Cast, maya: Client) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    with as_actor(cast.therapist):
        PaperClearance.objects.get(pk=paper.pk)
    from accounts import clock  # noqa: PLC0415 - this test only

    fresh = kept_paper(cast.ann, cast.therapist, at=clock.now())
    page = maya.get(reverse("read_paper_clearance", args=[fresh.pk])).content.decode()
    assert "You cannot be the second reader now." in page


def test_it_is_set_aside_with_a_reason(cast: Cast, maya: Client) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    url = reverse("set_paper_aside", args=[paper.pk])
    assert maya.post(url, {"reason": ""}).status_code == 422
    assert "Set aside" in maya.post(url, {"reason": "The wrong person"}, follow=True).content.decode()


def test_the_scan_is_a_download_or_stands_in_a_frame_of_this_very_server_alone(cast: Cast, maya: Client) -> None:
    url = reverse("clearance_scan", args=[kept_scan(cast.ann, cast.therapist).pk])
    answer = maya.get(url)
    assert answer["Content-Disposition"].startswith("attachment")
    assert lacking(answer) == []
    beside = maya.get(url, {"beside": "1"})
    assert beside["Content-Disposition"].startswith("inline")
    assert beside["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'self'"
    assert lacking(beside) == ["frames"]
    assert beside["X-Frame-Options"] == "SAMEORIGIN"


def test_a_scan_that_was_set_aside_can_be_typed_again(cast: Cast, maya: Client) -> None:
    paper = kept_paper(cast.ann, cast.therapist)
    with as_actor(cast.therapist):
        actions.set_paper_aside(paper=paper, reason="Mistyped", by=cast.therapist, at=NOON)
    typing = reverse("type_paper_clearance", args=[paper.scan_id])
    assert typing in maya.get(reverse("record_paper_clearance", args=[cast.ann.pk])).content.decode()
    assert "Waits for a second read" in maya.post(typing, typed(), follow=True).content.decode()


def test_nobody_types_from_a_consent_or_from_the_scan_of_another_couple(cast: Cast, maya: Client) -> None:
    other = kept_scan(cast.cat, cast.other_therapist)
    with as_actor(cast.therapist):
        consent = documents.keep(
            about=cast.ann.user, purpose=Upload.Purpose.CONSENT, brought=SCAN, by=cast.therapist, at=NOON
        )
    for name in ("type_paper_clearance", "clearance_scan"):
        for key in (other.pk, consent.pk):
            assert maya.get(reverse(name, args=[key])).status_code == 404


def test_everybody_who_may_read_it_is_told_that_it_waits(cast: Cast, maya: Client) -> None:
    referred(cast, cast.ann)
    kept_paper(cast.ann, cast.therapist)
    assert "Waits for a second read" in maya.get(reverse("couple", args=[cast.couple.pk])).content.decode()
    ruth = signed_in_as(cast.prescriber)
    assert "A paper clearance waits for a second read." in ruth.get(reverse("referrals")).content.decode()
    assert "Waits for a second read" in ruth.get(reverse("clearance", args=[cast.ann.pk])).content.decode()


def test_today_asks_for_the_second_read(cast: Cast, maya: Client) -> None:
    kept_paper(cast.ann, cast.therapist)
    assert "Read a paper clearance of Ann again" in maya.get(reverse("today")).content.decode()
