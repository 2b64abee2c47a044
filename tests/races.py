"""Many hands at once, against the real database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act answered, or the error that it met; all begin in the same moment, each in its own connection."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - the test looks at whatever was raised
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))
