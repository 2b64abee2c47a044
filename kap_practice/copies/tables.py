"""The lists of a copy. What a copy of this kind holds is the same for everybody; only the rows differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts import clock
from documents.actions.packages import Table
from documents.csv import local

# Told in every copy alike, so that it says nothing of this one.
STANDING_SENTENCE = (
    "This copy holds what is listed here. Copies of records never hold notes kept apart for psychotherapy, answers to "
    "private questions, what somebody else told in confidence, another person's own data, or who opened which page. "
    "This sentence is the same in every copy."
)


@dataclass(frozen=True)
class Kind:
    """One list that every copy of a kind has, with or without rows."""

    name: str
    title: str
    header: tuple[str, ...]

    def table(self, rows: Iterable[Iterable[Any]]) -> Table:
        return Table(self.name, self.title, list(self.header), [[as_text(value) for value in row] for row in rows])


def as_text(value: Any) -> str:
    """A value as all three forms of the copy tell it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return local(value, clock.practice_zone())
    return str(value)


NOTES = Kind("notes", "Notes of sessions", ("Date", "Session", "Words", "Signed by", "Signed"))
SESSIONS_OF_PERSON = Kind("sessions", "Sessions", ("Date", "Until", "Session", "Place", "Own part"))
SESSIONS_OF_COUPLE = Kind("sessions", "Sessions of both", ("Date", "Until", "Session", "Place", "Person", "Part"))
READINGS = Kind("readings", "Readings", ("Person", "Time", "Blood pressure, mmHg", "Pulse per minute", "Saturation, %"))
DOSES = Kind("doses", "Medicine taken", ("Person", "Time", "Kind", "Route", "mg"))
DETAILS = Kind("person", "Person", ("What", "Value"))
PEOPLE = Kind("people", "People", ("Legal name", "In the couple from", "Until"))
PLAN = Kind("plan", "Plan", ("Number", "Step"))
CONSENTS = Kind("consents", "Consents", ("Text", "Signed as", "How", "Signed", "Withdrawn"))
ANSWERS = Kind("health_answers", "Health answers", ("Part", "Sent", "Question", "Answer"))
MEASURES = Kind("questionnaires", "Questionnaires", ("Questionnaire", "Date", "Question", "Answer"))


MEASURED = Kind(
    "measured",
    "Readings outside sessions",
    ("Day", "Upper, mmHg", "Lower, mmHg", "Pulse per minute", "Saturation, %", "Where", "Written down by"),
)
HEALTH_PAPERS = Kind(
    "health_papers", "Labs, scans and letters", ("Day", "What", "Words", "File", "Brought by", "Brought")
)
CLEARANCES = Kind(
    "clearances",
    "Clearances for ketamine",
    ("Given", "Prescriber", "Until", "Sessions", "Route", "Dose up to, mg", "Booster up to, mg", "Limits", "Suspended"),
)
PRESCRIBER_WORDS = Kind("prescriber_words", "Words with the prescriber", ("Time", "By", "What", "Words"))
PRESCRIPTIONS = Kind(
    "prescriptions",
    "Prescriptions",
    ("Written", "Medicine", "Form", "mg in each", "Quantity", "Prescriber", "Pharmacy", "Filled", "Kept"),
)
COUNTS = Kind("medicine_counts", "Counts of the medicine", ("Day", "Medicine", "What", "Units", "Then there"))
DAY_CHECKS = Kind("day_checks", "Checks of the day", ("Time", "Sober", "Well", "Fasted", "Nothing new"))
LEAVINGS = Kind("leavings", "Leaving", ("Time", "Oriented", "Steady", "Settled", "Has instructions"))
DIAGNOSES = Kind("diagnoses", "Diagnoses", ("ICD-10-CM", "Since", "Until"))
CHARGES = Kind("charges", "Charges", ("Date", "Service", "Code", "Amount, USD", "Paid, USD"))
PAYMENTS = Kind("payments", "Payments", ("Received", "Amount, USD", "How", "From"))
SUPERBILLS = Kind("superbills", "Statements for the insurer", ("Number", "Issued", "Total, USD", "Paid, USD", "Void"))
TOLD = Kind("told", "Told to others under a release", ("Date", "To", "What", "For"))
