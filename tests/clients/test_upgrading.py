"""A practice that ran with one consent goes on: what was signed stands for treatment, the others are asked anew."""

from importlib import import_module
from types import SimpleNamespace

import psycopg
import pytest
from django.apps import apps
from django.db import connections

from accounts.actor import as_actor
from clients.gather.consents import text_states
from clients.models import Consent, TextDraft
from tests.cast import Cast, make_cast
from tests.states import signed

FIRST_PACKET = import_module("clients.migrations.0011_first_packet")


@pytest.fixture
def cast_as_before(transactional_db: None, superuser: psycopg.Connection) -> Cast:
    """Ann has signed the one text that there was."""
    cast = make_cast()
    signed(cast.ann)
    superuser.execute("delete from clients_consentdocument where kind not in ('treatment', 'private')")
    superuser.execute("update clients_consentdocument set kind = 'kap', body = 'As signed.' where kind = 'treatment'")
    superuser.commit()
    return cast


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_what_was_signed_stands_and_the_rest_is_asked_anew(cast_as_before: Cast) -> None:
    cast = cast_as_before
    FIRST_PACKET.publish(apps, SimpleNamespace(connection=connections["owner"]))
    with as_actor(cast.therapist):
        treatment, privacy, fees, *_ = text_states(cast.ann)
        assert [state.standing for state in (treatment, privacy, fees)] == ["signed", "open", "open"]
        assert treatment.document
        assert treatment.document.body == "As signed."
        assert "off-label" in TextDraft.objects.get(kind="treatment").body
        assert not Consent.objects.complete([cast.ann])
    for kind in ("privacy", "fees"):
        signed(cast.ann, kind)
    with as_actor(cast.therapist):
        assert Consent.objects.complete([cast.ann]) == {cast.ann.pk}
