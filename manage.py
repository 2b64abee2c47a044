#!/usr/bin/env python
"""Django's command line for the practice."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kap_practice.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as missing:  # a setting to give is one sentence, not a traceback
        sys.exit(f"{missing}")
