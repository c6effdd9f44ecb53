"""What has to be so, kept beside the service in the simplest form there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

Vote = tuple[str, tuple[str, ...]]  # verdict and reasons


@dataclass(slots=True)
class Given:
    """An answer that was acknowledged. `marker` is a word that stands in its question alone."""

    conversation: str
    status: str
    marker: str
    vote: Vote | None = None
    aged: bool = False


@dataclass(slots=True)
class Expected:
    """The answers that have to be there, what must be nowhere, and the generations."""

    answers: dict[str, Given] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)  # marker by answer id
    asked: Counter[str] = field(default_factory=Counter)  # by status, since the last start
    notes: dict[str, str] = field(default_factory=dict)  # the folder of notes: text by slug
    made_of: dict[str, dict[str, str]] = field(default_factory=dict)  # notes by generation
    damaged: set[str] = field(default_factory=set)
    on_disk: list[str] = field(default_factory=list)
    current: str = ""
    served: str = ""

    @property
    def conversations(self) -> list[str]:
        return sorted({given.conversation for given in self.answers.values()})

    def forget(self, ids: list[str]) -> None:
        """These are deleted."""
        for answer_id in ids:
            self.gone[answer_id] = self.answers.pop(answer_id).marker

    def of(self, conversation: str) -> list[str]:
        """The ids of its answers."""
        return [id_ for id_, given in self.answers.items() if given.conversation == conversation]

    def publish(self, name: str) -> None:
        """A build has published; it keeps the newest sound generation beside the new one."""
        order = sorted(self.on_disk, key=lambda one: (one == self.current, one), reverse=True)
        kept = [one for one in order if one not in self.damaged][:1]
        self.made_of[name] = dict(self.notes)
        self.on_disk = [*kept, name]
        self.current = name

    def roll_back(self) -> str:
        """The generation that a roll-back makes current."""
        self.current = max(one for one in self.on_disk if one != self.current)
        return self.current

    def refresh(self) -> None:
        """The service has looked at the index."""
        if self.current not in self.damaged:
            self.served = self.current
