"""`make trust`: one row a figure, and exit 1 if any is short. `ONLY=G3` runs one, `SEED=7` repeats a run."""

import argparse
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from importlib import import_module

from tests.trust.figures import Figure, Run

# Figure → where its function lives. The long ones first, so that two cores end at about the same time.
FIGURES = {
    "G3": "mutation",
    "G2": "canaries",
    "G5": "fuzz",
    "G1": "matrix",
    "G4": "catalogue",
    "G6": "cases",
    "G11": "record",
    "G12": "record",
    "G14": "papers",
    "G15": "doors",
    "G16": "headers",
    "G17": "checks",
    "G18": "keys",
    "GATE": "gate",
    "TIME": "timing",
}
# Where the function is not called as its figure is.
CALLED = {"TIME": "time_", "GATE": "gate_"}
ANSWER = "figure: "


def main() -> None:
    options = _options()
    if options.inventory:
        write_inventory()
        return
    asked = [key for key in FIGURES if not options.only or key in options.only]
    if not asked:
        sys.exit(f"There is no such figure. These are: {', '.join(FIGURES)}.")
    if options.inline:
        print(ANSWER + json.dumps(asdict(one(options.only[0], options.seed, options.share))), flush=True)
        return
    print(f"Seed {options.seed}. The same again: make trust SEED={options.seed}", flush=True)
    began = time.monotonic()
    with _servers(), ThreadPoolExecutor(options.jobs) as threads:
        found = list(threads.map(lambda key: _apart(key, options), asked))
    found.sort(key=lambda figure: (figure.key in CALLED, int(figure.key[1:]) if figure.key[1:].isdigit() else 0))
    print(f"\n{'':4} {'':5} {'What':<58} {'Target':<34} Reached")
    for figure in found:
        print(figure)
        for note in figure.notes[: options.notes]:
            print(f"           {note}")
        if len(figure.notes) > options.notes:
            print(f"           and {len(figure.notes) - options.notes} more (NOTES=1000 shows them)")
    short = [figure.key for figure in found if not figure.ok]
    print(f"\n{len(found) - len(short)} of {len(found)} reached, in {(time.monotonic() - began) / 60:.0f} minutes.")
    if short:
        sys.exit(f"Short: {', '.join(short)}.")


def write_inventory() -> None:
    """docs/security-inventory.md anew, from a fresh database: no practice has to be running."""
    with practice():
        from django.core.management import call_command  # noqa: PLC0415 - after the environment says which settings

        call_command("security_inventory")


def one(key: str, seed: int, share: float) -> Figure:
    """Work out one figure in this process, on a database of its own."""
    with practice():
        return figure_of(key)(Run(seed, share))


def figure_of(key: str) -> Callable[[Run], Figure]:
    module = import_module(f"tests.trust.{FIGURES[key]}")
    found: Callable[[Run], Figure] = getattr(module, CALLED.get(key, key.lower()))
    return found


@contextmanager
def practice() -> Iterator[None]:
    """Django on a fresh database of the test servers, entered as the restricted role, the clock at the cast's noon."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django  # noqa: PLC0415 - after the environment says which settings
    import time_machine  # noqa: PLC0415 - the same

    from tests import databases  # noqa: PLC0415 - the same

    with databases.running(), databases.own_copy(databases.own_name()):
        django.setup()
        from django.db import connections  # noqa: PLC0415 - the same
        from django.test.utils import setup_test_environment  # noqa: PLC0415 - the same

        from tests.cast import NOON  # noqa: PLC0415 - the same
        from tests.trust import loglines  # noqa: PLC0415 - the same

        setup_test_environment()
        loglines.collect()
        try:
            with time_machine.travel(NOON, tick=False):
                yield
        finally:
            connections.close_all()


@contextmanager
def _servers() -> Iterator[None]:
    """Held once for the whole run, so that no figure waits for a server to start."""
    from tests import databases  # noqa: PLC0415 - not needed by `--help`

    with databases.running():
        yield


def _apart(key: str, options: argparse.Namespace) -> Figure:
    """The figure out of a process of its own: each has its own database, and one that breaks breaks no other."""
    began = time.monotonic()
    print(f"-- {key} begins", flush=True)
    command = [sys.executable, "-m", "tests.trust", "--inline", "--only", key]
    command += ["--seed", str(options.seed), "--share", str(options.share)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    print(f"-- {key} took {time.monotonic() - began:.0f} s", flush=True)
    lines = [line for line in done.stdout.splitlines() if line.startswith(ANSWER)]
    if not lines:
        return Figure(key, FIGURES[key], "", "broke off; its error stands above", ok=False)
    return Figure(**json.loads(lines[-1].removeprefix(ANSWER)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make trust", description=__doc__)
    parser.add_argument("--only", type=lambda text: text.upper().split(","), default=[], help="figures, like G1,G3")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--notes", type=int, default=12, help="lines of detail below a figure")
    parser.add_argument("--share", type=float, default=1.0, help="of the long figures only this part, like 0.05")
    parser.add_argument("--inventory", action="store_true", help="write docs/security-inventory.md instead")
    parser.add_argument("--inline", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
