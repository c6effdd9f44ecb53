"""Text cut into words, runs of digits and single signs, in one pass."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

LONGEST = 100_000  # characters of cleaned text that are read: some single signs unfold into many
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")
_CHUNK = re.compile(r"[^\s|;,<>()\[\]]+")
_HYPHENATED = re.compile(r"(?<=[a-zà-ÿ])-\n[ ]*(?=[a-zà-ÿ])")
_SITE = re.compile(r"\.(?:com|org|edu|net|io|dev|de|fr|es|uk|eu|ch|at|me)/")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("‘’ʼ`´", "'"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0f", None),
        **dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", None),
        "\0": " ",
        "\t": "  ",
    }
)


class Token(NamedTuple):
    """A piece of text. `glue` is what stands before it: nothing, a space or a dropped hyphen."""

    text: str
    fold: str
    glue: str
    line: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()

    @property
    def key(self) -> str:
        """What phrases are matched by: a hyphen inside a word counts as a space."""
        return f" {self.fold}" if self.glue else self.fold


def clean(text: str) -> str:
    """Compatibility signs, dashes and quotes made plain, invisible signs and addresses removed."""
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS))[:LONGEST].translate(_SIGNS)
    return _CHUNK.sub(_without_address, "\n".join(plain.splitlines()))


def tokenise(lines: Iterable[str]) -> list[Token]:
    """The tokens of the lines. Spaces part tokens and are remembered as glue."""
    tokens = []
    for number, line in enumerate(lines):
        end, glue = -1, " "
        for match in _TOKEN.finditer(line):
            if end >= 0 and match.start() > end:
                glue = " "
            text, end = match[0], match.end()
            if text == "-" and not glue and _inside_word(line, match.start()):
                glue = "-"
                continue
            tokens.append(Token(text, fold(text), glue, number))
            glue = ""
    return tokens


def unhyphenated(rows: Sequence[str]) -> list[str]:
    """The rows, words that are broken between two of them made whole."""
    return _HYPHENATED.sub("", "\n".join(rows)).split("\n")


def keys(phrase: str) -> tuple[str, ...]:
    """The keys of a phrase, as they are found in text."""
    tokens = tokenise([phrase])
    return tuple(token.fold if at == 0 else token.key for at, token in enumerate(tokens))


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Lower case without accents."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)) or word


def _inside_word(line: str, at: int) -> bool:
    return line[at - 1].isalpha() and line[at + 1 : at + 2].isalnum()


def _without_address(match: re.Match[str]) -> str:
    """Mail and web addresses, in which technologies are only names of hosts and accounts."""
    chunk = match[0]
    at = chunk.find("@", 1)
    if "://" in chunk or chunk.startswith("www.") or (at > 0 and "." in chunk[at:]):
        return " " * len(chunk)
    return " " * len(chunk) if _SITE.search(chunk) else chunk
