"""PostgreSQL and Valkey out of Python wheels, for a machine that has neither.

Nothing else in the project knows these servers. They listen on unix sockets in a folder that only their user can enter,
never on TCP: that folder's mode is the lock, and so PostgreSQL trusts whoever reaches it.

The wheel's own helper is not used: as root it opens every parent folder of the data to all users of the machine.
"""

from kap_practice.embedded.place import DATABASE, ROLES, Servers, ServerTrouble, for_celery, location
from kap_practice.embedded.servers import erase, revive, start, stop

__all__ = [
    "DATABASE",
    "ROLES",
    "ServerTrouble",
    "Servers",
    "erase",
    "for_celery",
    "location",
    "revive",
    "start",
    "stop",
]
