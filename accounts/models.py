import hashlib
import uuid
from datetime import date, time
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from accounts.history import kept
from accounts.hours import Week, from_stored
from accounts.roles import Role
from accounts.rules import InvitationFacts
from accounts.sealed import SealedText
from accounts.watching import CoverFacts

NEUTRAL_PAGE = "https://www.weather.gov/"

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def digest_of(token: str) -> str:
    """What is kept of a link's token. The token is random and long, so one round without salt is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


class Keyed(models.Model):
    """A row with a random key: a gap in integers, or a clock in the key, would tell of somebody else's activity."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str | None, *, role: Role, name: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Make a person who can be invited. Without a password none works, until they set one or use a code."""
        user = self.model(email=(email or "").strip().lower() or None, role=role, name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


@partial(kept, exclude=("password", "last_login"))
class User(Keyed, AbstractBaseUser):
    """Somebody who signs in, or once will: practice people and partners alike, each with one role."""

    # None for a partner without a safe one, who answers on the practice's tablet; nothing is mailed to them.
    email = models.EmailField(max_length=254, unique=True, null=True)  # noqa: DJ001 - many have none, no two the same
    role = models.CharField(max_length=12, choices=Role.choices)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=False)
    joined_at = models.DateTimeField(null=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(email=Lower("email")), name="an_email_is_lower_case")]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where mail reaches this person; empty for somebody without a safe one."""
        return self.email or ""


@kept
class Credential(models.Model):
    """What a clinician prints beside the name: letters, licence and national provider identifier."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True)
    letters = models.CharField(max_length=60, blank=True)
    licence_number = models.CharField(max_length=40, blank=True)
    licence_state = models.CharField(max_length=2, blank=True)
    npi = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=32, blank=True)

    def __str__(self) -> str:
        return f"{self.user.name}, {self.letters}" if self.letters else self.user.name


def review_days() -> list[int]:
    """Monday and Thursday, as `date.weekday` counts."""
    return [0, 3]


@kept
class Practice(Keyed):
    """The practice. One per database; the constraint says so."""

    only = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40)
    address_line_1 = models.CharField(max_length=120)
    address_line_2 = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=80)
    state = models.CharField(max_length=2)
    postal_code = models.CharField(max_length=10)
    phone = models.CharField(max_length=32)
    email = models.EmailField(blank=True)
    ein = models.CharField(max_length=10, blank=True)
    npi = models.CharField(max_length=10, blank=True)
    zone = models.CharField(max_length=64, default="America/Los_Angeles")
    # When what was planned for a couple's ketamine dates is shown to both, the same for everybody: decisions 1.4.
    review_days = ArrayField(models.PositiveSmallIntegerField(), default=review_days)
    review_hour = models.TimeField(default=time(16))
    office_hours = models.JSONField(default=list)
    after_hours_phone = models.CharField(max_length=32, blank=True)
    leave_url = models.URLField(default=NEUTRAL_PAGE)
    filled_by_demo = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="one_practice_per_database"),
            models.CheckConstraint(
                condition=models.Q(review_days__len__gte=1, review_days__contained_by=list(range(7))),
                name="there_is_a_review_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def week(self) -> Week:
        """The hours in which somebody reads and answers; empty while none are set."""
        return from_stored(self.office_hours)


class CoverQuerySet(models.QuerySet["Cover"]):
    def standing(self, day: date) -> "CoverQuerySet":
        """Not taken back, and not over on this day; the earliest first."""
        return self.filter(withdrawn_at=None, ends_on__gte=day).order_by("starts_on", "made_at")

    def on_call(self, day: date) -> "Cover | None":
        """Who is on call on this day: the entry that partners read after hours, see `accounts.watching.watch_lines`."""
        return self.standing(day).filter(starts_on__lte=day, away=None).select_related("user").first()


class Cover(Keyed):
    """Who answers between two days: on call after hours, or in place of somebody of the practice who is away.

    `user` is how whoever is on call signs in here, if they do; an answer that cannot wait is passed on to them.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    away = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=32)
    starts_on = models.DateField()
    ends_on = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = CoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="a_cover_has_days"),
            models.CheckConstraint(condition=models.Q(user=None) | models.Q(away=None), name="who_is_told_is_on_call"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.starts_on} to {self.ends_on}"

    def facts(self) -> CoverFacts:
        away = self.away.name if self.away else ""
        return CoverFacts(self.name, self.phone, self.starts_on, self.ends_on, away)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Neither used nor withdrawn; it may have run out."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def by_token(self, token: str) -> "InvitationQuerySet":
        """The invitation whose link holds this token, if any."""
        return self.filter(digest=digest_of(token))


class Invitation(Keyed):
    """A way in for one person. Only a digest of the link is kept; a link opens a page, and only its button uses it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Invitation of {self.user_id}"

    def facts(self) -> InvitationFacts:
        return InvitationFacts(
            self.expires_at, used=self.accepted_at is not None, withdrawn=self.withdrawn_at is not None
        )


class SignIn(Keyed):
    """One browser in which somebody is signed in, for that person's own list. It keeps no network address."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=60)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.device


class KeyCanary(models.Model):
    """One sealed word, written when the database was made: keys that cannot read it cannot read anything here."""

    body = SealedText()

    def __str__(self) -> str:
        return "Canary of the keys"


class ClockOffset(models.Model):
    """Seconds by which a test's fictional time runs ahead; read only when `CLOCK_TRAVELS`."""

    seconds = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.seconds:+} s"


class AccessLogQuerySet(models.QuerySet["AccessLog"]):
    def visible_to(self, user: "User | AnonymousUser") -> "AccessLogQuerySet":
        """A therapist's and a partner's lines; which of them, the database decides: it knows who cares for whom."""
        if user.is_authenticated and user.role == Role.THERAPIST:
            return self.all()
        if user.is_authenticated and user.role == Role.PARTNER:
            told = self.filter(layer__in=AccessLog.TOLD_TO_PARTNERS, outcome=AccessLog.Outcome.OPENED)
            return told.exclude(role=Role.PARTNER)
        return self.none()

    def before(self, place: int) -> "AccessLogQuerySet":
        """Those written earlier than this one: the next page."""
        return self.filter(place__lt=place)


class AccessLog(Keyed):
    """One line of the record: who opened what about whom, or was refused it. Never an answer, a name or an address.

    The database numbers the lines, chains them by digests and refuses every change; see `accounts.chain`. `what` is the
    name of the page, or of what happened at the door.
    """

    class Layer(models.TextChoices):
        DATES = "dates", "Names and dates"
        HEALTH = "health", "Health answers"
        MONEY = "money", "Money and papers"
        PRIVATE = "private", "Private, and notes"
        NONE = "none", "Signing in"

    class Outcome(models.TextChoices):
        OPENED = "opened", "Opened"
        REFUSED = "refused", "Refused"
        DONE = "done", "Done"
        FAILED = "failed", "Did not work"

    # What a partner may learn that somebody of the practice opened.
    TOLD_TO_PARTNERS = (Layer.DATES, Layer.HEALTH, Layer.MONEY)

    place = models.BigIntegerField(unique=True, default=0)  # the database's own count
    at = models.DateTimeField()
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=12, blank=True)
    what = models.CharField(max_length=60)
    # Whom it was about: one person or one couple. No reference, since what was asked for need not be there.
    about_partner = models.UUIDField(null=True)
    about_couple = models.UUIDField(null=True)
    layer = models.CharField(max_length=8, choices=Layer.choices, default=Layer.NONE)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    hash = models.CharField(max_length=64, default="")

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(about_partner=None) | models.Q(about_couple=None), name="a_line_is_about_one"
            )
        ]
        indexes = [
            models.Index(fields=["about_partner", "place"], name="lines_about_a_partner"),
            models.Index(fields=["about_couple", "place"], name="lines_about_a_couple"),
            models.Index(fields=["actor", "place"], name="lines_of_a_person"),
            models.Index(fields=["at"], name="lines_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.outcome}"
