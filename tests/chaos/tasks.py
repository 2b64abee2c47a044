"""Tasks that a healthy product does not have."""

import os
from pathlib import Path

from celery import shared_task


@shared_task(default_retry_delay=1)
def poison(mark: str) -> None:
    """Leave a line, then end the process, as a segmentation fault would. The product's tasks wait longer between."""
    write(mark)
    os.abort()


@shared_task
def quick(mark: str) -> None:
    write(mark)


def write(mark: str) -> None:
    with Path(mark).open("a") as file:
        file.write("x\n")
