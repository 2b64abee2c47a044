"""People with a browser of their own, who hold every page that they come to against its promises."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from tests.journeys.promises import WATCH, Watched, keeps_its_promises

DESK: ViewportSize = {"width": 1280, "height": 900}
TABLET: ViewportSize = {"width": 1180, "height": 820}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 15_000  # milliseconds


@dataclass
class House:
    """The served practice, and the browser through which people come to it."""

    browser: Browser
    address: str
    looked_at: set[str] = field(default_factory=set)
    guests: list[BrowserContext] = field(default_factory=list)

    def person(self, name: str, screen: ViewportSize) -> "Person":
        """Somebody with cookies of their own."""
        context = self.browser.new_context(
            base_url=self.address, viewport=screen, reduced_motion="reduce", accept_downloads=True
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(WATCH)
        self.guests.append(context)
        return Person(name, self, context, Watched(context.new_page(), self.host))

    def close(self) -> None:
        """Everybody leaves."""
        for context in self.guests:
            context.close()

    @property
    def host(self) -> str:
        return self.address.partition("://")[2]


@dataclass
class Person:
    """Somebody at a desk, with a tablet or on a phone."""

    name: str
    house: House
    context: BrowserContext
    watched: Watched

    @property
    def page(self) -> Page:
        return self.watched.page

    @property
    def path(self) -> str:
        """Where this person is."""
        return self.page.url.removeprefix(self.house.address)

    def other_tab(self) -> "Person":
        """The same person, signed in the same way, in a second tab."""
        return Person(self.name, self.house, self.context, Watched(self.context.new_page(), self.house.host))

    def look(self) -> None:
        keeps_its_promises(self.watched, self.house.looked_at)

    def go(self, path: str) -> None:
        self.page.goto(path)
        self.look()

    def press(self, name: str, *, inside: Locator | None = None) -> None:
        """Press the button of this name, and look at what comes."""
        button = (inside or self.page).get_by_role("button", name=name, exact=True)
        with self.page.expect_event("load"):
            button.first.click()
        self.look()

    def fill(self, inside: Locator | None = None, /, **answers: str) -> None:
        """Answer fields by their names: type, take one of a list, or tick the one of this value."""
        for name, value in answers.items():
            fields = (inside or self.page).locator(f"[name='{name}']")
            kind = fields.first.evaluate("field => field.tagName === 'SELECT' ? 'select' : field.type")
            if kind == "select":
                fields.select_option(value)
            elif kind in {"radio", "checkbox"}:
                self.tick(fields if fields.count() == 1 else fields.and_(self.page.locator(f"[value='{value}']")))
            else:
                fields.first.fill(value)

    def tick(self, choice: Locator) -> None:
        """Press the words beside a choice, as people do; on a phone they lie over it."""
        self.page.locator(f"label[for='{choice.get_attribute('id')}']").click()
        expect(choice).to_be_checked()

    def is_told(self, field_name: str, sentence: str, *, inside: Locator | None = None) -> None:
        """Beside this field stands a sentence that holds these words, and the list at the top has them too."""
        beside = (inside or self.page).locator(".field", has=self.page.locator(f"[name='{field_name}']")).first
        expect(beside).to_contain_text(sentence)
        expect(self.page.locator(".error-summary")).to_contain_text(sentence)
        expect(self.page).to_have_title(re.compile("^Error: "))

    def still_has(self, **typed: str) -> None:
        """What was typed was not lost."""
        for name, value in typed.items():
            expect(self.page.locator(f"[name='{name}']").first).to_have_value(value)

    def words(self) -> str:
        """What stands on the page now, open parts only."""
        return str(self.page.locator("main").inner_text())

    def link(self, name: str | re.Pattern[str], *, inside: Locator | None = None) -> str:
        """Where the link of this name leads."""
        found = (inside or self.page.locator("main")).get_by_role("link", name=name).first.get_attribute("href")
        assert found is not None
        return found

    def part(self, heading: str) -> Locator:
        """The part of the page under a partner's name."""
        return self.page.locator("section.partner", has=self.page.get_by_role("heading", name=heading))

    def reads(self, path: str) -> str:
        """Every word of the page at this address."""
        answer = self.page.request.get(path)
        assert answer.status == 200, path
        return words_of(answer.text())

    def never_reads(self, words: tuple[str, ...], *paths: str) -> None:
        """None of these words stands on a page that the navigation leads to, nor on these."""
        places = self.page.locator("nav a[href^='/']").evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        )
        assert {*places, *paths}, f"{self.name} has no page to read"
        for path in {*places, *paths}:
            self.sees_none_of(words, self.reads(path), path)

    def sees_none_of(self, words: tuple[str, ...], text: str = "", where: str = "") -> None:
        """None of these words stands in a text, or on the page that this person has open.

        A word begins where no letter is before it: "pressed" is not read in "depressed", and "Walnut" is in "walnuts".
        """
        text = (text or words_of(self.page.content())).casefold()
        found = [word for word in words if re.search(rf"(?<![^\W\d_]){re.escape(word.casefold())}", text)]
        assert found == [], f"{self.name} reads {found} at {where or self.path}"

    def is_kept_out_of(self, *paths: str, answer: int = 404) -> None:
        """This person is told that there are no such pages; with 403, that they are for somebody else."""
        found = {path: self.page.request.get(path).status for path in paths}
        assert found == dict.fromkeys(paths, answer), self.name


def words_of(html: str) -> str:
    """Every word of a page, closed parts too, and none of its markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())
