"""What the demo's partners say of their health, what was measured, and what they brought."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from accounts.models import User
from clients.models import Partner
from demo.story.telling import as_actor
from documents.rules import Brought, take
from screening import actions as screening
from screening.rules import size
from screening.rules.change import CHANGES
from screening.rules.measured import Measured
from screening.rules.medicine_rows import field
from screening.rules.questions import NOT_ME

# The answers of each page that are more than a no.
Told = Mapping[str, Mapping[str, str]]
NOT_CONCERNED = {"pregnancy": NOT_ME, "breastfeeding": NOT_ME}


def _medicines(*rows: Mapping[str, str]) -> dict[str, str]:
    cells = {field(number, part): words for number, row in enumerate(rows, 1) for part, words in row.items()}
    return {"any_medicine": "yes"} | cells


def _size(feet: int, inches: int, pounds: int) -> dict[str, str]:
    tall, heavy = size.height(feet=feet, inches=Decimal(inches)), size.weight(pounds=Decimal(pounds))
    return {
        size.KNOWN: "yes",
        size.HEIGHT_CM: str(tall.value),
        size.HEIGHT_TYPED: tall.typed,
        size.WEIGHT_KG: str(heavy.value),
        size.WEIGHT_TYPED: heavy.typed,
    }


INES: Told = {
    "family": {"pregnancy": "no", "breastfeeding": NOT_ME},
    "medicines": _medicines({"name": "Vitamin D", "dose": "1000 units", "often": "in the morning", "last": "today"}),
    "allergies": {"food_allergy": "yes", "allergy_words": "Kiwi: my lips itch and swell a little."},
    "size": _size(5, 6, 141),
}
SAM: Told = {
    "heart": {
        "blood_pressure": "yes",
        "blood_pressure_more": "controlled",
        "blood_pressure_when": "Since 2021",
        "blood_pressure_care": "Dr Alan Park, family doctor",
    },
    "family": NOT_CONCERNED,
    "medicines": _medicines(
        {
            "name": "Lisinopril",
            "dose": "10 mg",
            "often": "in the morning",
            "last": "today",
            "purpose": "blood pressure",
        },
        {"name": "Sertraline", "dose": "50 mg", "often": "in the morning", "last": "today", "purpose": "mood"},
    ),
    "size": _size(5, 11, 187),
}
PRIYA: Told = {
    "heart": {"blood_pressure": "yes", "blood_pressure_more": "controlled", "blood_pressure_when": "Two years ago"},
    "body": {"breathing": "yes", "breathing_more": "apnea_treated", "breathing_care": "The sleep clinic in Berkeley"},
    "mind": {"family_psychosis": "unsure"},
    "use": {
        "substances": "yes",
        "substances_more": "past",
        "substances_when": "Wine, in college",
    },
    "medicines": _medicines(
        {"name": "Amlodipine", "dose": "5 mg", "often": "at night", "last": "yesterday", "purpose": "blood pressure"},
        {"name": "sertaline", "dose": "100 mg", "often": "in the morning", "last": "today"},
        {"name": "Magnesium glycinate", "often": "some nights", "last": "week", "purpose": "sleep"},
    ),
    "size": _size(5, 4, 152),
}
TOM: Told = {"family": NOT_CONCERNED}

LAB = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F<</Type/Font/Subtype/Type1"
    b"/BaseFont/Helvetica>>>>>>/Contents 4 0 R>>endobj\n4 0 obj<</Length 96>>stream\n"
    b"BT /F 14 Tf 72 720 Td (Liver panel: ALT 22, AST 19, ALP 61, GGT 17 U/L. All in range.) Tj ET        \n"
    b"endstream endobj\ntrailer<</Root 1 0 R/Size 5>>\n%%EOF\n"
)


def measure(partner: Partner, by: User, at: datetime, where: str, numbers: tuple[int, int, int, int | None]) -> None:
    """Upper and lower number, pulse and oxygen, written down by a clinician or by the person."""
    upper, lower, pulse, oxygen = numbers
    with as_actor(by, at=at):
        reading = Measured(at.date(), upper, lower, pulse, oxygen)
        screening.record_measurement(partner=partner, reading=reading, where=where, by=by, at=at)


def bring_lab(partner: Partner, at: datetime, dated: date) -> None:
    with as_actor(partner.user, at=at):
        screening.keep_health_paper(
            partner=partner,
            kind="lab",
            dated=dated,
            words="Liver tests from my yearly check-up.",
            brought=Brought(take(LAB), "liver panel.pdf"),
            by=partner.user,
            at=at,
        )


def change(partner: Partner, at: datetime, **told: str) -> None:
    """Say that nothing has changed, or what has."""
    answers = {question.id: "no" for question in CHANGES} | told
    with as_actor(partner.user, at=at):
        screening.report_change(partner=partner, answers=answers, by=partner.user, at=at)
