"""Rows turned into facts for rules and pages, each in a fixed number of queries."""

from billing.gather.accounts import Account, accounts_of, open_lines
from billing.gather.people import diagnoses_of, fees, insured_on, practice_facts
from billing.gather.queue import QueueRow, papers, to_issue
from billing.gather.statements import statements

__all__ = [
    "Account",
    "QueueRow",
    "accounts_of",
    "diagnoses_of",
    "fees",
    "insured_on",
    "open_lines",
    "papers",
    "practice_facts",
    "statements",
    "to_issue",
]
