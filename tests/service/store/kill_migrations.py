"""Run as a program: kills upgrades of copies of an old database at moments spread over their course.

`python -m tests.service.store.kill_migrations DELAYS ADDRESS...` upgrades each address in a process of
its own, which is killed so many milliseconds after its migration began. Prints a line for each:
"before", "amid" or "after" the migration's commit.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

from service.store import database
from service.store.store import Store


def upgrade_and_kill(address: str | Path, seconds: float) -> str:
    """Kills the upgrade some seconds after it began to migrate, and says where that found it."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        migrate = database.migrate

        def migrating(*args: object) -> None:
            os.write(tell, b"b")
            migrate(*args)  # type: ignore[arg-type]

        database.migrate = migrating  # type: ignore[attr-defined]
        Store.open(address)
        os.write(tell, b"e")
        signal.pause()
    os.read(told, 1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(tell)
    committed = os.read(told, 1)
    os.close(told)
    return "after" if committed else "amid"


if __name__ == "__main__":
    delays, *addresses = sys.argv[1:]
    for delay, address in zip(json.loads(delays), addresses, strict=True):
        place = address if "://" in address else Path(address)
        print(upgrade_and_kill(place, delay / 1000), flush=True)
