"""The practice's own lists for the private check; the defaults until she words them."""

from screening.models import SafetyText
from screening.rules.safety import DEFAULT_PROMPTS, DEFAULT_RESOURCES, lines_of

DEFAULTS: dict[str, tuple[str, ...]] = {
    SafetyText.Kind.PROMPTS: DEFAULT_PROMPTS,
    SafetyText.Kind.RESOURCES: DEFAULT_RESOURCES,
}


def safety_lines(kind: str) -> list[str]:
    """The lines of the list in force, for whoever may read it: one query."""
    standing = SafetyText.objects.current(kind)
    return lines_of(standing.body) if standing else list(DEFAULTS[kind])
