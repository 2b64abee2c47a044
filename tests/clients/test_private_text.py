"""The text before the private questions: versioned, set by the therapist, open to every partner at any time."""

import pytest
import time_machine

from accounts.actor import as_actor
from clients.actions import SameText, publish_text
from clients.models import PRIVATE_TEXT, ConsentDocument
from tests.accounts.proving import proved_as
from tests.cast import NOON, Cast, signed_in_as

pytestmark = pytest.mark.django_db
PAGE = "/practice/texts/6/"


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def test_every_partner_reads_it_with_version_and_date(cast: Cast) -> None:
    for partner in (cast.ann, cast.ben):
        page = signed_in_as(partner.user).get("/my/readers/").content.decode()
        assert "Version 1, 1 November 2026" in page
        assert "keeps no secrets" in page
        assert "What the law asks" in page
        assert "<title>Who reads what - Harbor</title>" in page
    assert 'href="/my/readers/"' in signed_in_as(cast.ann.user).get("/my/").content.decode()


def test_a_new_wording_is_a_new_version_and_the_old_one_stays(cast: Cast) -> None:
    maya = proved_as(cast.therapist)
    maya.post(PAGE, {"title": "What stays", "body": "# New\r\n\r\nShort."})
    assert maya.post(f"{PAGE}publish/").status_code == 302
    assert "Version 2, 17 November 2026" in signed_in_as(cast.ann.user).get("/my/readers/").content.decode()
    assert "Version 2 is in force" in maya.get(PAGE).content.decode()
    with as_actor(cast.therapist):
        assert ConsentDocument.objects.filter(kind=PRIVATE_TEXT).count() == 2
        assert ConsentDocument.objects.get(kind=PRIVATE_TEXT, version=2).body == "# New\n\nShort."


def test_the_same_text_twice_is_refused(cast: Cast) -> None:
    with as_actor(cast.therapist):
        publish_text(kind="another", title="T", body="B", by=cast.therapist, at=NOON)
        with pytest.raises(SameText):
            publish_text(kind="another", title="T", body="B", by=cast.therapist, at=NOON)
