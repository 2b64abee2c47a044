"""A pytest plugin: the tests against the product with one planted bug, which `KAP_MUTANT` names (mutants.py)."""

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def the_planted_bug() -> Iterator[None]:
    """The bug that the environment names, for the whole run."""
    from tests.trust.mutants import planted  # noqa: PLC0415 - models can be read only once Django is set up

    with planted(os.environ["KAP_MUTANT"]):
        yield
