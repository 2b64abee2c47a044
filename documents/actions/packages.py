"""A package: asked for and fixed in a page, made in the worker, dropped after its day. Lease and claim.

One whose file is a PDF is its page alone; any other is an archive of the page and its lists.
"""

import base64
import hashlib
import io
import json
import zipfile
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.db.models import F
from django.template.loader import render_to_string

from accounts.actor import as_actor
from accounts.models import User
from accounts.wake import wake
from documents import csv, pdf
from documents.actions.papers import LEASE, MAX_ATTEMPTS, TROUBLE, WAITS, NotFailed
from documents.models import Package

log = structlog.get_logger()
PACK = "documents.tasks.pack"
MANIFEST = "manifest.json"
PDF = ".pdf"
State = Package.State


@dataclass(frozen=True)
class Table:
    """One list: it becomes a CSV file, and a part of `record.json`."""

    name: str
    title: str
    header: list[str]
    rows: list[list[Any]]


@dataclass(frozen=True)
class Contents:
    """All that a package holds, as plain data: the page that people read, and the lists that programs read.

    `said` are the words that the manifest opens with. Nothing here may depend on what was left out.
    """

    title: str
    said: dict[str, str]
    template: str
    page: dict[str, Any]
    tables: list[Table]


def ask_package(
    *, contents: Contents, file_name: str, readers: list[UUID], until: datetime, by: User, at: datetime
) -> Package:
    """Fix what goes in, and wake the worker once that is committed. `readers` may read it when it is shared."""
    package = Package(
        keeper=by,
        readers=readers,
        file_name=file_name,
        contents=json.dumps(asdict(contents)),
        asked_at=at,
        try_at=at,
        until=until,
    )
    package.save(force_insert=True)
    wake(PACK, str(package.pk))
    return package


def ask_package_again(*, package: Package, by: User, at: datetime) -> None:
    """Try once more to make one that could not be made. Raises NotFailed."""
    failed = Package.objects.filter(pk=package.pk, keeper=by, state=State.FAILED)
    if not failed.update(state=State.WAITING, attempts=0, try_at=at, trouble=""):
        raise NotFailed
    wake(PACK, str(package.pk))


def share(*, package: Package, until: datetime, by: User, at: datetime) -> bool:
    """Let its readers download it until then. Answers whether it was there to share."""
    ready = Package.objects.open_at(at).filter(pk=package.pk, keeper=by, shared_at=None)
    return bool(ready.update(shared_at=at, until=until))


def pack(*, package_id: UUID, at: datetime) -> None:
    """Make one package, if it is due. Whatever goes wrong is kept as a failed attempt."""
    claimed = _claim(package_id, at)
    if claimed is None:
        return
    attempt, file_name, contents = claimed
    try:
        archive = page_of(json.loads(contents)) if file_name.endswith(PDF) else zipped(json.loads(contents), at)
    except Exception as trouble:  # noqa: BLE001 - a layout engine may raise anything, also "time is up"
        log.warning("package not made", package=str(package_id), trouble=type(trouble).__name__)
        _mark_failed(package_id, attempt, at)
    else:
        _keep(package_id, attempt, archive, at)


def _claim(package_id: UUID, at: datetime) -> tuple[int, str, str] | None:
    with as_actor(role="worker"):
        due = Package.objects.due(at).filter(pk=package_id)
        if due.filter(attempts__gte=MAX_ATTEMPTS).update(state=State.FAILED, trouble=TROUBLE):
            return None
        if not due.update(attempts=F("attempts") + 1, try_at=at + LEASE):
            return None
        package = Package.objects.defer("archive").get(pk=package_id)
        return package.attempts, package.file_name, package.contents


def page_of(contents: dict[str, Any]) -> bytes:
    """The page as a PDF."""
    page = contents["page"] | {"title": contents["title"], "said": contents["said"], "tables": contents["tables"]}
    template = contents["template"]
    return pdf.render(html=render_to_string(template, page), style=f"{template.removesuffix('html')}css").content


def zipped(contents: dict[str, Any], at: datetime) -> bytes:
    """The archive: the page as a PDF, each list as CSV, all lists as JSON, and a manifest of just these files."""
    lists = {
        table["name"]: [dict(zip(table["header"], row, strict=True)) for row in table["rows"]]
        for table in contents["tables"]
    }
    files: list[tuple[str, bytes, int | None]] = [
        ("record.pdf", page_of(contents), None),
        ("record.json", _json({"title": contents["title"], **lists}), None),
        *[
            (f"{table['name']}.csv", csv.write(table["header"], table["rows"]).encode(), len(table["rows"]))
            for table in contents["tables"]
        ],
    ]
    manifest = {
        "title": contents["title"],
        **contents["said"],
        "files": [
            {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            | ({} if rows is None else {"rows": rows})
            for name, data, rows in files
        ],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [(MANIFEST, _json(manifest)), *((name, data) for name, data, _ in files)]:
            archive.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _json(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


def _keep(package_id: UUID, attempt: int, archive: bytes, at: datetime) -> None:
    """One row, one statement: there is a whole archive, or none."""
    with as_actor(role="worker"):
        Package.objects.waiting().filter(pk=package_id, attempts=attempt).update(
            state=State.READY,
            contents="",
            archive=base64.b64encode(archive).decode(),
            sha256=hashlib.sha256(archive).hexdigest(),
            size=len(archive),
            made_at=at,
        )


def _mark_failed(package_id: UUID, attempt: int, at: datetime) -> None:
    over = attempt >= MAX_ATTEMPTS
    after = {"state": State.FAILED, "trouble": TROUBLE} if over else {"try_at": at + WAITS[attempt - 1]}
    with as_actor(role="worker"):
        Package.objects.waiting().filter(pk=package_id, attempts=attempt).update(**after)


def due_packages(*, at: datetime, limit: int = 20) -> list[UUID]:
    """The packages that no wake-up has told of, the longest waiting first."""
    with as_actor(role="worker"):
        return list(Package.objects.due(at).order_by("try_at").values_list("pk", flat=True)[:limit])


def expire(*, at: datetime) -> int:
    """Drop what is past its day, made or not. Answers how many."""
    with as_actor(role="worker"):
        past = Package.objects.exclude(state=State.OVER).filter(until__lte=at)
        return past.update(state=State.OVER, contents="", archive="")


def archive_of(package: Package) -> bytes:
    """The bytes to hand out; whoever calls has checked who asks and that its day has not passed."""
    return base64.b64decode(package.archive)
