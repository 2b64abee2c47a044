"""What reaches the paper, and what does not: no file, host or attachment, whatever somebody's name holds."""

import io
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from documents import pdf

STYLE = "documents/superbill.css"
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
]


@pytest.mark.parametrize("vector", VECTORS)
def test_a_document_fetches_nothing(vector: str, listener: tuple[str, list[str]], tmp_path: Path) -> None:
    host, calls = listener
    file = tmp_path / "secret.txt"
    file.write_text(SECRET)
    made = pdf.render(html=f"<html lang=en><title>t</title><body>{vector.format(host=host, file=file)}", style=STYLE)
    assert calls == []
    with pikepdf.open(io.BytesIO(made.content)) as document:
        assert not document.attachments
        assert "/EmbeddedFiles" not in document.Root.get("/Names", {})
    assert SECRET.encode() not in made.content
    assert SECRET not in text_of(made.content)


def test_the_renderer_is_one_that_asks_its_fetcher_for_stylesheets_too() -> None:
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
