"""A mail server that takes everything and keeps which messages it took, in their order."""

import re
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

MESSAGE_ID = re.compile(rb"^Message-ID: <([^@>]+)@", re.MULTILINE | re.IGNORECASE)


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail on a port of localhost. `seconds` is how long it thinks about each message."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, seconds: float) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.seconds = seconds
        self.taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, text: bytes) -> None:
        """Count one message as received. From here on it is in the world, whatever becomes of the sender."""
        found = MESSAGE_ID.search(text)
        with self._lock:
            self.taken[found[1].decode() if found else ""] += 1
        time.sleep(self.seconds)

    @property
    def url(self) -> str:
        return f"smtp://localhost:{self.server_address[1]}"


class _Talk(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as Django's mail backend says."""

    server: MailServer

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            command = line[:4].upper().strip()
            if command == b"DATA":
                self._say("354 go on")
                self.server.take(b"".join(iter(self.rfile.readline, b".\r\n")))
                self._say("250 taken")
            elif command == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 yes")

    def _say(self, words: str) -> None:
        try:
            self.wfile.write(f"{words}\r\n".encode())
        except OSError:  # the sender was killed: what this folder is for
            return


@contextmanager
def taking_mail(seconds: float = 0.02) -> Iterator[MailServer]:
    with MailServer(seconds) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
