"""Where a pair of bundled servers lives. Pure: nothing here touches the disk or starts anything."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

DATABASE = "kap"
ROLES = {
    "DATABASE_URL": "kap_web",
    "OWNER_DATABASE_URL": "kap_owner",
    "WORKER_DATABASE_URL": "kap_worker",
    "BACKUP_DATABASE_URL": "kap_backup",
    "SUPERUSER_DATABASE_URL": "postgres",
}
SYSTEM_USER = "kap-practice"
ROOT_HOME = Path("/var/lib/kap-practice")
# An address of a socket holds 104 bytes on macOS and 108 on Linux; PostgreSQL adds "/.s.PGSQL.5432.lock" to the folder.
LONGEST_SOCKET_FOLDER = 80


class ServerTrouble(Exception):
    """A bundled server could not be started or stopped. The message is for the person at the terminal."""


@dataclass(frozen=True)
class Servers:
    """One pair of servers: `home` holds their files, `sockets` their sockets.

    `system_user` is whom they run as when root starts them; PostgreSQL refuses to run as root.
    """

    home: Path
    sockets: Path
    system_user: str | None
    keeps_data: bool

    @property
    def urls(self) -> dict[str, str]:
        """Addresses by the name of the setting that takes them.

        The database addresses are understood by libpq and by django-environ alike. Celery wants the `REDIS_URL` given
        here, `unix:///path`, spelled `redis+socket:///path`.
        """
        databases = {setting: self.database_url(role) for setting, role in ROLES.items()}
        return databases | {"REDIS_URL": f"unix://{self.valkey_socket}"}

    def database_url(self, role: str, database: str = DATABASE) -> str:
        """The address of `database` for `role`, by way of the socket folder."""
        return f"postgres://{role}@/{database}?host={quote(str(self.sockets), safe='')}"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def queue(self) -> Path:
        return self.home / "queue"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / "valkey.sock"


def location(base_dir: Path, name: str = "run") -> Servers:
    """The servers called `name` of the project in `base_dir`. Touches nothing, starts nothing.

    `name="test"` gives servers of their own that trade durability for speed.
    """
    project = base_dir.resolve()
    key = hashlib.sha256(str(project).encode()).hexdigest()[:8]
    as_root = os.geteuid() == 0
    home = ROOT_HOME / key / name if as_root else project / "var" / "servers" / name
    sockets = home / "sockets"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER:
        sockets = Path("/tmp") / f"kap-practice-{os.geteuid()}-{key}-{name}"  # noqa: S108 - owner and mode are checked
    return Servers(home, sockets, system_user=SYSTEM_USER if as_root else None, keeps_data=name != "test")


def for_celery(redis_url: str) -> str:
    """The address of a broker as Celery spells it, which is another way where it is a socket."""
    return redis_url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
