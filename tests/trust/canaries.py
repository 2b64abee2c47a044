"""Who meets which words: every address, as everybody, in every state of a couple's story.

The same canaries are looked for in papers (text and metadata), mails, log lines, messages to the worker, and a dump.
"""

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pypdf
import pypdf.errors
from celery.signals import before_task_publish
from django.core import mail

from kap_practice import database_roles
from tests import databases
from tests.cast import NOON, make_cast
from tests.trust import loglines
from tests.trust.addresses import addresses
from tests.trust.asking import WHO, Answer, ask, browsers
from tests.trust.figures import Figure, Run
from tests.trust.story import Story, met_by, tell, unplanted

ENOUGH = 20_000


def text_of(answer: Answer) -> str:
    """Everything that a response says: headers, body, and for a paper its text, its metadata and what is attached."""
    said = [f"{name}: {value}" for name, value in answer.headers.items()]
    said.append(answer.content.decode(errors="replace"))
    if answer.content.startswith(b"%PDF"):
        with suppress(pypdf.errors.PdfReadError):  # somebody's upload need not be a whole one
            said.append(words_of_pdf(answer.content))
    return "\n".join(said)


def words_of_pdf(content: bytes) -> str:
    """The text of every page, the metadata of both kinds, and the names and bytes of attachments."""
    paper = pypdf.PdfReader(io.BytesIO(content))
    said = [page.extract_text() for page in paper.pages]
    said += [str(value) for value in (paper.metadata or {}).values()]
    said += [str(paper.xmp_metadata.rdf_root.toxml())] if paper.xmp_metadata else []
    said += [f"{name} {blobs!r}" for name, blobs in paper.attachments.items()]
    return "\n".join(said)


class Messages:
    """What is handed to the broker while a story is told."""

    def __init__(self) -> None:
        self.bodies: list[str] = []

    def __enter__(self) -> "Messages":
        before_task_publish.connect(self._keep)
        return self

    def __exit__(self, *left: object) -> None:
        before_task_publish.disconnect(self._keep)

    def _keep(self, body: Any = None, headers: Any = None, **rest: Any) -> None:
        self.bodies.append(f"{body!r} {headers!r}")


def g2(run: Run) -> Figure:
    """Tell the story stage by stage, and at each stage open every address as everybody."""
    random = run.random
    story, asked, wrong = Story(make_cast()), set(), Counter[str]()
    papers = 0
    with Messages() as messages, databases.superuser(databases.own_name()) as look:
        for state in tell(story):
            by = browsers(story.cast, NOON)
            pairs = [(who, address) for address in addresses(look, random) for who in WHO]
            for number, (who, address) in enumerate(run.some(pairs)):
                answer = ask(by[who], address.url)
                asked.add((who, address.url, state))
                papers += answer.content.startswith(b"%PDF")
                wrong.update(
                    f"{one.place} in {address.name} for {who}, {state}" for one in met_by(story, who, text_of(answer))
                )
                run.progress(f"G2 {state}: {number} of {len(pairs)}, {len(asked)} responses, {len(wrong)} forbidden")
        wrong.update(in_mails(story))
        wrong.update(f"{one.place} in a log line" for line in loglines.LINES for one in met_by(story, "log", line))
        wrong.update(f"{one.place} in a message" for body in messages.bodies for one in met_by(story, "broker", body))
        wrong.update(in_dump(story))
        bare = unplanted(story, look)
    return Figure(
        "G2",
        "Canaries met by somebody who may not",
        f"0 in {ENOUGH:,} or more responses",
        f"{sum(wrong.values())} in {len(asked):,}; {papers} papers, {len(mail.outbox)} mails,"
        f" {len(loglines.LINES):,} log lines",
        ok=not wrong and not bare and len(asked) >= ENOUGH * min(run.share, 1),
        notes=[*wrong, *(f"no canary lies in {place} (tests/trust/story.py)" for place in bare)],
    )


def in_mails(story: Story) -> Iterator[str]:
    """Every mail that left says nothing private, to whomever it went: an inbox may be shared."""
    for letter in mail.outbox:
        said = f"{letter.subject}\n{letter.body}\n{letter.message().as_string()}"
        yield from (f"{one.place} in a mail" for one in met_by(story, "inbox", said))


def in_dump(story: Story) -> Iterator[str]:
    """What must lie encrypted is not in a dump by the backup user."""
    dump = dumped()
    yield from (f"{one.place} in a dump" for one in story.canaries if one.sealed and one.text in dump)
    if not any(one.text in dump for one in story.canaries if not one.sealed):
        yield "the dump holds nothing"


def dumped() -> str:
    """The whole database as the backup user dumps it."""
    done = databases.dump(databases.own_name(), database_roles.BACKUP)
    done.check_returncode()
    return done.stdout
