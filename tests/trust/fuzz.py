"""Bad input in every form and every parameter: nothing breaks, and nothing comes back unescaped.

The forms are read from the pages themselves, as each of the people who may open them; every field is then sent with
every bad value, the rest of the form as the page offers it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from random import Random
from statistics import quantiles
from typing import Any
from urllib.parse import urljoin

from django.core.signals import got_request_exception
from django.test import Client

from tests import databases
from tests.cast import NOON, make_cast
from tests.trust.addresses import Address, addresses
from tests.trust.asking import Answer, ask, browsers
from tests.trust.figures import Figure, Run
from tests.trust.story import told_to_the_end

ENOUGH = 10_000
SLOW = 0.5
# Whatever of these comes back as it was sent was not escaped.
RAW = (b"<kapx", b'kapq"', b"kapq'", b"7920kap")
MEGABYTE = "kap " * 262_144
BAD: tuple[Any, ...] = (
    "",
    " ",
    "\u00a0\u200b",
    "<kapx onload=1>",
    "<svg/onload=kapx><kapx>",
    "</script><kapx>",
    "--><kapx>",
    'kapq" onfocus="1',
    "kapq' onfocus='1",
    "javascript:kapx",
    "{{ 7919|add:1 }}kap",
    "{% load static %}{% include 'base.html' %}",
    "{0.__class__.__mro__}",
    "%s%n%x",
    "${7*7}",
    "'; drop table accounts_user; --",
    "1' or '1'='1",
    "id;--",
    "owner__password__startswith",
    "\\",
    "%",
    "_",
    "*",
    "a\x00b",
    "\x00",
    "a\x08b\x1b[31m",
    "\ud800",
    "a\udfffb",
    "\u202egnp.exe",
    "\ufeffkap",
    "\u2028kap\u2029",
    "ｆｕｌｌ　ｗｉｄｔｈ",
    "١٠",
    "１０",
    "²",
    "-1",
    "-0",
    "0",
    "1e9",
    "1e999",
    "9" * 400,
    "0.000000000000000001",
    "NaN",
    "sNaN",
    "Infinity",
    "-Infinity",
    "0x10",
    "1_000",
    "true",
    "null",
    "undefined",
    "[]",
    '{"a": 1}',
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "0001-01-01",
    "1/1/1",
    "2026-11-17T99:99",
    "25:61",
    "00:00",
    "99999999-9999-9999-9999-999999999999",
    "not-a-uuid",
    "../../etc/passwd",
    "..%2f..%2f",
    "file:///etc/passwd",
    "http://169.254.169.254/",
    "x@y",
    "a@b.c\r\nBcc: d@e.f",
    "mıke@example.org",
    "a" * 255 + "@example.org",
    "=1+1",
    "@SUM(1)",
    "\t=1",
    "é" * 300,
    "👩‍❤️‍👩" * 200,
    "a" * 5001,
    "\n" * 3000,
    ["1", "2"],
    [],
    ["", "", ""],
    None,  # the field is missing
)
PARAMETERS = (
    "q",
    "tab",
    "state",
    "before",
    "after",
    "asked",
    "code",
    "part",
    "page",
    "sort",
    "filter",
    "next",
    "to",
    "key",
    "id",
)
FOLDERS = ("%00", "<kapx>", "..%2f..%2fetc", "%ff%fe", "a" * 3000, "\u202e", "{{7919|add:1}}kap")


@dataclass
class Form:
    """One form of one page as somebody sees it."""

    who: str
    url: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """Forms that differ only in which row they are about are one."""
        return (self.who, re.sub(r"[0-9a-f-]{36}", "*", self.url), tuple(sorted(self.fields)))


class Forms(HTMLParser):
    """Reads the forms of a page, with what a browser would send of each."""

    def __init__(self, who: str, page: str) -> None:
        super().__init__()
        self.who, self.page = who, page
        self.found: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attributes}
        if tag == "form":
            url = urljoin(self.page, said.get("action") or self.page)
            self.found.append(Form(self.who, url, said.get("method", "get").lower()))
        elif "hx-post" in said or "data-save-to" in said:
            self.found.append(Form(self.who, urljoin(self.page, said.get("hx-post", "") or self.page), "post"))
        if not self.found:
            return
        fields, name = self.found[-1].fields, said.get("name", "")
        if tag in {"input", "textarea", "button"} and name and name != "csrfmiddlewaretoken":
            if said.get("type") in {"radio", "checkbox"}:
                if name not in fields or "checked" in said:
                    fields[name] = [said.get("value", "on")]
            else:
                fields[name] = [said.get("value", "")]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and (self._select not in fields or "selected" in said):
            fields[self._select] = [said.get("value", "")]


def forms_of(by: dict[str, Client], urls: list[str], run: Run) -> list[Form]:
    """Every form that anybody can see, once."""
    found: dict[Any, Form] = {}
    for number, url in enumerate(urls):
        for who, browser in by.items():
            page = ask(browser, url)
            if page.status == 200 and b"<form" in page.content:
                reader = Forms(who, url)
                reader.feed(page.content.decode())
                found |= {form.key: form for form in reader.found if form.method == "post" and form.fields}
        run.progress(f"G5 reading forms: {number} of {len(urls)} addresses, {len(found)} forms")
    return list(found.values())


@dataclass(frozen=True)
class Try:
    """One bad request."""

    who: str
    url: str
    method: str
    data: Any
    about: str


def tries(forms: list[Form], urls: list[str], people: list[str], random: Random) -> list[Try]:
    """Every field with every bad value, whole forms of bad values, and every parameter; shuffled."""
    found = list(_fields(forms, random))
    for url in urls:
        for name in PARAMETERS:
            bad = random.choice(BAD)
            found.append(Try(random.choice(people), url, "GET", {name: "" if bad is None else bad}, f"?{name}"))
    found += [Try(random.choice(people), f"{url}{bad}/", "GET", None, "path") for url in urls[:20] for bad in FOLDERS]
    random.shuffle(found)
    return found


def _fields(forms: list[Form], random: Random) -> Iterator[Try]:
    for form in forms:
        for name in [*form.fields, "id", "unknown"]:
            for bad in BAD:
                data: dict[str, Any] = {**form.fields, name: bad}
                if bad is None:
                    data.pop(name)
                yield Try(form.who, form.url, "POST", data, name)
        for _ in range(10):
            data = {name: random.choice([one for one in BAD if one is not None]) for name in form.fields}
            yield Try(form.who, form.url, "POST", data, "all fields")
        yield Try(form.who, form.url, "POST", {**form.fields, next(iter(form.fields)): MEGABYTE}, "1 MB")
        yield Try(form.who, form.url, "POST", {f"x{number}": "1" for number in range(501)}, "too many fields")


def fault_of(answer: Answer) -> str:
    """What is wrong with an answer to bad input; empty where nothing is."""
    if answer.status >= 500:
        return f"answered {answer.status}"
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("text/html") and any(raw in answer.content for raw in RAW):
        return "came back unescaped"
    return ""


def encoded(one: Try) -> Try:
    """Half a letter cannot be sent as text; a browser, or an attacker, sends its bytes."""

    def whole(value: Any) -> Any:
        if isinstance(value, list):
            return [whole(item) for item in value]
        return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value

    if not isinstance(one.data, dict):
        return one
    if one.method == "GET":  # bytes would be written out as b'...'
        data = {name: _plain(value) for name, value in one.data.items()}
    else:
        data = {name: whole(value) for name, value in one.data.items()}
    return Try(one.who, one.url, one.method, data, one.about)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def two_of_each(found: list[Address]) -> list[str]:
    """Two addresses of each page: enough to see all its forms."""
    pages: dict[str, list[str]] = {}
    for address in found:
        pages.setdefault(address.name, []).append(address.url)
    return [url for each in pages.values() for url in each[:2]]


def g5(run: Run) -> Figure:
    """Send them all."""
    random, story = run.random, told_to_the_end(make_cast())
    by = {who: browser for who, browser in browsers(story.cast, NOON).items() if who not in {"ben", "closed"}}
    with databases.superuser(databases.own_name()) as look:
        every_address = addresses(look, random)
    urls = [address.url for address in every_address]
    forms = forms_of(by, run.some(two_of_each(every_address)), run)
    every = tries(forms, urls, list(by), random)[: round(2 * ENOUGH * run.share)]
    faults, slow = faults_in(every, by, run)
    if len(every) < ENOUGH * run.share:
        faults.append(f"only {len(every)} inputs could be made of {len(forms)} forms")
    return Figure(
        "G5",
        f"Bad inputs in {len(forms)} forms and {len(PARAMETERS)} parameters that break or come back",
        f"0 of {ENOUGH:,}; 95 % < {SLOW * 1000:.0f} ms",
        f"{len(faults)} of {len(every):,}; {slow * 1000:.0f} ms",
        ok=not faults and slow < SLOW,
        notes=faults,
    )


def faults_in(every: list[Try], by: dict[str, Client], run: Run) -> tuple[list[str], float]:
    """What was wrong, and the time within which 95 of 100 were answered."""
    faults, seconds, errors = [], [], list[str]()

    def raised(sender: Any = None, request: Any = None, **rest: Any) -> None:
        import sys  # noqa: PLC0415 - the error that is being handled now

        errors.append(repr(sys.exc_info()[1])[:160])

    got_request_exception.connect(raised)
    try:
        for number, planned in enumerate(every):
            one = encoded(planned)
            errors.clear()
            answer = ask(by[one.who], one.url, one.method, one.data)
            seconds.append(answer.seconds)
            if fault := fault_of(answer):
                value = one.data.get(one.about) if isinstance(one.data, dict) else ""
                faults.append(f"{one.method} {one.url} as {one.who}, {one.about}={value!r:.60}: {fault} {errors[:1]}")
            run.progress(f"G5 {number} of {len(every)} inputs, {len(faults)} faults")
    finally:
        got_request_exception.disconnect(raised)
    return faults, quantiles(seconds, n=20)[-1] if len(seconds) > 1 else 0.0
