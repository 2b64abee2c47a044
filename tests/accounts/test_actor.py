import pytest
from django.db import connection, transaction

from accounts.actor import READ, as_actor
from tests.cast import Cast


def acting() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(READ)
        uid, role = cursor.fetchone()
    return uid or "", role or ""


def test_a_block_acts_as_its_user_and_gives_the_outer_actor_back(cast: Cast) -> None:
    before = acting()
    with as_actor(cast.therapist):
        with as_actor(cast.ben.user):
            assert acting() == (str(cast.ben.pk), "partner")
        assert acting() == (str(cast.therapist.pk), "therapist")
    assert acting() == before


def test_an_actor_ends_with_an_error(cast: Cast) -> None:
    before = acting()
    with pytest.raises(ZeroDivisionError), as_actor(cast.therapist):
        raise ZeroDivisionError
    assert acting() == before


@pytest.mark.django_db(transaction=True)
def test_nothing_of_an_actor_stays_on_the_connection() -> None:
    with as_actor(role="worker"):
        assert acting() == ("", "worker")
    assert acting() == ("", "")


def test_a_block_that_is_to_be_undone_leaves_quietly(cast: Cast) -> None:
    before = acting()
    with as_actor(cast.therapist):
        transaction.set_rollback(True)
    assert acting() == before
