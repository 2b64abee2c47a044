"""The tests of the wall say something only because they run as the restricted user: as a superuser they must fail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
OF_THE_WALL = (
    "tests/sessions/test_wall.py::test_nobody_else_reads_it",
    "tests/screening/test_wall.py::test_another_therapist_reads_nothing",
    "tests/screening/test_wall.py::test_a_reply_to_nobody_signed_in_is_nothing",
    "tests/sessions/test_notes.py::test_without_an_actor_there_is_no_note",
    "tests/accounts/test_wall.py::test_wa_19_a_query_without_any_filter_gives_a_partner_their_own_rows",
)


def passed_and_failed(**environment: str) -> tuple[bool, bool]:
    """Whether any of these tests passed, and whether any failed."""
    plain = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", *OF_THE_WALL],
        cwd=ROOT,
        env=plain | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    summary = done.stdout.strip().splitlines()[-1]
    assert " in " in summary, done.stdout + done.stderr
    return " passed" in summary, " failed" in summary or " error" in summary


@pytest.mark.parametrize(("user", "expected"), [("kap_web", (True, False)), ("postgres", (False, True))])
def test_tests_of_the_wall_fail_for_a_superuser(user: str, expected: tuple[bool, bool]) -> None:
    assert passed_and_failed(KAP_TEST_ENTERS_AS=user) == expected
