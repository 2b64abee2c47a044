"""Every page that somebody of the demo practice can reach by links, wide and narrow, light and dark."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser

from tests.journeys.people import DESK, PHONE, House, Person
from tests.journeys.promises import COLOUR_RULES, RULES, broken_promises, title_of, violations
from tests.journeys.story import opens_papers, step_in

PRACTICE_WIDTHS, PORTAL_WIDTHS = (1280, 390), (390, 320)
WHO = [
    ("Maya Okafor", PRACTICE_WIDTHS),
    ("Sol Rivera", PRACTICE_WIDTHS),
    ("Dr Ruth Lee", PRACTICE_WIDTHS),
    ("Ines Duarte", PORTAL_WIDTHS),
    ("Tom Becker", PORTAL_WIDTHS),
    ("", PORTAL_WIDTHS),
]
# Where a visitor begins, besides the first page.
DOORS = ["/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/", "/demo/", "/demo/mail/"]
LINK = re.compile(r'<a\s[^>]*href="([^"#]+)"')
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}")
OUT = "/leave/"  # ends the visit, and leads to somebody else's page
# These choose what a page shows of itself; any other word behind a question mark makes another page of it.
CHOSEN = {
    "q",
    "code",
    "before",
    "to",
    "part",
    "again",
    "kind",
    "next",
    "follows",
    "day",
    "hour",
    "therapist",
    "room",
    "couple",
}
# A calendar has no last page: one day stands for all of them.
ANY_DAY = re.compile(r"(day|hour)=[\d-]+(%3A|:)?[\d%A:]*")
# Without transitions: colours on their way from one theme to the other are in neither.
CHOOSE_THEME = """theme => {
    const still = new CSSStyleSheet();
    still.replaceSync("*, ::before, ::after { transition: none !important; }");
    document.adoptedStyleSheets = [still];
    localStorage.setItem("theme", theme);
    dispatchEvent(new Event("theme:changed"));
}"""
# What two people's pages may differ in and still be built the same.
TEXT = re.compile(r">[^<]*<|(?:href|action|value|name|id|for|datetime|title|aria-[a-z]+)=\"[^\"]*\"")


@dataclass(frozen=True)
class Found:
    """A page: its address, the address without keys, and the ids of its parts, which tell one state from another."""

    path: str
    shape: str
    parts: frozenset[str]


@pytest.fixture(scope="module")
def house(browser: Browser, practice_server: str) -> Iterator[House]:
    """The demo practice on the day of its loading, with the room of today open."""
    house = House(browser, practice_server)
    maya = house.person("Maya Okafor", DESK)
    step_in(maya)
    maya.go("/today/")
    maya.go(maya.link(re.compile("Ines")))
    maya.press("Open the room")
    yield house
    house.close()


@pytest.mark.parametrize(("name", "widths"), WHO, ids=[name or "A visitor" for name, _ in WHO])
def test_every_page_is_open_to_everybody(house: House, name: str, widths: tuple[int, int]) -> None:
    someone = house.person(name, DESK if widths == PRACTICE_WIDTHS else PHONE)
    if name:
        step_in(someone)
    if name and widths == PORTAL_WIDTHS:
        opens_papers(someone)
    titles: dict[str, str] = {}
    troubles: list[str] = []
    for found in pages_of(someone):
        someone.page.goto(found.path)
        titles.setdefault(found.shape, title_of(someone.page))
        troubles += [f"{found.path} {trouble}" for trouble in looked_at(someone, widths)]
    assert troubles == [], "\n".join(troubles)
    assert len(set(titles.values())) == len(titles), shared(titles)


def pages_of(someone: Person) -> list[Found]:
    """One page of each kind and state, found by following every link from the start."""
    ahead = ["/"] if someone.name else ["/", *DOORS]
    known: set[str] = set()
    found: dict[tuple[str, frozenset[str]], Found] = {}
    while ahead:
        path = ahead.pop(0)
        if ANY_DAY.sub(r"\1=*", path) in known:
            continue
        known.add(ANY_DAY.sub(r"\1=*", path))
        answer = someone.page.request.get(path)
        # An invitation that another journey has used says so, on a page of its own.
        used = answer.status == 410 and path.startswith("/invitation/")
        assert answer.status == 200 or used, f"{path} answers {answer.status}"
        if "html" in answer.headers["content-type"]:
            html = answer.text()
            ahead += links_in(html, answer.url, someone.house.address)
            page = Found(path, shape_of(answer.url), frozenset(re.findall(r'\sid="([a-z_-]+)"', html)))
            found.setdefault((page.shape, page.parts), page)
    return list(found.values())


def links_in(html: str, here: str, house: str) -> Iterator[str]:
    """Where a page leads inside the practice."""
    for href in LINK.findall(html):
        link = urljoin(here, href.replace("&amp;", "&"))
        if link.startswith(f"{house}/") and link != f"{house}{OUT}":
            yield link.removeprefix(house)


def shape_of(address: str) -> str:
    parts = urlsplit(address)
    chosen = [(name, value) for name, value in parse_qsl(parts.query) if name not in CHOSEN]
    return f"{KEY.sub('*', parts.path)}?{urlencode(chosen)}".rstrip("?")


def looked_at(someone: Person, widths: tuple[int, int]) -> list[str]:
    """What is wrong with the page that is open. One that is built the same was looked at as somebody else."""
    built = TEXT.sub("", str(someone.page.locator("main").evaluate("main => main.outerHTML")))
    if built in someone.house.looked_at:
        return []
    someone.house.looked_at.add(built)
    found = []
    for width in widths:
        someone.page.set_viewport_size({"width": width, "height": 900})
        wrong = broken_promises(someone.watched)
        for theme, rules in (("light", RULES), ("dark", COLOUR_RULES)):
            choose_theme(someone, theme)
            wrong += [f"{theme}: {one}" for one in violations(someone.page, rules)]
        choose_theme(someone, "light")
        found += [f"at {width}: {one}" for one in wrong]
    someone.watched.troubles.clear()
    return found


def choose_theme(someone: Person, theme: str) -> None:
    """As the buttons under "Colours" do. The room keeps its own dark scene."""
    someone.page.evaluate(CHOOSE_THEME, theme)


def shared(titles: dict[str, str]) -> str:
    """Which pages call themselves the same."""
    called = Counter(titles.values())
    return "\n".join(sorted(f"{title}: {shape}" for shape, title in titles.items() if called[title] > 1))
