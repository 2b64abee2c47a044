from collections.abc import Iterator

import pytest
import time_machine

from tests.cast import NOON, make_cast
from tests.trust.story import Story, told_to_the_end

SEED = 20261117


@pytest.fixture
def story(transactional_db: None) -> Iterator[Story]:
    """The whole story, committed, at noon of the cast's Tuesday."""
    with time_machine.travel(NOON, tick=False):
        yield told_to_the_end(make_cast())


@pytest.fixture
def hostile_story(transactional_db: None) -> Iterator[Story]:
    """The same, and every word in it tries to break out of the page on which it stands."""
    with time_machine.travel(NOON, tick=False):
        yield told_to_the_end(make_cast(), hostile=True)
