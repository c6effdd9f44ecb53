"""What a worker is told of the service that it is one of."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Seat:
    """`folder` is private and lives as long as the service; the sockets lie in it.

    Workers count from 0, and one that replaces another has its number.
    """

    folder: Path
    number: int
    workers: int
    secret: str = field(repr=False)  # signs tokens and cookies, the same in all

    @property
    def first(self) -> bool:
        """Whether this worker does what must be done by one alone."""
        return self.number == 0

    @property
    def model_socket(self) -> Path:
        """Where the process of the model listens."""
        return model_socket(self.folder)

    @property
    def rates_socket(self) -> Path:
        """Where callers are counted."""
        return rates_socket(self.folder)


def model_socket(folder: Path) -> Path:
    return folder / "model.sock"


def rates_socket(folder: Path) -> Path:
    return folder / "rates.sock"
