"""Step 7. A charge by itself, a payment, and a superbill that names what it lacks until it lacks nothing."""

import io
import re
from decimal import Decimal

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.people import Person
from tests.journeys.story import PACIFIC, Story, opens_papers, wait_for

ISSUE = "Issue superbill"


def the_charge_comes_by_itself(story: Story) -> None:
    """Therapy with its code, the rest of the time without one. Then the office names a person and takes a payment."""
    sol = story.sol
    wait_for(lambda: charged(sol, story), "the charge of the session")
    sol.go(f"{story.money}insurance/")
    sol.tick(sol.page.get_by_label("Ann Archer"))
    sol.press("Name this person")
    assert "90847" in sol.words()
    assert "not covered" in sol.words()
    sol.go(sol.link(re.compile("^Record a payment")))
    sol.fill(amount="-5")
    sol.press("Record this payment")
    sol.is_told("amount", "$0.01 or more")
    sol.fill(amount="420.00", method="card")
    sol.press("Record this payment")


def charged(sol: Person, story: Story) -> str:
    text = sol.reads(story.money)
    return text if "$420.00" in text else ""


def the_superbill_lacks_a_diagnosis(story: Story) -> None:
    """The office is told what is missing and who sets it; its post without the button is refused."""
    sol, maya = story.sol, story.maya
    sol.go(story.money)
    statement = sol.link(re.compile("^Superbill for Ann"))
    sol.go(statement)
    assert "A diagnosis for" in sol.words()
    assert "the therapist sets this" in sol.words()
    expect(sol.page.get_by_role("button", name=ISSUE)).to_have_count(0)
    line = coded_line(story)
    forged = sol.page.request.post(statement, form={"csrfmiddlewaretoken": token(sol), "lines": line})
    assert forged.status == 422
    assert "Something is missing." in forged.text()
    assert story.count("billing_superbillline where line_id = %s", line) == 0
    the_therapist_sets_it(maya, statement)
    the_npi_is_checked(maya)
    sol.go(statement)


def the_therapist_sets_it(maya: Person, statement: str) -> None:
    """What is missing leads to where it is set. A code that does not exist stays to be corrected."""
    maya.go(statement)
    maya.go(maya.link(re.compile("diagnosis")))
    maya.fill(code="Q99X")
    maya.press("Set this code")
    maya.is_told("code", "is not in the ICD-10-CM code set")
    maya.still_has(code="Q99X")
    maya.fill(code="F411")
    maya.press("Set this code")
    assert "F41.1" in maya.words()


def coded_line(story: Story) -> str:
    """The line of the session that a statement is made of."""
    row = story.database.execute(
        "select line.id from billing_chargeline line join billing_charge charge on charge.id = line.charge_id"
        " where charge.appointment_id = %s and line.code <> ''",
        [story.appointment_id],
    ).fetchone()
    assert row is not None
    return str(row[0])


def token(someone: Person) -> str:
    return str(someone.page.locator("[name=csrfmiddlewaretoken]").first.input_value())


def the_npi_is_checked(maya: Person) -> None:
    """One digit wrong is told at once, and the right number stays in force."""
    maya.go("/practice/mine/")
    maya.fill(npi="1234567890")
    maya.press("Save my license")
    maya.is_told("npi", "NPI")
    maya.still_has(npi="1234567890")


def the_superbill_is_issued(story: Story) -> None:
    """The worker makes the PDF. The office and its own person download the same file; nobody else has any."""
    sol, ann, ben = story.sol, story.ann, story.ben
    sol.press(ISSUE)
    story.superbill = sol.path
    pdf = f"{story.superbill.replace('superbills', 'papers')}pdf/"
    wait_for(lambda: "Download" if "Download" in sol.reads(story.superbill) else "", "the superbill's PDF")
    sol.go(story.superbill)
    opens_papers(ann)
    with ann.page.expect_download() as download:
        ann.page.get_by_role("link", name=re.compile("^Download")).click()
    content = download.value.path().read_bytes()
    assert content == sol.page.request.get(pdf).body()
    states_what_an_insurer_asks(content, story)
    opens_papers(ben)
    ben.never_reads(("Superbill", "F41.1", "210.00"), "/my/papers/")
    ben.is_kept_out_of(pdf, story.superbill)
    story.ruth.is_kept_out_of(pdf, story.superbill, answer=403)


def states_what_an_insurer_asks(content: bytes, story: Story) -> None:
    """Read from the PDF itself: who, by whom, for what, and totals that add up. Of the other, nothing."""
    reader = PdfReader(io.BytesIO(content))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    day = story.starts_at.astimezone(PACIFIC)
    for words in ("SUPERBILL", "Ann Archer", "RHP-20417", "F41.1", "90847", "Harbor Relational Therapy", "12-3456789"):
        assert words in text, f"{words}: {text}"
    assert f"{day:%m/%d/%Y}" in text, text
    total, paid, balance = (amount_after(label, text) for label in ("Total charges", "Total paid", "Balance"))
    assert (total, paid, balance) == (Decimal("210.00"), Decimal("210.00"), Decimal("0.00"))
    assert not re.search(r"\bBen\b|Boyd|ketamine|Larkspur|wept", text, re.IGNORECASE)


def amount_after(label: str, text: str) -> Decimal:
    found = re.search(rf"{label} \$([\d,]+\.\d\d)", text)
    assert found is not None, f"{label}: {text}"
    return Decimal(found[1].replace(",", ""))
