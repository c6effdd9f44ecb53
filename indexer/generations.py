"""The index directory: generations side by side, one of them current.

A generation is written into a folder of its own, which becomes current by one atomic replacement of
the file CURRENT, after everything is on disk. A build that dies leaves a folder that nothing reads;
the next build sweeps it away. The generation before the current one is kept for roll-back.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import BuildBusy, IndexMissing, NotWritable

_CURRENT = "CURRENT"
_PREFIX = "generation-"
_UNFINISHED = ".unfinished"


class Generations:
    """The generations below one index directory."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Path:
        """The folder of the generation in force. Raises IndexMissing if there is none."""
        try:
            name = (self.root / _CURRENT).read_text(encoding="utf-8").strip()
        except OSError:
            raise IndexMissing(
                "There is no index yet: build one with `onramp index FOLDER`, or set ONRAMP_INDEX "
                "to the directory of one."
            ) from None
        folder = self.root / name
        if not name.startswith(_PREFIX) or "/" in name or not folder.is_dir():
            raise IndexMissing(
                "The current generation of the index is gone: build it again with `onramp index "
                "FOLDER`, or go back with `onramp index --rollback`."
            )
        return folder

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Held while building. Raises BuildBusy if another process holds it, and NotWritable."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            opened = (self.root / ".lock").open("w")
        except OSError as error:
            raise NotWritable(
                f"The index directory cannot be written to ({error.strerror}): make it writable, or "
                "choose another by ONRAMP_INDEX or `--out`."
            ) from None
        with opened as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise BuildBusy(
                    "Another build is running in this index directory: wait until it has ended."
                ) from None
            yield

    def begin(self) -> Path:
        """A new, empty folder to write the next generation into; earlier unfinished ones go."""
        for left_over in self.unfinished():
            self.discard(left_over)
        number = max((_number(folder) for folder in self._finished()), default=0) + 1
        folder = self.root / f"{_PREFIX}{number:06d}{_UNFINISHED}"
        folder.mkdir()
        return folder

    def discard(self, unfinished: Path) -> None:
        """Removes a folder that will not become a generation."""
        shutil.rmtree(unfinished)

    def unfinished(self) -> list[Path]:
        """What builds that died have left behind."""
        return sorted(self.root.glob(f"*{_UNFINISHED}"))

    def newest_first(self) -> list[Path]:
        """Every finished generation, the current one before the others."""
        current = self._name_of_current()
        return sorted(
            self._finished(), key=lambda folder: (folder.name == current, folder.name), reverse=True
        )

    def publish(self, unfinished: Path, keep: Path | None = None) -> Path:
        """Makes a written folder the current generation; all the others but `keep`, by
        default the current one until now, are removed."""
        for file in unfinished.iterdir():
            _flush(file)
        _flush(unfinished)
        keep = keep or self.root / self._name_of_current()
        final = unfinished.with_name(unfinished.name.removesuffix(_UNFINISHED))
        unfinished.rename(final)
        self._point_to(final.name)
        for folder in self._finished():
            if folder not in (final, keep):
                shutil.rmtree(folder)
        return final

    def roll_back(self) -> Path:
        """Makes the newest generation other than the current one current. IndexMissing if none is."""
        others = [folder for folder in self._finished() if folder.name != self._name_of_current()]
        if not others:
            raise IndexMissing("There is no other generation to go back to: build the index again.")
        self._point_to(others[-1].name)
        return others[-1]

    def _finished(self) -> list[Path]:
        folders = self.root.glob(f"{_PREFIX}*")
        return sorted(folder for folder in folders if not folder.name.endswith(_UNFINISHED))

    def _name_of_current(self) -> str:
        try:
            return self.current().name
        except IndexMissing:
            return ""

    def _point_to(self, name: str) -> None:
        fresh = self.root / f"{_CURRENT}.new"
        fresh.write_text(name + "\n", encoding="utf-8")
        _flush(fresh)
        os.replace(fresh, self.root / _CURRENT)
        _flush(self.root)


def _number(folder: Path) -> int:
    digits = folder.name.removeprefix(_PREFIX)
    return int(digits) if digits.isdigit() else 0


def _flush(path: Path) -> None:
    """Forces a file or a directory's entries to disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
