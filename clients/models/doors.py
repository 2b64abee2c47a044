"""What opens a partner's papers, and a new address on its way."""

from django.db import models

from accounts.models import Keyed, User
from clients import rules
from clients.models.couples import Partner


class PaperPin(models.Model):
    """The PIN that opens a partner's own papers, as a slow hash, and how often it was typed wrong in a row."""

    partner = models.OneToOneField(Partner, on_delete=models.PROTECT, primary_key=True, related_name="pin")
    digest = models.CharField(max_length=160)
    set_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"PIN of {self.partner_id}"


class PinReset(Keyed):
    """The practice let a partner choose a new PIN: one set before that opens nothing any more."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="pin_resets")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"PIN reset of {self.partner_id}"


class AddressChange(Keyed):
    """A new address for a partner who has joined. It takes effect when its link is used, so that a slip of the pen
    locks nobody out. Only a digest of the link is kept."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="address_changes")
    address = models.EmailField(max_length=254)
    digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"New address of {self.partner_id}"

    def facts(self) -> rules.AddressChangeFacts:
        return rules.AddressChangeFacts(
            self.expires_at, used=self.used_at is not None, withdrawn=self.withdrawn_at is not None
        )
