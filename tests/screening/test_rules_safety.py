"""What is asked in a private check, and the lists that the practice words."""

import pytest

from screening.rules.help_lines import HELP_LINES
from screening.rules.safety import (
    DEFAULT_PROMPTS,
    DEFAULT_RESOURCES,
    LONGEST_LINE,
    MOST_LINES,
    Said,
    as_text,
    from_text,
    lines_of,
    slips,
)


def test_the_defaults_ask_all_that_a_private_check_asks() -> None:
    words = " ".join(DEFAULT_PROMPTS).casefold()
    for topic in ("alone", "0 to 10", "press", "afraid", "money", "phone", "safe"):
        assert topic in words
    assert len(DEFAULT_PROMPTS) <= MOST_LINES
    assert not slips("\n".join(DEFAULT_PROMPTS))


def test_the_national_lines_are_named_with_their_numbers() -> None:
    assert len(DEFAULT_RESOURCES) == len(HELP_LINES)
    assert any("1-800-799-7233" in line for line in DEFAULT_RESOURCES)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("One\n\n  Two  words \n", []),
        (" \n\n", ["Write at least one line."]),
        ("x\n" * MOST_LINES, []),
        ("x\n" * (MOST_LINES + 1), [f"Keep it to {MOST_LINES} lines."]),
        ("x" * LONGEST_LINE, []),
        (f"short\n{'x' * (LONGEST_LINE + 1)}", ["Shorten line 2."]),
    ],
)
def test_a_list_is_lines(body: str, found: list[str]) -> None:
    assert slips(body) == found


def test_lines_are_read_without_empty_ones() -> None:
    assert lines_of("One\n\n  Two  words \n") == ["One", "Two words"]


def test_what_got_no_answer_is_not_kept() -> None:
    text = as_text([Said("Alone?", " Yes. "), Said("Afraid?", " ")])
    assert from_text(text) == [Said("Alone?", "Yes.")]
    assert from_text(None) == from_text("") == []
