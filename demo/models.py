"""What the demo practice would have mailed. Nothing leaves the machine."""

from typing import ClassVar

from django.db import models

from accounts.models import Keyed


class SentMail(Keyed):
    """One mail as it would have gone out."""

    at = models.DateTimeField()
    sender = models.CharField(max_length=320)
    address = models.CharField(max_length=320)
    subject = models.CharField(max_length=255)
    body = models.TextField()

    objects: ClassVar[models.Manager["SentMail"]] = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="newest_mail_first")]

    def __str__(self) -> str:
        return self.subject
