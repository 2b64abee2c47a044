from collections.abc import Iterator

import pytest
import time_machine

from tests.cast import NOON


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    """The pages' clock stands at noon of the cast's Tuesday; move it with `move_to`."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller
