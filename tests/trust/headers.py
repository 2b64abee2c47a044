"""The headers that stand on every answer, whatever it is and whoever asked."""

from collections.abc import Iterator, Mapping

from django.test import override_settings

from tests import databases
from tests.cast import NOON, make_cast
from tests.trust.addresses import addresses
from tests.trust.asking import METHODS, WHO, ask, browsers
from tests.trust.figures import Figure, Run
from tests.trust.story import told_to_the_end

ELSEWHERE = ("/nothing/here/", "/livez", "/readyz", "/.git/config", "/admin/", "/static/nothing.css")


def g16(run: Run) -> Figure:
    """Every address as everybody, over TLS as in production, and addresses that are not ours."""
    story = told_to_the_end(make_cast())
    by = browsers(story.cast, NOON)
    with databases.superuser(databases.own_name()) as look:
        urls = [*(address.url for address in addresses(look, run.random)), *ELSEWHERE]
    asked, wrong = 0, set()
    with override_settings(SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True):
        for number, url in enumerate(run.some(urls)):
            for who in WHO:
                for method in METHODS if who in {"nobody", "ann", "therapist"} else ("GET",):
                    answer = ask(by[who], url, method, secure=True)
                    asked += 1
                    wrong |= {f"{fault}: {method} {url} as {who}" for fault in faults_of(answer.headers)}
            run.progress(f"G16 {number} of {len(urls)} addresses, {len(wrong)} wrong")
    return Figure(
        "G16",
        "Answers with every protecting header",
        "all",
        f"{asked - len(wrong)} of {asked:,}",
        ok=not wrong,
        notes=sorted(wrong),
    )


def faults_of(headers: Mapping[str, str]) -> Iterator[str]:
    """What is missing among the headers of one answer."""
    policy = headers.get("Content-Security-Policy", "")
    if not policy or "unsafe-inline" in policy or "unsafe-eval" in policy:
        yield "content security policy"
    if "frame-ancestors 'none'" not in policy:
        yield "frame-ancestors"
    if "no-store" not in headers.get("Cache-Control", ""):
        yield "no-store"
    if headers.get("X-Content-Type-Options") != "nosniff":
        yield "nosniff"
    if "max-age=31536000" not in headers.get("Strict-Transport-Security", ""):
        yield "HSTS"
    if headers.get("Referrer-Policy") not in {"same-origin", "no-referrer"}:
        yield "referrer policy"
