"""Who is asked which questionnaire when: everybody's baseline, what may be asked now, what follows from a score."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from screening.rules.instruments import Entry, Instrument
from screening.rules.scoring import Score

BASELINE = "baseline"
# Asked of both partners of every couple by itself, in this order. Source: protocol.md 10, point T0. CSI and the
# optional ones are entered by a clinician, since their text may not ship.
BASELINE_SET = ("phq-9", "gad-7", "pc-ptsd-5", "audit-c", "hark")
BASELINE_FOR = timedelta(days=30)  # protocol.md 10: valid for 30 days
OPEN_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Point:
    """A moment of the pathway at which something is asked. `days` is how far it may look back; 0 sets no limit."""

    id: str
    words: str
    days: int = 0


# Source: protocol.md 10. The day after a session nobody is asked about weeks: the answer would be about before.
POINTS: Mapping[str, Point] = {
    point.id: point
    for point in (
        Point(BASELINE, "Baseline, before the prescriber"),
        Point("before_dose", "In the two days before a ketamine session"),
        Point("next_day", "In the three days after a ketamine session", days=3),
        Point("integration", "At an integration session"),
        Point("after_doses", "After several ketamine sessions"),
        Point("end", "At the end"),
        Point("follow_up", "Three or six months after"),
        Point("now", "For another reason"),
    )
}


def reasons_not_to_ask(instrument: Instrument, point: str, *, open_already: bool) -> list[str]:
    """Why this questionnaire cannot be asked of this person now; an empty list means that it can."""
    found = []
    if instrument.entry != Entry.ITEMS:
        found.append(f"{instrument.title} ships without its text. Enter its score or result instead.")
    if open_already:
        found.append(f"{instrument.title} is asked already and not answered yet.")
    looks_back, days = instrument.recall_days, POINTS[point].days
    if days and looks_back > days:
        found.append(
            f"{instrument.title} asks about {instrument.recall}. So soon after a session the answer would be about the"
            " time before it. Ask it from a week after."
        )
    return found


@dataclass(frozen=True)
class Suggestion:
    """What a score gives reason to ask next: the therapist decides, and the person's own list says nothing of it."""

    instrument: str
    words: str
    source: str


# Source: protocol.md 10, point T0: PC-PTSD-5 leads to the PCL-5 from 3 on.
LEADS_TO = {("pc-ptsd-5", "pc-ptsd-5-3"): "pcl-5-month"}


def suggestions(score: Score) -> list[Suggestion]:
    """What may be asked next because of this score."""
    return [
        Suggestion(following, f"{score.instrument.title}: {each.cut.words}.", each.cut.source)
        for each in score.outcomes
        if each.met and (following := LEADS_TO.get((score.instrument.id, each.cut.id)))
    ]
