"""The events of an answer as Markdown that other programs show: each citation is a link."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from service.answering.events import (
    Done,
    Event,
    PassagesFound,
    Refusal,
    SentenceChecked,
    ShownPassage,
)

_MARK = re.compile(r"(?:[-*+]|\d+[.)]) ")
_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\[]"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation in the text: characters `start` to `end` (exclusive) link to `url`."""

    url: str
    title: str
    start: int
    end: int


@dataclass(slots=True)
class MarkdownAnswer:
    """Told the events one by one, gives the text that each adds. `base` has no slash at its end.

    `text` is all of it so far, in Unicode characters, which the places of `mentions` count.
    """

    base: str
    text: str = ""
    passages: dict[int, ShownPassage] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    _previous: SentenceChecked | None = None

    @property
    def urls(self) -> list[str]:
        """The addresses of all passages: number n is at place n - 1."""
        return [self.base + passage.url for _, passage in sorted(self.passages.items())]

    def tell(self, event: Event) -> str:
        """The Markdown that an event adds, "" for events that add none."""
        before = len(self.text)
        if isinstance(event, PassagesFound):
            self.passages = {passage.n: passage for passage in event.passages}
        elif isinstance(event, SentenceChecked):
            self._sentence(event)
        elif isinstance(event, Refusal):
            self.passages = {}  # they answer nothing
            topics = [f"- {_link(topic.title, self.base + topic.url)}" for topic in event.nearest]
            self.text += "\n".join([event.answer, "", *topics]).rstrip()
        elif isinstance(event, Done):
            self._end(event)
        return self.text[before:]

    def _sentence(self, event: SentenceChecked) -> None:
        self.text += _between(self._previous, event)
        if event.label:
            self.text += f"**{event.label}**\n\n"
        if event.kind == "code":
            self.text += f"{_fenced(event.text)}\n\n" if event.citations else _fenced(event.text)
        else:
            mark = "- " if event.kind in ("item", "row") and not _MARK.match(event.text) else ""
            self.text += mark + event.text + (" " if event.citations else "")
        for n in event.citations:
            self._cite(n)
        self._previous = event

    def _cite(self, n: int) -> None:
        passage, start = self.passages[n], len(self.text)
        url = self.base + passage.url
        self.text += f"[[{n}]]({url})"
        self.mentions.append(Mention(url, _place(passage), start, len(self.text)))

    def _end(self, event: Done) -> None:
        if event.status == "smalltalk":
            self.text += event.answer
        cited = {mention.url for mention in self.mentions}
        sources = [
            f"- [{n}] {_link(_place(passage), self.base + passage.url)}"
            for n, passage in sorted(self.passages.items())
            if self.base + passage.url in cited
        ]
        if sources:
            self.text += "\n".join(["\n\n**Sources**\n", *sources])
        if event.notice:
            self.text += f"\n\n*{event.notice}*"


def _between(previous: SentenceChecked | None, event: SentenceChecked) -> str:
    if previous is None:
        return ""
    if event.label or previous.kind != event.kind:
        return "\n\n"
    return {"sentence": " ", "item": "\n", "row": "\n"}.get(event.kind, "\n\n")


def _fenced(code: str) -> str:
    if code.lstrip().startswith(("```", "~~~")):
        return code
    fence = "````" if "```" in code else "```"
    return f"{fence}\n{code}\n{fence}"


def _place(passage: ShownPassage) -> str:
    return " › ".join(dict.fromkeys(filter(None, (passage.title, passage.heading))))


def _link(title: str, url: str) -> str:
    return f"[{title.translate(_SPECIAL)}]({url})"
