"""Connections that come too slowly or too many at once, before there is a request to refuse."""

from __future__ import annotations

import asyncio
import socket

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from service.api.handlers import problem
from service.api.security import HEADERS

MOST = 500  # open at once; a process may mostly hold 1024 files
# Seconds: longer than proxies keep an idle connection (nginx 60, Caddy 120), and than the pauses that
# clients are told to make. Whoever sends a question just when it is closed loses it.
KEEP_ALIVE = 125
HEAD_LIMIT = 32 * 1024  # bytes of a request's line and headers
_CLOSE = HEADERS | {"Connection": "close"}
_CROWDED = "Too many connections are open: try again in a moment."
_UNREADABLE = "This is no HTTP request, or its headers are too large."


class Connection(H11Protocol):
    """Uvicorn's connection, which would wait for ever for the end of a request's head.

    It is cut when `head_seconds` after the first byte no request has begun. Bodies are up to
    BodyLimit, and what comes after a response to KEEP_ALIVE. A client that takes nothing
    for `stalled_seconds`, or has vanished without a word, is cut by the kernel. Beyond `most`
    connections one that idles makes room; if none does, the next is told to come back.
    """

    head_seconds: float = 15
    stalled_seconds: float = 60
    most: int = MOST
    _cut: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._limit()
        self._give_up_on_the_stalled()
        if len(self.connections) > self.most and not self._make_room():
            self.app = problem(
                503, "busy", _CROWDED, headers=_CLOSE | {"Retry-After": "5"}
            )  # a response is an application

    def connection_lost(self, exc: Exception | None) -> None:
        self._lift()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._lift()
        else:
            self._limit()

    def send_400_response(self, msg: str) -> None:
        """What can't be read as a request is refused in the one shape too."""
        del msg
        response = problem(400, "bad_request", _UNREADABLE, headers=_CLOSE)
        events = (
            h11.Response(status_code=400, headers=response.raw_headers, reason=b"Bad Request"),
            h11.Data(data=bytes(response.body)),
            h11.EndOfMessage(),
        )
        self.transport.write(b"".join(self.conn.send(event) or b"" for event in events))
        self.transport.close()

    def _give_up_on_the_stalled(self) -> None:
        """Where the system can: without it a client that never reads holds its response for ever."""
        peer: socket.socket | None = self.transport.get_extra_info("socket")
        option = getattr(socket, "TCP_USER_TIMEOUT", None)
        if peer is not None and option is not None and peer.family != socket.AF_UNIX:
            peer.setsockopt(socket.IPPROTO_TCP, option, round(1000 * self.stalled_seconds))

    @property
    def _idles(self) -> bool:
        """Whether it has had its answers, and asks nothing."""
        answered = self.cycle is not None and self.cycle.response_complete
        return answered and self._cut is None and not self.transport.is_closing()

    def _make_room(self) -> bool:
        for other in self.connections:
            if isinstance(other, Connection) and other._idles:
                other.transport.close()
                return True
        return False

    def _limit(self) -> None:
        if self._cut is None:
            self._cut = self.loop.call_later(self.head_seconds, self.transport.close)

    def _lift(self) -> None:
        if self._cut is not None:
            self._cut.cancel()
            self._cut = None
