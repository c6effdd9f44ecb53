"""JSON lines over a Unix socket. Whoever reaches the private folder that it lies in is this service."""

from __future__ import annotations

import json
import select
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

_LONGEST = 1024 * 1024  # bytes of a message: a prompt is a few thousand
_CHUNK = 64 * 1024

Message = dict[str, Any]


class LineCut(Exception):
    """The other side is gone, or does not speak JSON lines."""


class Line:
    """One end of a connection. Any thread may send, one at a time receives."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._read = bytearray()

    @classmethod
    def to(cls, path: Path) -> Line:
        """Connects to a listening socket. Raises LineCut if nobody listens."""
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(str(path))
        except OSError as error:
            connection.close()
            raise LineCut("nobody listens") from error
        return cls(connection)

    def send(self, **message: object) -> None:
        """Sends one message. Raises LineCut."""
        try:
            with self._sending:
                self._connection.sendall(json.dumps(message).encode() + b"\n")
        except OSError as error:
            raise LineCut("the other side is gone") from error

    def receive(self, seconds: float | None = None) -> Message | None:
        """The next message, None if none comes in time. Raises LineCut."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while (end := self._read.find(b"\n")) < 0:
            left = None if deadline is None else max(0.0, deadline - time.monotonic())
            if not self._more(left):
                return None
        line = bytes(self._read[:end])
        del self._read[: end + 1]
        try:
            message = json.loads(line)
        except ValueError as error:
            raise LineCut("that was no JSON") from error
        if not isinstance(message, dict):
            raise LineCut("that was no message")
        return message

    def _more(self, seconds: float | None) -> bool:
        """Reads what has come, or waits for it; False if nothing comes in time."""
        try:
            poll = select.poll()  # select() itself takes no descriptors above 1023
            poll.register(self._connection, select.POLLIN)
            if not poll.poll(None if seconds is None else 1000 * seconds):
                return False
            chunk = self._connection.recv(_CHUNK)
        except (OSError, ValueError) as error:
            raise LineCut("the line is closed") from error
        if not chunk or len(self._read) + len(chunk) > _LONGEST:
            raise LineCut("the other side is gone")
        self._read += chunk
        return True

    def cut(self) -> None:
        """Ends the connection, from any thread; one that waits in `receive` learns of it."""
        with suppress(OSError):  # it has ended already
            self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Ends the connection. For the thread that receives: its descriptor may be another's then."""
        self.cut()
        self._connection.close()
