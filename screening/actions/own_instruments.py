"""The practice's own data files, for texts that it may use."""

from datetime import datetime

from accounts.models import User
from screening.actions.refusals import AlreadyReceived, CannotLoad, once
from screening.models import OwnInstrument
from screening.rules.instrument_files import Unreadable, read
from screening.rules.instruments import Instrument
from screening.rules.shipped import newest, shipped


def check_instrument(text: str) -> Instrument:
    """The instrument that this file would become. Writes nothing. Raises CannotLoad with everything to mend."""
    try:
        found = read(text, own=True)
    except Unreadable as trouble:
        raise CannotLoad(trouble.reasons) from trouble
    ours = newest().get(found.id)
    if ours is not None and ours.is_asked:
        raise CannotLoad([f"“{found.id}” ships with its text. Give your file another id."])
    if ours is not None and ours.layer != found.layer:
        raise CannotLoad([f"“{found.id}” is of the {ours.layer} layer here; your file says {found.layer}."])
    if (found.id, found.version) in shipped():
        raise CannotLoad(
            [f"Version {found.version} of “{found.id}” ships with the product. Give yours another version."]
        )
    if OwnInstrument.objects.filter(instrument=found.id, version=found.version).exists():
        raise CannotLoad([f"Version {found.version} of “{found.id}” was loaded before. Give this one another version."])
    return found


def load_instrument(*, text: str, by: User, at: datetime) -> Instrument:
    """Take a data file in. It is asked from now on in place of an earlier version. Raises CannotLoad."""
    found = check_instrument(text)
    try:
        with once("a_version_is_loaded_once"):
            OwnInstrument(instrument=found.id, version=found.version, text=text, loaded_at=at, loaded_by=by).save(
                force_insert=True
            )
    except AlreadyReceived as collision:
        raise CannotLoad([f"Version {found.version} of “{found.id}” was loaded in another tab."]) from collision
    return found


def retire_instrument(*, own: OwnInstrument, by: User, at: datetime) -> None:
    """Ask this version no more. What was answered on it stays readable. Twice changes nothing."""
    OwnInstrument.objects.in_use().filter(pk=own.pk).update(retired_at=at, retired_by=by)
