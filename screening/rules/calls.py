"""“I would rather talk”: what a person asks for, what may be left on their voicemail, and what ends the asking."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

HOW = {"call": "Call me", "in_person": "At our next talk, when I am alone with you"}
WHEN = {
    "weekday_morning": "On a weekday, 08:00 to 12:00",
    "weekday_noon": "On a weekday, 12:00 to 14:00",
    "weekday_afternoon": "On a weekday, 14:00 to 18:00",
    "known": "In the hours that I gave you before",
}
AS_SAID = "as_said"
VOICEMAIL = {"no": "No", "yes": "Yes: a name and a number, nothing else", AS_SAID: "As I told you before"}


@dataclass(frozen=True)
class Wish:
    """How and when somebody wants to talk, in their own closed answers and, if they like, a few words."""

    how: str = "call"
    when: tuple[str, ...] = ()
    phone: str = ""
    voicemail: str = AS_SAID
    words: str = ""

    def as_text(self) -> str:
        """The one text that is sealed."""
        return json.dumps(asdict(self))

    @property
    def spoken_how(self) -> str:
        return HOW.get(self.how, "")

    @property
    def spoken_when(self) -> list[str]:
        return [WHEN[one] for one in self.when if one in WHEN]

    @property
    def spoken_voicemail(self) -> str:
        return VOICEMAIL.get(self.voicemail, "")


# Asked for by leaving the private page out: nothing was said of how and when, so what is known of reaching them holds.
INSTEAD_OF_ANSWERING = Wish(how="", when=("known",))


def wish_from(text: str) -> Wish:
    """The wish that was sealed."""
    found: Mapping[str, object] = json.loads(text)
    when = found["when"]
    return Wish(
        how=str(found["how"]),
        when=tuple(str(one) for one in when) if isinstance(when, list) else (),
        phone=str(found["phone"]),
        voicemail=str(found["voicemail"]),
        words=str(found["words"]),
    )


def voicemail_allowed(wish: Wish, *, by_choice: bool) -> bool:
    """Whether a neutral voicemail may be left: by what was said with this asking, else by what stands (`by_choice`)."""
    return by_choice if wish.voicemail == AS_SAID else wish.voicemail == "yes"


def reasons_not_to_close(outcome: str, *, checked_since: bool) -> list[str]:
    """Why the asking stays open; an empty list means that it can end."""
    if outcome == "checked" and not checked_since:
        return ["Record the private check first: none of yours is newer than this asking."]
    return []
