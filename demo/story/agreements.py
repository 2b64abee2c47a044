"""What the demo's people agree to beside the packet: touch and room, a paper, a correction, a draft, one taken back."""

import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from accounts.models import User
from clients import actions as clients
from clients.models import ConsentDocument, Partner
from clients.rules.touch import Choices, Yes
from demo.story.calendar import Calendar
from demo.story.telling import as_actor
from documents import rules as files

DRAWN = (
    "M70 132L84 96L104 66L122 60L128 84L116 120L98 146L92 158L112 140L138 112L152 102L150 124L158 134L174 118L190 102"
    "L196 112L192 132L206 130L226 108L240 100L246 116L260 128L292 116L330 104L384 98L452 102"
    "M150 84L160 80M40 172L180 166L330 164L500 168"
)
SAYS = {
    "lead_hand": Yes.ASK,
    "lead_shoulder": Yes.ASK,
    "lead_blanket": Yes.YES,
    "medical_hand": Yes.ASK,
    "partner_hand": Yes.YES,
    "partner_forehead": Yes.ASK,
    "partner_beside": Yes.YES,
}
SHY = {"lead_hand": Yes.REACH, "partner_hand": Yes.YES, "partner_beside": Yes.ASK}


def agree_on_touch_and_room(first: Partner, second: Partner, at: datetime) -> None:
    """Both, each alone: the first draws a signature, the second says less."""
    for partner, cells, drawn in ((first, SAYS, DRAWN), (second, SHY, "")):
        choices = Choices(cells, never="Neck, left knee", stop_word="Red", hand_signal="Raised palm")
        with as_actor(partner.user, at=at):
            clients.sign_touch(
                partner=partner,
                document=_current("touch"),
                choices=choices,
                typed_name=partner.legal_name,
                drawn=drawn,
                by=partner.user,
                at=at,
            )
        then = at + timedelta(minutes=6)
        with as_actor(partner.user, at=then):
            clients.sign_consent(
                partner=partner,
                document=_current("room"),
                typed_name=partner.legal_name,
                drawn=drawn,
                by=partner.user,
                at=then,
            )


def sign_first_text(partner: Partner, at: datetime) -> None:
    """One of three, and then the day was over."""
    with as_actor(partner.user, at=at):
        clients.sign_consent(
            partner=partner, document=_current("treatment"), typed_name=partner.legal_name, by=partner.user, at=at
        )


def keep_paper(partner: Partner, kind: str, therapist: User, at: datetime) -> None:
    """A sheet signed in the first talk, scanned by the therapist."""
    with as_actor(therapist, at=at):
        clients.keep_paper_consent(
            partner=partner,
            document=_current(kind),
            signed_on=at.date(),
            paper=files.Brought(files.take(_sheet(partner)), "scan.png"),
            by=therapist,
            at=at,
        )


def take_back(partner: Partner, kind: str, therapist: User, at: datetime) -> None:
    """Said by voice, and written down by the therapist."""
    with as_actor(therapist, at=at):
        signed = partner.consents.in_force().filter(document__kind=kind).get()
        clients.withdraw_consent(consent=signed, by=therapist, at=at, way="by_voice")


def work_on_texts(therapist: User, day: Calendar) -> None:
    """A correction of wording that asks nobody again, and a draft that is not finished."""
    with as_actor(therapist, at=day.at(-25, 16)):
        fees = _current("fees")
        clients.publish_text(
            kind="fees",
            title=fees.title,
            body=fees.body.replace("as early as you can", "as soon as you can"),
            asks_again=False,
            reason="Plainer words for telling us that you cannot come.",
            by=therapist,
            at=day.at(-25, 16),
        )
    with as_actor(therapist, at=day.at(-1, 18)):
        room = _current("room")
        body = room.body.replace("No big decisions for 14 days", "No big decisions for 21 days")
        clients.save_draft(kind="room", title=room.title, body=body, by=therapist, at=day.at(-1, 18))


def _current(kind: str) -> ConsentDocument:
    found = ConsentDocument.objects.current(kind)
    if found is None:
        raise LookupError("A text has not been published.")
    return found


def _sheet(partner: Partner) -> bytes:
    """A scanned sheet as a picture: lines of text that nobody can read, and a name."""
    page = Image.new("L", (850, 1100), 250)
    pen = ImageDraw.Draw(page)
    for line in range(22):
        pen.line((90, 120 + 32 * line, 760 - 40 * (line % 3), 120 + 32 * line), fill=150, width=3)
    pen.text((110, 930), partner.legal_name, fill=30, font_size=40)
    pen.line((90, 990, 480, 990), fill=60, width=2)
    kept = io.BytesIO()
    page.save(kept, "PNG")
    return kept.getvalue()
