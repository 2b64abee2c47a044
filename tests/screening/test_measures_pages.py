"""Questionnaires as clinicians read, ask and enter them, and as the practice keeps its own files."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.actor import as_actor
from screening.models import Measure, MeasureResult, OwnInstrument
from tests.cast import NOON, Cast, signed_in_as
from tests.pages import words_of
from tests.proofs import proved_as
from tests.screening.instruments import OWN_TEXT
from tests.screening.measures import answered_measure, asked_measure, sent_measure
from tests.states import referred

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def maya(cast: Cast) -> Client:
    return signed_in_as(cast.therapist)


def review(cast: Cast, client: Client) -> str:
    return words_of(client.get(f"/partners/{cast.ann.pk}/screening/").content.decode())


def test_the_review_names_band_rule_and_source_and_marks_item_9(cast: Cast, maya: Client) -> None:
    sent_measure(cast, cast.ann, item_9=1)
    answered_measure(cast, cast.ann, "hark", [0, 1, 0, 0])
    page = review(cast, maya)
    assert "9 of 27 mild" in page
    assert "5 to 9 is “mild”. Publisher" in page
    assert "Item 9: thoughts of being better off dead" in page
    assert "Talk about this" in page
    assert "Met: Any yes. Sohal 2007" in page
    assert "You alone" in page


def test_nothing_yet_is_said(cast: Cast, maya: Client) -> None:
    assert "Nothing is asked, answered or entered yet." in review(cast, maya)
    asked_measure(cast, cast.ann)
    assert "Nothing is answered or entered yet." in review(cast, maya)


def test_a_line_and_a_table_show_the_trend(cast: Cast, maya: Client) -> None:
    for days, value in ((0, 2), (3, 1)):
        answered_measure(cast, cast.ann, "phq-9", [value] * 8 + [0], NOON + days * DAY)
    page = maya.get(f"/partners/{cast.ann.pk}/screening/").content.decode()
    assert page.count("<circle cx=") >= 2
    assert "Since the first: drop of 8, 50.0 %: response, meaningful." in words_of(page)


def test_the_prescriber_reads_the_health_layer_and_cannot_ask(cast: Cast) -> None:
    referred(cast, cast.ann)
    sent_measure(cast, cast.ann)
    answered_measure(cast, cast.ann, "hark", [0, 1, 0, 0])
    page = words_of(signed_in_as(cast.prescriber).get(f"/partners/{cast.ann.pk}/screening/clearance/").content.decode())
    assert "8 of 27 mild" in page
    assert "HARK" not in page
    assert "Ask for a questionnaire" not in page
    assert "Enter a score or result" in page


def test_a_suggestion_leads_to_asking(cast: Cast, maya: Client) -> None:
    answered_measure(cast, cast.ann, "pc-ptsd-5", [1, 1, 1, 1, 0, 0])
    page = maya.get(f"/partners/{cast.ann.pk}/screening/").content.decode()
    assert f"/partners/{cast.ann.pk}/asked/?follows=1" in page
    form = maya.get(f"/partners/{cast.ann.pk}/asked/?follows=1").content.decode()
    assert '<option value="pcl-5-month" selected>' in form
    for place in ("0", "x", "999"):
        form = maya.get(f"/partners/{cast.ann.pk}/asked/?follows={place}").content.decode()
        assert '<option value="" selected>' in form


def ask(cast: Cast, **changed: str) -> dict[str, str]:
    return {"instrument": "gad-7", "point": "now", "until": "2099-01-01"} | changed


def test_asking_from_the_page(cast: Cast, maya: Client) -> None:
    url = f"/partners/{cast.ann.pk}/asked/"
    page = maya.post(url, ask(cast), follow=True).content.decode()
    assert "GAD-7 is on the list of Ann." in page
    assert "Not answered yet" in page
    again = maya.post(url, ask(cast))
    assert again.status_code == 422
    assert "GAD-7 is asked already and not answered yet." in again.content.decode()
    assert (
        "HARK is on the list of Ann and Ben."
        in maya.post(url, ask(cast, instrument="hark"), follow=True).content.decode()
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"instrument": ""}, "Choose a questionnaire."),
        ({"instrument": "audit"}, "Choose one of the answers shown."),
        ({"until": "2020-01-01"}, "This day is over."),
        ({"until": ""}, "Choose the last day."),
        ({"point": "next_day"}, "So soon after a session"),
    ],
)
def test_what_cannot_be_asked_is_told(cast: Cast, maya: Client, changed: dict[str, str], words: str) -> None:
    page = maya.post(f"/partners/{cast.ann.pk}/asked/", ask(cast, **changed))
    assert page.status_code == 422
    assert words in page.content.decode()


def test_a_double_click_asks_once(cast: Cast, maya: Client) -> None:
    url = f"/partners/{cast.ann.pk}/asked/"
    key = re.search(r'name="key" value="([^"]+)"', maya.get(url).content.decode())
    assert key
    for _ in range(2):
        maya.post(url, ask(cast, key=key[1]))
    with as_actor(cast.therapist):
        assert Measure.objects.count() == 1


def test_taking_back_from_the_page(cast: Cast, maya: Client) -> None:
    measure = asked_measure(cast, cast.ann)
    url = f"/asked/{measure.pk}/back/"
    assert maya.get(url).status_code == 302
    assert "Taken back." in maya.post(url, follow=True).content.decode()
    assert "answered or taken back already" in maya.post(url, follow=True).content.decode()


def which(client: Client, cast: Cast, title: str) -> str:
    page = client.get(f"/partners/{cast.ann.pk}/results/").content.decode()
    found = re.search(rf'<option value="(\d+)"[^>]*>{re.escape(title)}</option>', page)
    assert found, title
    return found[1]


def test_entering_a_score_and_a_result(cast: Cast, maya: Client) -> None:
    url = f"/partners/{cast.ann.pk}/results/"
    page = maya.get(f"{url}?which={which(maya, cast, 'MEQ-30')}").content.decode()
    assert "Mystical, of 75" in page
    given = {"instrument": "csi-16", "total": "51", "on": "2026-01-02"}
    page = words_of(maya.post(url, given, follow=True).content.decode())
    assert "CSI-16 of Ann is entered." in page
    assert "51 of 81" in page
    assert "Met: Below 51.5: distressed." in page
    page = words_of(
        maya.post(url, {"instrument": "c-ssrs", "level": "low", "on": "2026-01-02"}, follow=True).content.decode()
    )
    assert "Low 2 January 2026, entered by Maya Okafor" in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"instrument": "csi-16", "total": "82", "on": "2026-01-02"}, "Total can be 0 to 81; it was 82."),
        ({"instrument": "csi-16", "total": "", "on": "2026-01-02"}, "Total is empty, so there is no score."),
        ({"instrument": "csi-16", "total": "5\x00", "on": "2026-01-02"}, "Remove the hidden character"),
        ({"instrument": "csi-16", "total": "50", "on": "2099-01-02"}, "The day lies ahead."),
        ({"instrument": "csi-16", "total": "50", "on": ""}, "Enter the day on which it was filled in."),
        ({"instrument": "c-ssrs", "on": "2026-01-02"}, "Choose how it came out."),
    ],
)
def test_what_cannot_be_entered_is_told(cast: Cast, maya: Client, given: dict[str, str], words: str) -> None:
    page = maya.post(f"/partners/{cast.ann.pk}/results/", given)
    assert page.status_code == 422
    assert words in page.content.decode()


def test_an_entry_is_made_once_and_can_be_struck(cast: Cast, maya: Client) -> None:
    url = f"/partners/{cast.ann.pk}/results/"
    key = "5f0e7a52-6c43-4df4-9a0e-0b7a6f6f6f01"
    for _ in range(2):
        assert maya.post(url, {"instrument": "audit", "total": "9", "on": "2026-01-02", "key": key}).status_code == 302
    with as_actor(cast.therapist):
        assert MeasureResult.objects.count() == 1
    page = maya.post(f"/results/{key}/strike/", follow=True).content.decode()
    assert "Struck." in page
    assert "AUDIT over time" not in page
    assert maya.get(f"/results/{key}/strike/").status_code == 302


def test_a_prescriber_enters_and_strikes_own_entries_alone(cast: Cast, maya: Client) -> None:
    referred(cast, cast.ann)
    ruth, url = signed_in_as(cast.prescriber), f"/partners/{cast.ann.pk}/results/"
    page = ruth.get(url).content.decode()
    assert "CADSS-6" in page
    assert ">HITS<" not in page
    given = {"instrument": "cadss-6", "total": "5", "on": "2026-01-02"}
    assert ruth.post(url, given).headers["Location"] == f"/partners/{cast.ann.pk}/screening/clearance/"
    maya.post(url, given | {"instrument": "audit"})
    with as_actor(cast.therapist):
        own, hers = (MeasureResult.objects.get(instrument=name).pk for name in ("cadss-6", "audit"))
    assert ruth.post(f"/results/{hers}/strike/").status_code == 404
    assert ruth.post(f"/results/{own}/strike/").status_code == 302
    assert ruth.post(url, given | {"instrument": "hits"}).status_code == 200
    with as_actor(cast.therapist):
        assert not MeasureResult.objects.filter(instrument="hits").exists()


@pytest.mark.parametrize("place", ["", "x", "999", "99999"])
def test_a_place_that_is_not_in_the_list_asks_again(cast: Cast, maya: Client, place: str) -> None:
    page = maya.get(f"/partners/{cast.ann.pk}/results/?which={place}")
    assert page.status_code == 200
    assert "Enter it" not in page.content.decode()


def test_every_questionnaire_is_listed_with_its_license(maya: Client) -> None:
    page = words_of(maya.get("/practice/questionnaires/").content.decode())
    assert "None yet." in page
    assert "CC BY 2.0" in page
    assert "CSI-16" in page


def test_a_file_of_ones_own_begins_from_an_example(maya: Client) -> None:
    page = maya.get("/practice/questionnaires/").content.decode()
    assert "An example to begin from" in page
    assert "id = &quot;gad-7&quot;" in page


def test_a_file_is_checked_seen_loaded_and_retired(cast: Cast) -> None:
    client = proved_as(cast.therapist)
    file = SimpleUploadedFile("own.toml", OWN_TEXT.encode())
    page = client.post("/practice/questionnaires/check/", {"file": file}).content.decode()
    assert "A second question?" in page
    assert "Not loaded yet" in page
    with as_actor(cast.therapist):
        assert not OwnInstrument.objects.exists()
    load = "/practice/questionnaires/load/"
    page = client.post(load, {"text": OWN_TEXT}).content.decode()
    assert "Tick that the practice may use this text." in page
    page = client.post(load, {"text": OWN_TEXT, "allowed": "on"}, follow=True).content.decode()
    assert "CSI-4, our copy is loaded." in page
    again = client.post(load, {"text": OWN_TEXT, "allowed": "on"})
    assert again.status_code == 422
    assert "was loaded before" in again.content.decode()
    with as_actor(cast.therapist):
        own = OwnInstrument.objects.get()
    page = client.post(f"/practice/questionnaires/{own.pk}/retire/", follow=True).content.decode()
    assert "Retired" in page


def test_a_pasted_file_that_cannot_be_taken_in_is_told_and_kept(cast: Cast) -> None:
    client = proved_as(cast.therapist)
    for url in ("check", "load"):
        page = client.post(f"/practice/questionnaires/{url}/", {"text": "id = 4", "allowed": "on"})
        assert page.status_code == 422
        assert "“title” is missing" in page.content.decode()
        assert "id = 4" in page.content.decode()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Choose a file, or paste its text."),
        ({"file": SimpleUploadedFile("x.toml", b"\xff\xfe")}, "This is not a text file in UTF-8."),
        ({"file": SimpleUploadedFile("x.toml", b"#" * 60_001)}, "The file is larger than 60 kB."),
    ],
)
def test_what_is_no_file_is_told(cast: Cast, given: dict[str, object], words: str) -> None:
    page = proved_as(cast.therapist).post("/practice/questionnaires/check/", given)
    assert page.status_code == 422
    assert words in page.content.decode()


def test_loading_nothing_leads_back(cast: Cast) -> None:
    client = proved_as(cast.therapist)
    assert client.post("/practice/questionnaires/load/", {}).headers["Location"] == "/practice/questionnaires/"
    bad = {"text": "id = 4"}
    assert client.post("/practice/questionnaires/load/", bad).headers["Location"] == "/practice/questionnaires/"


def test_a_new_couple_has_the_first_questionnaires_on_both_lists(cast: Cast) -> None:
    sol = signed_in_as(cast.staff)
    given = {
        **{f"a_{name}": value for name, value in PERSON.items()},
        **{f"b_{name}": value for name, value in PERSON.items()},
        "b_email": "other@example.org",
    }
    assert sol.post("/couples/add/", given).status_code == 302
    with as_actor(cast.therapist):
        assert Measure.objects.filter(point="baseline").count() == 10


PERSON = {
    "legal_first_name": "Kim",
    "legal_last_name": "Vale",
    "email": "kim@example.org",
    "birth_date": "1988-03-27",
}
