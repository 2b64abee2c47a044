"""What was put into the outbox, read as the worker reads it."""

from accounts.actor import as_actor
from outbox.models import Message


def letters() -> list[Message]:
    with as_actor(role="worker"):
        return list(Message.objects.select_related("person").order_by("address"))
