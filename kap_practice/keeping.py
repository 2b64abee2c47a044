"""Whose care has ended, and until when what is known of them is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db.models import Max

from accounts.models import User
from billing.models import Charge, Payment
from clients.gather import is_held, keeping_of
from clients.models import Couple, Partner, PurgeCertificate, PurgeOrder
from clients.rules import Keeping, kept_until


@dataclass(frozen=True)
class Kept:
    """One person's record: its dates, and what stands in the way of its end or waits for it."""

    partner: Partner
    keeping: Keeping
    joint: list[tuple[Couple, date | None]]
    money_until: date | None
    held: bool
    order: PurgeOrder | None
    certificate: PurgeCertificate | None
    today: date

    @property
    def due(self) -> bool:
        until = self.keeping.record_until
        return until is not None and self.today > until and not self.held and self.certificate is None

    @property
    def destroyed(self) -> list[tuple[str, int]]:
        """What the certificate counts, in words; a kind that there is no more keeps its name in code."""
        counts = self.certificate.counts if self.certificate else {}
        return sorted((_in_words(label), count) for label, count in counts.items())

    @property
    def chip(self) -> tuple[str, str]:
        if self.certificate:
            return "done", "Destroyed"
        if self.held:
            return "locked", "Legal hold"
        if self.order:
            return "waiting", "Purge signed"
        return ("due", "Time is over") if self.due else ("clear", "Kept")


def _in_words(label: str) -> str:
    try:
        return str(apps.get_model(label)._meta.verbose_name_plural).capitalize()
    except LookupError:
        return label


def ended_records(user: User, today: date) -> list[Kept]:
    """Everybody of this user's whose care has ended, the longest ago first."""
    people = Partner.objects.visible_to(user).exclude(memberships__couple__closed_at=None).distinct()
    found = [record_of(partner, user, today) for partner in people.select_related("user")]
    return sorted((one for one in found if one.keeping.ended), key=lambda one: (one.keeping.ended or today, str(one)))


def record_of(partner: Partner, user: User, today: date) -> Kept:
    """How one person's record stands."""
    keeping = keeping_of(partner)
    couples = Couple.objects.visible_to(user).with_partners().in_bulk(list(keeping.joint_until))
    last = PurgeOrder.objects.visible_to(user).filter(partner=partner).order_by("signed_at")
    certificate = PurgeCertificate.objects.filter(order__in=last).order_by("at").last()
    return Kept(
        partner=partner,
        keeping=keeping,
        joint=[(couples[pk], until) for pk, until in keeping.joint_until.items() if pk in couples],
        money_until=kept_until(last_money([partner.pk]), settings.KAP["KEEP_MONEY_YEARS"]),
        held=is_held(partner),
        order=last.waiting().last(),
        certificate=certificate,
        today=today,
    )


def last_money(people: Iterable[UUID]) -> date | None:
    """The day of the last charge or payment on these accounts."""
    ids = list(people)
    days = [
        Charge.objects.filter(account__in=ids).aggregate(day=Max("service_date"))["day"],
        Payment.objects.filter(account__in=ids).aggregate(day=Max("received_on"))["day"],
    ]
    return max((day for day in days if day is not None), default=None)
