"""One person's agreements as the therapist keeps them: papers, what was taken back, touch, and their PDF."""

import hashlib
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pikepdf
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.actor import as_actor
from accounts.rules import forbidden_words
from clients import actions
from clients.models import Consent, ConsentDocument, ConsentWithdrawal, Partner, TouchChoices
from clients.rules.touch import Choices, Yes
from clients.rules.wording import filled
from documents import actions as documents
from documents.models import Document
from documents.rules import MAX_ABOUT_ONE
from kap_practice.needs import needs_of
from tests.cast import NOON, Cast, signed_in_as
from tests.clients.rights import PAPER
from tests.documents.files import PDF
from tests.sessions.test_room_actions import Room
from tests.states import HOUR, consented, signed

DRAWN = "M10 20L30 40L50 60"


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def maya(cast: Cast) -> Client:
    return signed_in_as(cast.therapist)


def page_of(browser: Client, partner: Partner) -> str:
    return browser.get(reverse("partner_consents", args=[partner.pk])).content.decode()


def current(kind: str) -> ConsentDocument:
    found = ConsentDocument.objects.current(kind)
    assert found
    return found


def test_a_paper_counts_and_is_visible_as_such(cast: Cast, maya: Client) -> None:
    signed(cast.ann, "treatment")
    signed(cast.ann, "privacy")
    assert keep(maya, cast, kind="fees").status_code == 302
    page = page_of(maya, cast.ann)
    assert "Version 1, on paper, 15 November 2026, taken by Maya Okafor" in page
    with as_actor(cast.therapist):
        consent = Consent.objects.get(way="paper")
        assert Consent.objects.complete([cast.ann]) == {cast.ann.pk}
        assert (consent.typed_name, consent.pdf) == ("Ann Archer", None)
    assert maya.get(reverse("paper", args=[consent.paper_id])).status_code == 200
    assert "on paper" in signed_in_as(cast.ann.user).get(reverse("my_consent")).content.decode()


def test_a_paper_on_an_older_version_counts_only_while_that_version_does(cast: Cast, maya: Client) -> None:
    with as_actor(cast.therapist):
        old = current("fees")
        actions.publish_text(kind="fees", title="T", body="B", by=cast.therapist, at=NOON)
    keep(maya, cast, kind="fees", text=str(old.pk))
    with as_actor(cast.therapist):
        assert not Consent.objects.counting().exists()
    assert "New version to sign" in page_of(maya, cast.ann)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": ""}, "Choose which text was signed."),
        ({"signed_on": "2026-11-18"}, "This date is still to come."),
        ({"signed_on": ""}, "Fill in"),
        ({"paper": b"nothing"}, "Choose a PDF, or a photo"),
    ],
)
def test_an_incomplete_paper_is_not_kept(changes: dict[str, Any], says: str, cast: Cast, maya: Client) -> None:
    response = keep(maya, cast, kind="fees", **changes)
    assert response.status_code == 422
    assert says in response.content.decode()
    with as_actor(cast.therapist):
        assert not Consent.objects.exists()


def test_touch_is_not_among_what_is_kept_on_paper(cast: Cast, maya: Client) -> None:
    assert keep(maya, cast, kind="touch").status_code == 422


@pytest.mark.parametrize(
    ("who", "changes"),
    [
        ("ben", {}),
        ("staff", {}),
        ("therapist", {}),
        ("ann", {"way": "paper"}),
        ("staff", {"way": "paper"}),
        ("other_therapist", {"way": "paper"}),
    ],
)
def test_the_database_lets_nobody_sign_for_somebody_else(who: str, changes: dict[str, str], cast: Cast) -> None:
    somebody = getattr(cast, who)
    user = somebody.user if isinstance(somebody, Partner) else somebody
    with as_actor(cast.therapist):
        kept = documents.keep(about=cast.ann.user, purpose="consent", brought=PAPER, by=cast.therapist, at=NOON)
    paper = {"paper": kept, "recorded_at": NOON, "recorded_by": user} if changes else {}
    row = Consent(partner=cast.ann, typed_name="Ann", text_sha256="0" * 64, signed_at=NOON, **changes, **paper)
    with as_actor(user):
        row.document = current("fees")
        with pytest.raises(ProgrammingError), transaction.atomic():
            row.save(force_insert=True)


def test_there_is_a_limit_to_papers(cast: Cast, maya: Client) -> None:
    with as_actor(cast.therapist):
        for _ in range(MAX_ABOUT_ONE):
            documents.keep(about=cast.ann.user, purpose="consent", brought=PAPER, by=cast.therapist, at=NOON)
    response = keep(maya, cast, kind="fees")
    assert response.status_code == 422
    assert "No more papers" in response.content.decode()


def test_a_day_to_come_is_refused_by_the_action_too(cast: Cast) -> None:
    with as_actor(cast.therapist), pytest.raises(actions.NotYetSigned):
        actions.keep_paper_consent(
            partner=cast.ann,
            document=current("fees"),
            signed_on=date(2026, 11, 18),
            paper=PAPER,
            by=cast.therapist,
            at=NOON,
        )


def test_what_was_said_is_written_down_closes_the_gate_and_stands_on_today(cast: Cast, maya: Client) -> None:
    consented(cast.ann)
    back = reverse("record_withdrawal", args=[cast.ann.pk, "privacy"])
    assert "The gate closes at once." in maya.get(back).content.decode()
    assert maya.post(back, {"way": ""}).status_code == 422
    assert maya.post(back, {"way": "by_voice"})["Location"] == reverse("partner_consents", args=[cast.ann.pk])
    with as_actor(cast.therapist):
        withdrawal = ConsentWithdrawal.objects.get()
        assert (withdrawal.way, withdrawal.by) == ("by_voice", cast.therapist)
        assert not Consent.objects.complete([cast.ann])
        (need,) = (one for one in needs_of(cast.therapist, NOON) if "took back" in one.title)
        assert (need.label, need.title) == ("Hold", "Ann took back a consent")
    assert "Said by voice: taken back on 17 November 2026" in page_of(maya, cast.ann)
    assert maya.get(back).status_code == 302


def test_signed_again_it_leaves_today_and_after_a_month_too(cast: Cast) -> None:
    consented(cast.ann)
    with as_actor(cast.ann.user):
        actions.withdraw_consent(consent=cast.ann.consents.first(), by=cast.ann.user, at=NOON)  # type: ignore[arg-type]  # there is one
    with as_actor(cast.therapist):
        assert told(cast)
        assert not [one for one in needs_of(cast.therapist, NOON + timedelta(days=31)) if "took back" in one.title]
    consented(cast.ann)
    with as_actor(cast.therapist):
        assert not told(cast)
    with as_actor(cast.staff):
        assert not [one for one in needs_of(cast.staff, NOON) if "took back" in one.title]


def told(cast: Cast) -> list[str]:
    return [one.title for one in needs_of(cast.therapist, NOON) if "took back" in one.title]


def test_taking_back_ends_every_signature_on_that_text(cast: Cast) -> None:
    first = signed(cast.ann)
    with as_actor(cast.therapist):
        actions.publish_text(
            kind="treatment", title="T", body="B", by=cast.therapist, at=NOON, asks_again=False, reason="A comma."
        )
    second = signed(cast.ann)
    assert first != second
    with as_actor(cast.ann.user):
        actions.withdraw_consent(consent=second, by=cast.ann.user, at=NOON)
        assert not Consent.objects.in_force().exists()


def test_only_the_therapist_writes_down_what_was_said(cast: Cast) -> None:
    consent = signed(cast.ann)
    for by, way in ((cast.staff, "by_voice"), (cast.therapist, "portal"), (cast.ben.user, "in_person")):
        with as_actor(by), pytest.raises(actions.NotTheirOwn):
            actions.withdraw_consent(consent=consent, by=by, at=NOON, way=way)


def test_touch_shows_what_holds_to_the_therapist_alone(cast: Cast, maya: Client) -> None:
    said(cast.ann, partner_hand=Yes.YES, lead_hand=Yes.ASK)
    assert "Yes" in page_of(maya, cast.ann)
    said(cast.ben, partner_hand=Yes.REACH)
    page = page_of(maya, cast.ann)
    assert "Only if I reach first" in page
    assert "the other said less" in page
    assert "Left knee" in page
    for user in (cast.staff, cast.prescriber, cast.ben.user, cast.other_therapist):
        with as_actor(user):
            assert not TouchChoices.objects.filter(consent__partner=cast.ann).exists()
    with as_actor(cast.ann.user):
        assert not TouchChoices.objects.visible_to(cast.ann.user).exists()


def test_nothing_signed_means_no_touch(cast: Cast, maya: Client) -> None:
    assert "nothing is agreed: no touch but what keeps somebody safe" in page_of(maya, cast.ann)


def test_the_pdf_holds_text_name_time_zone_version_and_digests(cast: Cast, maya: Client) -> None:
    consent = drawn(cast)
    made = documents_made(consent)
    sent = maya.get(reverse("consent_pdf", args=[consent.pk]))
    assert sent["Content-Type"] == "application/pdf"
    assert 'filename="agreement-2026-11-17.pdf"' in sent["Content-Disposition"]
    assert not forbidden_words(sent["Content-Disposition"])
    words = " ".join(" ".join(page.extract_text() for page in PdfReader(made).pages).split())
    for piece in ("off-label", "Ann Archer", "November 17, 2026, 12:00:00 Pacific time", "America/Los_Angeles"):
        assert piece in words
    assert consent.digest in words.replace(" ", "")
    assert consent.text_sha256 in words.replace(" ", "")
    with pikepdf.open(made) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "en-US"
        assert not forbidden_words(str(pdf.docinfo.get("/Title", "")))


def test_whoever_has_the_paper_can_work_the_digest_out(cast: Cast) -> None:
    consent = drawn(cast)
    with as_actor(cast.ann.user):
        stated = Document.objects.get().context
    text = filled(consent.document.body, stated["practice"]["name"])
    lines = "\n".join((text, stated["name"], stated["signed_iso"], stated["zone"]))
    assert hashlib.sha256(lines.encode()).hexdigest() == stated["digest"] == consent.digest
    assert hashlib.sha256(text.encode()).hexdigest() == stated["text_sha256"]


def test_the_pdf_is_its_person_s_behind_the_pin_and_nobody_else_s(cast: Cast) -> None:
    consent = drawn(cast)
    documents_made(consent)
    address = reverse("consent_pdf", args=[consent.pk])
    ann = signed_in_as(cast.ann.user)
    assert ann.get(address).status_code == 200
    session = ann.session
    del session["papers_opened"]
    session.save()
    assert ann.get(address)["Location"].startswith("/my/pin/")
    for user in (cast.ben.user, cast.staff, cast.prescriber, cast.other_therapist):
        assert signed_in_as(user).get(address).status_code == 404
        with as_actor(user):
            assert not Document.objects.exists()


def test_a_pdf_that_is_not_made_says_so_and_can_be_asked_for_again(cast: Cast, maya: Client) -> None:
    consent = drawn(cast)
    address = reverse("consent_pdf", args=[consent.pk])
    assert "being prepared" in maya.get(address).content.decode()
    with as_actor(role="worker"):
        Document.objects.update(state="failed", attempts=3, trouble="It failed.")
    assert "Make it once more" in maya.get(address).content.decode()
    ann = signed_in_as(cast.ann.user)
    assert "Make it once more" not in ann.get(address).content.decode()
    ann.post(address)
    assert state(consent) == "failed"
    assert maya.post(address)["Location"] == address
    assert state(consent) == "waiting"


def test_a_paper_has_no_pdf(cast: Cast, maya: Client) -> None:
    keep(maya, cast, kind="fees")
    with as_actor(cast.therapist):
        consent = Consent.objects.get()
        with pytest.raises(documents.NotFailed):
            actions.remake_pdf(consent=consent, by=cast.therapist, at=NOON)
    assert maya.get(reverse("consent_pdf", args=[consent.pk])).status_code == 404


def test_the_drawn_signature_stands_on_the_page(cast: Cast, maya: Client) -> None:
    drawn(cast)
    assert DRAWN in page_of(maya, cast.ann)


def less(browser: Client, partner: Partner, **cells: str) -> Any:
    return browser.post(reverse("say_less_touch", args=[partner.pk]), cells)


def test_the_therapist_writes_down_less_touch_on_the_persons_word_also_under_effect(cast: Cast, maya: Client) -> None:
    consented(cast.ann)
    said(cast.ann, lead_hand=Yes.YES, partner_hand=Yes.ASK)
    under_effect(cast)
    page = maya.get(reverse("say_less_touch", args=[cast.ann.pk])).content.decode()
    assert page.count("<select") == 2  # what is a no already is not asked
    assert less(maya, cast.ann, lead_hand="yes", partner_hand="ask").status_code == 422  # how it was said
    answer = less(maya, cast.ann, way="in_person", lead_hand="reach", partner_hand="ask", never="Feet")
    assert answer.status_code == 302
    with as_actor(cast.therapist):
        last = TouchChoices.objects.order_by("turn").last()
        assert last
        assert (last.by, last.way) == (cast.therapist, "in_person")
        assert last.choices().of("lead", "hand") == Yes.REACH
        assert last.choices().of("partner", "hand") == Yes.ASK
        assert last.choices().never == "Left knee, Feet"
    assert "Said in person: less, on 17 November 2026" in page_of(maya, cast.ann)


def test_nothing_can_be_widened_on_anybodys_word(cast: Cast, maya: Client) -> None:
    consented(cast.ann)
    said(cast.ann, lead_hand=Yes.REACH)
    answer = less(maya, cast.ann, way="by_voice", lead_hand="yes")
    assert answer.status_code == 422
    assert "More than was agreed is signed anew by the person, before a dose." in answer.content.decode()
    with as_actor(cast.therapist):
        actions.narrow_touch(
            partner=cast.ann,
            choices=Choices({"lead_hand": Yes.YES, "partner_hold": Yes.YES}),
            by=cast.therapist,
            at=NOON + 2 * HOUR,
            way="by_voice",
        )
        last = TouchChoices.objects.order_by("turn").last()
        assert last
        assert last.choices().of("lead", "hand") == Yes.REACH
        assert last.choices().of("partner", "hold") == Yes.NO


def test_while_nothing_is_signed_there_is_nothing_to_say_less_to(cast: Cast, maya: Client) -> None:
    answer = maya.get(reverse("say_less_touch", args=[cast.ann.pk]), follow=True)
    assert "all of it is a no already" in answer.content.decode()


def test_nobody_says_less_for_another_but_their_therapist_and_never_as_if_in_the_portal(cast: Cast) -> None:
    consented(cast.ann)
    said(cast.ann, lead_hand=Yes.YES)
    for user, way in ((cast.ben.user, "in_person"), (cast.staff, "in_person"), (cast.therapist, "portal")):
        with as_actor(user), pytest.raises(actions.NotTheirOwn):
            actions.narrow_touch(partner=cast.ann, choices=Choices({}), by=user, at=NOON, way=way)
    with as_actor(cast.therapist):
        signed = Consent.objects.get(partner=cast.ann, document__kind="touch")
    for user, way in ((cast.therapist, "portal"), (cast.ann.user, "in_person"), (cast.other_therapist, "in_person")):
        row = TouchChoices(consent=signed, turn=9, answers="{}", at=NOON, by=user, way=way)
        with as_actor(user), transaction.atomic(), pytest.raises(ProgrammingError):
            row.save(force_insert=True)


def under_effect(cast: Cast) -> None:
    """Ann took a dose an hour ago, and has not left."""
    Room(cast).dose(cast.ann)


def test_a_paper_of_this_day_waits_until_the_person_has_left(cast: Cast, maya: Client) -> None:
    room = Room(cast)
    room.dose(cast.ann)
    answer = keep(maya, cast, kind="room", signed_on="2026-11-17")
    assert answer.status_code == 422
    assert "can be kept once the person has left" in answer.content.decode()
    assert keep(maya, cast, kind="room", signed_on="2026-11-16").status_code == 302
    room.leave(cast.ann, minute=180)
    assert keep(maya, cast, kind="room", signed_on="2026-11-17").status_code == 302


def keep(browser: Client, cast: Cast, *, kind: str, paper: bytes = PDF, **changes: str) -> Any:
    with as_actor(cast.therapist):
        sent = {"text": str(current(kind).pk), "signed_on": "2026-11-15"} | changes
    sheet = SimpleUploadedFile("scan.pdf", paper, "application/pdf")
    return browser.post(reverse("keep_consent_paper", args=[cast.ann.pk]), sent | {"paper": sheet})


def said(partner: Partner, **cells: Yes) -> None:
    with as_actor(partner.user):
        actions.sign_touch(
            partner=partner,
            document=current("touch"),
            choices=Choices(cells, never="Left knee"),
            typed_name=partner.legal_name,
            by=partner.user,
            at=NOON + HOUR,
        )


def drawn(cast: Cast) -> Consent:
    with as_actor(cast.ann.user):
        return actions.sign_consent(
            partner=cast.ann,
            document=current("treatment"),
            typed_name="Ann Archer",
            drawn=DRAWN,
            by=cast.ann.user,
            at=NOON,
        )


def documents_made(consent: Consent) -> Any:

    assert consent.pdf_id
    documents.make(document_id=consent.pdf_id, at=NOON)
    with as_actor(role="worker"):
        return io.BytesIO(bytes(Document.objects.get(pk=consent.pdf_id).content or b""))


def state(consent: Consent) -> str:
    assert consent.pdf_id
    with as_actor(role="worker"):
        return Document.objects.get(pk=consent.pdf_id).state
