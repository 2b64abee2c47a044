"""The headers under which a file is handed out. Whoever calls has decided that this reader may have it."""

from django.http import HttpResponse

from documents.rules import TYPES

# Should a browser show it after all, it shows it in a box that can run, fetch and send nothing.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


# Shown beside a form, in a frame of our own pages and of nobody else's; it can run, fetch and send nothing there.
BESIDE = "default-src 'none'; frame-ancestors 'self'"


def hand_out(content: bytes, *, content_type: str, file_name: str) -> HttpResponse:
    """A download, never a page: its type is not guessed, and its name is ours, in plain letters.

    `file_name` is made by the caller from fixed words, never from what somebody typed.
    """
    if not file_name.isascii() or set(file_name) & set('"\\/\r\n;'):
        raise ValueError("A file is handed out under a name of our own.")
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": SANDBOX,
    }
    return HttpResponse(content, content_type=content_type, headers=headers)


def hand_out_upload(content: bytes, kind: str) -> HttpResponse:
    return hand_out(content, content_type=TYPES[kind], file_name=f"paper.{kind}")


def show_upload(content: bytes, kind: str) -> HttpResponse:
    """A file that `documents.rules.take` let through, to be read in the page beside which it stands."""
    headers = {
        "Content-Disposition": f'inline; filename="paper.{kind}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": BESIDE,
        "X-Frame-Options": "SAMEORIGIN",
    }
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)
