"""Set up what a command needs on this machine, then run it: `python3 scripts/setup.py run`.

Everything here is skipped when it is already done, so the second time takes a second. Standard library only.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one place that an older Python does reach
    sys.exit("KAP Practice needs Python 3.11 or newer. Point make at one, as in: make run PYTHON=python3.12")

import ctypes
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
BIN = VENV / "bin"
VAR = PROJECT / "var"
PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
PACKAGES_A_LINE = 10


def tell(what: str) -> None:
    print(f"- {what}", flush=True)


def run(*command: "str | Path", quiet: bool = True, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a program in the project's folder, keeping what it says for the case that it fails."""
    return subprocess.run(
        command, cwd=PROJECT, env=os.environ | environment, capture_output=quiet, text=True, check=False
    )


def must(what_failed: str, *command: "str | Path", **environment: str) -> None:
    done = run(*command, **environment)
    if done.returncode:
        sys.exit(f"{what_failed}\n" + "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:]))


def digest(paths: Iterable[Path]) -> str:
    """One value that changes when any of these files does."""
    parts = [f"{path.relative_to(PROJECT)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in sorted(paths)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class Stamp:
    """Remembers in a file for which digest a step was last finished."""

    def __init__(self, path: Path, value: str) -> None:
        self.path, self.value = path, value

    def fits(self) -> bool:
        return self.path.exists() and self.path.read_text() == self.value

    def set(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.value)


def virtual_environment() -> "list[str | Path]":
    """Make .venv if it is missing, and answer the pip that installs into it."""
    python = BIN / "python"
    if not python.exists():
        tell("Making .venv")
        if run(sys.executable, "-m", "venv", "--clear", VENV).returncode:
            # Debian leaves ensurepip out of python3; its pip can still install into an environment that has none.
            must(
                "A virtual environment cannot be made. On Debian: apt-get install python3-venv",
                *(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV),
            )
    if run(python, "-m", "pip", "--version").returncode == 0:
        return [python, "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", python]


def packages(*, development: bool) -> None:
    """Install exactly what the locked file names, checked against its hashes."""
    runtime, everything = PROJECT / "requirements.txt", PROJECT / "requirements-dev.txt"
    stamps = {path: Stamp(VENV / f".{path.stem}", digest([path]) + sys.version) for path in (runtime, everything)}
    if stamps[everything].fits() or (not development and stamps[runtime].fits()):
        return
    wanted = everything if development else runtime
    pip = virtual_environment()
    total = sum(1 for line in wanted.read_text().splitlines() if "==" in line and not line.startswith(("#", " ")))
    tell(f"Installing {total} Python packages")
    install(pip, wanted, total)
    stamps[wanted].set()


def install(pip: "list[str | Path]", wanted: Path, total: int) -> None:
    options = ("--require-hashes", "--only-binary=:all:", "--disable-pip-version-check", "--no-input")
    command = [*pip, "install", *options, "--progress-bar=off", "-r", wanted]
    said: list[str] = []
    found = 0
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        for line in process.stdout or ():
            said.append(line.rstrip())
            if line.startswith(("Collecting", "Processing", "Requirement already")):
                found += 1
                if found % PACKAGES_A_LINE == 0:
                    print(f"  {found} of {total}", flush=True)
            elif line.startswith("Installing collected"):
                print("  writing them", flush=True)
    if process.returncode:
        sys.exit("The Python packages could not be installed:\n" + "\n".join(said[-15:]))


def apt(what_for: str, *names: str) -> bool:
    """Install Debian packages where that may be done without asking anybody. Answers whether it worked."""
    if not shutil.which("apt-get"):
        return False
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if as_root and (not shutil.which("sudo") or run("sudo", "-n", "true").returncode):
        return False
    tell(f"Installing {what_for} with apt-get")
    command = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    install_them = (*command, "install", "--no-install-recommends", *names)
    return run(*install_them).returncode == 0 or (
        run(*command, "update").returncode == 0 and run(*install_them).returncode == 0
    )


def pango() -> None:
    """WeasyPrint's wheel makes the documents and does not bring the text layout library that it needs."""
    if pango_is_there() or (apt("Pango, for PDF documents", *PANGO_PACKAGES) and pango_is_there()):
        return
    command = "brew install pango" if sys.platform == "darwin" else f"sudo apt-get install {' '.join(PANGO_PACKAGES)}"
    sys.exit(f"The library Pango is missing, which lays out the PDF documents. Please run: {command}")


def pango_is_there() -> bool:
    if sys.platform != "linux":
        return run(BIN / "python", "-c", "import weasyprint").returncode == 0
    try:
        for library in PANGO:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def browser() -> None:
    """Debian's chromium where it may be installed, else the one that Playwright brings."""
    if shutil.which("chromium") or (apt("a browser, for the journeys", "chromium") and shutil.which("chromium")):
        return
    tell("Getting a browser for the journeys")
    must(
        "No browser could be installed. On Debian: sudo apt-get install chromium",
        *(BIN / "playwright", "install", "chromium"),
    )


def keys() -> None:
    """Keys of this machine, made once: without them its sessions and sealed answers cannot be read again."""
    path = VAR / "secrets.env"
    if path.exists():
        return
    VAR.mkdir(mode=0o700, exist_ok=True)
    lines = (
        "# Made on the first run. Keep a copy with the backups: sealed answers cannot be read without FIELD_KEYS.\n"
        f"SECRET_KEY={secrets.token_urlsafe(64)}\n"
        f"FIELD_KEYS={urlsafe_b64encode(secrets.token_bytes(32)).decode()}\n"
    )
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(lines)
    unfinished.rename(path)


def assets() -> None:
    """Stylesheets, scripts and fonts, collected under names that change with their content."""
    sources = [path for folder in PROJECT.glob("**/static") if is_ours(folder) for path in folder.rglob("*")]
    sources += [*PROJECT.glob("kap_practice/assets*"), *PROJECT.glob("kap_practice/assets/*.py")]
    sources += [PROJECT / path for path in ("requirements.txt", "kap_practice/settings.py", "kap_practice/storage.py")]
    found = digest(path for path in sources if path.is_file()) + os.environ.get("KAP_DEMO", "")
    stamp = Stamp(PROJECT / "build" / ".stamp", found)
    if stamp.fits() and (PROJECT / "build/staticfiles/staticfiles.json").exists():
        return
    tell("Building styles, scripts and fonts")
    python, manage = BIN / "python", PROJECT / "manage.py"
    must("The assets could not be built:", python, manage, "build_assets")
    # What is there already stays: a practice that runs meanwhile still serves its own release of these files.
    must("The assets could not be collected:", python, manage, "collectstatic", "--no-input")
    stamp.set()


def is_ours(folder: Path) -> bool:
    return folder.relative_to(PROJECT).parts[0] not in {".venv", "build", "var"}


def demo_unless_told_otherwise() -> None:
    """`make run` shows the demo practice, but never on a database that somebody has pointed it to."""
    told = {name for name in ("KAP_DEMO", "KAP_ENV", "DATABASE_URL") if os.environ.get(name)}
    dotenv = PROJECT / ".env"
    if dotenv.exists():
        pairs = (line.removeprefix("export ").partition("=") for line in dotenv.read_text().splitlines())
        told |= {name.strip() for name, _, value in pairs if value.strip()}
    if not told & {"KAP_DEMO", "KAP_ENV", "DATABASE_URL"}:
        os.environ["KAP_DEMO"] = "1"


def refuse_taken_port() -> None:
    """Said before the long first set-up; the server looks again when it starts."""
    port = int(os.environ.get("PORT") or 8000)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} is taken. Choose another one, as in: make run PORT={port + 1}")


def main(command: str, *rest: str) -> None:
    os.chdir(PROJECT)
    if command == "run" and not VENV.exists():
        refuse_taken_port()
    packages(development=command in {"test", "check", "lock"})
    keys()
    if command in {"run", "test"}:
        pango()
    if command in {"run", "test", "check", "assets"}:
        demo_unless_told_otherwise()
        assets()
    if command == "test":
        browser()
    if command == "run":
        os.execv(BIN / "python", [str(BIN / "python"), "manage.py", "serve"])  # noqa: S606 - our own words


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("\nStopped. The next time goes on from here.")
