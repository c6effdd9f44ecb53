"""Queries and what answers them, read from files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.errors import BadInput

Qrels = dict[str, dict[str, int]]  # grade by document by query


@dataclass(frozen=True, slots=True)
class Query:
    """`ignore` are documents to drop from its ranking: the page it was taken from, say."""

    qid: str
    text: str
    ignore: frozenset[str] = frozenset()


def read_queries(path: Path) -> tuple[list[Query], Qrels]:
    """JSON lines with `qid`, `query`, and perhaps `ignore` and `notes`: lists of docids.

    `notes` are what answers the query, for sets that keep no file of judgements beside it. Raises
    BadInput, naming the line and the field.
    """
    queries: dict[str, Query] = {}
    judged: Qrels = {}
    for number, line in _lines(path):
        where = f"{path.name}, line {number}"
        try:
            fields = json.loads(line)
        except ValueError:
            raise BadInput(f"{where}: not JSON.") from None
        if not isinstance(fields, dict):
            raise BadInput(f"{where}: not a JSON object with `qid` and `query`.")
        qid, text = str(fields.get("qid") or ""), fields.get("query")
        if not qid or not isinstance(text, str) or not text.strip():
            raise BadInput(f"{where}: `qid` and `query` are needed, both as text.")
        if qid in queries:
            raise BadInput(f"{where}: `qid` '{qid}' stands twice.")
        queries[qid] = Query(qid, text, frozenset(_docids(fields, "ignore", where)))
        if fields.get("notes"):
            judged[qid] = dict.fromkeys(_docids(fields, "notes", where), 1)
    if not queries:
        raise BadInput(f"{path.name}: holds no query.")
    return list(queries.values()), judged


def read_qrels(path: Path) -> Qrels:
    """Lines `qid docid grade`, parted by tabs. Raises BadInput, naming the line."""
    judged: Qrels = {}
    for number, line in _lines(path):
        parts = line.split("\t")
        where = f"{path.name}, line {number}"
        if len(parts) != 3:
            raise BadInput(f"{where}: not `qid docid grade` parted by tabs.")
        try:
            grade = int(parts[2])
        except ValueError:
            if number == 1:  # a header
                continue
            raise BadInput(f"{where}: the grade '{parts[2]}' is not a whole number.") from None
        judged.setdefault(parts[0], {})[plain(parts[1])] = grade
    return judged


def plain(docid: str) -> str:
    """A document's name without what files add to it."""
    return docid.strip().removeprefix("./").removesuffix(".md")


def _docids(fields: Mapping[str, Any], key: str, where: str) -> list[str]:
    value = fields.get(key) or []
    if not isinstance(value, list) or not all(isinstance(docid, str) for docid in value):
        raise BadInput(f"{where}: `{key}` is not a list of docids.")
    return [plain(docid) for docid in value]


def _lines(path: Path) -> Iterable[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"'{path.name}' cannot be read as UTF-8 text: check the path.") from None
    return ((n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip())
