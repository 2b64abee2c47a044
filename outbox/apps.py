from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"
    label = "outbox"
    verbose_name = "Messages to send"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import outbox.checks  # noqa: F401, PLC0415 - registers itself, and may only be read once the apps are there
