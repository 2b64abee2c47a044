from clients.rules.wording import Change, Words, filled, gaps, side_by_side


def test_the_practice_is_named_and_nothing_else_is_filled_in() -> None:
    assert filled("At [practice] it costs [fee].", "Harbor") == "At Harbor it costs [fee]."


def test_gaps_are_what_is_still_to_be_written_once_each() -> None:
    assert gaps("At [practice]: [fee] and [fee], then [late fee]; not [] and not\n[a\nb].") == ["[fee]", "[late fee]"]


def test_two_wordings_stand_side_by_side_with_what_differs_marked() -> None:
    before = "# One\n\nIt costs 400 dollars.\n\nGone.\n\nSame."
    after = "# One\n\nIt costs 420 dollars.\n\nSame.\n\nNew."
    pairs = side_by_side(before, after)
    assert [pair.change for pair in pairs] == [
        Change.SAME,
        Change.CHANGED,
        Change.REMOVED,
        Change.SAME,
        Change.ADDED,
    ]
    assert pairs[1].before == (Words("It costs"), Words("400", marked=True), Words("dollars."))
    assert pairs[1].after == (Words("It costs"), Words("420", marked=True), Words("dollars."))
    assert pairs[2].after == ()
    assert pairs[4].before == ()


def test_words_only_on_one_side_are_marked_there() -> None:
    (pair,) = side_by_side("You may go.", "You may always go.")
    assert pair.before == (Words("You may"), Words("go."))
    assert pair.after == (Words("You may"), Words("always", marked=True), Words("go."))
