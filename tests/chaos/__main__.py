"""`make chaos`: one row a case, and exit 1 if any is short. `SEED=7` repeats a run."""

import argparse
import secrets
import sys
import time
from collections.abc import Callable

from tests.chaos import cases
from tests.chaos.practice import Practice, served
from tests.trust.figures import Figure

Case = Callable[[Practice], Figure]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**17))
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    every: dict[str, Case] = {
        "CE01": lambda practice: cases.killed_often(practice, messages=1500, kills=50),
        "CE02": lambda practice: cases.killed_in_part(practice, messages=300),
        "CE03": cases.poisoned,
        "CE04": cases.garbage,
        "CE05": cases.unknown,
        "CE06": lambda practice: cases.delivered_again(practice, messages=300),
        "CE08": lambda practice: cases.broker_emptied(practice, messages=300),
        "CE09": lambda practice: cases.two_schedulers(practice, messages=300),
    }
    chosen = {key: case for key, case in every.items() if options.only in {"", key}}
    print(f"Seed {options.seed}. The same again: make chaos SEED={options.seed}", flush=True)
    began, found = time.monotonic(), []
    with served(options.seed) as practice:
        for key, case in chosen.items():
            print(f"-- {key} begins", file=sys.stderr, flush=True)
            found.append(case(practice))
    print(f"\n{'':4} {'':5} {'What':<58} {'Target':<34} Reached")
    for figure in found:
        print(figure)
    short = [figure for figure in found if not figure.ok]
    print(f"\n{len(found) - len(short)} of {len(found)} reached, in {(time.monotonic() - began) / 60:.0f} minutes.")
    sys.exit(1 if short else 0)


if __name__ == "__main__":
    main()
