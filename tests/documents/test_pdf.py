"""What reaches the paper, and what does not: no file, host or attachment, whatever somebody's name holds."""

import io
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from itertools import cycle
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from billiard.exceptions import SoftTimeLimitExceeded
from django.template.loader import render_to_string
from pypdf import PdfReader

from accounts.actor import as_actor
from documents import pdf
from documents.actions import papers
from documents.models import Document
from tests.cast import NOON, Cast

STYLE = "documents/superbill.css"
TEMPLATES = ("documents/superbill.html", "documents/record.html")
SECRET = "SECRET-IN-A-FILE-41c7"


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """A host that writes down whoever calls."""
    calls: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                calls.append(connection.recv(200).decode(errors="replace"))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", calls
        done.set()
        thread.join()


VECTORS = [
    '<img src="http://{host}/a.png">',
    '<img src="file://{file}">',
    '<link rel="attachment" href="file://{file}">',
    '<a rel="attachment" href="file://{file}">x</a>',
    '<link rel="stylesheet" href="http://{host}/a.css">',
    '<style>@import url("http://{host}/b.css");</style>',
    '<style>@font-face {{ font-family: X; src: url("http://{host}/f.ttf") }} body {{ font-family: X }}</style>',
    '<style>@font-face {{ font-family: X; src: url("file://{file}") }} body {{ font-family: X }}</style>',
    '<p style="background: url(http://{host}/c.png)">x</p>',
    '<object data="http://{host}/d.svg"></object>',
    '<embed src="file://{file}">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://{host}/e.png" width="9" height="9"/></svg>',
    '<base href="http://{host}/"><img src="relative.png">',
    '<iframe src="http://{host}/f"></iframe>',
    '<ul style="list-style-image: url(http://{host}/g.png)"><li>x</li></ul>',
    '<p style="content: url(http://{host}/h.png)">x</p>',
    '<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E%3Cimage href=%22http://{host}/i%22/%3E%3C/svg%3E">',
    '<img src="font:Figtree-Bold">',
    '<img src="ftp://{host}/j">',
    '<img srcset="http://{host}/k.png 2x">',
    '<picture><source srcset="http://{host}/l.png"><img src="http://{host}/m.png"></picture>',
    '<video poster="http://{host}/n.png" src="http://{host}/o"></video>',
    '<input type="image" src="http://{host}/p.png">',
    '<table background="http://{host}/q.png"><tr><td>x</table>',
    '<meta http-equiv="refresh" content="0;url=http://{host}/r">',
    '<style>p::before {{ content: url("http://{host}/s.png") }}</style><p>x</p>',
    '<style>p {{ border-image: url("http://{host}/t.png") 30 }}</style><p>x</p>',
    '<style>@page {{ background: url("http://{host}/u.png") }}</style>',
    '<p style="mask-image: url(http://{host}/v.png); cursor: url(http://{host}/w.cur)">x</p>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="http://{host}/x.svg#a"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><style>@import "http://{host}/y.css";</style></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{file}" width="9" height="9"/></svg>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file://{file}">]><p>&e;</p>',
    '<img src="//{host}/z.png">',
    '<img src="http://169.254.169.254/latest/meta-data/"><img src="http://{host}/redirect">',
    '<a rel="attachment" href="http://{host}/attached">x</a>',
    '<link rel="stylesheet attachment" href="data:text/css,@import url(http://{host}/aa.css);">',
    '<img src="gopher://{host}/_x"><img src="jar:file://{file}!/x">',
]


def test_there_are_vectors_enough() -> None:
    """Trust goal G14 asks for twenty-five."""
    assert len(set(VECTORS)) >= 25


@pytest.mark.parametrize("vector", VECTORS)
def test_a_document_fetches_nothing(vector: str, listener: tuple[str, list[str]], tmp_path: Path) -> None:
    """PD-01 to PD-03: no file and no host, though the address stands in the document as it is."""
    host, calls = listener
    hostile = vector.format(host=host, file=secret_in(tmp_path))
    made = pdf.render(html=f"<html lang=en><title>t</title><body>{hostile}", style=STYLE)
    assert calls == []
    holds_nothing_else(made)


@pytest.mark.parametrize("template", TEMPLATES)
def test_our_own_templates_print_hostile_words_as_words(
    template: str, listener: tuple[str, list[str]], tmp_path: Path
) -> None:
    """In every place that a name, a note, an insurer or a reason has on the paper stands one of the vectors."""
    host, calls = listener
    hostile = cycle(vector.format(host=host, file=secret_in(tmp_path)) for vector in VECTORS)
    made = pdf.render(html=render_to_string(template, everywhere(hostile)), style=f"{template[:-4]}css")
    assert calls == []
    holds_nothing_else(made)
    assert "<img" in text_of(made.content)


def everywhere(words: Iterator[str]) -> dict[str, Any]:
    """A context in which every text that somebody can type is the next of these words."""

    def named(*names: str) -> dict[str, str]:
        return {name: next(words) for name in names}

    return {
        **named("number", "issued_on", "void_reason", "voided_on", "issued_by", "title", "words", "names"),
        "replaces": [next(words)],
        "practice": {**named("name", "phone", "email", "ein", "npi"), "address": [next(words)]},
        "person": {**named("legal_name", "insurer", "member_id", "birth_date"), "address": [next(words)]},
        "provider": named("name", "full_name", "licence_number", "licence_state", "npi"),
        "diagnoses": [named("letter", "code", "label")],
        "lines": [named("service_date", "code", "modifiers", "label")],
        "tables": [
            {
                **named("name", "title"),
                "header": [next(words), next(words)],
                "rows": [[next(words), next(words)] for _ in range(9)],
            }
        ],
    }


def secret_in(folder: Path) -> Path:
    file = folder / "secret.txt"
    file.write_text(SECRET)
    return file


def holds_nothing_else(made: pdf.Pdf) -> None:
    """No attachment, no script, and not the words of a file that was never ours to read."""
    with pikepdf.open(io.BytesIO(made.content)) as document:
        assert not document.attachments
        assert "/EmbeddedFiles" not in document.Root.get("/Names", {})
        assert "/JavaScript" not in document.Root.get("/Names", {})
        assert "/OpenAction" not in document.Root
    assert SECRET.encode() not in made.content
    assert SECRET not in text_of(made.content)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bomb",
    [
        "<p>" + "word " * 200_000,
        "<div>" * 400 + "x",
        '<p style="width: 1000000000px; height: 1000000000px; border: 1px solid">x</p>',
        '<img width="20000" height="20000" src="data:image/png;base64,iVBORw0KGgo=">',
    ],
    ids=["a million letters", "deep", "wide", "large picture"],
)
def test_pd_05_a_page_that_is_too_much_is_made_or_given_up_in_time(
    bomb: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker's time limit reaches a layout that is under way; what is left is a failed attempt and no bytes."""
    monkeypatch.setattr(papers, "render_to_string", lambda *_: f"<html lang=en><title>t</title><body>{bomb}")
    with as_actor(cast.staff):
        document = papers.ask(
            title="t", file_name="t.pdf", template="documents/superbill.html", context={}, reader=None, at=NOON
        )
    pdf.render(html="<html lang=en><title>t</title><body>x", style=STYLE)  # a cut in the loading of modules is no test
    began = time.monotonic()
    with given_up_after(3):
        papers.make(document_id=document.pk, at=NOON)
    assert time.monotonic() - began < 25
    with as_actor(role="worker"):
        left = Document.objects.get(pk=document.pk)
    assert (left.state == Document.State.READY) == (left.content is not None)


@contextmanager
def given_up_after(seconds: int) -> Iterator[None]:
    """What the worker does to a task past its soft limit, sooner."""

    def over(*_: object) -> None:
        raise SoftTimeLimitExceeded

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_pd_04_the_renderer_is_one_that_asks_its_fetcher_for_stylesheets_too() -> None:
    assert int(version("weasyprint").split(".")[0]) >= 70


def test_the_stylesheet_loads_only_the_practices_fonts() -> None:
    with pytest.raises(ValueError, match="own fonts"):
        pdf._own_font("font:../../../manage")


def test_a_document_says_its_language_and_title() -> None:
    made = pdf.render(html='<html lang="en-US"><title>Superbill SB-2026-0001</title><body><p>x', style=STYLE)
    with pikepdf.open(io.BytesIO(made.content)) as document:
        assert str(document.Root.Lang) == "en-US"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert str(document.docinfo["/Title"]) == "Superbill SB-2026-0001"


def test_the_web_process_does_not_load_the_layout_engine() -> None:
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'; django.setup();"
        "import kap_practice.wsgi, documents.tasks, billing.actions; assert 'weasyprint' not in sys.modules"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, cwd=Path(__file__).parents[2])
