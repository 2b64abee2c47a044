import os
from collections.abc import Iterator

import pytest
import time_machine

from tests.cast import NOON, Cast
from tests.test_access import Row
from tests.trust.asking import browsers
from tests.trust.figures import Run
from tests.trust.matrix import every_object, faults_of

SEED = int(os.environ.get("KAP_SEED", "20261117"))
SAMPLE = Run(SEED, share=0.06).some(every_object())


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize(("row", "whose"), SAMPLE, ids=str)
def test_every_cell_of_a_row_holds(row: Row, whose: str, cast: Cast) -> None:
    """A sample; `make trust ONLY=G1` asks them all."""
    found = [(str(cell), faults) for cell, faults in faults_of(row, whose, cast, browsers(cast, NOON))]
    assert found
    assert not [one for one in found if one[1]]
