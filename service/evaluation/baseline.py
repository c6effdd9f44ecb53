"""A kept baseline: what the shares were, and which of them have fallen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from service.errors import BadInput

_SLACK = 0.01  # a share may fall by this much without being called a regression


def keep(path: Path, shares: Mapping[str, float | None]) -> None:
    """Writes the shares as the baseline of later runs."""
    path.write_text(json.dumps(dict(shares), indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_baseline(path: Path) -> dict[str, object]:
    """The shares that were kept, by name. Raises BadInput if the file is no baseline."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): value for name, value in kept.items()}
    except (OSError, ValueError, AttributeError):
        raise BadInput(
            f"'{path.name}' is no baseline: make one with `--keep {path.name}`."
        ) from None


def regressions(before: Mapping[str, object], shares: Mapping[str, float | None]) -> list[str]:
    """What has become worse than the baseline, in words."""
    fallen = []
    for name, now in shares.items():
        was = before.get(name)
        if isinstance(was, float | int) and (now is None or now < was - _SLACK):
            fallen.append(
                f"{name} fell from {was:.3f} to {'nothing' if now is None else f'{now:.3f}'}"
            )
    return fallen
