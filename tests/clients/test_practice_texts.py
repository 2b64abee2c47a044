"""The practice's own texts: drafts, a preview that is what partners see, what changes, and publishing."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from accounts.proof import KEPT
from clients import actions
from clients.models import Consent, ConsentDocument, TextDraft
from outbox.models import Message
from tests.accounts.proving import proved_as
from tests.cast import NOON, Cast, signed_in_as
from tests.states import consented, signed

LIST = reverse("practice_texts")
NEW = {"title": "Rules", "body": "# Rules\r\n\r\nNo big decisions for 21 days at [practice]."}


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def maya(cast: Cast) -> Client:
    return proved_as(cast.therapist)


def to(name: str, kind: str = "room") -> str:
    return reverse(name, args=[kind])


def html(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_the_list_says_what_is_in_force_and_what_is_a_default(maya: Client) -> None:
    page = html(maya, LIST)
    assert page.count("Default: have it read") == 6
    assert "Version 1, in force since 1 November 2026" in page
    assert 'chip-info"' not in page


def test_a_draft_is_saved_previewed_and_seen_by_nobody_else(cast: Cast, maya: Client) -> None:
    assert maya.post(to("edit_text"), NEW | {"preview": "1"})["Location"] == to("preview_text")
    page = html(maya, to("preview_text"))
    assert "Draft, would be version 2" in page
    assert f"No big decisions for 21 days at {cast.practice.name}." in page
    assert "<ins>21</ins>" not in page  # a whole other paragraph is marked as one
    assert "<del>" in page
    assert "Draft" in html(maya, LIST)
    consented(cast.ann)
    assert "21 days" not in html(signed_in_as(cast.ann.user), reverse("my_text", args=["room"]))


def test_the_preview_of_what_is_in_force_can_be_sent_nowhere(maya: Client) -> None:
    page = html(maya, to("preview_text", "treatment"))
    assert "In force, version 1" in page
    assert "1 of 3, Version 1" in page
    assert "inert" in page
    assert to("publish_text", "treatment") not in page


def test_what_is_in_force_is_printed_with_lines_to_sign_on_and_a_draft_is_not(maya: Client) -> None:
    lines = 'class="sign-line"'
    assert html(maya, to("preview_text", "treatment")).count(lines) == 3
    assert [html(maya, to("preview_text", kind)).count(lines) for kind in ("touch", "private")] == [0, 0]
    maya.post(to("edit_text", "treatment"), NEW)
    assert lines not in html(maya, to("preview_text", "treatment"))


def test_publishing_asks_everybody_again_and_the_draft_is_gone(cast: Cast, maya: Client) -> None:
    signed(cast.ann, "treatment")
    maya.post(to("edit_text", "treatment"), NEW)
    said = maya.post(to("publish_text", "treatment"), {"asks_again": "yes"}, follow=True).content.decode()
    assert "version 2 is published. Everybody is asked to sign it." in said
    with as_actor(cast.therapist):
        assert not TextDraft.objects.exists()
        made = ConsentDocument.objects.current("treatment")
        assert made
        assert (made.version, made.asks_again, made.published_by) == (2, True, cast.therapist)
        assert made.body == "# Rules\n\nNo big decisions for 21 days at [practice]."
        assert not Consent.objects.counting().exists()


def test_a_correction_keeps_its_reason_and_asks_nobody(cast: Cast, maya: Client) -> None:
    signed(cast.ann, "treatment")
    maya.post(to("edit_text", "treatment"), NEW)
    refused = maya.post(to("publish_text", "treatment"), {"asks_again": "no"})
    assert refused.status_code == 422
    assert "Write in a few words what was corrected." in refused.content.decode()
    maya.post(to("publish_text", "treatment"), {"asks_again": "no", "reason": "A comma."})
    assert "A correction, nobody signs again: A comma." in html(maya, to("edit_text", "treatment"))
    with as_actor(cast.therapist):
        assert Consent.objects.counting().count() == 1


def test_publishing_asks_who_it_is(cast: Cast) -> None:
    with as_actor(cast.therapist):
        actions.save_draft(kind="room", title="Rules", body="# Rules", by=cast.therapist, at=NOON)
    browser = signed_in_as(cast.therapist, at=NOON.replace(hour=1))
    assert "reauthenticate" in browser.post(to("publish_text"), {"asks_again": "yes"})["Location"]
    assert browser.session[KEPT]["path"] == to("publish_text")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("same", "This is the text that stands already."),
        ("It costs [fee].", "Still to be written: [fee]."),
    ],
)
def test_an_unfinished_or_unchanged_text_is_not_published(body: str, says: str, cast: Cast, maya: Client) -> None:
    with as_actor(cast.therapist):
        standing = ConsentDocument.objects.current("room")
        assert standing
        words = standing.body if body == "same" else body
        actions.save_draft(kind="room", title=standing.title, body=words, by=cast.therapist, at=NOON)
    page = maya.post(to("publish_text"), {"asks_again": "yes"})
    assert page.status_code == 422
    assert says in page.content.decode()


def test_an_empty_text_is_not_saved(maya: Client) -> None:
    page = maya.post(to("edit_text"), {"title": "T", "body": ""})
    assert page.status_code == 422
    assert "Write the text that partners read." in page.content.decode()


def test_a_draft_can_be_discarded(cast: Cast, maya: Client) -> None:
    maya.post(to("edit_text"), NEW)
    assert "21 days" in html(maya, to("edit_text"))
    assert maya.post(to("edit_text"), {"discard": "1"})["Location"] == LIST
    assert "14 days" in html(maya, to("edit_text"))
    assert maya.post(to("publish_text"), {"asks_again": "yes"})["Location"] == LIST


def test_the_first_version_of_a_text_asks_everybody(cast: Cast) -> None:
    with as_actor(cast.therapist):
        made = actions.publish_text(
            kind="another", title="T", body="B", by=cast.therapist, at=NOON, asks_again=False, reason=""
        )
    assert made.asks_again


def test_a_correction_without_a_reason_is_refused_by_the_action_too(cast: Cast) -> None:
    with as_actor(cast.therapist), pytest.raises(actions.ReasonMissing):
        actions.publish_text(kind="room", title="T", body="B", by=cast.therapist, at=NOON, asks_again=False)


def test_the_text_that_is_only_read_asks_for_no_signature(cast: Cast, maya: Client) -> None:
    assert "inert" not in html(maya, to("preview_text", "private"))
    maya.post(to("edit_text", "private"), NEW)
    assert "Who signs the new version?" not in html(maya, to("preview_text", "private"))
    said = maya.post(to("publish_text", "private"), {}, follow=True).content.decode()
    assert "version 2 is published. Partners read it from now on." in said


def test_touch_is_previewed_with_its_rows(maya: Client) -> None:
    page = html(maya, to("preview_text", "touch"))
    assert "Lying side by side" in page


def test_the_table_says_who_is_on_which_version(cast: Cast, maya: Client) -> None:
    consented(cast.ann)
    page = html(maya, reverse("text_readers"))
    assert page.count("Version 1, 17 Nov 2026") == 3
    assert "Cat" not in page
    with as_actor(cast.therapist):
        actions.publish_text(kind="fees", title="T", body="B", by=cast.therapist, at=NOON)
    page = html(maya, reverse("text_readers"))
    assert "New version to sign" in page
    assert "Was version 1" in page


def test_the_table_takes_the_same_queries_for_any_number_of_people(
    cast: Cast, django_assert_num_queries: object
) -> None:
    from clients.gather.consents import who_signed  # noqa: PLC0415 - the function that is counted

    for people in ((cast.ann,), (cast.ben,)):
        for person in people:
            consented(person)
        with as_actor(cast.therapist), django_assert_num_queries(6):  # type: ignore[operator]  # a fixture
            assert len(who_signed(cast.therapist)) == 1


def test_a_reminder_is_neutral_and_goes_once_a_day(cast: Cast, maya: Client) -> None:
    for _ in range(2):
        maya.post(reverse("remind_to_sign", args=[cast.ann.pk]))
    with as_actor(cast.therapist):
        (letter,) = Message.objects.all()
    assert letter.person == cast.ann.user
    assert "something new for you" in letter.body


def test_nobody_is_reminded_of_nothing(cast: Cast, maya: Client) -> None:
    consented(cast.ann)
    said = maya.post(reverse("remind_to_sign", args=[cast.ann.pk]), follow=True).content.decode()
    assert "Nothing to tell Ann." in said
    with as_actor(cast.therapist):
        assert not Message.objects.exists()
