"""How long an answer takes, where that could tell something. Only here: on a busy machine it means nothing."""

import time
from collections.abc import Callable
from functools import partial
from statistics import median
from uuid import uuid4

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import NOON, make_cast
from tests.trust.asking import ask, browsers, rolled_back
from tests.trust.figures import Figure, Run
from tests.trust.story import told_to_the_end

TIMES = 200
FOREIGN, ENUMERATION = 0.005, 0.010


def time_(run: Run) -> Figure:
    """WA-13: somebody else's against what is not there. RL-01: a known address against an unknown one."""
    story = told_to_the_end(make_cast())
    by = browsers(story.cast, NOON)
    times = max(10, round(TIMES * run.share))
    pages = {
        "superbill_pdf": ("ben", _first_superbill(story.cast.staff)),
        "couple": ("other_therapist", story.cast.couple.pk),
        "screening_review": ("other_therapist", story.cast.ann.pk),
    }
    worst = {}
    for page, (who, key) in pages.items():
        foreign, absent = reverse(page, args=[key]), [reverse(page, args=[uuid4()]) for _ in range(times)]
        worst[f"WA-13 {page}"] = _apart(
            partial(_asked_of, by[who], [foreign] * times),
            partial(_asked_of, by[who], absent),
            times,
        )
        run.progress(f"TIME {page}")
    for page in ("account_request_login_code", "account_reset_password"):
        worst[f"RL-01 {page}"] = _apart(_asking(page, "ann@example.org"), _asking(page, "nobody@example.org"), times)
        run.progress(f"TIME {page}")
    over = [
        f"{what}: {seconds * 1000:.1f} ms apart"
        for what, seconds in worst.items()
        if seconds > (FOREIGN if what.startswith("WA-13") else ENUMERATION)
    ]
    foreign_ms = max(seconds for what, seconds in worst.items() if what.startswith("WA-13")) * 1000
    known_ms = max(seconds for what, seconds in worst.items() if what.startswith("RL-01")) * 1000
    return Figure(
        "TIME",
        "Medians apart: foreign and absent (WA-13); known and unknown (RL-01)",
        "≤ 5 ms; ≤ 10 ms",
        f"{foreign_ms:.1f} ms; {known_ms:.1f} ms",
        ok=not over,
        notes=over,
    )


def _asked_of(browser: Client, urls: list[str], number: int) -> object:
    return ask(browser, urls[number])


def _first_superbill(staff: object) -> object:
    from accounts.actor import as_actor  # noqa: PLC0415 - this helper only
    from billing.models import Superbill  # noqa: PLC0415 - the same

    with as_actor(staff):  # type: ignore[arg-type]  # a user
        return Superbill.objects.order_by("number").values_list("pk", flat=True)[0]


def _asking(page: str, address: str) -> Callable[[int], object]:
    def act(number: int) -> object:
        cache.clear()
        with rolled_back():
            return Client().post(reverse(page), {"email": address})

    return act


def _apart(one: Callable[[int], object], other: Callable[[int], object], times: int) -> float:
    """How far apart the medians are of two acts, done in turn so that the machine's moods meet both."""
    took: tuple[list[float], list[float]] = ([], [])
    for number in range(times):
        for place, act in enumerate((one, other)):
            began = time.perf_counter()
            act(number)
            took[place].append(time.perf_counter() - began)
    return abs(median(took[0]) - median(took[1]))
