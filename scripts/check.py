"""All that `make check` looks at. Every check runs, each answer is printed, and nothing is changed."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = (
    str(BIN / "python"),
    "-W",
    "ignore::RuntimeWarning",
    "manage.py",
)  # no database runs: no warning that it is away
TESTS = {"DJANGO_SETTINGS_MODULE": "tests.settings", "KAP_TEST_DEMO": "1"}
# Settings as a practice on servers of its own has them; none of these addresses is ever opened.
PRODUCTION = {
    "KAP_ENV": "production",
    "KAP_DEMO": "0",
    "SECRET_KEY": "checked-only-" * 6,
    "FIELD_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
    "SITE_URL": "https://practice.example",
    "ALLOWED_HOSTS": "practice.example",
    "DATABASE_URL": "postgres://kap_web@database.example/kap",
    "WORKER_DATABASE_URL": "postgres://kap_worker@database.example/kap",
    "OWNER_DATABASE_URL": "postgres://kap_owner@database.example/kap",
    "REDIS_URL": "rediss://broker.example/0",
    "EMAIL_URL": "smtp+tls://mail.example:587",
    "DEFAULT_FROM_EMAIL": "office@practice.example",
}


def main() -> None:
    failed = [name for name, command, environment in checks() if not passes(name, command, environment)]
    if failed:
        sys.exit(f"\nNot in order: {', '.join(failed)}. `make fix` changes what can be changed safely.")
    print("\nAll in order.")


def checks() -> "list[tuple[str, tuple[str, ...], dict[str, str]]]":
    """Name, command and environment of each check."""
    templates = tuple(str(path.relative_to(PROJECT)) for path in sorted(PROJECT.glob("templates/**/*.html")))
    return [
        ("Python lint", (tool("ruff"), "check", "."), {}),
        ("Python format", (tool("ruff"), "format", "--check", "."), {}),
        ("imports", (tool("lint-imports"), "--no-cache"), {}),
        ("types", (tool("mypy"),), {}),
        ("template lint", (tool("djlint"), "--lint", "--quiet", "templates"), {}),
        ("template indents", (tool("djhtml"), "--tabwidth", "2", "--check", *templates), {}),
        ("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run"), TESTS),
        ("production settings", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    ]


def passes(name: str, command: "tuple[str, ...]", environment: "dict[str, str]") -> bool:
    done = subprocess.run(
        command, cwd=PROJECT, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}", flush=True)
    if done.returncode:
        print((done.stdout + done.stderr).rstrip(), flush=True)
    return done.returncode == 0


def tool(name: str) -> str:
    return str(BIN / name)


if __name__ == "__main__":
    main()
