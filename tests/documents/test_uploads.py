"""UP-01 to UP-03: what an uploaded file may be is decided by its bytes."""

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from documents import rules
from documents.handing import hand_out
from tests.documents.files import PDF, archive, flood, picture, text_bomb


def refused(content: bytes) -> str:
    with pytest.raises(rules.Refused) as found:
        rules.take(content)
    return str(found.value)


def test_a_pdf_is_kept_as_it_is() -> None:
    taken = rules.take(PDF)
    assert (taken.kind, taken.content, taken.content_type) == ("pdf", PDF, "application/pdf")


@pytest.mark.parametrize(("kind", "named"), [("PNG", "png"), ("JPEG", "jpg")])
def test_a_picture_is_drawn_anew(kind: str, named: str) -> None:
    taken = rules.take(picture(kind))
    assert taken.kind == named
    with Image.open(io.BytesIO(taken.content)) as made:
        assert (made.format, made.size) == (kind, (40, 30))


def test_what_came_along_in_a_picture_is_gone() -> None:
    notes = PngInfo()
    notes.add_text("Comment", "CANARY-IN-A-PICTURE")
    exif = Image.Exif()
    exif[0x010E] = "CANARY-IN-A-PICTURE"
    for content in (
        picture(pnginfo=notes),
        picture("JPEG", exif=exif),
        picture() + archive(),
        picture("JPEG") + archive(),
    ):
        taken = rules.take(content)
        assert b"CANARY" not in taken.content
        assert b"PK\x03\x04" not in taken.content


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a/*" + b"\0" * 50 + b"*/=1;alert(1)",
        b"MZ\x90\x00" + b"\0" * 200,
        b"\x7fELF" + b"\0" * 200,
        archive(),
        b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
        PDF + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE",
        b"hello",
        b"\n" + PDF,
        PDF + archive(),
        PDF + b"<html><script>alert(1)</script>",
        PDF.replace(b"%PDF-1.4\n", b"%PDF-1.4\n<html><script>alert(1)</script>"),
        PDF.replace(b"%PDF-1.4\n", b"%PDF-1.4\nPK\x03\x04"),
        PDF.replace(b"%PDF-1.4\n", b"%PDF-1.4\nMZ\x90\x00"),
    ],
)
def test_anything_else_is_refused_even_behind_a_good_beginning(content: bytes) -> None:
    assert refused(content) == rules.KINDS


@pytest.mark.parametrize(
    "part", [b"/JavaScript", b"/JS(x)", b"/Launch", b"/EmbeddedFiles", b"/OpenAction", b"/XFA", b"/AA<<"]
)
def test_a_pdf_that_acts_is_refused(part: bytes) -> None:
    assert refused(PDF.replace(b"/Type/Catalog", b"/Type/Catalog" + part)) == rules.MORE_THAN_PAGES


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7 and no end", picture()[:60], picture("JPEG")[:200], b"\x89PNG\r\n\x1a\n" + b"x" * 50, text_bomb()],
    ids=["pdf", "png", "jpeg", "png of nothing", "text bomb"],
)
@pytest.mark.parametrize("forgiving", [False, True])
def test_a_torn_file_is_told_from_a_wrong_one(content: bytes, forgiving: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", forgiving)
    assert refused(content) in {rules.BROKEN, rules.KINDS}


def test_a_flood_of_pixels_is_refused_before_it_is_decoded() -> None:
    assert refused(flood()) == rules.TOO_WIDE
    assert refused(flood(13_000, 10)) == rules.TOO_WIDE


def test_size_and_emptiness_have_sentences() -> None:
    assert refused(b"") == rules.EMPTY
    assert refused(b"%PDF-" + b"0" * rules.MAX_BYTES) == rules.TOO_BIG


@given(st.binary(max_size=400))
def test_whatever_bytes_come_nothing_but_a_refusal_is_raised(content: bytes) -> None:
    for start in (b"", b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"):
        with suppress(rules.Refused):
            rules.take(start + content)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("scan.pdf", "scan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("C:\\x\\y.pdf", "y.pdf"),
        ("x\0.pdf", "x.pdf"),
        ("x\u202efdp.exe", "xfdp.exe"),
        ("..", "file"),
        ("", "file"),
        ("name. ", "name"),
        ("a" * 4000, "a" * rules.NAME_LENGTH),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
    ],
)
def test_a_name_is_only_text(name: str, shown: str) -> None:
    assert rules.shown_name(name) == shown


@pytest.mark.parametrize("name", ['a".html', "a\r\nb", "../a.pdf", "ä.pdf", "a;b.pdf"])
def test_a_file_is_handed_out_under_a_name_of_ours_alone(name: str) -> None:
    with pytest.raises(ValueError, match="name of our own"):
        hand_out(b"", content_type="application/pdf", file_name=name)


def test_a_file_is_handed_out_as_a_download_that_can_do_nothing() -> None:
    response = hand_out(b"x", content_type="application/pdf", file_name="paper.pdf")
    assert response["Content-Disposition"] == 'attachment; filename="paper.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
