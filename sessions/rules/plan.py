"""The practice's plan for a couple, as data, and what to mind when it is changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

CONSULT, INTAKE, PREPARATION, KETAMINE, INTEGRATION = "consult", "intake", "prep", "ketamine", "integration"

SHORT = {CONSULT: "Consult", INTAKE: "Intake", PREPARATION: "Prep", KETAMINE: "K", INTEGRATION: "Int"}
ONE_LETTER = {"K": KETAMINE, "I": INTEGRATION}
# The practice's own rhythm: integration after the first dose, then after each pair, and at the end. decisions.md, 2.
RHYTHM = "K I K K I K K I K K K I"


@dataclass(frozen=True)
class StepSpec:
    """One step to come. `place` names the partner ("A" or "B") that a private intake belongs to."""

    kind: str
    number: int
    place: str = ""


def default_plan() -> list[StepSpec]:
    """Consult, a private intake with each, two preparations, then eight ketamine and four integration sessions."""
    opening = [
        StepSpec(CONSULT, 1),
        StepSpec(INTAKE, 1, "A"),
        StepSpec(INTAKE, 2, "B"),
        StepSpec(PREPARATION, 1),
        StepSpec(PREPARATION, 2),
    ]
    return opening + numbered(ONE_LETTER[letter] for letter in RHYTHM.split())


def plan_of_one() -> list[StepSpec]:
    """One person going on alone: time of their own, then integration. Ketamine is no part of it unless it is added."""
    return [StepSpec(INTAKE, 1, "A"), *numbered([INTEGRATION] * 4)]


def numbered(kinds: Iterable[str]) -> list[StepSpec]:
    """Give each step its number within its kind: Ketamine 3, Integration 2."""
    counts: dict[str, int] = {}
    steps = []
    for kind in kinds:
        counts[kind] = counts.get(kind, 0) + 1
        steps.append(StepSpec(kind, counts[kind]))
    return steps


def plan_warnings(kinds: Sequence[str]) -> list[str]:
    """What is worth a second look in a plan: words to read, never a stop.

    Integration belongs between doses, so each run of them is named, also the pairs of the practice's own rhythm.
    """
    warnings = []
    if KETAMINE in kinds and INTEGRATION not in kinds:
        warnings.append("This plan has no integration session.")
    count, runs = 0, []
    for kind, steps in groupby(kinds):
        run = len(list(steps))
        if kind == KETAMINE:
            if run > 1:
                runs.append(f"{count + 1} {'and' if run == 2 else 'to'} {count + run}")
            count += run
    if runs:
        warnings.append(f"Ketamine {', '.join(runs)}: no integration session between.")
    return warnings


def short_label(kind: str, number: int) -> str:
    """What stands under a node of the rail: "K3", "Int 2", "Consult"."""
    if kind == CONSULT:
        return SHORT[kind]
    return f"{SHORT[kind]}{'' if kind == KETAMINE else ' '}{number}"


def own_step_name(kind: str, number: int, *, talking: bool = False) -> str:
    """What a partner's own page calls a step."""
    if talking:
        return "Talking day"
    names = {CONSULT: "First talk", INTAKE: "Your own time with your therapist"}
    words = {PREPARATION: "Preparation", KETAMINE: "Ketamine", INTEGRATION: "Integration"}
    return names.get(kind) or f"{words[kind]} {number}"
