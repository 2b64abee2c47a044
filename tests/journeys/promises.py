"""What every page promises, whoever reads it and on whatever screen."""

import hashlib
import re
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => window.refused.push(event.violatedDirective));
"""
FACTS = """() => ({
    refused: window.refused,
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    height: document.documentElement.scrollHeight,
    headings: document.querySelectorAll("h1").length,
})"""
# A key, a token or a number makes no other page: what was looked at once need not be looked at again.
CHANGING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9]{64}|[0-9]+")
# Chromium tells its console of every answer that is not a 2xx. `Watched` judges those by what they answer.
SAID_OF_ANSWERS = "Failed to load resource: the server responded with a status of"
TALLEST = 12_000


@dataclass
class Watched:
    """One tab, and all that went wrong in it: strangers asked, errors answered, complaints in the console."""

    page: Page
    host: str
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.on("console", self._said)
        self.page.on("pageerror", lambda error: self.troubles.append(f"error in a script: {error}"))

    def _asked(self, request: Request) -> None:
        if request.url.startswith("http") and request.url.split("/")[2] != self.host:
            self.troubles.append(f"asked another host: {request.url}")

    def _answered(self, response: Response) -> None:
        # A page may say 422 or 404 in words of its own, and what it saves by itself 422; its parts have to be there.
        status, kind = response.status, response.request.resource_type
        if status >= 500 or (status >= 400 and kind != "document" and (kind, status) != ("fetch", 422)):
            self.troubles.append(f"{status} from {response.url}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(SAID_OF_ANSWERS):
            self.troubles.append(f"console: {message.text}")


def keeps_its_promises(watched: Watched, looked_at: set[str]) -> None:
    """Everybody can use this page, nothing was blocked, nobody else was asked, and nothing sticks out sideways.

    `looked_at` remembers what the rules of access were held against, so that they are run once for each.
    """
    page = watched.page
    page.wait_for_load_state()
    facts = page.evaluate(FACTS)
    assert watched.troubles == [], f"{page.url}: {watched.troubles}"
    assert facts["refused"] == [], page.url
    assert facts["sideways"] <= 0, page.url
    assert facts["headings"] == 1, page.url
    assert page.title().removeprefix("Error: ").partition(" - ")[0].strip(), page.url
    digest = _digest(page)
    if digest not in looked_at:
        _open_to_everybody(page, facts["height"])
        looked_at.add(digest)


def _digest(page: Page) -> str:
    size = page.viewport_size
    width = size["width"] if size else 0
    return f"{width} {hashlib.sha256(CHANGING.sub('', page.content()).encode()).hexdigest()}"


def _open_to_everybody(page: Page, height: int) -> None:
    """Run axe. The window is as tall as the page meanwhile, so that nothing lies half under a bar at its edge."""
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["width"], "height": min(max(height, size["height"]), TALLEST)})
    answer = Axe().run(page, options=RULES)
    page.set_viewport_size(size)
    assert answer.violations_count == 0, f"{page.url}\n{answer.generate_report()}"
