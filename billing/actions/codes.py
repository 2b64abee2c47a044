"""The ICD-10-CM code set, kept in a table: in memory it would cost every process 180 MB and a second."""

from django.db import transaction

from billing.models import DiagnosisCode

OWNER = "owner"
BATCH = 5000


def load_diagnosis_codes(*, anew: bool = False) -> int:
    """Load the code set that the package brings, as the owner of the tables. Answers how many codes there are.

    A full table is left alone unless `anew`; codes that a new edition drops stay, since old statements name them.
    """
    kept = DiagnosisCode.objects.using(OWNER)
    if kept.exists() and not anew:
        return kept.count()
    import simple_icd_10_cm as icd  # noqa: PLC0415 - see the module's docstring

    every = dict.fromkeys(icd.get_all_codes(with_dots=True))  # a block of one category is listed beside it
    codes = [code for code in every if icd.is_category_or_subcategory(code)]
    rows = (
        DiagnosisCode(code=code, label=icd.get_description(code)[:250], billable=icd.is_leaf(code)) for code in codes
    )
    with transaction.atomic(using=OWNER):
        kept.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["label", "billable"],
        )
    return kept.count()
