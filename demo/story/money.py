"""The demo's money: fees, the person named for insurance, what was paid, and one superbill issued."""

from datetime import datetime
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from accounts.models import User
from billing.actions.charges import charge_completed
from billing.actions.diagnoses import set_diagnosis
from billing.actions.insurance import name_for_insurance
from billing.actions.payments import record_payment
from billing.actions.schedule import start_fee_schedule
from billing.actions.superbills import issue_superbill
from billing.gather.accounts import owed_by
from billing.models import ChargeLine
from clients.models import Couple, Partner
from demo.story.calendar import Calendar
from demo.story.telling import as_actor

STILL_OWED = Decimal("160.00")


def set_fees(by: User, at: datetime) -> None:
    with as_actor(by, at=at):
        start_fee_schedule(since=at.date(), by=by, at=at)


def settle(couple: Couple, insured: Partner, therapist: User, staff: User, day: Calendar) -> None:
    """Everything up to last week is charged and nearly all of it paid; the preparation is stated on a superbill."""
    since = day.at(-45, 9).date()
    with as_actor(therapist, at=day.at(-40, 14)):
        name_for_insurance(couple=couple, partner=insured, since=since, by=therapist, at=day.at(-40, 14))
        set_diagnosis(partner=insured, code="F41.1", since=since, by=therapist, at=day.at(-40, 14))
    charge_completed(at=day.at(-4, 8))
    with as_actor(staff, at=day.at(-3, 9)):
        for partner in couple.partners():
            owed = owed_by(partner)
            paid = owed - STILL_OWED if partner == insured else owed
            if paid > 0:
                record_payment(
                    key=uuid5(NAMESPACE_URL, f"demo:{partner.user.email}"),
                    account=partner,
                    amount=paid,
                    method="card",
                    received_on=day.at(-3, 9).date(),
                    reference="Card ending 4242",
                    by=staff,
                    at=day.at(-3, 9),
                )
        stated = ChargeLine.objects.filter(
            charge__account=insured, charge__service_date__lte=day.at(-26, 12).date()
        ).exclude(code="")
        lines = list(stated.values_list("pk", flat=True))
        issue_superbill(person=insured, lines=lines, by=staff, at=day.at(-3, 10))
