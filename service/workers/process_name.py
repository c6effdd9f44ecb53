"""What a process is called in `ps -o comm` and `top`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def name_process(name: str) -> None:
    """Names this process; 15 letters at most, and only where the system lets it."""
    with suppress(OSError):
        Path("/proc/self/comm").write_text(name, encoding="ascii")
