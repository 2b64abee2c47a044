"""The condition questions, as data: domain.md 1.1. Editable defaults with their sources, not medical advice.

One module a topic. `Question.rows` names the row of the list that a question covers; `screening.rules.coverage` tells
where the rows are met that nobody is asked about here.
"""

from collections.abc import Mapping, Sequence

from screening.rules.conditions.body import BODY
from screening.rules.conditions.family import FAMILY
from screening.rules.conditions.head import HEAD
from screening.rules.conditions.heart import HEART
from screening.rules.conditions.mind import MIND
from screening.rules.conditions.use import USE
from screening.rules.findings import Finding
from screening.rules.questions import Question, finding

CONDITIONS: tuple[Question, ...] = (*HEART, *HEAD, *BODY, *FAMILY, *MIND, *USE)

__all__ = ["BODY", "CONDITIONS", "FAMILY", "HEAD", "HEART", "MIND", "USE", "condition_findings"]


def condition_findings(answers: Mapping[str, str], among: Sequence[Question] = CONDITIONS) -> list[Finding]:
    """What the condition answers mean, in the order asked. A question without an answer is one to review."""
    found = (finding(question, answers) for question in among)
    return [each for each in found if each is not None]
