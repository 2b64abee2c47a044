from django.apps import AppConfig
from django.core import checks


class DemoConfig(AppConfig):
    name = "demo"
    label = "demo"
    verbose_name = "Demo practice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from demo.checks import database_is_the_demos_own, hosts_are_local  # noqa: PLC0415 - needs the apps

        checks.register(hosts_are_local, checks.Tags.security)
        checks.register(database_is_the_demos_own, checks.Tags.database)
