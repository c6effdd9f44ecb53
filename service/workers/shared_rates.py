"""Callers are counted in one process for all workers, where no Redis does it."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path

from service.access.caller import Caller
from service.access.rates import Rates

log = logging.getLogger(__name__)


class SharedRates:
    """Stands for the Rates of the process that `serve_rates` runs in."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._asking = asyncio.Lock()
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def wait(self, kind: str, caller: Caller) -> int | None:
        """As with Rates. Raises OSError or ValueError if that process does not answer."""
        async with self._asking:
            if self._streams is None:
                self._streams = await asyncio.open_unix_connection(str(self._path))
            reader, writer = self._streams
            try:
                writer.write(_line([kind, caller.kind, caller.name]))
                await writer.drain()
                reply = json.loads(await reader.readline())
            except BaseException:
                self._streams = None  # a reply may be under way that is nobody's
                writer.close()
                raise
        return None if reply is None else int(reply)

    async def can_count(self) -> bool:
        """Whether that process answers; a kind without a rate costs nobody anything."""
        try:
            await self.wait("", Caller("address", "", frozenset()))
        except (OSError, ValueError):
            return False
        return True

    async def close(self) -> None:
        """Lets go of the line."""
        if self._streams is not None:
            self._streams[1].close()
            await self._streams[1].wait_closed()


Counts = Rates | SharedRates  # whoever asks need not know which


async def serve_rates(path: Path, rates: Rates) -> None:
    """Counts for whoever connects, until it is cancelled. A line is a kind and a caller."""

    async def count(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                kind, caller_kind, name = json.loads(line)
                caller = Caller(caller_kind, name, frozenset())
                writer.write(_line(await rates.wait(kind, caller)))
                await writer.drain()
        except (OSError, ValueError):
            log.exception("a worker's callers could not be counted")
        finally:
            writer.close()

    server = await asyncio.start_unix_server(count, str(path))
    async with server:
        await server.serve_forever()


def _line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"
