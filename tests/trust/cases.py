"""The catalogue of known attacks: every case has a test that tries it, or a word on where it will be tried.

A test carries its cases as a marker, `@pytest.mark.case("WA-01")`, in its name, `test_wa_01_...`, or in the first line
of its docstring. `ELSEWHERE` names tests that already said what they try in their own words.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.trust.figures import Figure, Run

ROOT = Path(__file__).resolve().parent.parent
NUMBERS = {
    "AU": (*range(1, 14), 15),
    "SE": (1, 2, 3, 4, 5, 7, 8, 9),
    "WA": (*range(1, 12), *range(13, 23), 25, 26, 27),
    "RO": (1, 2, 3, 4, 6, 7, 8),
    "MA": (1, 2, 3),
    "XS": (*range(1, 13), 14),
    "CV": (1, 2),
    "PD": range(1, 8),
    "UP": range(1, 6),
    "CS": range(1, 5),
    "OR": (1,),
    "HH": (1, 2, 3),
    "RL": range(1, 6),
    "ML": (1, 2, 3),
    "RC": range(1, 7),
    "CE": (*range(1, 10), 11),
    "FA": range(1, 5),
    "BR": range(1, 5),
}
CASES = tuple(f"{group}-{number:02}" for group, numbers in NUMBERS.items() for number in numbers)
ELSEWHERE = {
    "WA-26": (
        "test_logs.py::test_words_in_hand_when_something_breaks_are_in_no_line_page_or_mail",
        "test_headers.py::test_an_error_is_guarded_too_and_says_nothing",
    ),
    "CV-01": ("documents/test_csv.py::test_a_formula_gets_an_apostrophe",),
    "CV-02": ("documents/test_csv.py::test_whatever_somebody_types_is_one_cell_of_one_line_that_computes_nothing",),
    "PD-07": ("documents/test_uploads.py::test_a_file_is_handed_out_under_a_name_of_ours_alone",),
    "UP-01": ("documents/test_uploads.py::test_anything_else_is_refused_even_behind_a_good_beginning",),
    "UP-02": ("documents/test_uploads.py::test_a_name_is_only_text",),
    "UP-03": (
        "clients/test_partner_record.py::test_many_files_and_a_body_without_end_are_refused_before_they_are_read",
        "documents/test_uploads.py::test_a_flood_of_pixels_is_refused_before_it_is_decoded",
    ),
    "UP-04": ("clients/test_partner_record.py::test_a_signed_paper_is_kept_and_only_ever_handed_out_as_a_download",),
    "FA-02": ("test_headers.py::test_without_a_database_every_page_is_a_503_that_says_nothing",),
    "WA-01": ("test_access.py::test_what_is_somebody_elses_looks_like_what_is_not_there",),
    "WA-07": ("test_access.py::test_everybody_gets_what_the_table_says",),
    "RO-01": ("test_access.py::test_everybody_gets_what_the_table_says",),
    "RO-06": ("trust/test_matrix.py::test_every_cell_of_a_row_holds",),
    "WA-06": ("trust/test_matrix.py::test_every_cell_of_a_row_holds",),
    "CS-02": ("trust/test_matrix.py::test_every_cell_of_a_row_holds",),
    "WA-02": ("screening/test_my_page.py::test_what_was_sent_is_never_shown_again",),
    "WA-09": ("kap_practice/test_portal.py::test_nothing_changes_with_what_the_other_said_or_was_told",),
    "WA-10": ("sessions/test_my_appointments.py::test_a_hold_changes_no_letter_of_either_page",),
    "WA-14": (
        "billing/test_superbill_pdf.py::test_nothing_of_the_other_partner_and_no_word_of_ketamine_is_on_the_paper",
    ),
    "RO-07": (
        "accounts/test_invitation.py::test_ml_02_link_works_once",
        "accounts/test_invitation.py::test_only_a_digest_of_the_link_is_kept",
    ),
    "MA-03": (
        "sessions/test_booking.py::test_a_ketamine_session_is_refused_with_every_reason",
        "sessions/test_notes.py::test_a_signed_note_takes_no_more_text_and_only_amendments",
        "billing/test_superbills.py::test_nothing_is_issued_while_something_is_missing",
    ),
    "XS-09": ("outbox/test_actions.py::test_a_subject_is_one_line",),
    "XS-14": ("screening/test_my_page.py::test_words_that_cannot_be_kept_are_a_sentence_beside_the_field",),
    "PD-02": ("documents/test_pdf.py::test_a_document_fetches_nothing",),
    "PD-06": ("billing/test_superbill_pdf.py::test_nothing_is_attached_or_runs",),
    "ML-02": (
        "accounts/test_invitation.py::test_ml_02_link_runs_out_after_seven_days",
        "accounts/test_invitation.py::test_newer_link_ends_the_older",
    ),
    "RL-05": ("kap_practice/test_record.py::test_the_therapist_is_told_of_reading_that_goes_too_wide",),
    "RC-01": (
        "sessions/test_races.py::test_one_of_twenty_couples_gets_the_therapists_hour",
        "sessions/test_races.py::test_one_of_twenty_gets_the_step",
    ),
    "RC-02": ("sessions/test_races.py::test_back_to_back_appointments_do_not_touch",),
    "RC-03": ("billing/test_races.py::test_twenty_threads_of_which_eight_crash_leave_no_gap_in_the_numbers",),
    "RC-04": ("billing/test_races.py::test_ten_clicks_on_record_are_one_payment",),
    "RC-05": ("screening/test_wall.py::test_a_page_is_sent_once_even_past_every_form",),
    "RC-06": ("sessions/test_races.py::test_signing_and_saving_at_once_never_changes_what_is_signed",),
    "CE-07": ("outbox/test_actions.py::test_a_broker_that_is_away_costs_one_try_and_no_message",),
    "CE-11": ("outbox/test_tasks.py::test_what_is_withdrawn_in_the_workers_hands_is_not_sent",),
    "FA-04": ("outbox/test_tasks.py::test_a_failure_is_told_in_words",),
    "BR-03": ("sessions/test_notes.py::test_a_dump_holds_no_word_of_a_note",),
    "BR-04": ("accounts/test_rotation.py::test_without_the_old_key_reading_is_refused_aloud",),
}
# Measured only where nothing else runs, since on a busy machine they mean nothing.
TIMED = {"WA-13": "make trust ONLY=TIME", "RL-01": "make trust ONLY=TIME"}
LATER = {
    "CS-04": "to come: there is no payment provider and so no webhook yet",
    "FA-03": "to come: documents lie in the database (docs/adr/0006), so a full disk is the database's; with backups",
    "BR-01": "to come: the restore drill",
    "BR-02": "to come: the backup job",
    "UP-05": "to come: the backup job has no settings yet",
}
IN_A_NAME = re.compile(r"(?:^test|_and)_(?:([a-z]{2})_)?(\d\d)(?=_|$)")
IN_WORDS = re.compile(r"\b[A-Z]{2}-\d\d\b")


def tried() -> dict[str, list[str]]:
    """Which tests try each case."""
    found: dict[str, list[str]] = {case: [] for case in CASES}
    for node, cases in tests_with_cases():
        for case in cases & set(CASES):
            found[case].append(node)
    for case, nodes in ELSEWHERE.items():
        found[case] += nodes
    return found


def tests_with_cases() -> Iterator[tuple[str, set[str]]]:
    """Every test with the cases that it names."""
    for path in sorted(ROOT.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield f"{path.relative_to(ROOT)}::{node.name}", _cases_of(node)


def _cases_of(test: ast.FunctionDef) -> set[str]:
    found, group = set(), ""
    for letters, number in IN_A_NAME.findall(test.name):
        group = (letters or group).upper()
        found.add(f"{group}-{number}")
    found |= set(IN_WORDS.findall((ast.get_docstring(test) or "").split("\n")[0]))
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.case":
            found |= {str(one.value) for one in mark.args if isinstance(one, ast.Constant)}
    return found


def untried() -> list[str]:
    """The cases that nothing tries and that have no word on where they will be."""
    waited_for = {*LATER, *TIMED}
    return [case for case, nodes in tried().items() if not nodes and case not in waited_for]


def missing_tests() -> list[str]:
    """What `ELSEWHERE` names and is no longer there."""
    there = {node for node, _ in tests_with_cases()}
    return [node for nodes in ELSEWHERE.values() for node in nodes if node not in there]


def g6(run: Run) -> Figure:
    """Run every test that tries a case, once."""
    found = tried()
    nodes = sorted({f"tests/{node}" for nodes in found.values() for node in nodes})
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", *run.some(nodes)],
        cwd=ROOT.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    bare = untried()
    has_test = sum(bool(nodes) or case in TIMED for case, nodes in found.items())
    return Figure(
        "G6",
        f"Cases of the catalogue that are tried; {len(LATER)} wait for a later issue",
        f"{len(CASES) - len(set(LATER))} of {len(CASES)}, all green",
        f"{has_test} of {len(CASES)}; {len(failed)} tests fail of {len(nodes)}",
        ok=not bare and not failed and not missing_tests() and done.returncode == 0,
        notes=[*failed, *(f"nothing tries {case}" for case in bare), *missing_tests()],
    )
