"""The notes of the demo practice. Invented, like everybody in it."""

NOTES = {
    "consult": "Ten minutes by phone. Spoke of what brings them, what the work is and is not, that evidence is early,"
    " the use off-label, that the prescriber is separate, and of cost. Next: a private intake with each.",
    "intake": "Alone, own account of the relationship and of health. Wants this for own reasons. Limits of"
    " confidentiality and the agreement about secrets were explained and understood. No sign of pressure.",
    "prep1": "Roles, effects, risks, alternatives, consent. They described their pattern as pursuer and withdrawer;"
    " both laughed at the same moment. Homework: write an own intention, and keep a sleep log.",
    "prep2": "Intentions read aloud by choice. Touch agreement made and practised: hand and shoulder, asked each time."
    " Stop word agreed. Walked through the room. Told that some days become talking days, without a reason.",
    "K1": "Ines took the medicine, Sam supported. Settled within fifteen minutes. Quiet, tearful at about an hour, then"
    " spoke of the years after the move. Sam stayed close without talking. Oriented and steady before leaving.",
    "I1": "Ines told her experience first, uninterrupted; Sam then said what he had seen. One small change each: she"
    " says when she needs quiet, he asks once and waits. Ten minutes of listening, twice a week.",
    "K2": "Sam took the medicine, Ines supported. More at ease than he expected; long pauses. Spoke of his father.",
}
