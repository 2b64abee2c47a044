"""Is ketamine safe and right for this person, now? What each partner answered, what clinicians decided, who is cleared.

Four kinds of row keep the wall. A `Draft` is the person's own, before sending. A `Submission` says who sent which page
and when. A `SealedAnswer` holds the words, encrypted, never read back by the person who wrote them. A `Hold` stops the
pathway without a word of why.
"""

from screening.models.answers import Draft, Layer, SealedAnswer, Submission
from screening.models.calls import CallClosing, CallRequest, CallTry
from screening.models.clearances import (
    Clearance,
    ClearanceSuspension,
    PaperClearance,
    PaperReading,
    PaperSetAside,
    PrescriberReply,
    Route,
    WordToPrescriber,
)
from screening.models.deciding import Decision, DecisionFinding, Hold, PrivateCheck
from screening.models.measured import HealthPaper, Measurement
from screening.models.measures import Measure, MeasureAnswers, MeasureReceipt, MeasureResult, OwnInstrument
from screening.models.safety import SafetyTask, SafetyTaskDone, SafetyWatch
from screening.models.safety_lists import SafetyText

__all__ = [
    "CallClosing",
    "CallRequest",
    "CallTry",
    "Clearance",
    "ClearanceSuspension",
    "Decision",
    "DecisionFinding",
    "Draft",
    "HealthPaper",
    "Hold",
    "Layer",
    "Measure",
    "MeasureAnswers",
    "MeasureReceipt",
    "MeasureResult",
    "Measurement",
    "OwnInstrument",
    "PaperClearance",
    "PaperReading",
    "PaperSetAside",
    "PrescriberReply",
    "PrivateCheck",
    "Route",
    "SafetyTask",
    "SafetyTaskDone",
    "SafetyText",
    "SafetyWatch",
    "SealedAnswer",
    "Submission",
    "WordToPrescriber",
]
