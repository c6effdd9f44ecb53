"""Small talk: greetings, thanks and the like get a friendly line, never a refusal."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from indexer.embedding import Embedder, Matrix

_FILE = Path(__file__).parent / "small_talk.toml"
_NEAR = 0.45  # cosine; off-topic questions stay below 0.38, small talk in other words is above
_GREETING = re.compile(
    r"\s*(?:hi+|hello|hey+|hiya|good (?:morning|afternoon|evening|day))(?: there| all| everyone)?"
    r"\s*[,.!:-]+\s*(?=\S{2,}.{6})",
    re.IGNORECASE,
)


class SmallTalk:
    """Knows the lines of small_talk.toml, by letter and by meaning."""

    def __init__(self, embedder: Embedder) -> None:
        talks = tomllib.loads(_FILE.read_text(encoding="utf-8"))["talk"]
        replies = {_bare(said): talk["reply"] for talk in talks for said in talk["said"]}
        self._replies: dict[str, str] = replies
        self._lines = list(replies.values())
        self._vectors = embedder.embed_passages(list(replies))

    def exact(self, text: str) -> str | None:
        """The reply to what is nothing but small talk; of several pieces, the last one's."""
        pieces = [_bare(piece) for piece in re.split(r"[,.;!?]+", text)]
        replies = [self._replies.get(piece) for piece in (_bare(text), *filter(None, pieces))]
        if replies[0] is not None:
            return replies[0]
        return replies[-1] if len(replies) > 1 and all(replies[1:]) else None

    def near(self, vector: Matrix) -> str | None:
        """The reply to what means nearly the same as small talk: for what the notes don't answer."""
        cosines = self._vectors @ vector
        best = int(cosines.argmax())
        return self._lines[best] if cosines[best] >= _NEAR else None


def without_greeting(text: str) -> str:
    """A question without the greeting that it may open with."""
    return _GREETING.sub("", text, count=1)


def _bare(text: str) -> str:
    """Words only, in small letters, letters drawn out made short: "Heyyy :)" is "hey"."""
    kept = re.sub(r"[^\w\s'’]|_", " ", text.lower()).replace("’", "'")
    return re.sub(r"(\w)\1{2,}", r"\1", " ".join(kept.split()))
