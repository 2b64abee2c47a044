"""How the demo's people can be reached, who asked for a talk, and who answers when."""

from datetime import datetime, time, timedelta

from accounts import actions as accounts
from accounts.actor import as_actor
from accounts.models import NEUTRAL_PAGE, Practice, User
from clients.actions.safe_contact import set_safe_contact
from clients.models import Partner
from clients.rules import WRITING, SafeChoices
from demo.cast import RUTH
from outbox.rules import Writing
from screening import actions as screening
from screening.models import CallTry
from screening.rules.calls import Wish

LONG, SHORT, MORNING = (time(9), time(17)), (time(9), time(13)), (time(9), time(12))
OFFICE = (LONG, LONG, LONG, LONG, SHORT, None, None)
MORNINGS = (MORNING, MORNING, MORNING, MORNING, MORNING, None, None)


def say_who_answers(therapist: User, on_call: User, at: datetime) -> None:
    """Office hours, a number for the rest, and a fortnight on call."""
    with as_actor(therapist):
        accounts.set_watch(
            practice=Practice.objects.get(),
            week=OFFICE,
            after_hours_phone="+15105550109",
            leave_url=NEUTRAL_PAGE,
            by=therapist,
            at=at,
        )
        day = at.date()
        accounts.add_cover(
            away=None,
            name=RUTH.name,
            user=on_call,
            phone="+15105550177",
            starts_on=day,
            ends_on=day + timedelta(days=90),
            by=therapist,
            at=at,
        )


def only_in_the_morning(partner: Partner, at: datetime) -> None:
    """A number of their own, calls before noon, a word to know each other by."""
    choices = SafeChoices(Writing(WRITING["email"], MORNINGS), phone="+15105550119")
    with as_actor(partner.user):
        set_safe_contact(
            partner=partner, choices=choices, phrase="Marigold", note="I am alone then.", by=partner.user, at=at
        )


def no_mail(partner: Partner, at: datetime) -> None:
    """Nothing in writing, as they told the portal."""
    with as_actor(partner.user):
        set_safe_contact(partner=partner, choices=SafeChoices(Writing(WRITING["none"])), by=partner.user, at=at)


def would_rather_talk(partner: Partner, therapist: User, at: datetime) -> None:
    """Somebody asks for a call, and is not there at the first try."""
    wish = Wish("call", ("weekday_morning", "weekday_noon"), voicemail="no", words="Only a question about the plan.")
    with as_actor(partner.user):
        screening.ask_for_call(partner=partner, wish=wish, by=partner.user, at=at)
    with as_actor(therapist):
        screening.log_call(
            partner=partner, outcome=CallTry.Outcome.NO_ANSWER, by=therapist, at=at + timedelta(hours=15)
        )
