"""The review: one partner at a time, what is new, a gentle reminder, the check's own questions, a way of their own."""

from datetime import timedelta

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from accounts.rules import forbidden_words
from clients.models import Partner
from outbox.models import Message
from screening import actions
from screening.models import DecisionFinding, Hold, PrivateCheck, SafetyText
from screening.rules.safety import DEFAULT_PROMPTS, Said
from sessions.actions import NotReady
from sessions.models import Role
from tests.cast import NOON, Cast, signed_in_as
from tests.sessions.test_room_actions import keys_of
from tests.states import HOUR, answered, booked, cleared, goes_on, plan_step, ready_for_ketamine

pytestmark = pytest.mark.django_db
CHECK = {"how": "by_voice", "finding": "safe", "words": "Well.", "asked_1": "Eight.", "asked_3": "No."}


@pytest.fixture
def maya(cast: Cast) -> Client:
    return signed_in_as(cast.therapist)


def look(client: Client, name: str, partner: Partner) -> str:
    return client.get(reverse(name, args=[partner.pk])).content.decode()


def checked(cast: Cast, finding: str = "individual") -> None:
    with as_actor(cast.therapist):
        actions.record_private_check(partner=cast.ann, how="by_voice", finding=finding, by=cast.therapist, at=NOON)


def test_the_way_to_the_other_leads_over_a_page_with_neither_ones_answers(cast: Cast, maya: Client) -> None:
    answered(cast.ann, conditions={"stroke": "yes"})
    answered(cast.ben, conditions={"seizures": "yes"})
    review = look(maya, "screening_review", cast.ann)
    assert reverse("leave_answers", args=[cast.ann.pk]) in review
    assert reverse("screening_review", args=[cast.ben.pk]) not in review
    between = look(maya, "leave_answers", cast.ann)
    assert "You are leaving Ann's answers" in between
    assert "Next: Ben. Is anybody else looking at this screen?" in between
    assert reverse("screening_review", args=[cast.ben.pk]) in between
    assert "stroke" not in between.casefold()
    assert "seizure" not in between.casefold()


def test_what_came_after_the_last_decision_is_marked(cast: Cast, maya: Client) -> None:
    goes_on(cast, cast.ann, NOON - timedelta(days=9))
    assert "Nothing new since your decision of 8 November 2026." in look(maya, "screening_review", cast.ann)
    with as_actor(cast.ann.user):
        actions.add_to_page(
            partner=cast.ann, page="medicines", answers={"words": "A new pill"}, by=cast.ann.user, at=NOON
        )
    assert "New since your decision of 8 November 2026: Medicines." in look(maya, "screening_review", cast.ann)


def test_older_private_sittings_are_folded(cast: Cast, maya: Client) -> None:
    answered(cast.ann, NOON - timedelta(days=3))
    with as_actor(cast.ann.user):
        actions.send_or_add(partner=cast.ann, page="private", answers={"skipped": "yes"}, by=cast.ann.user, at=NOON)
    section = look(maya, "screening_review", cast.ann).split('id="private"')[1].split("</section>")[0]
    assert section.count("<details") == 2
    assert section.count('<details class="more" open>') == 1


def test_checks_decisions_and_holds_stand_in_one_timeline(cast: Cast, maya: Client) -> None:
    answered(cast.ann, NOON - timedelta(days=400))
    maya.post(reverse("private_check", args=[cast.ann.pk]), CHECK)
    page = look(maya, "screening_review", cast.ann)
    read_at = page.split('name="read_at" value="')[1].split('"')[0]
    weighed = {"signs": "Both committed.", "trauma": "workable"}
    given = {"outcome": "not_now", "reason": "Later.", "read_at": read_at}
    maya.post(reverse("decision", args=[cast.ann.pk]), given | weighed)
    line = look(maya, "screening_review", cast.ann).split('id="moments"')[1].split("</section>")[0]
    order = ("Decision: Not now", "Clinical hold", "Private check: Feels safe")
    assert all(word in line for word in (*order, DEFAULT_PROMPTS[1], "Eight.", "Both committed.", "work with it"))
    assert DEFAULT_PROMPTS[0] not in line
    with as_actor(cast.therapist):
        assert DecisionFinding.objects.get().signs == "Both committed."


@pytest.mark.parametrize("who", ["staff", "prescriber", "other_therapist"])
def test_what_a_decision_weighed_is_the_therapists_alone(cast: Cast, who: str) -> None:
    goes_on(cast, cast.ann)
    with as_actor(cast.therapist):
        actions.decide(partner=cast.ann, outcome="go_on", reason="x", signs="y", by=cast.therapist, at=NOON + 5 * HOUR)
    with as_actor(getattr(cast, who)):
        assert not DecisionFinding.objects.exists()


def test_severe_trauma_speaks_against_going_on_and_not_against_the_rest(cast: Cast) -> None:
    goes_on(cast, cast.ann)
    with as_actor(cast.therapist):
        common = {"partner": cast.ann, "reason": "x", "trauma": "stops", "by": cast.therapist, "at": NOON + 5 * HOUR}
        with pytest.raises(actions.CannotGoOn, match="Severe relational trauma"):
            actions.decide(outcome="go_on", **common)  # type: ignore[arg-type]  # keywords
        assert actions.decide(outcome="not_now", **common).outcome == "not_now"  # type: ignore[arg-type]  # the same


def mails(cast: Cast) -> list[Message]:
    with as_actor(cast.therapist):
        return list(Message.objects.filter(kind="nudge"))


def test_a_gentle_reminder_is_one_neutral_mail_a_day(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        maya = signed_in_as(cast.therapist)
        assert "Send a gentle reminder" in look(maya, "screening_review", cast.ann)
        for _ in range(2):
            maya.post(reverse("remind_partner", args=[cast.ann.pk]))
        (mail,) = mails(cast)
        clock.move_to(NOON + timedelta(days=1))
        signed_in_as(cast.therapist).post(reverse("remind_partner", args=[cast.ann.pk]))
    assert len(mails(cast)) == 2
    assert (mail.person, mail.address) == (cast.ann.user, "ann@example.org")
    assert not forbidden_words(f"{mail.subject} {mail.body}")
    assert "Ben" not in mail.body


def test_whoever_has_sent_everything_is_not_reminded(cast: Cast, maya: Client) -> None:
    answered(cast.ann)
    assert "Send a gentle reminder" not in look(maya, "screening_review", cast.ann)


def test_paper_shows_nothing_of_it(cast: Cast, maya: Client) -> None:
    page = look(maya, "screening_review", cast.ann)
    assert "Private. What stands here is read on the screen and not printed." in page
    assert '<div class="wall-body stack stack-lg no-print">' in page


def test_the_practice_words_its_own_questions(cast: Cast, maya: Client) -> None:
    url = reverse("safety_texts")
    assert DEFAULT_PROMPTS[0] in maya.get(url).content.decode()
    assert maya.post(url, {"kind": "prompts", "body": "Are you alone?\n\nAnd safe?"}).status_code == 302
    page = look(maya, "screening_review", cast.ann)
    assert "And safe?" in page
    assert DEFAULT_PROMPTS[1] not in page
    maya.post(url, {"kind": "prompts", "body": "Are you alone?"})
    with as_actor(cast.therapist):
        assert list(SafetyText.objects.order_by("version").values_list("version", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [("", "Write at least one line."), ("x\n" * 13, "Keep it to 12 lines."), ("x" * 201, "Shorten line 1.")],
)
def test_a_list_that_cannot_be_read_out_is_refused(cast: Cast, maya: Client, body: str, sentence: str) -> None:
    answer = maya.post(reverse("safety_texts"), {"kind": "resources", "body": body})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_same_list_again_is_said(cast: Cast, maya: Client) -> None:
    answer = maya.post(reverse("safety_texts"), {"kind": "prompts", "body": "\n".join(DEFAULT_PROMPTS)})
    assert "This is the list that stands already." in answer.content.decode()


def test_a_published_list_is_never_changed_and_no_partner_reads_it(cast: Cast) -> None:
    with as_actor(cast.therapist):
        row = actions.publish_safety_text(kind="resources", body="Shelter, 555", by=cast.therapist, at=NOON)
        with transaction.atomic(), pytest.raises(ProgrammingError, match="permission denied"):
            SafetyText.objects.filter(pk=row.pk).update(body="x")
    for who in (cast.ann.user, cast.staff, cast.prescriber):
        with as_actor(who):
            assert not SafetyText.objects.exists()


def test_a_way_of_their_own_holds_what_both_come_to_and_lets_the_person_go_on_alone(cast: Cast) -> None:
    ready_for_ketamine(cast)
    checked(cast)
    with as_actor(cast.therapist):
        assert Hold.objects.active().get(partner=cast.ann).scope == Hold.Scope.SAFETY
        with pytest.raises(actions.CannotLift, match="Speak with Ann alone first"):
            actions.lift_safety_hold(partner=cast.ann, by=cast.therapist, at=NOON + HOUR)
        actions.decide(partner=cast.ann, outcome="go_on", reason="Alone.", by=cast.therapist, at=NOON + HOUR)
    later = {"starts_at": NOON + timedelta(days=2), "at": NOON + 2 * HOUR}
    for roles in ({cast.ann: Role.DOSING, cast.ben: Role.WITNESS}, {cast.ann: Role.DOSING, cast.ben: Role.DOSING}):
        with pytest.raises(NotReady) as refusal:
            booked(cast, roles=roles, **later)  # type: ignore[arg-type]  # keywords
        assert keys_of(refusal) == ["safety_hold"]
    assert booked(cast, roles={cast.ann: Role.DOSING}, **later).state == "booked"  # type: ignore[arg-type]  # the same


def test_the_way_of_their_own_is_shown_with_the_dates_that_stop_and_whom_to_turn_to(cast: Cast, maya: Client) -> None:
    ready_for_ketamine(cast)
    both = booked(cast, starts_at=NOON + timedelta(days=400))
    alone = booked(cast, number=2, starts_at=NOON + timedelta(days=401), roles={cast.ann: Role.DOSING})
    form = {"how": "by_voice", "finding": "individual"}
    answer = maya.post(reverse("private_check", args=[cast.ann.pk]), form)
    assert answer["Location"] == reverse("way_of_their_own", args=[cast.ann.pk])
    page = look(maya, "way_of_their_own", cast.ann)
    assert reverse("talking_day", args=[both.pk]) in page
    assert str(alone.pk) not in page
    assert "1-800-799-7233" in page
    assert "On hold" in page
    assert reverse("book", args=[cast.couple.pk, plan_step(cast, "consult").pk]) in page


def test_neither_partner_sees_a_byte_of_a_check_or_its_finding(cast: Cast) -> None:
    cleared(cast, cast.ann, NOON - timedelta(days=3))
    with time_machine.travel(NOON + HOUR, tick=False):
        clients = {name: signed_in_as(getattr(cast, name).user) for name in ("ann", "ben")}
        paths = ("/my/", "/my/appointments/", "/my/papers/", "/my/help/")

        def seen() -> list[bytes]:
            return [
                client.get(path, follow=True).content.replace(
                    client.cookies["csrftoken"].value.encode() if "csrftoken" in client.cookies else b"-", b""
                )
                for client in clients.values()
                for path in paths
            ]

        before = [_plain(each) for each in seen()]
        with as_actor(cast.therapist):
            actions.record_private_check(
                partner=cast.ann,
                how="by_voice",
                finding="individual",
                asked=[Said("Afraid?", "Yes.")],
                by=cast.therapist,
                at=NOON,
            )
        assert [_plain(each) for each in seen()] == before
        with as_actor(cast.therapist):
            assert PrivateCheck.objects.filter(finding="individual").exists()


def _plain(page: bytes) -> bytes:
    """Without what is new in every answer: tokens and nonces."""
    import re  # noqa: PLC0415 - this helper only

    return re.sub(rb"[A-Za-z0-9+/=_-]{22,}", b"", page)
