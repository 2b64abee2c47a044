"""What was measured and brought, for a clinician who may read it."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from clients.models import Partner
from screening.models import HealthPaper, Measurement
from screening.rules.measured import age_words


@dataclass(frozen=True)
class Reading:
    """One measurement with how old it is."""

    row: Measurement
    age: str

    @property
    def pressure(self) -> str:
        """Upper and lower number, each alone where the other was not measured."""
        upper, lower = self.row.systolic, self.row.diastolic
        if upper is None and lower is None:
            return ""
        return f"{upper or 'not measured'} / {lower or 'not measured'}"

    @property
    def words(self) -> str:
        """All that was measured, in one line."""
        pressure = f"{self.pressure} mmHg" if self.pressure else ""
        pulse = f"pulse {self.row.pulse}" if self.row.pulse else ""
        oxygen = f"oxygen {self.row.saturation}\u00a0%" if self.row.saturation else ""
        return ", ".join(part for part in (pressure, pulse, oxygen) if part)


@dataclass(frozen=True)
class Measured:
    """All readings and papers of one person, the newest first."""

    readings: list[Reading]
    papers: list[HealthPaper]

    @property
    def latest(self) -> Reading | None:
        return self.readings[0] if self.readings else None


def measured(partner: Partner, user: User, today: date) -> Measured:
    """What this reader may see, in two queries; the files themselves stay where they are."""
    rows = Measurement.objects.visible_to(user).filter(partner=partner).select_related("by")
    papers = HealthPaper.objects.visible_to(user).filter(partner=partner).select_related("by").defer("content")
    return Measured(
        [Reading(row, age_words(row.measured_on, today)) for row in rows.order_by("-measured_on", "-at")],
        list(papers.order_by("-dated", "-at")),
    )
