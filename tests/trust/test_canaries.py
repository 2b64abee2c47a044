"""Who meets which words at the end of the story: a seeded sample of `make trust ONLY=G2`, and what it stands on."""

import re

import pytest
from django.core import mail

from accounts.rules import forbidden_words
from tests import databases
from tests.cast import NOON
from tests.trust.addresses import addresses
from tests.trust.asking import WHO, ask, browsers
from tests.trust.canaries import Messages, dumped, in_dump, in_mails, text_of
from tests.trust.conftest import SEED
from tests.trust.figures import Run
from tests.trust.story import Story, met_by, unplanted

NAMES = re.compile(r"archer|boyd|cole|diaz|@example", re.IGNORECASE)
LINK = re.compile(rb'(?:href|action|src)="([^"]*)"')


@pytest.mark.case("WA-04", "WA-08", "WA-15", "WA-27", "RO-02", "RO-03")
def test_nobody_meets_words_that_are_not_theirs(story: Story) -> None:
    run, by, wrong = Run(SEED, share=0.12), browsers(story.cast, NOON), []
    with databases.superuser(databases.own_name()) as look:
        every = addresses(look, run.random)
    for who, address in run.some([(who, address) for address in every for who in WHO]):
        answer = ask(by[who], f"{address.url}?q=Archer&search=%25&id=_")
        wrong += [(who, address.name, canary.place) for canary in met_by(story, who, text_of(answer))]
        if answer.status in {403, 404} and NAMES.search(
            answer.content.decode(errors="replace").replace(address.url, "")
        ):
            wrong.append((who, address.name, "a name on a refusal"))
        for link in LINK.findall(answer.content):
            path = link.decode(errors="replace")
            if path.startswith(("http:", "https:", "//", "javascript:")) or NAMES.search(path.partition("?")[2]):
                wrong.append((who, address.name, f"a link to {path}"))
    assert wrong == []


def test_every_place_for_words_has_a_canary(story: Story) -> None:
    """A new column in which somebody writes words gets a line in tests/trust/story.py."""
    with databases.superuser(databases.own_name()) as look:
        assert unplanted(story, look) == []


@pytest.mark.case("WA-11", "WA-25", "BR-03")
def test_mails_messages_and_dumps_hold_nothing_private(transactional_db: None) -> None:
    from tests.cast import make_cast  # noqa: PLC0415 - told here, with somebody listening
    from tests.trust.story import told_to_the_end  # noqa: PLC0415 - the same

    with Messages() as messages:
        story = told_to_the_end(make_cast())
    assert messages.bodies
    assert mail.outbox
    assert list(in_mails(story)) == []
    assert not [letter.subject for letter in mail.outbox if forbidden_words(str(letter.subject))]
    assert not [body for body in messages.bodies if met_by(story, "broker", body) or NAMES.search(body)]
    assert list(in_dump(story)) == []
    assert "screening_sealedanswer" in dumped()


@pytest.mark.case("XS-01", "XS-02", "XS-08", "PD-01")
def test_no_words_break_out_of_any_page_or_paper(hostile_story: Story) -> None:
    run, by = Run(SEED, share=0.12), browsers(hostile_story.cast, NOON)
    with databases.superuser(databases.own_name()) as look:
        every = addresses(look, run.random)
    escaped, broken = 0, []
    for who, address in run.some([(who, one) for one in every for who in ("therapist", "staff", "prescriber", "ann")]):
        page = ask(by[who], address.url).content
        escaped += b"&lt;kapx&gt;" in page
        if b"<kapx" in page or b'kapq"kapq' in page or b"kapq'" in page:
            broken.append((who, address.name))
    assert escaped
    assert broken == []
