"""What a person takes, read by class.

What is not recognized is for the prescriber to read, never taken as harmless. Nothing here advises to stop anything:
that is for whoever prescribes it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from screening.rules.findings import Answer, Finding, Weight
from screening.rules.medicine_classes import BY_ID, CLASSES, may_be
from screening.rules.medicine_rows import entries
from screening.rules.questions import Question, finding

# `LISTED` is a list in free text, as it was asked before there were rows.
ANY, LISTED = "any_medicine", "medicine_list"

ASKED: Mapping[str, str] = {
    "maoi": "Have you taken an older medicine for mood or Parkinson's, such as Nardil, Parnate, Emsam or Azilect?",
    "theophylline": "Have you taken theophylline or aminophylline, for breathing?",
    "stimulants": "Have you taken a medicine for attention, to stay awake or for a cold, such as Adderall or Sudafed?",
    "benzodiazepines": "Have you taken a medicine for anxiety or sleep, such as Xanax, Klonopin, Ativan or Valium?",
    "opioids": "Have you taken a strong pain medicine, Suboxone or methadone, such as oxycodone or tramadol?",
    "psychedelics": "Have you taken a psychedelic, such as mushrooms, LSD, MDMA or ayahuasca?",
}
ABOUT_ANY = Question(
    ANY,
    "Everything you take",
    "Any medicine",
    "Do you take any medicines, vitamins, herbs or cold remedies?",
    "practice",
    reason="Takes medicines and named none. Ask in person.",
)
MEDICINES: tuple[Question, ...] = tuple(
    Question(
        id_,
        "In the last two weeks",
        BY_ID[id_].title,
        ask,
        BY_ID[id_].source,
        rows=(BY_ID[id_].row,),
        yes=BY_ID[id_].weight,
        reason=BY_ID[id_].reason,
    )
    for id_, ask in ASKED.items()
)

# Words beside a name that change nothing: amounts, times, forms, salts. Any other word left over is shown to the
# prescriber.
BESIDE = frozenset(
    word
    for line in (
        "a about all and as at bed bedtime bid capsule capsules cr daily day days dose each er evening every",
        "extended for generic hs i in ir iu la low mcg medication medicine mg milligram milligrams ml month monthly",
        "morning my needed night nightly of on once one or patch per pill pills po prn qd qhs qid release sometimes sr",
        "tablet tablets take the three tid time times twice two units week weekly with x xl xr",
        "besylate bitartrate fumarate hcl hydrobromide hydrochloride maleate mesylate pamoate sodium",
        "succinate tartrate",
    )
    for word in line.split()
)
NOTHING = frozenset({"", "none", "nothing", "no", "n a", "na"})
AMOUNT = re.compile(r"\d+(mg|mcg|ml|g|iu|x)?")
# A comma inside a number parts nothing: "50,000 IU" is one amount.
BETWEEN = re.compile(r"[\n\r;]+|,(?!(?<=\d,)\d)")


@dataclass(frozen=True)
class Recognized:
    """One line of a list: the classes whose names stand in it, whether a word stands in it that nothing here knows, and
    names that such a word comes near to."""

    entry: str
    classes: tuple[str, ...]
    unknown: bool
    near: tuple[str, ...] = ()


def recognize(text: str) -> list[Recognized]:
    """Read a list of medicines, one to a line or parted by commas. Whole words match, in any case."""
    return [_recognize(entry.strip()) for entry in BETWEEN.split(text) if _plain(entry) not in NOTHING or _odd(entry)]


def _recognize(entry: str) -> Recognized:
    left, classes = f" {_plain(entry)} ", []
    for each in CLASSES:
        for name in sorted(each.names, key=len, reverse=True):
            if f" {name} " in left:
                left = left.replace(f" {name} ", "  ")
                classes.append(each.id)
    strange = [word for word in left.split() if word not in BESIDE and not AMOUNT.fullmatch(word)]
    near = dict.fromkeys(name for word in strange for name in may_be(word))
    return Recognized(entry, tuple(dict.fromkeys(classes)), bool(strange) or not classes, tuple(near))


def taken(answers: Mapping[str, str]) -> list[Recognized]:
    """All that a person says they take, row by row; from a list in free text too."""
    rows = [
        replace(line, entry=entry.words)
        for entry in entries(answers)
        for line in recognize(entry.name) or [Recognized(entry.name, (), unknown=True)]
    ]
    return [*recognize(answers.get(LISTED, "")), *rows]


def _plain(text: str) -> str:
    """Lower case words, one blank between them, without apostrophes."""
    return " ".join(re.findall(r"[^\W_]+", re.sub("['\u2019]", "", text.casefold())))


def _odd(text: str) -> bool:
    """Whether a text has no word in it and still says something, such as a picture."""
    return bool(text.strip()) and not _plain(text)


def medicine_findings(answers: Mapping[str, str]) -> list[Finding]:
    """What the medicine answers and the list mean: one finding a class, and one for all that is not recognized."""
    lines = taken(answers)
    return [*_general(answers, lines), *_classes(answers, lines), *_unknown(lines)]


def _unknown(lines: Sequence[Recognized]) -> Iterator[Finding]:
    strange = [line for line in lines if line.unknown]
    if not strange:
        return
    words = "; ".join(dict.fromkeys(line.entry for line in strange))
    near = dict.fromkeys(name for line in strange for name in line.near)
    offer = f" By its spelling it may be {' or '.join(near)}; ask." if near else ""
    yield Finding("unknown", "Not recognized", Weight.REVIEW, f"Look this up: “{words}”.{offer}", "default")


def _general(answers: Mapping[str, str], lines: list[Recognized]) -> Iterator[Finding]:
    """The opening question matters by itself where it was left open, or was a yes that nothing follows."""
    open_ = finding(ABOUT_ANY, answers)
    if open_ and (answers.get(ANY) != Answer.YES or not lines):
        yield open_


def _classes(answers: Mapping[str, str], lines: list[Recognized]) -> Iterator[Finding]:
    listed = {each.id: each for each in class_findings(lines)}
    asked = {question.id: finding(question, answers) for question in MEDICINES}
    for each in CLASSES:
        found = listed.get(each.id) or asked.get(each.id)
        if found is not None:
            yield found


def class_findings(lines: list[Recognized]) -> list[Finding]:
    """One finding for each class whose names stand in these lines, with the lines as they were written."""
    found = []
    for each in CLASSES:
        listed = [line.entry for line in lines if each.id in line.classes]
        if listed:
            title = f"{each.title}: {'; '.join(dict.fromkeys(listed))}"
            found.append(Finding(each.id, title, each.weight, each.reason, each.source, (each.row,)))
    return found
