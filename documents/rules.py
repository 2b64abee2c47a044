"""What an uploaded file may be. Its bytes decide; a name or a declared type is only somebody's word."""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import puremagic
from PIL import Image, ImageFile, ImageOps

MEGABYTE = 1024 * 1024
MAX_BYTES = 8 * MEGABYTE
MAX_PIXELS = 36_000_000
MAX_SIDE = 12_000
MAX_ABOUT_ONE = 40
NAME_LENGTH = 120

TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}
ACCEPT = "application/pdf,image/png,image/jpeg"
FORMATS = {"png": "PNG", "jpg": "JPEG"}
STARTS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}

KINDS = "Choose a PDF, or a photo as PNG or JPEG."
TOO_BIG = f"This file is larger than {MAX_BYTES // MEGABYTE} MB. Scan it in gray, or take a smaller photo."
TOO_WIDE = "This picture has too many pixels. Take it at a lower resolution."
BROKEN = "This file could not be read to its end. Save or scan it once more."
MORE_THAN_PAGES = (
    "This PDF holds more than pages: a script, a form or another file. Print it to a new PDF, or send a photo."
)
EMPTY = "This file is empty. Choose another."

# Parts of a PDF that act, or that carry something else along. None is needed for a signed sheet of paper.
ACTS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToR|OpenAction|AA)\b")
OTHER_KINDS = re.compile(
    rb"<(!doctype|html|script|svg|iframe|\?php)\b|PK\x03\x04|Rar!\x1a|7z\xbc\xaf|MZ\x90\x00", re.IGNORECASE
)
TEST_VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class Refused(Exception):
    """This file is not taken. The message is the sentence for the person."""


@dataclass(frozen=True)
class Taken:
    """A file as it is kept: a picture is written anew, without what may have come along in it."""

    kind: str
    content: bytes

    @property
    def content_type(self) -> str:
        return TYPES[self.kind]


@dataclass(frozen=True)
class Brought:
    """A file as it will be kept, and the name that somebody's device gave it."""

    taken: Taken
    called: str


def take(content: bytes) -> Taken:
    """The file as it may be kept. Raises Refused."""
    if not content:
        raise Refused(EMPTY)
    if len(content) > MAX_BYTES:
        raise Refused(TOO_BIG)
    kind = kind_of(content)
    if TEST_VIRUS in content:
        raise Refused(KINDS)
    if kind == "pdf":
        return Taken(kind, _pages_only(content))
    return Taken(kind, _drawn_anew(content, kind))


def kind_of(content: bytes) -> str:
    """ "pdf", "png" or "jpg" by what the file begins with, and what a second reader says of it. Raises Refused."""
    kind = next((kind for start, kind in STARTS.items() if content.startswith(start)), "")
    try:
        said = {guess.extension.lstrip(".").replace("jpeg", "jpg") for guess in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        said = set()
    if not kind or (said and not said & {kind, "jfif", "jpe", "ai"}):
        raise Refused(KINDS)
    return kind


def _pages_only(content: bytes) -> bytes:
    """A PDF that ends where it says, and neither acts nor carries anything along."""
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise Refused(BROKEN)
    if content[end + 5 :].strip() or OTHER_KINDS.search(content[:1024]) or OTHER_KINDS.search(content[-1024:]):
        raise Refused(KINDS)
    if ACTS.search(content):
        raise Refused(MORE_THAN_PAGES)
    return content


def _drawn_anew(content: bytes, kind: str) -> bytes:
    """A picture decoded and written again: only its pixels survive."""
    try:
        with warnings.catch_warnings(), _whole_files_only():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = _decoded(content, kind)
        clean = Image.new("RGB", picture.size)
        clean.paste(picture)
        out = io.BytesIO()
        clean.save(out, format=FORMATS[kind], **({"quality": 85} if kind == "jpg" else {}))
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as refusal:
        raise Refused(TOO_WIDE) from refusal
    except Exception as trouble:  # a decoder fed with anything may raise anything
        raise Refused(BROKEN) from trouble
    return out.getvalue()


@contextmanager
def _whole_files_only() -> Iterator[None]:
    """A torn picture is an error here. Where WeasyPrint is loaded, it has Pillow forgive them, and bombs of text."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _decoded(content: bytes, kind: str) -> Image.Image:
    """The pixels, upright. How many there are is read, and judged, before any is decoded."""
    with Image.open(io.BytesIO(content), formats=[FORMATS[kind]]) as picture:
        wide, high = picture.size
        if wide * high > MAX_PIXELS or max(wide, high) > MAX_SIDE:
            raise Refused(TOO_WIDE)
        return ImageOps.exif_transpose(picture).convert("RGB")


def shown_name(name: str) -> str:
    """The name that somebody's device gave a file, as text to show: no folder, nothing hidden, not endless."""
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    return kept[:NAME_LENGTH] or "file"
