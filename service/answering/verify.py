"""Checks each sentence that a model wrote against the evidence, before anyone sees it.

A sentence is supported only if every number, identifier, address and name in it occurs in the
evidence, its words are covered, it means nearly what a sentence of the evidence means, it denies no
more and no less than that sentence, and it does not just repeat the question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.embedding import Embedder
from service.answering.evidence import Evidence
from service.answering.words import content_words, negations, stem, stems

_CLOSE = 0.70  # cosine to the nearest evidence sentence
_COVERED = 0.85  # share of the content words that occur in the evidence
_SHORTEST = 4  # words
_ECHO = 0.92  # cosine to the question
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_EXACT = re.compile(
    r"https?://\S+|\w+(?:[._]\w+)+(?:\(\))?|\w+\(\)|[A-Za-z]+\d\w*|\b\w*[a-z][A-Z]\w*"
)
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][\w-]+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The evidence that supports a sentence, by position; empty if nothing does, with the reason."""

    support: tuple[int, ...]
    reason: str = ""


class Verifier:
    """Checks sentences against one answer's evidence."""

    def __init__(self, embedder: Embedder, question: str, evidence: Sequence[Evidence]) -> None:
        self._embedder = embedder
        self._evidence = evidence
        self._question = embedder.embed_question(question)
        self._text = " ".join(item.unit.text for item in evidence)
        self._stems = stems(self._text)
        self._vectors = np.stack([item.vector for item in evidence])

    def check(self, sentence: str) -> Verdict:
        """Which evidence supports a sentence, nearest first."""
        lost = self._unknown(sentence)
        if lost:
            return Verdict((), f"not in the evidence: {lost}")
        words = content_words(sentence)
        if len(sentence.split()) < _SHORTEST:
            return Verdict((), "a fragment")
        covered = [word for word in words if stem(word) in self._stems]
        if not words or len(covered) < _COVERED * len(words):
            return Verdict((), "says more than the evidence")
        vector = self._embedder.embed_question(sentence)
        if sentence.endswith("?") or float(vector @ self._question) > _ECHO:
            return Verdict((), "repeats the question")
        cosines = self._vectors @ vector
        nearest = int(cosines.argmax())
        if cosines[nearest] < _CLOSE:
            return Verdict((), "means something else")
        if negations(sentence) % 2 != negations(self._evidence[nearest].unit.text) % 2:
            return Verdict((), "denies what the evidence says, or the reverse")
        near = [at for at in np.argsort(-cosines).tolist() if cosines[at] >= _CLOSE]
        return Verdict(tuple(near))

    def _unknown(self, sentence: str) -> str:
        """The first number, identifier, address or name that the evidence does not hold."""
        for pattern in (_NUMBER, _EXACT, _NAME):
            for found in pattern.findall(sentence):
                token = found.rstrip(".,;:")
                if not re.search(rf"(?<![\w.]){re.escape(token)}(?!\w)", self._text, re.IGNORECASE):
                    return str(token)
        return ""
