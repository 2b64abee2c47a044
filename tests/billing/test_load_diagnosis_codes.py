import importlib

import pytest
from django.core.management import call_command

from billing.models import DiagnosisCode

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    pytest.mark.filterwarnings("ignore:(read|open)_text is deprecated"),  # the package's own way of reading its file
]


@pytest.fixture(autouse=True)
def a_small_set(monkeypatch: pytest.MonkeyPatch) -> None:
    icd = importlib.import_module("simple_icd_10_cm")
    monkeypatch.setattr(icd, "get_all_codes", lambda **_: ["5", "F30-F39", "F32", "F32.1", "Z63.0"])


def test_the_code_set_is_loaded_once_as_the_owner(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        call_command("load_diagnosis_codes")
    assert capsys.readouterr().out.splitlines() == ["3 diagnosis codes are there."] * 2
    assert dict(DiagnosisCode.objects.values_list("code", "billable")) == {"F32": False, "F32.1": True, "Z63.0": True}


def test_a_new_edition_takes_the_place_of_the_old_words() -> None:
    call_command("load_diagnosis_codes")
    DiagnosisCode.objects.using("owner").update(label="Old words")
    call_command("load_diagnosis_codes", anew=True)
    assert DiagnosisCode.objects.get(pk="F32.1").label == "Major depressive disorder, single episode, moderate"
