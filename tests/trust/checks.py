"""Checks that look from outside: Django's own for production, the linter's rules on security, known advisories."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.check import PRODUCTION
from tests.trust.figures import Figure, Run

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = Path(sys.executable).parent


def g17(run: Run) -> Figure:
    """Each must find nothing; what needs the network and cannot have it is said to be not run."""
    deploy = _run([sys.executable, "-W", "ignore", "manage.py", "check", "--deploy", "--fail-level", "WARNING"])
    product = sorted(path.name for path in ROOT.iterdir() if (path / "__init__.py").exists() and path.name != "tests")
    lint = _run(
        [str(TOOLS / "ruff"), "check", "--select", "S", "--ignore-noqa", "--exclude", "*/migrations/*", *product]
    )
    found = [line for line in lint.stdout.splitlines() if line.strip().startswith("-->")]
    known = [line for line in found if not _explained(line)]
    audit = _audit()
    return Figure(
        "G17",
        "check --deploy, lint of security, advisories on what is installed",
        "0, 0 unexplained, 0",
        f"{0 if deploy.returncode == 0 else 'some'}, {len(known)} of {len(found)} unexplained, {audit}",
        ok=deploy.returncode == 0 and not known and audit in {"0", "not run"},
        notes=[*([deploy.stderr[-300:]] if deploy.returncode else []), *known],
    )


def _explained(place: str) -> bool:
    """Whether the line that the linter points at, or its statement's end, says why it is as it is."""
    path, line, _ = place.strip().removeprefix("--> ").rsplit(":", 2)
    text, first = (ROOT / path).read_text(), int(line)
    around = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt) and node.lineno <= first]
    last = min((node.end_lineno or first for node in around if (node.end_lineno or 0) >= first), default=first)
    return any("noqa" in one for one in text.splitlines()[first - 1 : last])


def _audit() -> str:
    """The number of advisories on locked packages, where the tool and the network are there."""
    program = TOOLS / "pip-audit"
    if not program.exists() and not shutil.which("pip-audit"):
        return "not run"
    done = _run(
        [
            str(program),
            "--requirement",
            "requirements.txt",
            "--disable-pip",
            "--require-hashes",
            "--progress-spinner",
            "off",
        ]
    )
    if done.returncode == 0:
        return "0"
    return f"{done.stdout.count('CVE-') + done.stdout.count('GHSA-')}" if "found" in done.stderr.lower() else "not run"


def _run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("KAP_", "DJANGO_"))}
    return subprocess.run(
        command, cwd=ROOT, env=plain | PRODUCTION, capture_output=True, text=True, check=False, timeout=300
    )
