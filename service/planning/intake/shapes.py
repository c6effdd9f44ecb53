"""Values of a document whose shape nobody vouches for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_ENTRIES = 300  # of a section that are read
_WORDS = 200  # entries of a list of words
_LONGEST = 4_000  # characters of one text
_WHOLE = 200_000  # characters of all texts


@dataclass(slots=True)
class Shapes:
    """Reads what has the expected shape, and remembers each section where something had not."""

    resume: Mapping[str, Any]
    left: int = _WHOLE
    warnings: list[str] = field(default_factory=list)

    def entries(self, section: str) -> list[Mapping[str, Any]]:
        """The mappings that a section lists."""
        listed = self.resume.get(section)
        if listed is None:
            return []
        if not isinstance(listed, list | tuple):
            self.warnings.append(f"{section}: a list was expected; the section is passed over.")
            return []
        found = [entry for entry in listed[:_ENTRIES] if isinstance(entry, Mapping)]
        if len(listed) > _ENTRIES:
            self.warnings.append(f"{section}: only the first {_ENTRIES} entries are read.")
        elif len(found) < len(listed):
            self.warnings.append(f"{section}: entries of another shape are passed over.")
        return found

    def part(self, section: str) -> Mapping[str, Any]:
        """A section that is one mapping."""
        value = self.resume.get(section)
        return value if isinstance(value, Mapping) else {}

    def text(self, entry: Mapping[str, Any], key: str) -> str:
        """A text, cut to what anybody writes; empty if it is none."""
        value = entry.get(key)
        return self._cut(value) if isinstance(value, str) else ""

    def words(self, entry: Mapping[str, Any], key: str) -> list[str]:
        """The texts that a key lists; one text alone is a list of it."""
        value = entry.get(key)
        listed: Sequence[Any] = value if isinstance(value, list | tuple) else [value]
        return [self._cut(word) for word in listed[:_WORDS] if isinstance(word, str)]

    def _cut(self, text: str) -> str:
        kept = text[: min(_LONGEST, self.left)]
        self.left -= len(kept)
        return kept
