"""Measures the verifier on sentences whose support is known, read from YAML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from indexer.embedding import Embedder
from indexer.types import Passage, Unit
from service.answering.evidence import Evidence
from service.answering.verification.verifier import Verifier
from service.errors import BadInput
from service.evaluation.entries import read_entries

_FIELDS = {"id", "kind", "evidence", "question", "sentence", "supported", "part"}
_TEXTS = ("id", "kind", "question", "sentence")
TUNED, HELD_OUT = "tuned", "held-out"


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence with the evidence that it was written from, and whether that supports it."""

    id: str
    kind: str
    question: str
    evidence: tuple[str, ...]
    sentence: str
    supported: bool
    part: str = TUNED


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the verifier said of a pair: the reason against it, or "" where it lets it through."""

    pair: Pair
    reason: str

    @property
    def right(self) -> bool:
        return self.pair.supported == (not self.reason)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of what is let through, the share that is supported; of the supported, the share let through.

    A share of nothing is None.
    """

    pairs: int
    precision: float | None
    recall: float | None


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a YAML file: a list of mappings. Raises BadInput, naming pair and field."""
    return read_entries(path, "pair", _FIELDS, _pair)


def judge(pairs: Iterable[Pair], embedder: Embedder, *, paraphrases: bool = True) -> list[Ruling]:
    """Runs the verifier over each pair by itself; without `paraphrases` as for the packaged model."""
    rulings = []
    for pair in pairs:
        evidence = _evidence(pair.evidence, embedder)
        verifier = Verifier(embedder, pair.question, evidence, paraphrases=paraphrases)
        verdict = verifier.check(pair.sentence)
        rulings.append(Ruling(pair, "" if verdict.support else verdict.reason))
    return rulings


def figures(rulings: Sequence[Ruling]) -> Figures:
    """Precision and recall of "supported"."""
    passed = [ruling for ruling in rulings if not ruling.reason]
    supported = [ruling for ruling in rulings if ruling.pair.supported]
    right = sum(ruling.right for ruling in passed)
    return Figures(
        len(rulings),
        right / len(passed) if passed else None,
        right / len(supported) if supported else None,
    )


def by_part(rulings: Sequence[Ruling]) -> dict[str, Figures]:
    """The figures of the whole set and of its two parts."""
    parts = {part: [r for r in rulings if r.pair.part == part] for part in (TUNED, HELD_OUT)}
    return {"all": figures(rulings)} | {part: figures(of) for part, of in parts.items() if of}


def by_kind(rulings: Sequence[Ruling], part: str | None = None) -> dict[str, tuple[int, int]]:
    """By kind, how many pairs there are and how many were judged rightly; in order of the file."""
    counts: dict[str, tuple[int, int]] = {}
    for ruling in rulings:
        if part in (None, ruling.pair.part):
            total, right = counts.get(ruling.pair.kind, (0, 0))
            counts[ruling.pair.kind] = (total + 1, right + ruling.right)
    return counts


def summary(rulings: Sequence[Ruling]) -> dict[str, Any]:
    """All figures as plain data."""
    return {
        "parts": {part: asdict(found) for part, found in by_part(rulings).items()},
        "kinds": {
            part: {
                kind: {"pairs": n, "right": k} for kind, (n, k) in by_kind(rulings, part).items()
            }
            for part in (TUNED, HELD_OUT)
        },
        "wrong": {r.pair.id: r.reason or "let through" for r in rulings if not r.right},
    }


def _evidence(sentences: Sequence[str], embedder: Embedder) -> list[Evidence]:
    """Sentences as the evidence of one passage, embedded as the indexer does it."""
    units = tuple(Unit(text, "sentence", 0, text) for text in sentences)
    text = " ".join(sentences)
    passage = Passage(0, "note", "", (), "", text, text, units)
    vectors = embedder.embed_passages(sentences)
    return [Evidence(passage, at, vectors[at], 1.0) for at in range(len(units))]


def _pair(entry: Mapping[str, Any], where: str, at: int) -> Pair:
    del at  # a pair has an id of its own
    for name in _TEXTS:
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise BadInput(f"{where}: `{name}` is not a text.")
    evidence = entry.get("evidence")
    if not isinstance(evidence, list) or not evidence or not all(map(_is_text, evidence)):
        raise BadInput(f"{where}: `evidence` is not a list of texts.")
    if not isinstance(entry.get("supported"), bool):
        raise BadInput(f"{where}: `supported` is neither true nor false.")
    part = entry.get("part", TUNED)
    if part not in (TUNED, HELD_OUT):
        raise BadInput(f"{where}: `part` is neither {TUNED} nor {HELD_OUT}.")
    texts = {name: entry[name] for name in _TEXTS}
    return Pair(**texts, evidence=tuple(evidence), supported=entry["supported"], part=part)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
