"""People with a browser of their own, who look at every page that they come to."""

import re
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => window.refused.push(event.violatedDirective));
"""
DESK, PHONE = (1280, 900), (390, 844)


@dataclass
class Person:
    """Somebody at a desk or on a phone. `go` and `look` hold every page against the same four promises."""

    name: str
    page: Page
    width: int
    host: str
    strangers: set[str] = field(default_factory=set)
    seen: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def press(self, name: str) -> None:
        """Press the button of this name, and look at what comes."""
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.look()

    def follow(self, name: str | re.Pattern[str]) -> None:
        """Follow the link of this name, and look at what comes."""
        self.page.get_by_role("link", name=name).first.click()
        self.look()

    def fill(self, **answers: str) -> None:
        """Fill fields by their names in the form."""
        for name, value in answers.items():
            self.page.locator(f"[name='{name}']").fill(value)

    def choose(self, **answers: str) -> None:
        """Take one of several radio buttons or of a list, by field name and value."""
        for name, value in answers.items():
            chosen = self.page.locator(f"[name='{name}']")
            if chosen.first.evaluate("field => field.tagName") == "SELECT":
                chosen.first.select_option(value)
            else:
                self.page.locator(f"[name='{name}'][value='{value}']").check()

    def words(self) -> str:
        return str(self.page.locator("main").inner_text())

    def look(self) -> None:
        """Everybody can use the page, nothing was blocked, nobody else was asked, and nothing sticks out sideways."""
        self.page.wait_for_load_state()
        height = int(self.page.evaluate("() => document.documentElement.scrollHeight"))
        self.page.set_viewport_size({"width": self.width, "height": min(height + 200, 12_000)})
        answer = Axe().run(self.page, options=RULES)
        assert answer.violations_count == 0, f"{self.page.url}\n{answer.generate_snapshot()}"
        assert self.page.evaluate("() => window.refused") == [], self.page.url
        assert self.page.evaluate("() => document.documentElement.scrollWidth") <= self.width, self.page.url
        assert self.strangers == set()
        self.seen.append(self.page.url)


def person(browser: Browser, name: str, size: tuple[int, int], base_url: str) -> Person:
    """A person with cookies of their own, at `base_url`."""
    width, height = size
    context = browser.new_context(
        base_url=base_url, viewport={"width": width, "height": height}, reduced_motion="reduce", accept_downloads=True
    )
    context.add_init_script(WATCH)
    found = Person(name, context.new_page(), width, base_url.split("/")[2])

    def watch(request: Request) -> None:
        if request.url.startswith("http") and request.url.split("/")[2] != found.host:
            found.strangers.add(request.url)

    found.page.on("request", watch)
    return found
