"""What stops the product from serving."""

import os
import subprocess
import sys

import pytest

from accounts.actor import as_actor
from accounts.models import Practice
from tests import databases
from tests.cast import make_cast


def wsgi(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import kap_practice.wsgi"],
        env=os.environ
        | {"KAP_TEST_DATABASE": databases.own_name(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
        | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db(transaction=True)
def test_demo_starts_on_its_own_practice_and_never_on_a_real_one() -> None:
    make_cast()
    assert "holds a real practice" in wsgi(KAP_TEST_DEMO="1").stderr
    with as_actor(role="door"):
        Practice.objects.update(filled_by_demo=True)
    assert wsgi(KAP_TEST_DEMO="1").returncode == 0
