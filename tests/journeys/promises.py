"""What every page promises, whoever reads it and on whatever screen."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request, Response

RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Those of them that another theme can break.
COLOUR_RULES: dict[str, Any] = {
    "runOnly": ["color-contrast", "link-in-text-block"],
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
    found = broken_promises(watched)
    digest = hashlib.sha256(f"{page.viewport_size} {CHANGING.sub('', page.content())}".encode()).hexdigest()
    if digest not in looked_at:
        found += violations(page)
        looked_at.add(digest)
    assert found == [], f"{page.url}:\n" + "\n".join(found)


def broken_promises(watched: Watched) -> list[str]:
    """What is wrong with the page that is open, save for the rules of access."""
    facts = watched.page.evaluate(FACTS)
    found = list(watched.troubles)
    found += [f"blocked by the policy for content: {directive}" for directive in facts["refused"]]
    found += [f"sticks out sideways by {facts['sideways']} px"] if facts["sideways"] > 0 else []
    found += [f"has {facts['headings']} main headings"] if facts["headings"] != 1 else []
    found += [] if title_of(watched.page).strip() else ["has no title"]
    return found


def title_of(page: Page) -> str:
    """What the page calls itself, without the practice's name."""
    return page.title().removeprefix("Error: ").rpartition(" - ")[0]


def violations(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe finds. The window is as tall as the page meanwhile: nothing lies half under a bar at its edge."""
    size = page.viewport_size
    assert size is not None
    height = int(page.evaluate(FACTS)["height"])
    page.set_viewport_size({"width": size["width"], "height": min(max(height, size["height"]), TALLEST)})
    answer = Axe().run(page, options=rules)
    page.set_viewport_size(size)
    return [
        f"{found['id']}: {node['target']} {node['html'][:200]} {node.get('failureSummary', '')}"
        for found in answer.response["violations"]
        for node in found["nodes"]
    ]
