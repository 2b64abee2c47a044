"""What can be done with files: ask for one and make it, pack a copy of a record, take in what somebody uploads."""

from documents.actions.packages import ask_package, ask_package_again, due_packages, expire, pack, share
from documents.actions.papers import NotFailed, ask, ask_again, claim, due, make
from documents.actions.uploads import TooMany, keep

__all__ = [
    "NotFailed",
    "TooMany",
    "ask",
    "ask_again",
    "ask_package",
    "ask_package_again",
    "claim",
    "due",
    "due_packages",
    "expire",
    "keep",
    "make",
    "pack",
    "share",
]
