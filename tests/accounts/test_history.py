"""What a row said before, and who changed it: written by the database, read by the therapist of the couple alone."""

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction

from accounts.actor import as_actor
from accounts.history import Change
from accounts.models import User
from clients.models import Partner
from sessions import actions
from sessions.models import Appointment
from tests.cast import NOON, Cast
from tests.states import BEFORE, booked, goes_on, worried

pytestmark = pytest.mark.django_db
CHANGES: dict[str, type[models.Model]] = {
    model._meta.label: model for model in apps.get_models() if issubclass(model, Change)
}
OWN_APPS = {
    "accounts",
    "billing",
    "clients",
    "demo",
    "documents",
    "kap_practice",
    "kap_sessions",
    "outbox",
    "reminders",
    "screening",
}
# Neither kept nor only added to, each for a reason.
EXEMPT = {
    "accounts.ClockOffset": "a test's clock",
    "accounts.Cover": "each row says itself when it was withdrawn",
    "accounts.Invitation": "each row says itself when it was used or withdrawn, and holds a digest",
    "accounts.SignIn": "a list of open sign-ins, which ends with them; each one stands in the access record",
    "clients.AddressChange": "each row says itself when it was used or withdrawn, and holds a digest",
    "clients.CopyRequest": "each step is dated in the row itself, once",
    "clients.HandOff": "each row says itself when it was confirmed, when it ended and how",
    "clients.PaperPin": "a digest and its tries; a reset is a row of its own, each try a line of the record",
    "clients.PurgeOrder": "each row says itself when it was withdrawn or carried out",
    "clients.TextDraft": "not published yet: a history would keep what its author took back",
    "clients.Separation": "each row says itself when it was withdrawn or took effect; each telling is a row of its own",
    "billing.NumberCounter": "the numbers it gave stand on the superbills, without gaps",
    "documents.Document": "what was asked for cannot be changed, and only the worker fills it in, once",
    "documents.Package": "what was asked for cannot be changed, and only the worker fills it in, once",
    "outbox.Heartbeat": "a pulse",
    "outbox.Message": "what is sent cannot be changed, and every try is a row of its own",
    "screening.Measure": "each row says itself when it was taken back",
    "screening.MeasureResult": "each row says itself when it was struck",
    "screening.OwnInstrument": "each row says itself when it was retired",
    "screening.SafetyTask": "each row says itself when it was passed on, once, and to whom last",
    "screening.Draft": "not told to anybody yet: a history would keep what its author took back",
}
MAY_CHANGE = """
select bool_or(has_any_column_privilege(role, %(table)s, 'UPDATE') or has_table_privilege(role, %(table)s, 'DELETE'))
from unnest(array['kap_web', 'kap_worker']) role
"""


def change(label: str) -> type[models.Model]:
    return CHANGES[label]


def rows(user: User, table: str) -> int:
    with as_actor(user), connection.cursor() as cursor:
        cursor.execute(f'select count(*) from "{table}"')
        return int(cursor.fetchone()[0])


def can_change(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(MAY_CHANGE, {"table": table})
        return bool(cursor.fetchone()[0])


@pytest.fixture
def changed(cast: Cast) -> Cast:
    """Something of everything has happened to Ann and Ben."""
    goes_on(cast, cast.ann)
    worried(cast.ann)
    appointment = booked(cast, kind="consult", starts_at=NOON, at=BEFORE)
    with as_actor(cast.therapist):
        actions.save_note(appointment=appointment, body="They came early.", version=0, by=cast.therapist, at=NOON)
    return cast


def test_a_change_is_kept_with_who_made_it(cast: Cast) -> None:
    with as_actor(cast.therapist):
        Partner.objects.filter(pk=cast.ann.pk).update(city="Berkeley")
        before, after = change("clients.PartnerChange")._default_manager.filter(pgh_obj=cast.ann.pk).order_by("pgh_id")
    assert (before.city, after.city) == ("Oakland", "Berkeley")  # type: ignore[attr-defined]  # made by the library
    assert (after.pgh_label, after.pgh_by, after.pgh_role) == ("update", cast.therapist.pk, "therapist")  # type: ignore[attr-defined]  # likewise


def test_a_partner_the_worker_and_the_door_write_it_and_read_none(changed: Cast) -> None:
    with as_actor(changed.staff):
        Partner.objects.filter(pk=changed.ben.pk).update(phone="1")
    with as_actor(role="worker"):
        Appointment.objects.update(version=2)
    with as_actor(role="door"):
        User.objects.filter(pk=changed.ben.pk).update(name="Ben B.")
    made = change("accounts.UserChange")._default_manager.filter(name="Ben B.")
    with as_actor(changed.therapist):
        assert [(row.pgh_by, row.pgh_role) for row in made] == [(None, "door")]  # type: ignore[attr-defined]  # likewise


@pytest.mark.parametrize("label", CHANGES)
def test_nobody_but_the_couples_therapist_reads_what_was_changed(changed: Cast, label: str) -> None:
    """WA-17: raw SQL as each of the others finds nothing; what concerns the practice is open to its therapists."""
    table = change(label)._meta.db_table
    for who in (changed.ann.user, changed.ben.user, changed.staff, changed.prescriber):
        assert rows(who, table) == 0, who.name
    practices_own = {"accounts_practicechange", "accounts_credentialchange", "accounts_userchange", "billing_feechange"}
    with as_actor(changed.other_therapist):
        found = change(label)._default_manager.all()
        if table not in practices_own:
            theirs = {changed.ann.pk, changed.ben.pk, changed.couple.pk}
            assert not [row for row in found if {getattr(row, name, None) for name in LINKS} & theirs]


LINKS = ("pgh_obj_id", "couple_id", "partner_id", "person_id", "account_id")


@pytest.mark.parametrize("label", CHANGES)
def test_only_a_trigger_writes_it_and_nobody_changes_it(cast: Cast, label: str) -> None:
    table = change(label)._meta.db_table
    assert not can_change(table)
    with pytest.raises(ProgrammingError), as_actor(cast.therapist), transaction.atomic():
        connection.cursor().execute(f'insert into "{table}" (pgh_created_at, pgh_label) values (now(), $$forged$$)')


def test_words_that_are_encrypted_stay_so(changed: Cast) -> None:
    with as_actor(changed.therapist), connection.cursor() as cursor:
        cursor.execute("select body from kap_sessions_notechange")
        assert all(body.startswith("gAAAA") for (body,) in cursor.fetchall())


def test_no_password_lies_about() -> None:
    names = {field.name for field in change("accounts.UserChange")._meta.get_fields()}
    assert not names & {"password", "last_login"}


def test_every_table_is_kept_or_only_added_to_or_exempt_for_a_reason() -> None:
    """A new model of yours: put `@kept` on it, or leave web and worker no UPDATE and DELETE, or say why neither."""
    tracked = {model.pgh_tracked_model for model in CHANGES.values()}  # type: ignore[attr-defined]  # made by the library
    open_ = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in OWN_APPS - {"demo"}
        and not issubclass(model, Change)
        and model not in tracked
        and can_change(model._meta.db_table)
    }
    assert open_ == set(EXEMPT)


def test_the_librarys_own_table_of_contexts_is_nobodys() -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute("select count(*) from pghistory_context")
