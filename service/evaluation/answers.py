"""How well questions are answered and refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, quantiles
from typing import Any

from indexer.index import Index
from service.answering.assistant import Assistant
from service.evaluation.cases import Case
from service.evaluation.outcome import Result, run_case


@dataclass(frozen=True, slots=True)
class AnswersReport:
    """Shares lie between 0 and 1; a share of nothing is None. Times are in milliseconds."""

    results: tuple[Result, ...]

    @property
    def shares(self) -> dict[str, float | None]:
        """The figures that a baseline is kept of: higher is better for each."""
        should = [r for r in self.results if r.case.expect == ("answered",)]
        must_not = [r for r in self.results if "answered" not in r.case.expect]
        answered = [r for r in self.results if r.status == "answered"]
        refused = [r for r in self.results if r.status == "refused"]
        judged = [r for r in should if r.status == "answered"]
        shown = sum(len(r.sentences) for r in self.results)
        return {
            "passed": _share(not r.faults for r in self.results),
            "answered_precision": _share("answered" in r.case.expect for r in answered),
            "answered_recall": _share(r.status == "answered" for r in should),
            "refused_precision": _share("answered" not in r.case.expect for r in refused),
            "refused_recall": _share(r.status != "answered" for r in must_not),
            "citation_precision": _ratio(
                sum(r.right_citations for r in judged), sum(len(r.passages) for r in judged)
            ),
            "citation_recall": _share(r.right_citations > 0 for r in judged),
            "supported": _ratio(sum(r.supported for r in self.results), shown),
        }

    def summary(self) -> dict[str, Any]:
        """Everything that is worth printing."""
        sentences = [s for r in self.results for s in r.sentences]
        kinds: dict[str, list[Result]] = defaultdict(list)
        for result in self.results:
            kinds[result.case.kind].append(result)
        answered = [r.timings for r in self.results if r.status == "answered"]
        return {
            "cases": len(self.results),
            "shares": self.shares,
            "worded_by_model": _share(s.origin == "model" for s in sentences),
            "kinds": {
                kind: {
                    "cases": len(results),
                    "answered": _share(r.status == "answered" for r in results),
                    "passed": _share(not r.faults for r in results),
                }
                for kind, results in sorted(kinds.items())
            },
            "retrieval_ms": _times(r.timings.retrieval_ms for r in self.results),
            "first_sentence_ms": _times(t.first_sentence_ms for t in answered),
            "total_ms": _times(t.total_ms for t in answered),
        }


def evaluate_answers(
    index: Index,
    assistant: Assistant,
    cases: Sequence[Case],
    progress: Callable[[int, int], None],
) -> AnswersReport:
    """Asks every case. A docid of a case is a note's path or its slug."""
    slugs = {path: slug for slug, path in index.paths.items()}
    results = []
    for done, case in enumerate(cases, 1):
        notes = frozenset(slugs.get(docid, docid) for docid in case.notes)
        results.append(run_case(index, assistant, replace(case, notes=notes)))
        progress(done, len(cases))
    return AnswersReport(tuple(results))


def _share(flags: Iterable[bool]) -> float | None:
    values = list(flags)
    return fmean(values) if values else None


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _times(values: Iterable[int | None]) -> dict[str, float] | None:
    known = sorted(value for value in values if value is not None)
    if len(known) < 2:
        return None
    centiles = quantiles(known, n=20, method="inclusive")
    return {"p50": centiles[9], "p95": centiles[18]}
