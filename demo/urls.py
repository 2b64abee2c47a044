from django.urls import URLPattern, URLResolver, path

from demo.views.demo_mail import demo_mail
from demo.views.kit import kit
from demo.views.step_in import step_in

urlpatterns: list[URLPattern | URLResolver] = [
    path("_kit/", kit, name="kit"),
    path("demo/", step_in, name="step_in"),
    path("demo/mail/", demo_mail, name="demo_mail"),
]
