from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.actions import AddressInUse, add_person
from accounts.models import User
from accounts.roles import Role
from clients import rules
from clients.models import CareTeam, Couple, FormerName, Membership, Partner


class SameAddress(Exception):
    """Both partners gave one inbox; `rules.SAME_ADDRESS` says why that cannot be, and the way out."""


class AddressTaken(Exception):
    """Somebody already has the address given for `place`, "A" or "B"."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class BirthDateRefused(Exception):
    """The birth date given for `place` is none of an adult; `sentence` says why."""

    def __init__(self, place: str, sentence: str) -> None:
        super().__init__(sentence)
        self.place, self.sentence = place, sentence


@dataclass(frozen=True, kw_only=True)
class PartnerDetails:
    """What the office writes down about one person: who they are and how to reach them, never an answer."""

    email: str  # empty for somebody without a safe one, who answers on the practice's tablet
    legal_first_name: str
    legal_last_name: str
    birth_date: date
    preferred_name: str = ""
    pronouns: str = ""
    phone: str = ""
    address_line_1: str = ""
    address_line_2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    insurer: str = ""
    member_id: str = ""

    @property
    def name(self) -> str:
        return f"{self.preferred_name or self.legal_first_name} {self.legal_last_name}"


def add_couple(*, first: PartnerDetails, second: PartnerDetails, by: User, at: datetime) -> Couple:
    """Take two people into care as one couple, in the care of the therapist who adds them, or of every therapist when
    the office does. Nobody is invited yet, and the plan is made by `sessions.actions.make_plan`.

    Raises SameAddress, AddressTaken, BirthDateRefused.
    """
    if rules.same_address(first.email, second.email):
        raise SameAddress
    day = clock.day_of(at)
    with transaction.atomic():
        couple = Couple.objects.create(opened_at=at, opened_by=by)
        for place, details in (("A", first), ("B", second)):
            partner = _add_partner(place, details, by, at, day)
            Membership.objects.create(couple=couple, partner=partner, place=place, since=day)
        for therapist in _therapists(by):
            CareTeam.objects.create(couple=couple, user=therapist, since=at)
    return couple


def _add_partner(place: str, details: PartnerDetails, by: User, at: datetime, day: date) -> Partner:
    if sentence := rules.birth_date_trouble(details.birth_date, day):
        raise BirthDateRefused(place, sentence)
    try:
        user = add_person(email=details.email or None, name=details.name, role=Role.PARTNER, by=by, at=at)
    except AddressInUse as refusal:
        raise AddressTaken(place) from refusal
    known = {name: value for name, value in asdict(details).items() if name != "email"}
    return Partner.objects.create(user=user, added_at=at, **known)


def _therapists(by: User) -> list[User]:
    if by.role == Role.THERAPIST:
        return [by]
    return list(User.objects.filter(role=Role.THERAPIST, is_active=True))


def edit_partner(*, partner: Partner, details: PartnerDetails, by: User, at: datetime) -> None:
    """Correct what the office wrote down about one person. The address changes only until they have joined; the old
    invitation then ends. Documents already issued keep the name they were issued with.

    Raises AddressTaken, SameAddress, BirthDateRefused.
    """
    place = place_of(partner)
    if sentence := rules.birth_date_trouble(details.birth_date, clock.day_of(at)):
        raise BirthDateRefused(place, sentence)
    if any(rules.same_address(details.email, address) for address in addresses_beside(partner)):
        raise SameAddress
    user = User.objects.select_for_update().get(pk=partner.pk)
    user.name = details.name
    if not user.is_active and user.address != details.email:
        user.email = details.email or None
        user.invitations.open().update(withdrawn_at=at)
    try:
        with transaction.atomic():
            user.save(update_fields=["name", "email"])
    except IntegrityError as refusal:
        raise AddressTaken(place) from refusal
    known = {name: value for name, value in asdict(details).items() if name != "email"}
    _keep_name(partner, details, by, at)
    Partner.objects.filter(pk=partner.pk).update(**known)


NAMES = ("legal_first_name", "legal_last_name", "preferred_name")


def _keep_name(partner: Partner, details: PartnerDetails, by: User, at: datetime) -> None:
    """Keep what somebody was called until now, whenever that changes."""
    before = Partner.objects.filter(pk=partner.pk).values(*NAMES).get()
    if any(before[name] != getattr(details, name) for name in NAMES):
        FormerName(partner=partner, until=at, by=by, **before).save(force_insert=True)


def place_of(partner: Partner) -> str:
    """ "A" or "B": the person's place in their couple."""
    return partner.memberships.filter(until=None).values_list("place", flat=True).first() or "A"


def addresses_beside(partner: Partner) -> list[str]:
    """The address of the other half of the couple, if this person is in one and the other has one."""
    couples = partner.memberships.filter(until=None).values("couple")
    beside = Membership.objects.filter(couple__in=couples, until=None).exclude(partner=partner)
    return [address for address in beside.values_list("partner__user__email", flat=True) if address]
