"""What the demo's partners tell their therapist alone; and answering on a device of the practice."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from accounts.models import User
from clients.actions import begin_hand_off, confirm_hand_off, end_hand_off
from clients.models import HandOff, Partner
from demo.story.answers import answer_health
from demo.story.telling import as_actor
from screening import actions as screening

Told = Mapping[str, Mapping[str, str]]
SIGNS = {
    "stuck": "yes",
    "committed": "yes",
    "wounds": "unsure",
    "closeness_hard": "yes",
    "open_to_depth": "yes",
    "makes_time": "yes",
    "quick": "no",
    "recreation": "no",
}
INES: Told = {
    "history": {
        "years": "8_15",
        "living": "yes",
        "children": "home",
        "apart": "no",
        "good": "We laugh at the same things. He is a good father.",
        "hard": "We manage the week together and hardly look at each other.",
        "tried": "Two rounds of couples therapy. We learned to argue better, not to be close.",
    },
    "goals": {
        "goal_self": "To feel something when he takes my hand.",
        "goal_couple": "One evening a week that is not about the house or the children.",
        "together": "yes",
    },
    "care": {
        "therapy": "own,couple",
        "helped": "Being listened to helped. Homework sheets did not.",
        "carers": "Dr. Amara Lind, family doctor",
        "contact": "signed",
    },
    "hopes": {
        "idea": "ours",
        "hopes": "That the wall gets thinner for a while, so that I can see what is behind it.",
        "concerns": "control,memories",
        "concern_words": "What if I cry and cannot stop?",
    },
    "readiness": SIGNS | {"willingness": "9"},
    "closeness": {
        "wants_help": "yes",
        "desire": "less",
        "pain": "no",
        "past": "talk",
        "goal": "yes",
        "alone": "yes",
    },
}
SAM: Told = {
    "history": {
        "years": "8_15",
        "living": "yes",
        "children": "home",
        "apart": "no",
        "good": "Ines. Most days I still like coming home.",
        "hard": "I say the wrong thing and then I say nothing.",
        "tried": "Therapy, a trip without the children, a book.",
    },
    "goals": {"goal_self": "To speak before I have it all sorted out.", "goal_couple": "To be wanted again."},
    "care": {"therapy": "couple", "carers": "Dr. Amara Lind, family doctor", "contact": "signed"},
    "hopes": {"idea": "partner", "hopes": "To get out of my head.", "concerns": "control,body,cost"},
    "readiness": SIGNS | {"stuck": "unsure", "willingness": "7"},
    "closeness": {
        "wants_help": "yes",
        "desire": "more",
        "pain": "no",
        "past": "no",
        "goal": "yes",
        "alone": "unsure",
    },
}
PRIYA: Told = {
    "history": {
        "years": "4_7",
        "living": "yes",
        "children": "wish",
        "apart": "once",
        "good": "He makes me tea without asking.",
        "hard": "Since the loss we grieve in different rooms.",
    },
    "goals": {"rather_talk": "yes"},
    "hopes": {"idea": "clinician", "concerns": "memories,after", "concern_words": "Will it bring it all back?"},
    "closeness": {"skipped": "left_out"},
}


def tell(partner: Partner, told: Told, at: datetime) -> None:
    """Send these pages, one every four minutes."""
    with as_actor(partner.user, at=at):
        for number, (page, answers) in enumerate(told.items()):
            sent_at = at + timedelta(minutes=4 * number)
            screening.send_page(partner=partner, page=page, answers=answers, by=partner.user, at=sent_at)


def answer_here(partner: Partner, by: User, at: datetime, told: Told, *, only: tuple[str, ...]) -> None:
    """Answer these health pages on a device of the practice that `by` gave, and hand it back."""
    with as_actor(by, at=at):
        made = begin_hand_off(partner=partner, by=by, at=at)
    with as_actor(partner.user, at=at):
        confirm_hand_off(hand_off=made, by=partner.user, at=at + timedelta(minutes=1))
    answer_health(partner, at + timedelta(minutes=4), told, only=only)
    with as_actor(partner.user, at=at):
        end_hand_off(hand_off=made, how=HandOff.End.BACK, at=at + timedelta(minutes=14))
