"""Mail in demo mode: kept in a table and shown on a page, never sent."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from accounts import clock
from demo.models import SentMail


class EmailBackend(BaseEmailBackend):
    """Keeps each mail once for each of its addresses."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        at = clock.now()
        SentMail.objects.bulk_create(
            SentMail(at=at, sender=mail.from_email, address=address, subject=str(mail.subject), body=str(mail.body))
            for mail in email_messages
            for address in mail.recipients()
        )
        return len(email_messages)
