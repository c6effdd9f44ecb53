"""uvicorn's server, which lets answers end before it stops."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
from collections.abc import Callable
from types import FrameType

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from service.api.state import State

log = logging.getLogger(__name__)

FAREWELL = 5  # seconds in which connections take what ends their answers
_LOOK = 0.05


class Server(uvicorn.Server):
    """At the first signal questions are refused; it listens on while answers are under way.

    So `/readyz` can say why, which it couldn't if it stopped listening first, as uvicorn does. It
    stops once nothing is under way, but not before `linger_seconds`, in which load balancers learn
    of it. What is left after `drain_seconds` is ended with an event that says so. A second signal
    ends the process at once.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        state: Callable[[], State],
        drain_seconds: float,
        linger_seconds: float,
    ) -> None:
        """`state` is asked for once the application has started."""
        super().__init__(config)
        self._state = state
        self._drain_seconds = drain_seconds
        self._linger_seconds = linger_seconds
        self._told = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """uvicorn's own would raise the signal again at the end, and the exit code would be its."""
        del frame
        if self.should_exit or (self.started and self._state().draining.begun):
            os._exit(128 + sig)  # the first process of a container would not die of the signal
        if self.started:
            self._state().draining.begin()
        else:
            self.should_exit = True  # nobody has asked anything

    async def on_tick(self, counter: int) -> bool:
        """Whether to stop now; called ten times a second."""
        stopping = await super().on_tick(counter)
        draining = self._state().draining
        if stopping or not draining.begun:
            return stopping
        if not self._told:
            self._told = True
            log.info(
                "draining: %d requests are under way, and have %g s to end",
                len(self.server_state.tasks), self._drain_seconds,
            )  # fmt: skip
        if draining.seconds < self._linger_seconds:
            return False
        return not self.server_state.tasks or draining.seconds >= self._drain_seconds

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends what is left, so that nothing is torn but what nobody reads."""
        state = self._state()
        state.draining.begin()
        state.queue.end()
        until = time.monotonic() + FAREWELL
        while self.server_state.tasks and time.monotonic() < until:
            await asyncio.sleep(_LOOK)
        for connection in list(self.server_state.connections):
            if isinstance(connection, H11Protocol) and _is_busy(connection):
                connection.transport.abort()
        await super().shutdown(sockets)


def _is_busy(connection: H11Protocol) -> bool:
    return connection.cycle is not None and not connection.cycle.response_complete
