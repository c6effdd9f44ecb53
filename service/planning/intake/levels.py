"""From statements to levels: the weightiest wins, and what was long not used loses one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from service.planning.intake.gazetteer import Kind
from service.planning.intake.statements import WEIGHTS, Statement
from service.planning.technologies import technology_text

_OLD = 5  # years after which one level is lost


@dataclass(frozen=True, slots=True)
class Rated:
    """A tag with its level and the statement that decided."""

    kind: Kind
    tag: str
    level: int
    by: Statement
    faded: bool = False


def rate(statements: Iterable[Statement], latest_year: int | None) -> list[Rated]:
    """Each tag once, in the order of its first mention."""
    by_tag: dict[tuple[Kind, str], list[Statement]] = {}
    for statement in statements:
        key = (statement.alias.kind, statement.alias.tag)
        by_tag.setdefault(key, []).append(statement)
    rated = (_rated(key, found, latest_year) for key, found in by_tag.items())
    return [entry for entry in rated if entry is not None]


def warnings_of(rated: Iterable[Rated]) -> list[str]:
    """What was assumed about them."""
    found = []
    for entry in rated:
        if entry.kind == "maths":
            continue
        name = technology_text(entry.tag)
        if entry.by.weight == "bare":
            found.append(f"No level was given for {name}: {entry.by.level} is assumed.")
        if entry.faded:
            found.append(
                f"{name} was last used in {entry.by.last or 'a job long past'}: one level less."
            )
    return found


def _rated(
    key: tuple[Kind, str], statements: list[Statement], latest_year: int | None
) -> Rated | None:
    counted = _without_lacking_members(statements)
    if not counted:
        return None
    by = max(enumerate(counted), key=lambda entry: _weight(*entry))[1]
    last = max((s.last or latest_year or 0 for s in counted if s.level > 0), default=None)
    faded = last is not None and latest_year is not None and last < latest_year - _OLD
    level = max(1, by.level - 1) if faded and by.level > 0 else by.level
    dated = replace(by, last=last) if faded else by
    return Rated(*key, level, dated, faded and level < by.level)


def _weight(at: int, statement: Statement) -> tuple[int, int, int]:
    return WEIGHTS[statement.weight], statement.level, at


def _without_lacking_members(statements: list[Statement]) -> list[Statement]:
    """Never to have used MySQL says nothing of PostgreSQL, and so nothing of SQL."""
    lacking = {s.alias.name for s in statements if s.alias.member and s.weight in ("never", "wish")}
    return [s for s in statements if not (s.alias.member and s.alias.name in lacking)]
