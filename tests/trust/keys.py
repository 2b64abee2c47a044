"""Changing the key of what is sealed while people go on working."""

import threading
import time
from io import StringIO

from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.core.management import call_command
from django.db import close_old_connections, connections
from django.test import override_settings

from accounts.sealed import SealedText
from tests import databases
from tests.cast import NOON, make_cast
from tests.trust.asking import ask, browsers
from tests.trust.figures import Figure, Run
from tests.trust.story import told_to_the_end


def g18(run: Run) -> Figure:
    """Rotate with a reader at work, drop the old key, and read every row with the new one alone."""
    from django.conf import settings  # noqa: PLC0415 - its values change below

    story = told_to_the_end(make_cast())
    by = browsers(story.cast, NOON)
    new, old = Fernet.generate_key().decode(), list(settings.FIELD_KEYS)
    url, answers, done = f"/partners/{story.cast.ann.pk}/screening/", list[int](), threading.Event()

    def read() -> None:
        while not done.is_set():
            answers.append(ask(by["therapist"], url).status)
            time.sleep(0)
        close_old_connections()
        connections.close_all()

    with override_settings(FIELD_KEYS=[new, *old]):
        reader = threading.Thread(target=read)
        reader.start()
        try:
            call_command("rotate_field_keys", stdout=StringIO())
        finally:
            done.set()
            reader.join()
    rows, unreadable = _read_all(new)
    with override_settings(FIELD_KEYS=[new]):
        answers.append(ask(by["therapist"], url).status)
    failed = sum(status != 200 for status in answers)
    return Figure(
        "G18",
        "Rows that cannot be read after a change of key, the app running",
        "0; no page fails",
        f"{unreadable} of {rows}; {failed} of {len(answers)} pages failed",
        ok=rows > 0 and not unreadable and not failed,
    )


def _read_all(key: str) -> tuple[int, int]:
    """How many sealed rows there are, and how many the key alone does not open; history too."""
    only, rows, unreadable = Fernet(key), 0, 0
    with databases.superuser(databases.own_name()) as look:
        for model in apps.get_models(include_auto_created=True):
            for column in model._meta.local_concrete_fields:
                if not isinstance(column, SealedText):
                    continue
                ask_for = f'select "{column.column}" from "{model._meta.db_table}" where "{column.column}" is not null'
                for (words,) in look.execute(ask_for).fetchall():
                    rows += 1
                    try:
                        only.decrypt(words.encode())
                    except InvalidToken:
                        unreadable += 1
    return rows, unreadable
