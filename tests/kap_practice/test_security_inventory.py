from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from kap_practice.inventory import inventory

pytestmark = pytest.mark.django_db
FILE = Path(settings.BASE_DIR) / "docs" / "security-inventory.md"


def test_the_inventory_says_what_is_there() -> None:
    """Written anew by `make inventory`."""
    assert FILE.read_text() == inventory(connection)


def test_it_names_no_machine_and_nothing_of_the_demo() -> None:
    said = FILE.read_text()
    assert "demo" not in said
    assert str(settings.BASE_DIR) not in said
