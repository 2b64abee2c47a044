"""What a paper could be made to fetch: every way into a PDF that is known to have worked somewhere."""

import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from documents import pdf
from tests.trust.canaries import words_of_pdf
from tests.trust.figures import Figure, Run

ENOUGH = 25
SECRET = "CANARYSECRETFILE"
STYLE = "documents/superbill.css"
VECTORS = (
    '<img src="http://{host}/a.png">',
    '<img src="//{host}/a.png">',
    '<img srcset="http://{host}/a.png 2x">',
    '<img src="file://{file}">',
    '<img src="FILE://{file}">',
    '<img src="{file}">',
    '<link rel="attachment" href="file://{file}">',
    '<a rel="attachment" href="file://{file}">x</a>',
    '<a rel="attachment" href="http://{host}/a">x</a>',
    '<link rel="stylesheet" href="http://{host}/a.css">',
    '<link rel="stylesheet" href="file://{file}">',
    '<style>@import url("http://{host}/b.css");</style>',
    '<style>@import "file://{file}";</style>',
    '<style>@font-face {{ font-family: X; src: url("http://{host}/f.ttf") }} body {{ font-family: X }}</style>',
    '<style>@font-face {{ font-family: X; src: url("file://{file}") }} body {{ font-family: X }}</style>',
    '<style>p {{ background-image: url("http://{host}/c.png") }}</style><p>x</p>',
    '<p style="background: url(http://{host}/c.png)">x</p>',
    '<p style="border-image: url(http://{host}/c.png) 1">x</p>',
    '<object data="http://{host}/d.svg"></object>',
    '<object data="file://{file}" type="text/plain"></object>',
    '<embed src="file://{file}">',
    '<iframe src="http://{host}/f"></iframe>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://{host}/e.png" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="http://{host}/e.svg#a"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><style>@import url("http://{host}/s.css")</style></svg>',
    '<base href="http://{host}/"><img src="relative.png">',
    '<ul style="list-style-image: url(http://{host}/g.png)"><li>x</li></ul>',
    '<style>p::before {{ content: url("http://{host}/h.png") }}</style><p>x</p>',
    '<img src="data:image/svg+xml,%3Csvg%3E%3Cimage href=%22http://{host}/i%22/%3E%3C/svg%3E">',
    '<img src="font:Figtree-Bold">',
    '<img src="ftp://{host}/j">',
    '<img src="gopher://{host}/k">',
    '<meta http-equiv="refresh" content="0; url=http://{host}/l">',
    '<video poster="http://{host}/m.png"></video>',
)


def g14(run: Run) -> Figure:
    """Make a paper of each, with somebody listening and a secret file beside it."""
    wrong = []
    with listening() as (host, calls), tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(SECRET)
        file.flush()
        for vector in VECTORS:
            words = vector.format(host=host, file=file.name)
            made = pdf.render(html=f"<html lang=en><title>t</title><body>{words}</body></html>", style=STYLE)
            if calls:
                wrong.append(f"called out: {vector}")
                calls.clear()
            if SECRET.encode() in made.content or SECRET in words_of_pdf(made.content):
                wrong.append(f"read a file: {vector}")
            if not made.content.rstrip().endswith(b"%%EOF"):
                wrong.append(f"a torn file: {vector}")
            run.progress(f"G14 {vector[:40]}")
    return Figure(
        "G14",
        "Ways to make a paper fetch something that worked",
        f"0 of {ENOUGH} or more",
        f"{len(wrong)} of {len(VECTORS)}",
        ok=not wrong and len(VECTORS) >= ENOUGH,
        notes=wrong,
    )


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A door that nobody should knock at, and who did."""
    calls: list[str] = []
    done = threading.Event()
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.05)

        def listen() -> None:
            while not done.is_set():
                with suppress(TimeoutError):
                    connection, _ = server.accept()
                    calls.append("knock")
                    connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}", calls
        finally:
            done.set()
            thread.join()
