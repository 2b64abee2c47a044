"""Papers that prescribers signed, and how far each of them is on the way to count."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from clients.models import Partner
from documents.models import Upload
from screening.models import Clearance, PaperClearance, PaperReading
from screening.rules import papers


@dataclass(frozen=True)
class PaperState:
    """One paper: what was read on it, and what it waits for.

    `reasons` say why this reader cannot be the second one now; `found` are the differences of the last reading, for
    whoever made it.
    """

    paper: PaperClearance
    read: papers.Read
    words: str
    chip: str
    waits: bool
    reasons: Sequence[str]
    found: Sequence[papers.Difference]


def typed_in(row: PaperClearance | PaperReading) -> papers.Read:
    """What was typed, unsealed."""
    return papers.from_data(json.loads(row.order if isinstance(row, PaperClearance) else row.typed))


def last_reading(paper: PaperClearance) -> PaperReading | None:
    return PaperReading.objects.filter(paper=paper).order_by("at").last()


def paper_state(paper: PaperClearance, reader: User, at: datetime) -> PaperState:
    """Where one paper stands for this reader."""
    read = typed_in(paper)
    confirmed = Clearance.objects.filter(paper=paper).first()
    if confirmed is not None:
        return PaperState(paper, read, "Read twice, in force since then", "signed", False, [], [])
    if hasattr(paper, "set_aside"):
        return PaperState(paper, read, "Set aside", "locked", False, [], [])
    again = last_reading(paper)
    found = papers.differences(read, typed_in(again)) if again is not None and again.by_id == reader.pk else []
    reasons = papers.reasons_not_to_read(typed_by=paper.by_id, typed_at=paper.at, reader=reader.pk, at=at)
    words = "The two readings differ" if found else "Waits for a second read"
    return PaperState(paper, read, words, "waiting", True, reasons, found)


def scans_to_type(partner: Partner, reader: User) -> QuerySet[Upload]:
    """Scans of this person from which nothing is typed, or only what was set aside; the newest first."""
    typed = PaperClearance.objects.filter(partner=partner, set_aside=None).values("scan")
    rows = Upload.objects.visible_to(reader).filter(about=partner.pk, purpose=Upload.Purpose.CLEARANCE)
    return rows.exclude(pk__in=typed).defer("content").select_related("by").order_by("-at")


def papers_of(partner: Partner, reader: User, at: datetime) -> list[PaperState]:
    """All papers of one person that this reader may see, the newest first."""
    rows = PaperClearance.objects.visible_to(reader).filter(partner=partner).select_related("by", "set_aside")
    return [paper_state(row, reader, at) for row in rows.order_by("-at")]
