import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections

from kap_practice.startup import refusals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kap_practice.settings")
application = get_wsgi_application()
if reasons := refusals("default"):
    raise ImproperlyConfigured("\n".join(reasons))
connections.close_all()  # the server forks after this
