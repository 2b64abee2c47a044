"""The billing pages as the office, the therapist and a partner see them."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.actor import as_actor
from accounts.models import Credential, User
from billing import actions
from billing.gather import queue
from billing.models import Charge, ChargeLine, Diagnosis, Fee, InsuredPerson, Payment, Superbill
from documents.models import Document
from tests.billing.states import (
    charged,
    diagnosed,
    insured,
    issued,
    made,
    paid,
    stateable,
    voided,
    with_codes,
    with_fees,
)
from tests.cast import NOON, Cast, signed_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def rows(user: User, model: Any) -> int:
    with as_actor(user):
        return int(model.objects.count())


def page(client: Client, name: str, *args: object, query: str = "") -> str:
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def office(cast: Cast) -> Client:
    return signed_in_as(cast.staff)


@pytest.fixture
def therapist(cast: Cast) -> Client:
    return signed_in_as(cast.therapist)


# The queue


def test_the_queue_names_what_is_ready_and_what_it_comes_to(cast: Cast, office: Client) -> None:
    stateable(cast)
    found = page(office, "billing")
    assert "Ann Archer" in found
    assert "$210.00" in found
    assert "Ready" in found


def test_the_queue_names_what_is_missing_with_a_link_for_who_can_set_it(
    cast: Cast, office: Client, therapist: Client
) -> None:
    charged(cast)
    url = reverse("diagnosis", args=[cast.ann.pk])
    assert "A diagnosis for 17 November 2026." in page(office, "billing")
    assert url not in page(office, "billing")
    assert url in page(therapist, "billing")


def test_an_empty_queue_says_so(office: Client) -> None:
    assert "Everything that took place is stated." in page(office, "billing")


def test_each_tab_has_an_address(cast: Cast, office: Client) -> None:
    superbill = issued(cast)
    assert "SB-2026-0001" in page(office, "billing", query="?tab=issued")
    voided(cast, superbill)
    assert "SB-2026-0001" not in page(office, "billing", query="?tab=issued")
    assert "SB-2026-0001" in page(office, "billing", query="?tab=void")


@pytest.mark.parametrize(
    "query", ["?tab=nonsense", "?tab=issued&before=x-y", "?tab=void&before=%00", "?tab=issued&before=2026-1"]
)
def test_an_address_typed_by_hand_is_no_error(office: Client, query: str) -> None:
    page(office, "billing", query=query)


# Accounts, the person named, payments


def test_the_money_page_keeps_the_two_accounts_apart(cast: Cast, office: Client) -> None:
    insured(cast, cast.ann)
    charged(cast, "prep", 1)
    charged(cast, "intake", 2, NOON - timedelta(days=1))
    paid(cast, "100.00")
    ann, ben = page(office, "couple_money", cast.couple.pk).split('id="account-b"')
    assert "$110.00" in ann
    assert "$240.00" in ben
    assert "$100.00" not in ben


def test_naming_a_person_moves_open_sessions_and_says_so(cast: Cast, office: Client) -> None:
    charged(cast)
    url = reverse("insured", args=[cast.couple.pk])
    response = office.post(url, {"partner": str(cast.ben.pk), "since": "2026-11-01"}, follow=True)
    assert (
        "Ben is named for insurance from 1 November 2026. 1 open session moved to this account."
        in response.content.decode()
    )


BAD_INSURED = [
    ({"partner": "", "since": "2026-11-01"}, "partner"),
    ({"partner": "nobody", "since": "2026-11-01"}, "partner"),
    ({"partner": "ann", "since": "1926-11-01"}, "since"),
    ({"partner": "ann", "since": "2226-11-01"}, "since"),
    ({"partner": "ann", "since": "\x00"}, "since"),
]


@pytest.mark.parametrize(("data", "field"), BAD_INSURED)
def test_a_person_or_date_that_cannot_be_is_refused(
    cast: Cast, office: Client, data: dict[str, str], field: str
) -> None:
    if data["partner"] == "ann":
        data = data | {"partner": str(cast.ann.pk)}
    response = office.post(reverse("insured", args=[cast.couple.pk]), data)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert rows(cast.staff, InsuredPerson) == 0


def payment_form(cast: Cast, **changes: str) -> dict[str, str]:
    return {
        "key": str(uuid.uuid4()),
        "amount": "100.00",
        "received_on": "2026-11-17",
        "method": "card",
        "payer": str(cast.ann.pk),
        "reference": "",
    } | changes


def test_a_payment_is_recorded_and_what_is_left_is_said(cast: Cast, office: Client) -> None:
    charged(cast)
    url = reverse("payment", args=[cast.ann.pk])
    response = office.post(url, payment_form(cast), follow=True)
    assert "Recorded $100.00 for Ann. Still owed: $110.00." in response.content.decode()


def test_the_same_form_sent_twice_is_one_payment(cast: Cast, office: Client) -> None:
    charged(cast)
    form = payment_form(cast)
    for _ in range(2):
        assert office.post(reverse("payment", args=[cast.ann.pk]), form).status_code == 302
    assert rows(cast.staff, Payment) == 1


def test_more_than_is_owed_is_refused_and_the_amount_is_named(cast: Cast, office: Client) -> None:
    charged(cast)
    response = office.post(reverse("payment", args=[cast.ann.pk]), payment_form(cast, amount="210.01"))
    assert response.status_code == 422
    assert "Ann owes $210.00. Enter that or less." in response.content.decode()
    assert "210.01" in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("amount", ""),
        ("amount", "0"),
        ("amount", "-1"),
        ("amount", "1.005"),
        ("amount", "9" * 30),
        ("amount", "NaN"),
        ("amount", "1e5"),
        ("received_on", "2026-11-18"),
        ("received_on", "1926-11-18"),
        ("received_on", ""),
        ("method", "barter"),
        ("payer", "somebody"),
        ("payer", ""),
        ("key", "no-key"),
        ("reference", "x" * 61),
        ("reference", "\x00"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(cast: Cast, office: Client, field: str, value: str) -> None:
    charged(cast)
    response = office.post(reverse("payment", args=[cast.ann.pk]), payment_form(cast, **{field: value}))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert rows(cast.staff, Payment) == 0


def test_a_payer_of_another_couple_is_refused(cast: Cast, office: Client) -> None:
    charged(cast)
    response = office.post(reverse("payment", args=[cast.ann.pk]), payment_form(cast, payer=str(cast.cat.pk)))
    assert "payer" in response.context["form"].errors


# Diagnosis


def test_the_therapist_sets_a_code_typed_without_its_dot(cast: Cast, therapist: Client) -> None:
    with_codes()
    url = reverse("diagnosis", args=[cast.ann.pk])
    response = therapist.post(url, {"code": "f4310", "since": "2026-11-01"}, follow=True)
    assert "F43.10 holds for Ann from 1 November 2026." in response.content.decode()
    assert "Post-traumatic stress disorder, unspecified" in response.content.decode()


@pytest.mark.parametrize(
    ("code", "since", "words"),
    [
        ("F99.99", "2026-11-01", "not in the ICD-10-CM code set"),
        ("nonsense", "2026-11-01", "looks like F43.10"),
        ("F43.10", "2026-11-18", "still to come"),
        ("", "2026-11-01", "ICD-10-CM code"),
        ("F43.10\x00", "2026-11-01", "hidden character"),
        ("😀", "2026-11-01", "looks like F43.10"),
    ],
)
def test_a_code_that_cannot_be_is_refused(cast: Cast, therapist: Client, code: str, since: str, words: str) -> None:
    with_codes()
    response = therapist.post(reverse("diagnosis", args=[cast.ann.pk]), {"code": code, "since": since})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert rows(cast.therapist, Diagnosis) == 0


def test_a_code_that_holds_is_not_set_again(cast: Cast, therapist: Client) -> None:
    diagnosed(cast, cast.ann)
    response = therapist.post(reverse("diagnosis", args=[cast.ann.pk]), {"code": "F43.10", "since": "2026-11-01"})
    assert "F43.10 is set already." in response.content.decode()


def test_a_code_is_ended_with_a_day(cast: Cast, therapist: Client) -> None:
    held = diagnosed(cast, cast.ann)
    response = therapist.post(reverse("end_diagnosis", args=[held.pk]), {"until": "2026-11-10"}, follow=True)
    assert "F43.10 holds no longer from 10 November 2026." in response.content.decode()
    with as_actor(cast.therapist):
        held.refresh_from_db()
    assert (held.until, held.ended_by) == (date(2026, 11, 10), cast.therapist)


def test_a_code_does_not_end_before_it_began(cast: Cast, therapist: Client) -> None:
    held = diagnosed(cast, cast.ann, since=date(2026, 11, 5))
    response = therapist.post(reverse("end_diagnosis", args=[held.pk]), {"until": "2026-11-04"})
    assert response.status_code == 422
    text = response.content.decode()
    assert "before the day from which it holds" in text
    assert "data-error-summary" in text


def test_a_code_is_found_by_its_words(cast: Cast, therapist: Client) -> None:
    with_codes()
    found = page(therapist, "diagnosis", cast.ann.pk, query="?q=traumatic+stress")
    assert "?code=F43.10" in found
    assert "?code=F33" not in found
    assert "No code has these words." in page(therapist, "diagnosis", cast.ann.pk, query="?q=zzz")


# The superbill


def test_the_preview_shows_all_that_will_be_printed(cast: Cast, office: Client) -> None:
    stateable(cast)
    found = page(office, "issue_superbill", cast.ann.pk)
    for words in ("Ann Archer", "Maya Okafor, LMFT, CST", "F43.10", "90847", "Issue superbill", "Nothing is missing."):
        assert words in found


def test_what_is_missing_is_named_and_there_is_no_button(cast: Cast, therapist: Client) -> None:
    insured(cast, cast.ann)
    charged(cast)
    with as_actor(cast.therapist):
        Credential.objects.filter(user=cast.therapist).update(npi="")
    found = page(therapist, "issue_superbill", cast.ann.pk)
    assert f'href="{reverse("my_credentials")}"' in found
    assert f'href="{reverse("diagnosis", args=[cast.ann.pk])}"' in found
    assert "Issue superbill</button>" not in found


def issue(client: Client, cast: Cast, lines: list[uuid.UUID]) -> Any:
    return client.post(reverse("issue_superbill", args=[cast.ann.pk]), {"lines": [str(line) for line in lines]})


def test_issuing_leads_to_the_superbill(cast: Cast, office: Client) -> None:
    lines = stateable(cast)
    response = issue(office, cast, lines)
    with as_actor(cast.staff):
        superbill = Superbill.objects.get()
    assert response.url == reverse("superbill", args=[superbill.pk])
    assert "SB-2026-0001 is issued for Ann Archer." in office.get(response.url).content.decode()


def test_a_second_click_leads_to_the_same_superbill(cast: Cast, office: Client) -> None:
    lines = stateable(cast)
    first, second = issue(office, cast, lines), issue(office, cast, lines)
    assert first.url == second.url
    assert rows(cast.staff, Superbill) == 1


def test_issuing_without_a_diagnosis_is_refused_in_words(cast: Cast, office: Client) -> None:
    charge = charged(cast)
    with as_actor(cast.staff):
        lines = list(charge.lines.values_list("pk", flat=True))
    response = issue(office, cast, lines)
    assert response.status_code == 422
    assert "A diagnosis for 17 November 2026." in response.content.decode()


@pytest.mark.parametrize("lines", [[], ["x"], ["\x00"], [str(uuid.uuid4())]])
def test_lines_that_are_not_on_the_page_are_refused(cast: Cast, office: Client, lines: list[str]) -> None:
    stateable(cast)
    response = office.post(reverse("issue_superbill", args=[cast.ann.pk]), {"lines": lines})
    assert response.status_code == 422
    assert rows(cast.staff, Superbill) == 0


def test_the_page_asks_for_the_paper_until_it_is_there(cast: Cast, office: Client) -> None:
    superbill = issued(cast)
    waiting = page(office, "superbill", superbill.pk)
    assert "Being prepared" in waiting
    assert f'hx-get="{reverse("superbill_state", args=[superbill.pk])}?asked=1"' in waiting
    made(superbill)
    ready = page(office, "superbill_state", superbill.pk, query="?asked=1")
    assert "hx-get" not in ready
    assert reverse("superbill_pdf", args=[superbill.pk]) in ready


@pytest.mark.parametrize("asked", ["60", "x", "", "-1", "99999", "\u0663"])
def test_the_page_stops_asking_after_a_while(cast: Cast, office: Client, asked: str) -> None:
    superbill = issued(cast)
    found = page(office, "superbill_state", superbill.pk, query=f"?asked={asked}")
    assert "hx-get" not in found
    assert "It takes longer than usual." in found


def test_a_paper_that_could_not_be_made_is_asked_for_again(cast: Cast, office: Client) -> None:
    superbill = issued(cast)
    with as_actor(role="worker"):
        Document.objects.update(state="failed", attempts=3, trouble="The page could not be laid out.")
    assert "The page could not be laid out." in page(office, "superbill", superbill.pk)
    office.post(reverse("prepare_superbill_again", args=[superbill.pk]))
    assert "Being prepared" in page(office, "superbill", superbill.pk)


def test_voiding_needs_a_reason_and_keeps_it(cast: Cast, office: Client) -> None:
    superbill = issued(cast)
    url = reverse("void_superbill", args=[superbill.pk])
    assert office.post(url, {"reason": ""}).status_code == 422
    assert office.post(url, {"reason": "x" * 201}).status_code == 422
    response = office.post(url, {"reason": "Wrong address."}, follow=True)
    assert "SB-2026-0001 is void. Its sessions can be stated again." in response.content.decode()
    assert "Wrong address." in response.content.decode()


def test_a_void_superbill_links_to_the_one_that_replaces_it(cast: Cast, office: Client) -> None:
    lines = stateable(cast)
    first = issued(cast, lines)
    voided(cast, first)
    second = issued(cast, lines)
    assert reverse("superbill", args=[second.pk]) in page(office, "superbill", first.pk)
    assert "replaces SB-2026-0001" in page(office, "superbill", second.pk)


# The PDF


def test_the_pdf_is_a_file_to_keep_with_its_own_name(cast: Cast, office: Client) -> None:
    superbill = issued(cast)
    made(superbill)
    response = office.get(reverse("superbill_pdf", args=[superbill.pk]))
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="statement-SB-2026-0001.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("who", ["staff", "ann"])
def test_a_pdf_that_is_not_there_yet_says_so(cast: Cast, who: str) -> None:
    superbill = issued(cast)
    user = cast.staff if who == "staff" else cast.ann.user
    response = signed_in_as(user).get(reverse("superbill_pdf", args=[superbill.pk]))
    assert response.status_code == 409
    assert "This statement is being prepared" in response.content.decode()


def test_the_other_partner_and_strangers_get_what_an_absent_paper_gives(cast: Cast) -> None:
    superbill = issued(cast)
    made(superbill)
    for user in (cast.ben.user, cast.cat.user, cast.other_therapist):
        client = signed_in_as(user)
        foreign = client.get(reverse("superbill_pdf", args=[superbill.pk]))
        absent = client.get(reverse("superbill_pdf", args=[uuid.uuid4()]))
        assert (foreign.status_code, foreign.content) == (absent.status_code, absent.content) == (404, absent.content)


# A partner's own papers


def test_a_partner_finds_and_downloads_their_own_statement(cast: Cast) -> None:
    superbill = issued(cast)
    client = signed_in_as(cast.ann.user)
    assert "Being prepared" in page(client, "my_papers")
    made(superbill)
    found = page(client, "my_papers")
    assert "Statement SB-2026-0001" in found
    assert client.get(reverse("superbill_pdf", args=[superbill.pk])).content.startswith(b"%PDF-")


def test_the_other_partner_sees_the_same_page_before_and_after(cast: Cast) -> None:
    def body() -> str:
        found = page(signed_in_as(cast.ben.user), "my_papers")
        return found.split("<main", 1)[1].split("</main>", 1)[0]

    before = body()
    superbill = issued(cast)
    made(superbill)
    assert body() == before
    assert "will be here" in before


def test_no_money_page_says_a_clinical_word_to_a_partner(cast: Cast) -> None:
    made(issued(cast))
    found = page(signed_in_as(cast.ann.user), "my_papers").casefold()
    assert not [word for word in ("ketamin", "f43", "90847", "ben") if word in found]


# Fees


def fee_form(**changes: str) -> dict[str, str]:
    return {
        "kind": "prep",
        "position": "1",
        "label": "Therapy session",
        "code": "90847",
        "modifiers": "",
        "minutes": "50",
        "amount": "220.00",
        "since": "2026-12-01",
    } | changes


def test_the_therapist_sets_a_fee_from_a_day_on(cast: Cast, therapist: Client) -> None:
    with_fees(cast)
    response = therapist.post(reverse("fees"), fee_form(), follow=True)
    found = response.content.decode()
    assert "Preparation: Therapy session costs $220.00 from 1 December 2026." in found
    assert "From 1 Dec 2026: Therapy session 90847 $220.00" in found


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "9084"}, "code"),
        ({"code": "99354"}, "code"),
        ({"code": "\x00"}, "code"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "1000000"}, "amount"),
        ({"since": "1999-01-01"}, "since"),
        ({"since": "31.12.2026"}, "since"),
        ({"label": ""}, "label"),
        ({"label": "x" * 121}, "label"),
        ({"label": "Ketamine session"}, "label"),
        ({"modifiers": "955"}, "modifiers"),
        ({"code": "", "modifiers": "95"}, "modifiers"),
        ({"minutes": "0"}, "minutes"),
        ({"minutes": "1.5"}, "minutes"),
        ({"kind": "party"}, "kind"),
        ({"position": "9"}, "position"),
    ],
)
def test_a_fee_that_cannot_be_is_refused(cast: Cast, therapist: Client, changes: dict[str, str], field: str) -> None:
    response = therapist.post(reverse("fees"), fee_form(**changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert rows(cast.therapist, Fee) == 0


# Who may enter

PEOPLE: dict[str, Callable[[Cast], User]] = {
    "therapist": lambda cast: cast.therapist,
    "staff": lambda cast: cast.staff,
    "prescriber": lambda cast: cast.prescriber,
    "ann": lambda cast: cast.ann.user,
    "ben": lambda cast: cast.ben.user,
    "other therapist": lambda cast: cast.other_therapist,
}
ACCESS = [
    ("billing", "", (200, 200, 403, 404, 404, 200)),
    ("couple_money", "couple", (200, 200, 403, 404, 404, 404)),
    ("insured", "couple", (200, 200, 403, 404, 404, 404)),
    ("diagnosis", "ann", (200, 403, 403, 404, 404, 404)),
    ("payment", "ann", (200, 200, 403, 404, 404, 404)),
    ("issue_superbill", "ann", (200, 200, 403, 404, 404, 404)),
    ("superbill", "superbill", (200, 200, 403, 404, 404, 404)),
    ("superbill_state", "superbill", (200, 200, 403, 404, 404, 404)),
    ("superbill_pdf", "superbill", (200, 200, 403, 200, 404, 404)),
    ("fees", "", (200, 403, 403, 404, 404, 200)),
    ("my_papers", "", (403, 403, 403, 200, 200, 403)),
]


@pytest.mark.parametrize(("name", "of", "statuses"), ACCESS, ids=[name for name, _, _ in ACCESS])
def test_each_page_opens_for_its_own_people_alone(cast: Cast, name: str, of: str, statuses: tuple[int, ...]) -> None:
    superbill = issued(cast)
    made(superbill)
    keys = {"": [], "couple": [cast.couple.pk], "ann": [cast.ann.pk], "superbill": [superbill.pk]}
    found = {
        who: signed_in_as(person(cast)).get(reverse(name, args=keys[of])).status_code for who, person in PEOPLE.items()
    }
    assert found == dict(zip(PEOPLE, statuses, strict=True))


@pytest.mark.parametrize("name", ["void_superbill", "prepare_superbill_again"])
def test_an_act_on_a_superbill_is_for_the_practice_that_holds_it(cast: Cast, name: str) -> None:
    superbill = issued(cast)
    url = reverse(name, args=[superbill.pk])
    for user, status in (
        (cast.ben.user, 404),
        (cast.ann.user, 404),
        (cast.prescriber, 403),
        (cast.other_therapist, 404),
    ):
        assert signed_in_as(user).post(url, {"reason": "Because."}).status_code == status
    assert signed_in_as(cast.staff).get(url).status_code == 405


def questions(client: Client, cast: Cast, name: str) -> int:
    keys = {"billing": [], "couple_money": [cast.couple.pk], "issue_superbill": [cast.ann.pk], "payment": [cast.ann.pk]}
    with CaptureQueriesContext(connection) as asked:
        page(client, name, *keys[name])
    return len(asked)


@pytest.mark.parametrize("name", ["billing", "couple_money", "issue_superbill", "payment"])
def test_a_page_asks_the_same_number_of_questions_with_one_row_and_with_many(
    cast: Cast, office: Client, name: str
) -> None:
    stateable(cast)
    paid(cast, "10.00")
    issued(cast, [line_of(charged(cast, "intake", 1, NOON - timedelta(days=1)))])
    with_one = questions(office, cast, name)
    for kind, number, days in (("prep", 2, 7), ("integration", 1, 14), ("intake", 2, 15)):
        charged(cast, kind, number, NOON + timedelta(days=days))
        paid(cast, "10.00")
    assert questions(office, cast, name) == with_one


def line_of(charge: Charge) -> uuid.UUID:
    with as_actor(role="worker"):
        return ChargeLine.objects.get(charge=charge).pk


def test_the_starting_fees_are_set_once_for_each_line(cast: Cast) -> None:
    for _ in range(2):
        with_fees(cast)
    assert rows(cast.therapist, Fee) == 5
    with as_actor(cast.therapist):
        assert Fee.objects.filter(kind="ketamine").first()
        assert actions.set_fee(
            kind="prep", label="x", amount=Decimal("1.005"), since=date(2026, 1, 2), by=cast.therapist, at=NOON
        ).amount == Decimal("1.01")


def test_an_act_that_is_done_already_says_so(cast: Cast, office: Client, therapist: Client) -> None:
    superbill, held = issued(cast), diagnosed(cast, cast.ann, "F33.1")
    for client, name, key, data, words in (
        (office, "prepare_superbill_again", superbill.pk, {}, "The paper is there, or being prepared."),
        (office, "void_superbill", superbill.pk, {"reason": "Wrong."}, "SB-2026-0001 is void. Its sessions"),
        (office, "void_superbill", superbill.pk, {"reason": "Wrong."}, "SB-2026-0001 is void already."),
        (therapist, "end_diagnosis", held.pk, {"until": "2026-11-10"}, "F33.1 holds no longer"),
        (therapist, "end_diagnosis", held.pk, {"until": "2026-11-11"}, "F33.1 has ended already."),
    ):
        response = client.post(reverse(name, args=[key]), data, follow=True)
        assert words in response.content.decode()


def test_the_list_of_superbills_goes_on_page_by_page(
    cast: Cast, office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE", 1)
    issued(cast)
    issued(cast, [line_of(charged(cast, "intake", 1, NOON - timedelta(days=1)))])
    first = page(office, "billing", query="?tab=issued")
    assert "SB-2026-0002" in first
    assert "?tab=issued&amp;before=2026-2" in first
    assert "SB-2026-0001" in page(office, "billing", query="?tab=issued&before=2026-2")
