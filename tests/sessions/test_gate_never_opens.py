"""No sequence of acts opens a start for somebody whose gate is closed, and no dose is ever refused."""

import pytest
from pytest_django import Settings

from tests.cast import Cast
from tests.sessions.gate_machine import World, effort, play

pytestmark = pytest.mark.django_db


def test_no_sequence_of_acts_opens_a_closed_gate(cast: Cast, settings: Settings) -> None:
    settings.KAP = settings.KAP | {"SECOND_STAFF": "required"}
    world = World(cast)
    play(world, effort(20))
    assert min(world.opened[what] for what in ("started", "refused", "on the gate", "outside")) >= 5, world.opened
