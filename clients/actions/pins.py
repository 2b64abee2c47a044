from datetime import datetime

import structlog
from django.contrib.auth.hashers import check_password, make_password

from accounts.models import User
from clients import rules
from clients.models import PaperPin, Partner, PinReset

log = structlog.get_logger()


class NotTheirOwnPin(Exception):
    """A PIN is set and typed by its own person only."""


class PinRefused(Exception):
    """These digits are a poor PIN. The message says why."""


class WrongPin(Exception):
    """The PIN does not fit. `rests_until` is set when no further try counts before then."""

    def __init__(self, rests_until: datetime | None) -> None:
        super().__init__()
        self.rests_until = rests_until


def pin_in_force(partner: Partner) -> PaperPin | None:
    """The PIN that opens this partner's papers: none before the first, and none after the practice reset it."""
    pin = PaperPin.objects.filter(partner=partner).first()
    if pin and partner.pin_resets.filter(at__gte=pin.set_at).exists():
        return None
    return pin


def set_pin(*, partner: Partner, pin: str, by: User, at: datetime) -> None:
    """Choose a PIN, the first or another. Whether an old one has to be typed first is the page's to ask.

    Raises NotTheirOwnPin, PinRefused.
    """
    if by.pk != partner.pk:
        raise NotTheirOwnPin
    if sentence := rules.pin_trouble(pin, partner.birth_date):
        raise PinRefused(sentence)
    kept = {"digest": make_password(pin), "set_at": at, "tries": 0, "rests_until": None}
    if not PaperPin.objects.filter(partner=partner).update(**kept):
        PaperPin(partner=partner, **kept).save(force_insert=True)
    log.info("PIN set", user=str(partner.pk))


def try_pin(*, partner: Partner, pin: str, by: User, at: datetime) -> None:
    """Type the PIN. A wrong one is counted in the row itself, whatever the browser; after five it rests, each time
    twice as long, and while it rests even the right one does not fit. Raises NotTheirOwnPin, WrongPin."""
    if by.pk != partner.pk:
        raise NotTheirOwnPin
    kept = PaperPin.objects.select_for_update().get(partner=partner)
    if kept.rests_until and at < kept.rests_until:
        raise WrongPin(kept.rests_until)
    if check_password(pin, kept.digest):
        kept.tries, kept.rests_until = 0, None
    else:
        kept.tries += 1
        rest = rules.pin_rest(kept.tries)
        kept.rests_until = at + rest if rest else None
    kept.save(update_fields=["tries", "rests_until"])
    log.info("PIN", given=kept.tries == 0, user=str(partner.pk))
    if kept.tries:
        raise WrongPin(kept.rests_until)


def reset_pin(*, partner: Partner, by: User, at: datetime) -> None:
    """Let a partner who forgot the PIN choose a new one the next time they open their papers. Nothing is mailed."""
    PinReset(partner=partner, at=at, by=by).save(force_insert=True)
    log.info("PIN reset", of=str(partner.pk), by=str(by.pk))
