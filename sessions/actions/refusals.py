"""Why something cannot be done, each with a sentence that a page can show as it is."""

from collections.abc import Sequence
from datetime import datetime

from sessions.rules.blockers import Blocker, Reader, Reason, sentence, worded


class NotReady(Exception):
    """The gate is closed. Carries the same blockers that the page shows before the attempt."""

    def __init__(self, blockers: Sequence[Blocker]) -> None:
        super().__init__(", ".join(blocker.kind.key for blocker in blockers))
        self.blockers = list(blockers)

    def reasons(self, reader: Reader) -> list[Reason]:
        return worded(self.blockers, reader)

    def sentence(self, reader: Reader) -> str:
        return sentence(self.blockers, reader)


class CannotOverride(Exception):
    """A stop that stays; `reasons` says why, in sentences."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


class Refused(Exception):
    """Something that cannot be done as things stand; `sentence` says so, and what to do instead."""

    sentence = "That cannot be done now."

    def __init__(self, sentence: str = "") -> None:
        self.sentence = sentence or self.sentence
        super().__init__(self.sentence)


class PastTime(Refused):
    sentence = "Choose a time that is still to come."


class TherapistBusy(Refused):
    sentence = "The therapist is busy then. Choose another time."


class PersonBusy(Refused):
    """One of the two has another appointment then. For the practice's own people only."""


class RoomBusy(Refused):
    sentence = "The room is taken then. Choose another room or another time."


class DaysTaken(Refused):
    sentence = "Some of these days are in the list already. Take that entry off first, or choose other days."


class RoomNameTaken(Refused):
    sentence = "There is a room of this name. Choose another name."


class RoomInUse(Refused):
    """Appointments to come are in this room."""


class StepTaken(Refused):
    sentence = "This step has a date already. Move or cancel that one first."


class CareEnded(Refused):
    sentence = "This couple's care has ended. Nothing more can be booked for them."


class NoTherapist(Refused):
    sentence = "Nobody on the care team can hold this session. Add a therapist to the care team first."


class AppointmentEnded(Refused):
    sentence = "This appointment has ended. It stays as it is."


class NotToday(Refused):
    sentence = "The room opens on the day of the session."


class TooEarly(Refused):
    sentence = "This appointment has not begun yet."


class OnlyInRoom(Refused):
    sentence = "A ketamine session is completed in its room."


class NotKetamine(Refused):
    sentence = "There is no session room for a talking session."


class SessionOver(Refused):
    sentence = "This session is complete. Add what is missing to the note."


class HasDosed(Refused):
    sentence = "A dose was recorded in this session. It can only be completed."


class RoleFixed(Refused):
    """Somebody's part cannot change any more: the medicine was started."""


class FutureTime(Refused):
    sentence = "This time has not come yet. Leave it empty for now."


class BoosterFirst(Refused):
    sentence = "Record the first dose before a booster."


class NeedsWords(Refused):
    """Leaving before everything is in place asks for words in the record; `concerns` says which."""

    def __init__(self, concerns: Sequence[str]) -> None:
        super().__init__(" ".join([*concerns, "Write what you decided and why, then save again."]))
        self.concerns = list(concerns)


class AlreadyLeft(Refused):
    """This person has left: the record stands."""


class NotComplete(Refused):
    """Something is still to do before the session is complete."""


class AfterTheDate(Refused):
    sentence = "That is after the date itself. Choose an earlier time."


class TooSoonAfterAnswer(Refused):
    """What would be shown could be read as following from an answer; `safe_from` is a day after the last one."""

    sentence = "An answer came less than a day before. Shown then, this could be read as following from it."

    def __init__(self, safe_from: datetime) -> None:
        super().__init__()
        self.safe_from = safe_from


class NotAgreed(Refused):
    sentence = "What one of the two is told alone is agreed with them first. Enter the day on which you spoke."


class OnlyForBoth(Refused):
    sentence = "This sentence speaks of both. Tell it to both, or choose another."


class ImpossibleReading(Refused):
    """Numbers that no body can have; `slips` holds a sentence for each field."""

    def __init__(self, slips: dict[str, str]) -> None:
        super().__init__(" ".join(slips.values()))
        self.slips = slips


class NoteChanged(Refused):
    """Another tab saved this note since. Carries both texts, so that neither is lost."""

    sentence = "This note was changed in another tab. Both texts are below; nothing is lost."

    def __init__(self, mine: str, theirs: str, version: int) -> None:
        super().__init__()
        self.mine, self.theirs, self.version = mine, theirs, version


class NoteSigned(Refused):
    sentence = "This note is signed and locked. Write an amendment to add to it."


class NoteEmpty(Refused):
    sentence = "Write the note before you sign it."


class NotSigned(Refused):
    sentence = "Sign this note first. Until then you can change its text."
