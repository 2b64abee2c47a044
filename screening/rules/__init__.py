"""The rules of screening: pure functions over what a person answered and what clinicians recorded."""

from screening.rules.facts import ClearanceFacts, PersonFacts

__all__ = ["ClearanceFacts", "PersonFacts"]
