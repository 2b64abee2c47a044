"""What the demo's partners let others know: a release that was used and ends soon, and a copy that was asked for."""

from datetime import timedelta

from accounts.actor import as_actor
from accounts.models import User
from clients import actions as clients
from clients.models import Partner
from demo.story.calendar import Calendar


def release_to_family_doctor(partner: Partner, therapist: User, day: Calendar) -> None:
    """Signed in the portal six weeks ago, used once, and soon over."""
    with as_actor(therapist):
        release = clients.add_release(
            about=partner,
            recipient="Dr. Alan Park, primary care",
            reached_at="Fax +1 510-555-0190",
            purpose="Looking after blood pressure",
            what="Dates of sessions with the medicine, and blood pressure readings",
            since=day.today - timedelta(days=42),
            until=day.today + timedelta(days=9),
            by=therapist,
            at=day.at(-42, 15),
        )
    with as_actor(partner.user):
        clients.sign_release(
            release=release,
            person=partner,
            typed_name=partner.legal_name,
            by=partner.user,
            at=day.at(-41, 19),
        )
    with as_actor(therapist):
        clients.disclose(
            release=release,
            what="Readings of the first session, by fax",
            on=day.today - timedelta(days=20),
            by=therapist,
            at=day.at(-20, 9),
        )


def ask_for_own_copy(partner: Partner, day: Calendar) -> None:
    """Asked for in the portal, signed in the same step."""
    with as_actor(partner.user):
        asked = clients.ask_for_copy(about=partner, way="copy", by=partner.user, at=day.at(-2, 20))
        clients.agree_to_copy(
            request=asked, person=partner, typed_name=partner.legal_name, by=partner.user, at=day.at(-2, 20)
        )
