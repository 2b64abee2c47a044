"""What was opened under an emergency access, and which ones no therapist has read of yet."""

from datetime import datetime

from accounts.access import Outcome
from accounts.models import AccessLog, User
from clients.models import EmergencyAccess


def opened_in(access: EmergencyAccess, reader: User) -> list[datetime]:
    """The moments at which its page was opened, from the record of who opened what."""
    lines = AccessLog.objects.visible_to(reader).filter(
        actor=access.user_id, about_partner=access.partner_id, what="emergency_record", outcome=Outcome.OPENED
    )
    within = lines.filter(at__gte=access.opened_at, at__lte=access.ended_at or access.until)
    return list(within.order_by("place").values_list("at", flat=True))


def to_see(user: User) -> list[EmergencyAccess]:
    """Those that no therapist has read of, the oldest first."""
    seen = EmergencyAccess.objects.visible_to(user).filter(seen_at=None)
    return list(seen.select_related("user", "partner").order_by("opened_at"))
