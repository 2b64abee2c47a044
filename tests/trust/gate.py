"""GATE: thousands of acts in any order around one session, held against what the decisions say; and planted bugs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import transaction
from django.test import override_settings
from hypothesis import Phase
from hypothesis import settings as examples

from sessions.rules import blockers, gate
from sessions.rules.blockers import Blocker, Stage
from tests.cast import make_cast
from tests.sessions.gate_machine import World, effort, play
from tests.trust.figures import Figure, Run

SEQUENCES, SEQUENCES_A_BUG = 600, 250
# Of the stops that a sequence can meet, those that stand in no other one's shadow.
PLANTED = (
    *("safety_hold", "not_going_on", "clinical_hold", "clearance_suspended", "clearance_past", "clearance_used"),
    *("route_not_cleared", "consent_missing", "no_day_check", "said_no", "not_sober", "not_asked_alone", "not_well"),
    *("not_fasted", "something_new", "other_not_welcome", "no_ride", "ride_also_doses", "adult_also_doses"),
    *("no_baseline", "baseline_outside", "baseline_dangerous", "not_dosing"),
    *("look_due", "no_medical_person", "booster_early", "booster_late", "other_in_danger"),
)


def gate_(run: Run) -> Figure:
    """Sequences on the real database as the web's role, then the same with one stop left out at a time."""
    from django.conf import settings  # noqa: PLC0415 - after the environment says which settings

    kap = settings.KAP | {"SECOND_STAFF": "required"}
    sequences = max(20, round(SEQUENCES * run.share))
    with override_settings(KAP=kap), transaction.atomic():
        world = World(make_cast())
        _play(world, sequences)
        starts, doses = (
            world.opened["started"] + world.opened["refused"],
            world.opened["on the gate"] + world.opened["outside"],
        )
        missed = [key for key in run.some(PLANTED) if not _found(world, key, run)]
        transaction.set_rollback(True)
    planted = len(run.some(PLANTED))
    return Figure(
        "GATE",
        "starts that a closed gate let through, doses refused",
        "0, 0; every planted bug found",
        f"0 of {starts:,} starts, 0 of {doses:,} doses; {planted - len(missed)} of {planted} bugs",
        ok=not missed,
        notes=[f"not found: {key} left out" for key in missed],
    )


def _play(world: World, count: int) -> None:
    # What is found is told as it was met: a shorter sequence is for whoever mends it, in the test.
    play(world, examples(effort(count), phases=[Phase.generate]))


def _found(world: World, key: str, run: Run) -> bool:
    """Whether the sequences notice that this stop is left out."""
    run.progress(f"GATE without {key}")
    assert blockers.KINDS[key].first is not Stage.BESIDE
    with _left_out(key):
        try:
            _play(world, SEQUENCES_A_BUG)
        except AssertionError:
            return True
    return False


@contextmanager
def _left_out(key: str) -> Iterator[None]:
    def without(judge: Callable[..., list[Blocker]]) -> Callable[..., list[Blocker]]:
        return lambda *given, **more: [one for one in judge(*given, **more) if one.kind.key != key]

    with (
        patch.object(gate, "_to_start", without(gate._to_start)),
        patch.object(gate, "blockers_to_book", without(gate.blockers_to_book)),
        patch.object(gate, "blockers_beside_a_dose", without(gate.blockers_beside_a_dose)),
    ):
        yield
