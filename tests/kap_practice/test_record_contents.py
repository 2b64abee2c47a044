"""What a copy of a record holds, and what no copy ever does."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from accounts.actor import as_actor
from clients.models import CopyRequest, Membership
from documents import actions as documents
from documents import pdf
from documents.models import Package
from kap_practice.copies import issue
from kap_practice.copies.sessions import notes_to_choose
from screening import actions as screening
from screening.gather.clearances import thread
from sessions import actions as sessions
from tests.billing.states import completed, paid, stateable
from tests.cast import NOON, Cast
from tests.clients.letters import letters
from tests.clients.rights import agreed, asked, refused
from tests.kap_practice.records import held, issued, lists, noted, packed, ready
from tests.proofs import proved_as
from tests.screening.measures import answered_measure, sent_measure
from tests.sessions.medicine import ORDER, counted, prescribed
from tests.states import HOUR, answered, booked, referred, worried

pytestmark = pytest.mark.django_db
CANARY = "CANARY-7f3c"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def all_words(files: dict[str, bytes]) -> str:
    """Everything that a copy says: its texts, the words of its PDF, and what the PDF carries beside them."""
    paper = PdfReader(io.BytesIO(files["record.pdf"]))
    said = [page.extract_text() for page in paper.pages] + [str(paper.metadata)]
    return "\n".join([*said, *(data.decode() for name, data in files.items() if name != "record.pdf")])


def rows_of(files: dict[str, bytes], name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(files[f"{name}.csv"].decode("utf-8-sig"))))[1:]


def test_a_persons_copy_has_their_own_record(cast: Cast) -> None:
    stateable(cast)
    paid(cast, "50.00")
    files = packed(cast, issued(cast, ready(cast, cast.ann), words="Call me.\nMaya"))
    found = lists(files)
    assert found["title"] == "Copy of the record of Ann Archer"
    assert {row["What"]: row["Value"] for row in found["person"]}["Birth date"] == "1988-03-04"
    assert [row["Session"] for row in found["sessions"]] == ["Preparation 1"]
    assert [row["ICD-10-CM"] for row in found["diagnoses"]] == ["F43.10"]
    assert found["payments"] == [
        {"Received": "2026-11-17", "Amount, USD": "50.00", "How": "Card", "From": "The person"}
    ]
    assert "Call me." in all_words(files)


def test_it_has_what_happened_to_the_person_in_a_joint_session_and_nothing_of_the_other(cast: Cast) -> None:
    held(cast)
    files = packed(cast, issued(cast, ready(cast, cast.ann)))
    found = lists(files)
    assert [row["mg"] for row in found["doses"]] == ["100.0"]
    assert [row["Own part"] for row in found["sessions"]] == ["Taking the medicine"]
    assert found["health_answers"]
    assert found["clearances"][0]["Dose up to, mg"] == "150.0"
    words = all_words(files)
    assert not re.findall(rf"\b(Ben|Boyd|120\.0|ben@example\.org|{cast.ben.pk})\b", words)


def test_no_copy_holds_what_was_told_in_private_or_in_confidence(cast: Cast) -> None:
    """Private answers, checks and decisions, notes that were not chosen, and the words of the room."""
    appointment = held(cast, said=f"{CANARY}-log")
    noted(cast, appointment, f"{CANARY}-note", f"{CANARY}-amendment")
    with as_actor(cast.therapist):
        screening.record_private_check(
            partner=cast.ann,
            how="in_person",
            finding="not_now",
            words=f"{CANARY}-check",
            by=cast.therapist,
            at=NOON + HOUR,
        )
        screening.decide(
            partner=cast.ann, outcome="not_now", reason=f"{CANARY}-reason", by=cast.therapist, at=NOON + 2 * HOUR
        )
    worried(cast.ben, NOON + HOUR)
    for about in (cast.ann, cast.ben, cast.couple):
        words = all_words(packed(cast, issued(cast, ready(cast, about))))
        assert CANARY not in words
        assert "safe_home" not in words


def test_private_answers_change_not_one_byte_of_a_copy(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same files, to the byte, whether or not somebody tells of a concern in private."""
    monkeypatch.setattr(pdf, "render", lambda **drawn: pdf.Pdf(drawn["html"].encode(), 1))
    answered(cast.ann)
    before = packed(cast, issued(cast, ready(cast, cast.ann)))
    with as_actor(cast.therapist):
        CopyRequest.objects.update(closed_at=NOON, closed_by=cast.therapist)
    worried(cast.ann)
    worried(cast.ben)
    after = packed(cast, issued(cast, ready(cast, cast.ann)))
    assert before == after


def test_the_manifest_lists_what_is_in_and_says_one_sentence_to_all(cast: Cast) -> None:
    held(cast)
    own, joint = (packed(cast, issued(cast, ready(cast, about))) for about in (cast.ann, cast.couple))
    for files in (own, joint):
        manifest = json.loads(files["manifest.json"])
        listed = {one["name"]: one for one in manifest["files"]}
        assert set(listed) == set(files) - {"manifest.json"}
        assert all(one["sha256"] == sha256(files[name]).hexdigest() for name, one in listed.items())
        assert all(one["bytes"] == len(files[name]) for name, one in listed.items())
        counted = {name: one["rows"] for name, one in listed.items() if "rows" in one}
        assert counted == {name: len(rows_of(files, name.removesuffix(".csv"))) for name in counted}
    said = [json.loads(files["manifest.json"])["what_copies_never_hold"] for files in (own, joint)]
    assert said[0] == said[1]


def test_every_copy_of_a_kind_has_the_same_files(cast: Cast) -> None:
    """A list without rows is there too, so that no missing file tells of anything."""
    held(cast)
    assert set(packed(cast, issued(cast, ready(cast, cast.ann)))) == set(
        packed(cast, issued(cast, ready(cast, cast.ben)))
    )


def test_a_joint_copy_has_what_both_came_to(cast: Cast) -> None:
    held(cast)
    alone = booked(cast, kind="intake", number=1, starts_at=NOON + timedelta(days=1), at=NOON - timedelta(days=1))
    with as_actor(cast.therapist):
        sessions.complete(appointment=alone, by=cast.therapist, at=NOON + timedelta(days=1, hours=1))
    found = lists(packed(cast, issued(cast, ready(cast, cast.couple))))
    assert {row["Person"]: row["mg"] for row in found["doses"]} == {"Ann Archer": "100.0", "Ben Boyd": "120.0"}
    assert [row["Session"] for row in found["sessions"]] == ["Ketamine 1", "Ketamine 1"]
    assert "Private intake" not in json.dumps(found)
    assert "health_answers" not in found


def test_notes_come_in_only_by_the_therapists_choice(cast: Cast) -> None:
    joint = noted(cast, completed(cast), "What we spoke of.", "And later.")
    own = booked(cast, kind="intake", number=1, starts_at=NOON + timedelta(days=1), at=NOON - timedelta(days=1))
    with as_actor(cast.therapist):
        sessions.complete(appointment=own, by=cast.therapist, at=NOON + timedelta(days=1, hours=1))
    alone = noted(cast, own, "Told alone.")
    of_couple, of_ann = ready(cast, cast.couple), ready(cast, cast.ann)
    with as_actor(cast.therapist):
        assert notes_to_choose(of_couple, cast.therapist) == [joint]
        assert notes_to_choose(of_ann, cast.therapist) == [alone]
    found = lists(packed(cast, issued(cast, of_couple, notes=[joint.pk, alone.pk, uuid4()])))
    assert [row["Words"] for row in found["notes"]] == ["What we spoke of.", "And later."]


def test_it_waits_until_everybody_concerned_agrees(cast: Cast) -> None:
    request = asked(cast, cast.couple)
    agreed(request, cast.ann)
    with pytest.raises(issue.NotReady) as refusal:
        issued(cast, request)
    assert refusal.value.reasons == ["Ben has not agreed yet."]
    refused(request, cast.ben)
    with pytest.raises(issue.NotReady, match="Ben does not agree"):
        issued(cast, request)


def test_it_is_made_once_and_anew_only_when_its_day_has_passed(cast: Cast) -> None:
    request = ready(cast, cast.ann)
    first = issued(cast, request)
    with pytest.raises(issue.NotReady, match="made already"):
        issued(cast, request)
    documents.expire(at=NOON + timedelta(days=31))
    assert issued(cast, request).pk != first.pk


def test_nothing_can_be_agreed_to_or_made_once_it_is_closed(cast: Cast) -> None:
    request = ready(cast, cast.ann)
    with as_actor(cast.therapist):
        CopyRequest.objects.update(closed_at=NOON, closed_by=cast.therapist)
    with pytest.raises(issue.NotReady, match="closed"):
        issued(cast, request)


def given(cast: Cast, request: CopyRequest, how: str) -> None:
    with as_actor(cast.therapist):
        request.refresh_from_db()
        issue.give_copy(request=request, how=how, by=cast.therapist, at=NOON)


def readable_by(person: object) -> int:
    with as_actor(person):  # type: ignore[arg-type]  # one of the cast's users
        return Package.objects.count()


def test_a_joint_copy_given_in_the_portal_is_read_by_both_until_its_day(cast: Cast) -> None:
    request = ready(cast, cast.couple)
    package = issued(cast, request)
    packed(cast, package)
    assert (readable_by(cast.ann.user), readable_by(cast.ben.user)) == (0, 0)
    given(cast, request, "portal")
    assert (readable_by(cast.ann.user), readable_by(cast.ben.user), readable_by(cast.cat.user)) == (1, 1, 0)
    assert (readable_by(cast.staff), readable_by(cast.prescriber), readable_by(cast.other_therapist)) == (0, 0, 0)
    assert {one.address for one in letters()} >= {"ann@example.org", "ben@example.org"}
    assert documents.expire(at=NOON + timedelta(days=15)) == 1
    with as_actor(cast.therapist):
        package.refresh_from_db()
        assert (package.archive, package.contents, package.state) == ("", "", Package.State.OVER)
    assert readable_by(cast.ann.user) == 0


def test_a_copy_given_by_hand_lies_in_no_portal(cast: Cast) -> None:
    request = ready(cast, cast.ann)
    with pytest.raises(issue.NotReady):
        given(cast, request, "hand")
    packed(cast, issued(cast, request))
    given(cast, request, "hand")
    assert readable_by(cast.ann.user) == 0
    with as_actor(cast.therapist):
        request.refresh_from_db()
        assert (request.given_how, request.closed_by) == ("hand", cast.therapist)


def test_a_couple_that_has_parted_long_ago_still_has_its_record(cast: Cast) -> None:
    held(cast)
    with as_actor(cast.therapist):
        Membership.objects.filter(couple=cast.couple).update(until=date(2026, 11, 18))
        cast.couple.closed_at = NOON
        cast.couple.save()
    found = lists(packed(cast, issued(cast, ready(cast, cast.couple))))
    assert [row["Until"] for row in found["people"]] == ["2026-11-18", "2026-11-18"]
    assert len(found["doses"]) == 2
    assert lists(packed(cast, issued(cast, ready(cast, cast.ann))))["doses"]


def test_each_of_a_couple_that_has_parted_can_ask_and_agree_and_read(cast: Cast) -> None:
    with as_actor(cast.therapist):
        Membership.objects.filter(couple=cast.couple).update(until=date(2026, 11, 18))
    browsers = {person: proved_as(person.user) for person in (cast.ann, cast.ben)}
    sent = {"key": str(cast.couple.pk), "way": "copy", "agreed": "on", "typed_name": "Ann Archer"}
    assert browsers[cast.ann].post(reverse("ask_my_copy"), sent).status_code == 302
    with as_actor(cast.therapist):
        request = CopyRequest.objects.get()
    said = {"key": str(request.pk), "agreed": "on", "typed_name": "Ben Boyd"}
    assert browsers[cast.ben].post(reverse("sign_copy"), said).status_code == 302
    packed(cast, issued(cast, request))
    given(cast, request, "portal")
    for browser in browsers.values():
        assert browser.post(reverse("my_copy_zip"), {"key": str(request.pk)}).content.startswith(b"PK")


def test_what_goes_in_and_what_comes_out_lie_encrypted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection  # noqa: PLC0415 - this test only

    def raw(package: Package) -> str:
        with as_actor(cast.therapist), connection.cursor() as cursor:
            cursor.execute("select contents || archive from documents_package where id = %s", [package.pk])
            return str(cursor.fetchone())

    package = issued(cast, ready(cast, cast.ann), words=CANARY)
    assert CANARY not in raw(package)
    packed(cast, package)
    assert "Archer" not in raw(package)
    with as_actor(cast.therapist):
        package.refresh_from_db()
        assert package.contents == ""


@pytest.mark.parametrize("who", ["worker", "staff"])
def test_the_worker_packs_without_reading_one_sealed_answer(cast: Cast, who: str) -> None:
    from screening.models import SealedAnswer  # noqa: PLC0415 - this test only

    answered(cast.ann)
    with as_actor(role=who):
        assert SealedAnswer.objects.count() == 0
    assert lists(packed(cast, issued(cast, ready(cast, cast.ann))))["health_answers"]


def test_a_persons_copy_has_the_questionnaires_of_the_health_layer_with_their_scores(cast: Cast) -> None:
    sent_measure(cast, cast.ann, item_9=1)
    answered_measure(cast, cast.ann, "hark", [0, 1, 0, 0])
    sent_measure(cast, cast.ben)
    files = packed(cast, issued(cast, ready(cast, cast.ann)))
    rows = rows_of(files, "questionnaires")
    assert [row[0] for row in rows] == ["PHQ-9"] * 10
    assert rows[-1][2:] == ["Score", "9, mild"]
    assert "Several days" in rows[0]
    assert "humiliated" not in all_words(files)


def asked_of_the_prescriber(cast: Cast) -> list[UUID]:
    """A question about Ann, its answer, and one about Ben; the keys of Ann's."""
    for person in (cast.ann, cast.ben):
        referred(cast, person)
        with as_actor(cast.prescriber):
            screening.reply(partner=person, kind="ask", words=f"{person}, what pulse?", by=cast.prescriber, at=NOON)
    with as_actor(cast.therapist):
        screening.write_to_prescriber(
            partner=cast.ann, kind="answer", words="72, and calm.", by=cast.therapist, at=NOON + HOUR
        )
        return [one.pk for one in thread(cast.ann, cast.therapist) if one.pk]


def test_a_persons_copy_has_prescriptions_and_counts_and_nothing_of_who_counted(cast: Cast) -> None:
    wrong = prescribed(cast, cast.ann, quantity=9)
    with as_actor(cast.therapist):
        order = sessions.PrescriptionOrder(**ORDER)
        right = sessions.write_prescription(
            partner=cast.ann, order=order, corrects=wrong, by=cast.therapist, at=NOON + HOUR
        )
    counted(cast, right, "arrived", 8, first_name=f"Ben {CANARY}", words=f"{CANARY}: Ben says she gave him one.")
    prescribed(cast, cast.ben, pharmacy=CANARY)
    files = packed(cast, issued(cast, ready(cast, cast.ann)))
    found = lists(files)
    assert [(row["Medicine"], row["Quantity"], row["Filled"]) for row in found["prescriptions"]] == [
        ("Ketamine", "8", "2026-11-12")
    ]
    assert [(row["Day"], row["What"], row["Units"]) for row in found["medicine_counts"]] == [
        ("2026-11-17", "Counted on arrival", "8.0")
    ]
    assert CANARY not in all_words(files)


def test_what_was_asked_of_the_prescriber_comes_in_by_the_therapists_choice(cast: Cast) -> None:
    question, answer = asked_of_the_prescriber(cast)
    with as_actor(cast.therapist):
        bens = [one.pk for one in thread(cast.ben, cast.therapist) if one.pk]
    all_of_it = lists(packed(cast, issued(cast, ready(cast, cast.ann), prescriber_words=[question, answer, *bens])))
    assert [(row["By"], row["What"], row["Words"]) for row in all_of_it["prescriber_words"]] == [
        ("Ruth Lee", "Asks", "Ann, what pulse?"),
        ("Maya Okafor", "Answered", "72, and calm."),
    ]


def test_what_is_left_out_of_it_leaves_no_trace(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The very same bytes as where nothing was ever asked."""
    monkeypatch.setattr(pdf, "render", lambda **drawn: pdf.Pdf(drawn["html"].encode(), 1))
    before = packed(cast, issued(cast, ready(cast, cast.ann)))
    with as_actor(cast.therapist):
        CopyRequest.objects.update(closed_at=NOON, closed_by=cast.therapist)
    asked_of_the_prescriber(cast)
    assert packed(cast, issued(cast, ready(cast, cast.ann))) == before


def test_a_joint_copy_holds_neither_medicine_nor_words_with_a_prescriber(cast: Cast) -> None:
    prescribed(cast, cast.ann)
    words = asked_of_the_prescriber(cast)
    files = packed(cast, issued(cast, ready(cast, cast.couple), prescriber_words=words))
    assert not {"prescriptions.csv", "medicine_counts.csv", "prescriber_words.csv"} & set(files)
    assert "what pulse" not in all_words(files)


def test_the_page_offers_every_word_ticked_and_keeps_out_what_is_not(cast: Cast) -> None:
    question, answer = asked_of_the_prescriber(cast)
    request = ready(cast, cast.ann)
    maya = proved_as(cast.therapist)
    page = maya.get(reverse("copy_request", args=[request.pk])).content.decode()
    for key in (question, answer):
        assert re.search(rf'value="{key}"[^>]* checked', page)
    assert "Maya Okafor, November 17, 2026: 72, and calm." in page
    sent = {"words": "", "prescriber_words": [str(answer)]}
    assert maya.post(reverse("issue_copy", args=[request.pk]), sent).status_code == 302
    with as_actor(cast.therapist):
        package = Package.objects.get()
    assert [row["Words"] for row in lists(packed(cast, package))["prescriber_words"]] == ["72, and calm."]
