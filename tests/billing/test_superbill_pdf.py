"""The paper itself: what an insurer reads, what a screen reader finds, and what is not there."""

import io
import re
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from accounts.actor import as_actor
from clients.models import Partner
from documents import pdf
from documents.models import Document
from tests.billing.states import issued, made, paid, stateable, voided
from tests.cast import NOON, Cast
from tests.documents.test_pdf import VECTORS, listener, text_of  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def paper(cast: Cast) -> bytes:
    return bytes(made(issued(cast)).content or b"")


def test_the_paper_states_every_field_that_an_insurer_asks_for(cast: Cast) -> None:
    lines = stateable(cast)
    paid(cast, "150.00")
    text = text_of(bytes(made(issued(cast, lines)).content or b""))
    for field in (
        "SB-2026-0001",
        "Issued 11/17/2026",
        "Harbor Relational Therapy",
        "1200 Grove Street, Suite 4, Oakland, CA 94612",
        "(510) 555-0100",
        "12-3456789",
        "Ann Archer",
        "4 Alder Lane",
        "Oakland, CA 94610",
        "03/04/1988",
        "Maya Okafor, LMFT, CST",
        "MFT 104233, CA",
        "1234567893",
        "F43.10",
        "Post-traumatic stress disorder, unspecified",
        "11/17/2026",
        "90847",
        "Place 11: office.",
        "Statement for reimbursement. Not a bill. No benefits are assigned",
        "Electronically issued by Sol Rivera for Maya Okafor, LMFT, CST on 11/17/2026",
        "Page 1 of 1",
    ):
        assert field in text


def test_the_totals_can_be_read_and_agree_with_the_lines(cast: Cast) -> None:
    lines = stateable(cast)
    paid(cast, "150.00")
    superbill = issued(cast, lines)
    text = text_of(bytes(made(superbill).content or b""))
    amounts = dict(re.findall(r"(Total charges|Total paid|Balance)\s+\$([\d.,]+)", text))
    assert amounts == {"Total charges": "210.00", "Total paid": "150.00", "Balance": "60.00"}
    assert Decimal(amounts["Total charges"]) == superbill.total


def test_nothing_of_the_other_partner_and_no_word_of_ketamine_is_on_the_paper(cast: Cast) -> None:
    lines = stateable(cast)
    paid(cast, "150.00", payer=cast.ben)
    superbill = issued(cast, lines)
    content = bytes(made(superbill).content or b"")
    said = text_of(content) + str(PdfReader(io.BytesIO(content)).metadata) + str(superbill.facts)
    assert "was paid by another party" in " ".join(said.split())
    for word in ("Ben", "Boyd", "ben@example.org", "1985", "etamine"):
        assert word not in said


def test_the_paper_is_tagged_with_real_table_headings(cast: Cast) -> None:
    with pikepdf.open(io.BytesIO(paper(cast))) as document:
        assert document.Root.MarkInfo.Marked
        assert re.search(rb"pdfuaid:part(>|=\")1", document.Root.Metadata.read_bytes())
        roles = list(structure(document.Root.StructTreeRoot))
    assert roles.count("/Table") == 3
    assert roles.count("/TH") == 3 + 10 + 1 + 1 + 3
    assert {"/H1", "/H2"} <= set(roles)


def structure(node: Any) -> Any:
    """The role of every element, depth first."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from structure(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)
        if "/K" in node:
            yield from structure(node.K)


def test_every_font_is_embedded(cast: Cast) -> None:
    with pikepdf.open(io.BytesIO(paper(cast))) as document:
        fonts = [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        names = {str(font.FontName) for font in fonts}
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
    assert all("Figtree" in name for name in names)


def test_nothing_is_attached_or_runs(cast: Cast) -> None:
    with pikepdf.open(io.BytesIO(paper(cast))) as document:
        assert not document.attachments
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(document.Root.keys())


@pytest.mark.parametrize("vector", VECTORS)
def test_a_hostile_name_is_printed_as_it_is_typed_and_fetches_nothing(
    vector: str,
    cast: Cast,
    listener: tuple[str, list[str]],  # noqa: F811 - the fixture imported above
) -> None:
    host, calls = listener
    lines = stateable(cast)
    hostile = vector.format(host=host, file="/etc/hostname")[:60]
    with as_actor(cast.staff):
        Partner.objects.filter(pk=cast.ann.pk).update(legal_last_name=hostile, insurer=hostile)
        cast.ann.refresh_from_db()
    content = bytes(made(issued(cast, lines)).content or b"")
    assert calls == []
    assert hostile[:12] in text_of(content)
    with pikepdf.open(io.BytesIO(content)) as document:
        assert not document.attachments


def test_a_void_superbill_prints_void_on_every_page_with_its_reason(cast: Cast) -> None:
    superbill = issued(cast)
    voided(cast, superbill, "The diagnosis was wrong.")
    pages = PdfReader(io.BytesIO(bytes(made(superbill).content or b""))).pages
    assert all("VOID" in page.extract_text().upper() for page in pages)
    text = pages[0].extract_text()
    assert "Void since 11/17/2026" in text
    assert "The diagnosis was wrong." in text
    assert "SB-2026-0001" in text


def test_a_long_superbill_counts_its_pages_and_repeats_its_headings(cast: Cast) -> None:
    superbill = issued(cast)
    with as_actor(role="worker"):
        context = Document.objects.get(pk=superbill.document_id).context
    context["lines"] *= 40
    content = pdf.render(
        html=render_to_string("documents/superbill.html", context), style="documents/superbill.css"
    ).content
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    assert [f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
    assert all("Date of service" in page for page in pages)
    assert "Total paid" in pages[-1]
    assert "90847" in pages[-1]


def test_the_time_it_was_issued_is_all_that_the_paper_needs(cast: Cast) -> None:
    superbill = issued(cast)
    with as_actor(cast.therapist):
        Partner.objects.filter(pk=cast.ann.pk).update(legal_last_name="Later")
    assert "Ann Archer" in text_of(bytes(made(superbill).content or b""))
    assert superbill.issued_at == NOON
