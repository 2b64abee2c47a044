"""Rules about the tree itself, which no single module can keep."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("accounts", "billing", "clients", "demo", "documents", "outbox", "reminders", "screening", "sessions")
CODE = [
    path
    for app in (*APPS, "kap_practice")
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = [path for folder in ("static", "templates") for path in sorted((ROOT / folder).rglob("*.css"))]


def calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", CODE, ids=label)
def test_only_the_clock_reads_the_time(path: Path) -> None:
    if path != ROOT / "accounts" / "clock.py":
        assert not {"timezone.now", "datetime.now", "datetime.utcnow", "date.today"} & set(calls(path))


@pytest.mark.parametrize("path", [path for path in CODE if "models" in (path.stem, path.parent.name)], ids=label)
def test_a_model_overrides_no_save_and_keeps_no_ordering(path: Path) -> None:
    names = {node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)}
    assert not names & {"save", "delete", "clean"}
    assert "ordering =" not in path.read_text()


@pytest.mark.parametrize("path", [path for path in CODE if "views" in label(path)], ids=label)
def test_a_view_writes_only_through_actions(path: Path) -> None:
    writes = (".save", ".create", ".update", ".delete", ".bulk_create", ".get_or_create", ".update_or_create")
    assert not [name for name in calls(path) if name.endswith(writes) and "session" not in name]


def test_no_signals_are_connected() -> None:
    assert not [label(path) for path in CODE if re.search(r"@receiver|django\.db\.models\.signals", path.read_text())]


@pytest.mark.parametrize("path", TEMPLATES, ids=label)
def test_a_template_leaves_escaping_on_and_holds_no_script(path: Path) -> None:
    text = path.read_text()
    assert "|safe" not in text
    assert "autoescape off" not in text
    tags = re.findall(r"<\w[^<>]*>", text)
    assert not [tag for tag in tags if re.search(r"\s[\w-]+=\{[{%]", tag)], "an attribute without quotes"


@pytest.mark.parametrize("path", STYLES, ids=label)
def test_a_stylesheet_closes_what_it_opens(path: Path) -> None:
    """A brace that is missing says nothing, and takes the rules below it away."""
    rules = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    depth = 0
    for line in rules.splitlines():
        assert not (depth and line[:1] in {".", "#", "@", ":", "["}), line
        depth += line.count("{") - line.count("}")
    assert depth == 0


def test_nothing_names_a_machine_or_a_registry() -> None:
    told = re.compile(r"/work/|/root/|pypi\.org|files\.pythonhosted|registry\.npmjs|deb\.debian")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]
    assert not [label(p) for p in files if p != Path(__file__) and told.search(p.read_text(errors="ignore"))]


@pytest.mark.parametrize("path", CODE, ids=label)
def test_nothing_is_left_for_later(path: Path) -> None:
    assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", path.read_text())


def test_every_setting_stands_in_the_example_and_the_readme() -> None:
    text = (ROOT / "kap_practice" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', text)) | set(re.findall(r'database\("([A-Z_]+)"', text))
    internal = {"KAP_PROCESS", "KAP_SERVERS", "KAP_JOURNEY", "SUPERUSER_DATABASE_URL"}
    for told in (".env.example", "README.md"):
        assert not {name for name in read - internal if name not in (ROOT / told).read_text()}, told
