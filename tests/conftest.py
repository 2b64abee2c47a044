"""What every test stands on: bundled servers, and a database of its own that Django enters as `kap_web`.

As a superuser every test of the partner wall would pass for nothing.
"""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests import databases
from tests.cast import cast  # noqa: F401 - a fixture for every test


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replaces pytest-django's own, which would make the database as the web role."""

    def start_again(case: TransactionTestCase) -> None:
        """Django's flush is refused to the web role, as it should be. A fresh copy also has what migrations wrote."""
        connections.close_all()
        databases.create(databases.own_name())

    with databases.running(), databases.own_copy(databases.own_name()), pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", start_again)
        yield
        with django_db_blocker.unblock():
            connections.close_all()


@pytest.fixture
def superuser(transactional_db: None) -> Iterator[psycopg.Connection]:
    """A connection past every policy, to look at what is really stored. It sees committed rows only."""
    with databases.superuser(databases.own_name()) as connection:
        yield connection
