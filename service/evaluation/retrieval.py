"""How well the passages of an index are found."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from indexer.embedding import Embedder
from indexer.index import Index
from service.answering.rerank import Reranker
from service.errors import BadInput
from service.evaluation.measures import NAMES, Estimate, estimate, measure
from service.evaluation.queries import Qrels, Query
from service.evaluation.ranking import Method, rank_notes

_KEPT = 10  # documents a query in the file by query


@dataclass(frozen=True, slots=True)
class Report:
    """`by_query` holds measures and ranking of each; `unknown` the judged docids no note has."""

    method: Method
    measures: dict[str, Estimate]
    by_query: dict[str, dict[str, Any]]
    unknown: list[str]

    def summary(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "queries": len(self.by_query),
            "measures": {name: asdict(value) for name, value in self.measures.items()},
            "unknown_docids": self.unknown,
        }

    def write_by_query(self, path: Path) -> None:
        """JSON lines, one a query."""
        lines = (json.dumps(entry, ensure_ascii=False) for entry in self.by_query.values())
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def evaluate_retrieval(
    index: Index,
    embedder: Embedder,
    queries: Sequence[Query],
    judged: Qrels,
    method: Method,
    reranker: Reranker | None = None,
) -> Report:
    """Ranks the notes for each judged query and measures the rankings.

    A docid is a note's path below its folder without `.md`, or its slug. Raises BadInput if no query
    has a judged document that is in the index.
    """
    slugs = {path: slug for slug, path in index.paths.items()} | {
        slug: slug for slug in index.paths
    }
    known = {
        qid: {slugs.get(docid, docid): grade for docid, grade in grades.items()}
        for qid, grades in judged.items()
    }
    unknown = sorted({d for grades in judged.values() for d in grades if d not in slugs})
    rankings = {}
    for query in queries:
        if query.qid in known:
            dropped = {slugs.get(docid, docid) for docid in query.ignore}
            ranking = rank_notes(index, embedder, query.text, method, reranker)
            rankings[query.qid] = [slug for slug in ranking if slug not in dropped]
    measured = measure(known, rankings)
    if not any(set(grades) & set(index.paths) for grades in known.values()) or not measured:
        raise BadInput(
            "No query has a judged document that is in the index: a docid is a note's path below "
            "its folder without `.md`, or its slug."
        )
    estimates = {name: estimate([values[name] for values in measured.values()]) for name in NAMES}
    texts = {query.qid: query.text for query in queries}
    by_query = _by_query(measured, texts, known, rankings)
    return Report(method, estimates, by_query, unknown)


def _by_query(
    measured: Mapping[str, Mapping[str, float]],
    texts: Mapping[str, str],
    known: Qrels,
    rankings: Mapping[str, Sequence[str]],
) -> dict[str, dict[str, Any]]:
    return {
        qid: {
            "qid": qid,
            "query": texts[qid],
            **values,
            "relevant": sorted(d for d, grade in known[qid].items() if grade > 0),
            "ranking": list(rankings[qid][:_KEPT]),
        }
        for qid, values in measured.items()
    }
