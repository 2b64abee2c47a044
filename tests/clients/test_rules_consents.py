from datetime import UTC, datetime, timedelta, timezone

import pytest

from clients.rules import consents
from clients.rules.consents import Signed, Standing, Version

FIRST, AGAIN, CORRECTION = Version(1, asks_again=True), Version(2, asks_again=True), Version(2, asks_again=False)
ON_1, ON_2 = Signed(1, withdrawn=False), Signed(2, withdrawn=False)
BACK_1, BACK_2 = Signed(1, withdrawn=True), Signed(2, withdrawn=True)
AT = datetime(2026, 11, 17, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("versions", "signatures", "found"),
    [
        ([], [], Standing.UNPUBLISHED),
        ([], [ON_1], Standing.UNPUBLISHED),
        ([FIRST], [], Standing.OPEN),
        ([FIRST], [ON_1], Standing.SIGNED),
        ([FIRST], [BACK_1], Standing.WITHDRAWN),
        ([FIRST], [BACK_1, ON_1], Standing.SIGNED),
        ([FIRST, AGAIN], [ON_1], Standing.NEW_VERSION),
        ([FIRST, AGAIN], [BACK_1], Standing.WITHDRAWN),
        ([FIRST, AGAIN], [ON_1, ON_2], Standing.SIGNED),
        ([FIRST, AGAIN], [ON_1, BACK_2], Standing.WITHDRAWN),
        ([FIRST, CORRECTION], [ON_1], Standing.SIGNED),
        ([FIRST, CORRECTION], [BACK_1], Standing.WITHDRAWN),
        ([FIRST, CORRECTION], [BACK_1, ON_2], Standing.SIGNED),
    ],
)
def test_where_somebody_stands(versions: list[Version], signatures: list[Signed], found: Standing) -> None:
    assert consents.standing(versions, signatures) == found


def test_the_packet_has_three_signatures_and_they_are_what_treatment_asks_for() -> None:
    assert [kind.key for kind in consents.PACKET] == ["treatment", "privacy", "fees"]
    assert {kind.key for kind in consents.PACKET} == consents.REQUIRED
    assert [kind.key for kind in consents.PREPARATION] == ["touch", "room"]
    assert not consents.PRIVATE.is_signed
    assert all(kind.agrees and kind.withdrawn and kind.readers and kind.minutes for kind in consents.SIGNED)
    assert consents.stops_care("fees")
    assert not consents.stops_care("touch")


def test_a_digest_changes_with_each_part_and_not_with_how_a_moment_is_written() -> None:
    parts = {"text": "Text.", "name": "Ann Archer", "at": AT, "zone": "America/Los_Angeles"}
    digest = consents.signature_digest(**parts)  # type: ignore[arg-type]  # the very arguments
    assert len(digest) == 64
    elsewhere = AT.astimezone(timezone(timedelta(hours=-8)))
    assert consents.signature_digest(**parts | {"at": elsewhere}) == digest  # type: ignore[arg-type]  # as above
    for change in ({"text": "Text"}, {"name": "Ann"}, {"at": AT + timedelta(microseconds=1)}, {"zone": "UTC"}):
        assert consents.signature_digest(**parts | change) != digest  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("drawn", "says"),
    [
        ("", ""),
        ("typed", ""),
        ("M0 0L599 199", ""),
        ("M1 2L3 4L5 6M7 8L9 9", ""),
        ("M1 2", "could not be read"),
        ("M1 2L3 4 onload=x", "could not be read"),
        ("M1000 2L3 4", "could not be read"),
        ("L3 4", "could not be read"),
        ("M1 2" + "L3 4" * 5000, "too many lines"),
    ],
)
def test_a_drawing_is_lines_and_nothing_else(drawn: str, says: str) -> None:
    trouble = consents.drawn_trouble(drawn)
    assert says in trouble
    assert bool(says) == bool(trouble)
