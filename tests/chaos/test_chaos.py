"""Each case of `make chaos` once and small, so that a change which loses or doubles a message fails the build."""

from collections.abc import Iterator

import pytest

from tests.chaos import cases
from tests.chaos.practice import Practice, served

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    with served(seed=1) as practice:
        yield practice


def test_ce_01_a_worker_killed_in_the_middle_loses_nothing(practice: Practice) -> None:
    figure = cases.killed_often(practice, messages=60, kills=2)
    assert figure.ok, figure


def test_ce_02_a_child_a_parent_and_a_polite_stop_lose_nothing(practice: Practice) -> None:
    figure = cases.killed_in_part(practice, messages=60)
    assert figure.ok, figure


def test_ce_03_a_task_that_ends_its_process_is_given_up(practice: Practice) -> None:
    figure = cases.poisoned(practice)
    assert figure.ok, figure


def test_ce_04_garbage_in_the_queue_stops_nothing(practice: Practice) -> None:
    figure = cases.garbage(practice)
    assert figure.ok, figure


def test_ce_05_what_nobody_knows_is_dropped(practice: Practice) -> None:
    figure = cases.unknown(practice)
    assert figure.ok, figure


def test_ce_06_a_wake_up_that_comes_three_times_has_one_effect(practice: Practice) -> None:
    figure = cases.delivered_again(practice, messages=30)
    assert figure.ok, figure


def test_ce_08_the_sweep_finds_what_the_broker_forgot(practice: Practice) -> None:
    figure = cases.broker_emptied(practice, messages=60)
    assert figure.ok, figure


def test_ce_09_two_schedulers_send_once(practice: Practice) -> None:
    figure = cases.two_schedulers(practice, messages=30)
    assert figure.ok, figure
