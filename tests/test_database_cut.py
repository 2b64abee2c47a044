"""The connection to the database is cut in the middle of a request: nothing is kept, and the next request works."""

from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.db import close_old_connections, connection
from django.urls import reverse

from accounts.access import write
from accounts.actor import as_actor
from screening.models import PrivateCheck
from tests import databases
from tests.cast import NOON, make_cast, signed_in_as

pytestmark = pytest.mark.django_db(transaction=True)
CHECK = {"how": "by_voice", "finding": "safe", "words": "Ann feels safe."}


def cut_then_write(*args: Any, **kwargs: Any) -> None:
    """The last write of a request, with the connection cut just before it."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (backend,) = cursor.fetchone()
    with databases.superuser("postgres") as look:
        look.execute("select pg_terminate_backend(%s, 1000)", [backend])
    write(*args, **kwargs)


def test_fa_01_a_connection_cut_between_two_writes_keeps_neither() -> None:
    cast = make_cast()
    check = reverse("private_check", args=[cast.ann.pk])
    with time_machine.travel(NOON, tick=False):
        browser = signed_in_as(cast.therapist)
        browser.raise_request_exception = False
        with patch("kap_practice.record.write", cut_then_write):
            assert browser.post(check, CHECK).status_code == 503
        close_old_connections()  # as the server does after each request
        with as_actor(cast.therapist):
            assert not PrivateCheck.objects.exists()
        assert browser.post(check, CHECK).status_code == 302
    with as_actor(cast.therapist):
        assert PrivateCheck.objects.get().words == "Ann feels safe."
