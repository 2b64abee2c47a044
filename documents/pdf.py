"""The only module that imports WeasyPrint, and only to make a document: it costs a second that no page should pay."""

import atexit
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcherResponse

PAPER = "documents/paper.css"  # what every paper begins with
FONTS = ("Figtree-Regular", "Figtree-SemiBold", "Figtree-Bold")


@dataclass(frozen=True)
class Pdf:
    """A finished file and how many pages it has."""

    content: bytes
    pages: int


def render(*, html: str, style: str) -> Pdf:
    """Lay `html` out as a tagged PDF (PDF/UA-1) with the stylesheet templates/`style` after that of every paper.

    The document fetches nothing: whatever address somebody's name or note may hold, no file, host or attachment is
    reached (trust.md D10). The language and the title come from the document itself.
    """
    from weasyprint import HTML  # noqa: PLC0415 - see the module's docstring
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - the same

    nothing = URLFetcher(allowed_protocols=frozenset(), allow_redirects=False)
    css, fonts = _look(style)
    page = HTML(string=html, base_url=None, url_fetcher=nothing).render(
        stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1"
    )
    return Pdf(page.write_pdf(pdf_variant="pdf/ua-1"), len(page.pages))


@lru_cache
def _look(style: str) -> "tuple[CSS, FontConfiguration]":
    """A stylesheet with its fonts, read once for each process: anew for each page it costs half as much again."""
    from weasyprint import CSS  # noqa: PLC0415 - see the module's docstring
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - the same

    fonts = FontConfiguration()
    text = "\n".join((Path(settings.BASE_DIR) / "templates" / name).read_text() for name in (PAPER, style))
    return CSS(string=text, url_fetcher=_own_font, font_config=fonts, base_url=None), fonts


atexit.register(_look.cache_clear)  # the fonts clean up after themselves, which they cannot once Python is half gone


def _own_font(url: str) -> "URLFetcherResponse":
    """Serve our stylesheet the fonts that the asset step made, by name ("font:Figtree-Bold"), and nothing else."""
    from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415 - see the module's docstring

    name = url.removeprefix("font:")
    if name not in FONTS:
        raise ValueError("The stylesheet of a document loads only the practice's own fonts.")
    path = Path(settings.BASE_DIR) / "build" / "static" / "fonts" / "pdf" / f"{name}.ttf"
    headers: dict[str, Any] = {"Content-Type": "font/ttf"}
    return URLFetcherResponse(url, path.read_bytes(), headers)
