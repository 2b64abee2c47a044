import pytest

from billing.models import DiagnosisCode
from tests.cast import NOON


@pytest.mark.django_db
def test_demo():
    from demo.story.load import load

    DiagnosisCode.objects.create(code="F41.1", label="Generalized anxiety disorder", billable=True)
    load(NOON)
