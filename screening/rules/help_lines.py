"""Whom to call when home is not safe, or when somebody is thinking about harming themselves. Data with its source."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HelpLine:
    """One line that answers at any hour."""

    name: str
    text: str
    call: str = ""
    spoken: str = ""


# 988: the national Suicide and Crisis Lifeline. The hotline's numbers: Office for Victims of Crime, US Department of
# Justice, notice of 20 January 2022; to be looked at again with each release.
HELP_LINES: tuple[HelpLine, ...] = (
    HelpLine("In danger right now", "The police, an ambulance or the fire service.", "911", "911"),
    HelpLine(
        "Not safe with somebody close to you",
        "The National Domestic Violence Hotline. Or text START to 88788.",
        "+18007997233",
        "1-800-799-7233",
    ),
    HelpLine("Thinking about harming yourself", "The Suicide and Crisis Lifeline. Call or text.", "988", "988"),
)
