"""Is ketamine safe and right for this person, now? What each partner answered, what clinicians decided, who is cleared.

Four kinds of row keep the wall. A `Draft` is the person's own, before sending. A `Submission` says who sent which page
and when. A `SealedAnswer` holds the words, encrypted, never read back by the person who wrote them. A `Hold` stops the
pathway without a word of why.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import F, Q

from accounts.history import kept
from accounts.models import Keyed, User
from accounts.policy import by_role
from accounts.sealed import SealedText, seal
from clients.models import ConsentDocument, Partner

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class Layer(models.TextChoices):
    """Who reads an answer: the therapist and the prescriber, or the therapist alone."""

    HEALTH = "health", "Your therapist and the prescriber"
    PRIVATE = "private", "Your therapist"


class Draft(Keyed):
    """A page not yet sent. Only health and intake pages have one; a private page is sent at once or not at all."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="drafts")
    page = models.CharField(max_length=30)
    answers = SealedText()
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partner", "page"], name="one_draft_per_page")]

    def __str__(self) -> str:
        return f"Draft of {self.page}"


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SubmissionQuerySet":
        """Who sent what and when: the person, and the clinicians who care for them. Never the office."""
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, prescriber=seen & Q(layer=Layer.HEALTH), partner=seen))


class Submission(Keyed):
    """That a person sent a page, and when. Holds no answer."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="submissions")
    page = models.CharField(max_length=30)
    layer = models.CharField(max_length=8, choices=Layer.choices)
    sent_at = models.DateTimeField()
    is_addition = models.BooleanField(default=False)
    # Which version of the text before the private questions lay in front of this person; none for other pages.
    shown = models.ForeignKey(ConsentDocument, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "page"], condition=Q(is_addition=False), name="a_page_is_sent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page} at {self.sent_at:%Y-%m-%d %H:%M}"


class SealedAnswerQuerySet(models.QuerySet["SealedAnswer"]):
    def visible_to(self, user: "User | AnonymousUser") -> "SealedAnswerQuerySet":
        """Answers that this clinician may read. Nobody else sees one, not even the person who wrote it."""
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, prescriber=seen & Q(layer=Layer.HEALTH)))


class SealedAnswer(Keyed):
    """The answers of one submission as JSON, encrypted. Only ever inserted."""

    submission_id = models.UUIDField(unique=True)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="sealed_answers")
    page = models.CharField(max_length=30)
    layer = models.CharField(max_length=8, choices=Layer.choices)
    body = SealedText()
    sent_at = models.DateTimeField()

    objects = SealedAnswerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Sealed {self.page}"


class HoldQuerySet(models.QuerySet["Hold"]):
    def visible_to(self, user: "User | AnonymousUser") -> "HoldQuerySet":
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, staff=seen, prescriber=seen))

    def active(self) -> "HoldQuerySet":
        return self.filter(released_at=None)

    def open(self, partner_id: UUID, scope: str, at: datetime, *, only_if: bool = True) -> None:
        """Open a hold. The statement runs whether or not there is cause, so that the time taken tells nothing."""
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into screening_hold (id, partner_id, scope, opened_at) select %s, %s, %s, %s where %s",
                [uuid4(), partner_id, scope, at, only_if],
            )


@kept
class Hold(Keyed):
    """A stop without content, written in the same transaction as what caused it. Partners never see one."""

    class Scope(models.TextChoices):
        SAFETY = "safety", "Stops any session where the other partner is present"
        CLINICAL = "clinical", "Stops this person's own ketamine sessions"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="holds")
    scope = models.CharField(max_length=10, choices=Scope.choices)
    opened_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="a_release_has_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope} hold"


class PrivateCheckQuerySet(models.QuerySet["PrivateCheck"]):
    def visible_to(self, user: "User | AnonymousUser") -> "PrivateCheckQuerySet":
        return self.filter(by_role(user, therapist=Q(partner__in=Partner.objects.visible_to(user))))


class PrivateCheck(Keyed):
    """The therapist spoke with this person alone. A portal answer alone never clears safety."""

    class How(models.TextChoices):
        IN_PERSON = "in_person", "In person, alone"
        BY_VOICE = "by_voice", "By voice, alone"

    class Finding(models.TextChoices):
        SAFE = "safe", "Feels safe, and chooses this freely"
        NOT_NOW = "not_now", "Not now"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="private_checks")
    how = models.CharField(max_length=10, choices=How.choices)
    finding = models.CharField(max_length=10, choices=Finding.choices)
    words = SealedText(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PrivateCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Private check, {self.at:%Y-%m-%d}"


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: "User | AnonymousUser") -> "DecisionQuerySet":
        """Every decision for the therapist; the rest of the practice sees only that somebody goes on."""
        seen = Q(partner__in=Partner.objects.visible_to(user))
        goes_on = seen & Q(outcome=Decision.Outcome.GO_ON)
        return self.filter(by_role(user, therapist=seen, staff=goes_on, prescriber=goes_on))


class Decision(Keyed):
    """The therapist's dated decision for one partner, made after a private check: the positive fact the gate needs."""

    class Outcome(models.TextChoices):
        GO_ON = "go_on", "Go on"
        PRESCRIBER = "prescriber", "The prescriber looks first"
        ASK_AGAIN = "ask_again", "Ask again"
        NOT_NOW = "not_now", "Not now"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="decisions")
    private_check = models.ForeignKey(PrivateCheck, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = SealedText(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = DecisionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.at:%Y-%m-%d}"


class Route(models.TextChoices):
    LOZENGE = "lozenge", "Lozenge"
    INTRAMUSCULAR = "im", "Intramuscular injection"


class ClearanceQuerySet(models.QuerySet["Clearance"]):
    def visible_to(self, user: "User | AnonymousUser") -> "ClearanceQuerySet":
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, prescriber=seen))


class Clearance(Keyed):
    """A prescriber's authorisation of one partner: routes, limits, how many sessions, until when. Never edited.

    It runs out by date and by sessions used. Limits left empty mean that the prescriber set none here; blood pressure
    in mmHg, pulse per minute, doses in mg.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="clearances")
    prescriber = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    valid_until = models.DateField()
    sessions = models.PositiveSmallIntegerField()
    routes = ArrayField(models.CharField(max_length=8, choices=Route.choices))
    max_dose_mg = models.DecimalField(max_digits=6, decimal_places=1)
    max_booster_mg = models.DecimalField(max_digits=6, decimal_places=1, default=0)
    max_systolic = models.PositiveSmallIntegerField(null=True, blank=True)
    max_diastolic = models.PositiveSmallIntegerField(null=True, blank=True)
    max_pulse = models.PositiveSmallIntegerField(null=True, blank=True)
    evaluated_on = models.DateField()
    evaluated_how = models.CharField(
        max_length=10, choices=[("in_person", "In person"), ("telehealth", "By telehealth")]
    )
    instructions = models.TextField(blank=True)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sessions__gte=1), name="a_clearance_has_sessions"),
            models.CheckConstraint(
                condition=Q(max_dose_mg__gt=0, max_booster_mg__gte=0), name="a_clearance_has_a_dose"
            ),
            models.CheckConstraint(condition=~Q(routes=[]), name="a_clearance_has_a_route"),
            models.CheckConstraint(
                condition=Q(max_systolic=None) | Q(max_diastolic=None) | Q(max_systolic__gt=F("max_diastolic")),
                name="a_pressure_limit_is_possible",
            ),
        ]

    @property
    def route_names(self) -> str:
        return " or ".join(str(Route(route).label).lower() for route in self.routes)

    @property
    def limits(self) -> str:
        """The prescriber's limits in one line."""
        upper, lower = self.max_systolic or "no limit", self.max_diastolic or "no limit"
        return f"Blood pressure {upper} / {lower}, pulse {self.max_pulse or 'no limit'}"

    def __str__(self) -> str:
        return f"Clearance until {self.valid_until}"


class ClearanceSuspension(Keyed):
    """A clearance stopped at once by a prescriber; giving it again is a new clearance."""

    clearance = models.OneToOneField(Clearance, on_delete=models.PROTECT, related_name="suspension")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    def __str__(self) -> str:
        return f"Suspension of {self.clearance_id}"


class PrescriberReplyQuerySet(models.QuerySet["PrescriberReply"]):
    def visible_to(self, user: "User | AnonymousUser") -> "PrescriberReplyQuerySet":
        seen = Q(partner__in=Partner.objects.visible_to(user))
        return self.filter(by_role(user, therapist=seen, prescriber=seen))


class PrescriberReply(Keyed):
    """The prescriber's answer other than a clearance: a question to the therapist, or not now, in words."""

    class Kind(models.TextChoices):
        ASK = "ask", "Asks"
        DECLINE = "decline", "Not now"

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="prescriber_replies")
    prescriber = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = models.TextField()
    at = models.DateTimeField()

    objects = PrescriberReplyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d}"


class CallRequestQuerySet(models.QuerySet["CallRequest"]):
    def visible_to(self, user: "User | AnonymousUser") -> "CallRequestQuerySet":
        """For the therapist alone; the person who asked does not read it back."""
        return self.filter(by_role(user, therapist=Q(partner__in=Partner.objects.visible_to(user))))

    def open(self) -> "CallRequestQuerySet":
        return self.filter(closing=None)

    def ask(self, key: UUID, partner_id: UUID, body: str, at: datetime, *, only_if: bool = True) -> None:
        """Ask for a talk. Seals and runs whether or not there is cause, so that the time taken tells nothing."""
        with connection.cursor() as cursor:
            cursor.execute(
                "insert into screening_callrequest (id, partner_id, body, asked_at) select %s, %s, %s, %s where %s",
                [key, partner_id, seal(body), at, only_if],
            )


class CallRequest(Keyed):
    """Somebody would rather talk. How, when and why lie sealed; no page but the therapist's shows a trace of it."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="call_requests")
    body = SealedText()
    asked_at = models.DateTimeField()

    objects = CallRequestQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Asked for a talk, {self.asked_at:%Y-%m-%d}"


class CallTry(Keyed):
    """One try to reach them, and how it went."""

    class Outcome(models.TextChoices):
        REACHED = "reached", "Reached"
        NO_ANSWER = "no_answer", "No answer"
        VOICEMAIL = "voicemail", "Left a neutral voicemail"
        WRONG_MOMENT = "wrong", "Wrong moment: said that it was a wrong number, or that we call again"

    request = models.ForeignKey(CallRequest, on_delete=models.PROTECT, related_name="tries")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    words = SealedText(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.at:%Y-%m-%d}"


class CallClosing(Keyed):
    """What ended the asking. One of "checked" stands on a private check made since."""

    class Outcome(models.TextChoices):
        CHECKED = "checked", "Spoke alone, and recorded a private check"
        TALKED = "talked", "Talked; nothing more is needed"
        NOT_WISHED = "not_wished", "They do not wish to talk any more"
        NOT_REACHED = "not_reached", "Not reached; we come back to it when we meet"

    request = models.OneToOneField(CallRequest, on_delete=models.PROTECT, related_name="closing")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    private_check = models.ForeignKey(PrivateCheck, on_delete=models.PROTECT, null=True, related_name="+")
    words = SealedText(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="checked", private_check__isnull=False)
                | (~Q(outcome="checked") & Q(private_check=None)),
                name="a_checked_closing_has_a_check",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.at:%Y-%m-%d}"
