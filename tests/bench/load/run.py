"""Starts the service, lets locust's users at it, and gathers what came of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.load.memory import Held, MemoryWatch
from tests.bench.load.outcome import Outcome, read
from tests.served import ROOT, served

LOCUSTFILE = Path(__file__).with_name("locustfile.py")
USERS = {"chat": ["ChatUser"], "search": ["SearchUser"], "both": ["ChatUser", "SearchUser"]}
_PATIENCE = 300  # seconds that users may take to end what they have begun
_LIMITS = ("CHAT", "SEARCH", "PLAN")


@dataclass(frozen=True, slots=True)
class Run:
    """What a load came to. `errors` are lines of the service's log; `alive` whether it still ran."""

    outcomes: list[Outcome]
    memory: dict[str, Held]
    errors: list[str]
    alive: bool


def run(
    environment: Mapping[str, str], kind: str, users: int, seconds: float, limits: str, folder: Path
) -> Run:
    """Puts a load on a service of its own; logs, outcomes and its database are left in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    outcomes = folder / "outcomes.jsonl"
    outcomes.write_text("", encoding="utf-8")
    log = folder / "server.log"
    log.write_text("", encoding="utf-8")
    given = {
        **environment,
        "ONRAMP_DATABASE_URL": f"sqlite:///{folder.absolute() / 'onramp.db'}",
        "ONRAMP_TRUSTED_PROXIES": "127.0.0.1",  # so that users can come from addresses of their own
    }
    if limits == "off":
        given |= {f"ONRAMP_LIMIT_{name}": "off" for name in _LIMITS}
    with served(given, log) as server, MemoryWatch(server) as watch:
        command = [
            sys.executable, "-m", "locust", "-f", str(LOCUSTFILE), *USERS[kind], "--headless",
            "--host", server.address, "--users", str(users), "--spawn-rate", str(max(1, users // 5)),
            "--run-time", f"{round(seconds)}s", "--stop-timeout", str(_PATIENCE),
            "--only-summary", "--skip-log-setup",
        ]  # fmt: skip
        with (folder / "locust.log").open("wb") as said:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env=os.environ | {"LOAD_OUTCOMES": str(outcomes), "PYTHONPATH": str(ROOT)},
                stdout=said,
                stderr=said,
                timeout=seconds + 2 * _PATIENCE,
            )
        alive = server.process.poll() is None
    if done.returncode:
        raise RuntimeError(f"locust ended with {done.returncode}: see locust.log in {folder}")
    return Run(read(outcomes), watch.told, server.errors(), alive)


def own_environment() -> dict[str, str]:
    """The settings in force, over an index of kb/ that is made if it isn't there. Takes minutes then."""
    from tests.served import ONRAMP

    data = os.environ.get("ONRAMP_DATA", str(ROOT / ".onramp"))
    index = os.environ.get("ONRAMP_INDEX", str(Path(data) / "index"))
    environment = os.environ | {"ONRAMP_DATA": data, "ONRAMP_INDEX": index}
    for step in (["models", "--prepare"], ["index", "kb"]):
        subprocess.run([*ONRAMP, *step], cwd=ROOT, env=environment, check=True)
    return environment


def scratch() -> Path:
    """A folder for a run's files."""
    return Path(tempfile.mkdtemp(prefix="onramp-load-"))
