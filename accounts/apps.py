from django.apps import AppConfig
from django.core import checks


class AccountsConfig(AppConfig):
    name = "accounts"
    label = "accounts"
    verbose_name = "People who sign in"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import checks as own  # noqa: PLC0415 - needs the apps

        checks.register(own.every_view_declares_a_policy, checks.Tags.urls)
        checks.register(own.addresses_are_neutral, checks.Tags.security)
        checks.register(own.the_wall_stands, checks.Tags.database)
