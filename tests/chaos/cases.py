"""The cases of the catalogue in which something is killed. Each answers a row of `make chaos`."""

import signal
import subprocess
import time
from collections.abc import Callable

import psutil

from kap_practice import serving
from tests import databases
from tests.chaos.practice import SEND_DUE, Practice, until
from tests.trust.figures import Figure

Which = Callable[[list[psutil.Process]], list[psutil.Process]]
# Nearest to how a machine ends a process: the child alone, the parent alone, a polite stop.
WAYS: tuple[tuple[Which, int], ...] = (
    (lambda workers: workers[-1:], signal.SIGKILL),
    (lambda workers: workers[:1], signal.SIGKILL),
    (lambda workers: workers[:1], signal.SIGTERM),
)
MOST_RUNS = 4  # a task is given again three times when its process dies, see kap_practice.celery_settings


def killed_often(practice: Practice, *, messages: int, kills: int) -> Figure:
    """CE-01: the worker and all its children, with -9, again and again in the middle of sending."""
    planned = practice.plan(messages)
    for _ in range(kills):
        _kill_while_sending(practice, planned, list, signal.SIGKILL)
    return _sent(practice, planned, "CE01", f"{messages} messages, worker killed {kills} times", repeats=2 * kills)


def killed_in_part(practice: Practice, *, messages: int) -> Figure:
    """CE-02: only the child, only the parent, or a polite stop."""
    planned = practice.plan(messages)
    for which, how in WAYS:
        _kill_while_sending(practice, planned, which, how)
    return _sent(practice, planned, "CE02", "Child, parent killed; polite stop", repeats=2 * len(WAYS))


def _kill_while_sending(practice: Practice, planned: set[str], which: Which, how: int) -> None:
    """Wait for one more message and a moment that the seed chooses, then kill, then let the lease run out."""
    practice.queue.send_task(SEND_DUE)
    before = practice.mail.taken.total()
    until(lambda: practice.mail.taken.total() > before or practice.all_sent(planned), "one more message")
    time.sleep(practice.random.uniform(0, 0.5))
    practice.kill(which, how)
    practice.past_the_lease()


def poisoned(practice: Practice) -> Figure:
    """CE-03: a task that ends its own process is not handed round for ever."""
    practice.queue.send_task("tests.chaos.tasks.poison", args=[str(practice.scratch / "poison")])
    until(lambda: practice.marks("poison") >= MOST_RUNS, "the poisoned task to be tried out")
    works = practice.works()
    runs = practice.marks("poison")
    return Figure(
        "CE03",
        "A task that ends its process",
        f"{MOST_RUNS} runs; later tasks run",
        f"{runs} runs; later tasks {_run(works)}",
        ok=runs == MOST_RUNS and works,
    )


def garbage(practice: Practice) -> Figure:
    """CE-04: a line in the broker's queue that is no message ends the worker; the supervisor starts another."""
    practice.broker.lpush("celery", "x")
    works = practice.works()
    return Figure("CE04", "Garbage in the broker's queue", "later tasks run", f"later tasks {_run(works)}", ok=works)


def unknown(practice: Practice) -> Figure:
    """CE-05: a task that nobody knows, and one whose body is a pickle, are dropped."""
    practice.queue.send_task("tests.chaos.tasks.nobody_knows")
    practice.queue.send_task("tests.chaos.tasks.quick", args=[str(practice.scratch / "pickled")], serializer="pickle")
    works = practice.works()
    pickled = practice.marks("pickled")
    return Figure(
        "CE05",
        "Unknown task; a body that is a pickle",
        "0 run; later tasks run",
        f"{pickled} run; later tasks {_run(works)}",
        ok=works and not pickled,
    )


def delivered_again(practice: Practice, *, messages: int) -> Figure:
    """CE-06: every wake-up three times and at once, to two children."""
    planned = practice.plan(messages)
    for _ in range(3 * messages):
        practice.queue.send_task(SEND_DUE)
    return _sent(practice, planned, "CE06", f"{messages} messages, each wake-up three times", repeats=0)


def broker_emptied(practice: Practice, *, messages: int) -> Figure:
    """CE-08: all that the broker knew is gone in the middle; the sweep finds the rest without a wake-up."""
    planned = practice.plan(messages)
    practice.queue.send_task(SEND_DUE)
    until(lambda: practice.mail.taken.total() > 0, "the first message")
    practice.broker.flushdb()
    until(lambda: practice.in_state(planned, "sent") == messages, "the sweep to send the rest")
    return _sent(practice, planned, "CE08", "The broker's data lost in the middle", repeats=0)


def two_schedulers(practice: Practice, *, messages: int) -> Figure:
    """CE-09: a second scheduler, as after a careless deployment."""
    command = practice.place.commands()["beat"]
    command[command.index("--schedule") + 1] = str(practice.scratch / "second-schedule")
    planned = practice.plan(messages)
    environment = {**practice.place.environment, "KAP_PROCESS": "worker", "PATH": f"{serving.PROGRAMS}"}
    second = subprocess.Popen(command, cwd=databases.BASE_DIR, env=environment, stderr=subprocess.DEVNULL)
    try:
        until(lambda: practice.in_state(planned, "sent") == messages, "both schedulers' sweeps")
    finally:
        second.terminate()
        second.wait(20)
    return _sent(practice, planned, "CE09", "Two schedulers", repeats=0)


def _sent(practice: Practice, planned: set[str], key: str, name: str, *, repeats: int) -> Figure:
    """Wait until all are sent, then count at the mail server. Who is killed between sending and marking repeats one."""
    until(lambda: practice.all_sent(planned), "everything to be sent")
    lost = [message for message in planned if not practice.mail.taken[message]]
    again = sum(practice.mail.taken[message] - 1 for message in planned if practice.mail.taken[message])
    return Figure(
        key,
        name,
        f"0 lost; at most {repeats} repeated" if repeats else "0 lost; 0 repeated",
        f"{len(lost)} lost; {again} repeated",
        ok=not lost and again <= repeats,
    )


def _run(works: bool) -> str:
    return "run" if works else "do not run"
