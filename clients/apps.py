from django.apps import AppConfig


class ClientsConfig(AppConfig):
    name = "clients"
    label = "clients"
    verbose_name = "Couples"
    default_auto_field = "django.db.models.BigAutoField"
