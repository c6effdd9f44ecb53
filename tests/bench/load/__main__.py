"""python -m tests.bench.load --users 16 --minutes 10 --kind chat."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.bench.load.report import is_sound, show
from tests.bench.load.run import USERS, own_environment, run, scratch


def main() -> None:
    """Runs a load and prints its table; exit code 1 if anything happened that never may."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.load", description=__doc__)
    parser.add_argument("--users", type=int, default=16)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--kind", choices=list(USERS), default="chat")
    parser.add_argument(
        "--limits", choices=["off", "default"], default="off", help="how often a caller may ask"
    )
    parser.add_argument("--folder", type=Path, help="where log and outcomes are left")
    given = parser.parse_args()
    folder = given.folder or scratch()
    seconds = 60 * given.minutes
    done = run(own_environment(), given.kind, given.users, seconds, given.limits, folder)
    title = f"{given.kind}: {given.users} users, {given.minutes:g} minutes, limits {given.limits}"
    show(done, title)
    sys.exit(0 if is_sound(done) else 1)


if __name__ == "__main__":
    main()
