"""onramp plan: a study plan in the terminal, from a profile, a JSON Resume or a CV."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from service.errors import BadInput
from service.field_errors import explain
from service.planning.exports.calendar import to_calendar
from service.planning.exports.markdown import to_markdown
from service.planning.graph.catalogue import Catalogue
from service.planning.intake.request import Document, Proposed, propose
from service.planning.learner.profile import Profile
from service.planning.plan import begin, make_plan
from service.planning.rendering.document import Plan
from service.planning.words import date_text, hours_text

_LARGEST = 1024 * 1024  # bytes of a file


def read_document(path: Path) -> tuple[dict[str, Any], Proposed | None]:
    """The fields of a profile from a file, and what they were read from if it was a CV.

    JSON is a profile or a JSON Resume, anything else the text of a CV. Raises BadInput.
    """
    try:
        raw = path.read_bytes()[: _LARGEST + 1]
        text = raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"'{path.name}' cannot be read as UTF-8 text: check the path.") from None
    if len(raw) > _LARGEST:
        raise BadInput(f"'{path.name}' is larger than a profile or a CV may be (1 MB).")
    if path.suffix.casefold() != ".json":
        return _proposed({"text": text}, path)
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        raise BadInput(
            f"'{path.name}' is not JSON; the text of a CV goes into a .txt file."
        ) from None
    if not isinstance(fields, dict):
        raise BadInput(f"'{path.name}' holds no JSON object with the fields of a profile.")
    if _is_resume(fields):
        return _proposed({"json_resume": fields}, path)
    return fields, None


def plan_of(fields: Mapping[str, Any], catalogue: Catalogue) -> Plan:
    """The plan for the fields of a profile, from today if they name no day. Raises BadInput."""
    try:
        profile = Profile.model_validate(fields)
    except ValidationError as error:
        first = explain(error.errors(include_url=False)[0], Profile)
        raise BadInput(first.message) from None
    return make_plan(begin(profile, datetime.now(UTC).date()), catalogue)


def export(plan: Plan, form: str) -> str:
    """The plan as JSON, as a Markdown checklist or as a calendar."""
    if form == "md":
        return to_markdown(plan)
    if form == "ics":
        return to_calendar(plan, datetime.now(UTC).replace(microsecond=0)).decode()
    return json.dumps(plan.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1)


def print_proposed(console: Console, proposed: Proposed) -> None:
    """What was read from a CV, with the words that say it."""
    table = Table("read from the CV", "value", "words", box=None, title_justify="left")
    for one in proposed.evidence:
        table.add_row(escape(one.field), escape(str(one.value)), escape(one.quote))
    console.print(table)
    for warning in proposed.warnings:
        console.print(f"[yellow]note[/] {escape(warning)}", highlight=False)


def print_plan(console: Console, plan: Plan) -> None:
    """The plan as a table, a row an item."""
    console.print(escape(plan.summary.text), highlight=False)
    for assumed in plan.assumptions:
        text = f"assumed: {assumed.field} is {json.dumps(assumed.value)} ({assumed.why})"
        console.print(escape(text), style="dim", highlight=False)
    console.print(_weeks(plan))
    for note in plan.skipped:
        console.print(f"left out: {escape(note.title)}. {escape(note.why)}", highlight=False)
    for cut in plan.feasibility.cut:
        console.print(f"cut: {escape(cut.title)}, {hours_text(cut.hours)}", highlight=False)
    for option in plan.feasibility.options:
        console.print(f"way out: {escape(option.text)}", highlight=False)
    for warning in plan.warnings:
        console.print(f"[yellow]note[/] {escape(warning)}", highlight=False)


def _weeks(plan: Plan) -> Table:
    table = Table("week", "from", "note", "hours", "why", box=None)
    for week in plan.weeks:
        if week.off:
            table.add_row(str(week.n), date_text(week.start), "off", "", "")
        for at, item in enumerate(week.items):
            part = "" if item.part == "1/1" else f" ({item.part})"
            opening = (str(week.n), date_text(week.start)) if at == 0 else ("", "")
            why = item.why if item.id.endswith(":1") else ""
            title = escape(item.title + part)
            table.add_row(*opening, title, hours_text(item.hours), escape(why))
        if week.deliverable:
            table.add_row("", "", "[dim]to show[/]", "", f"[dim]{escape(week.deliverable)}[/]")
    return table


def _is_resume(fields: Mapping[str, Any]) -> bool:
    """A JSON Resume has basics or work; its skills are a list, those of a profile a mapping."""
    return bool({"basics", "work"} & fields.keys()) or isinstance(fields.get("skills"), list)


def _proposed(fields: dict[str, Any], path: Path) -> tuple[dict[str, Any], Proposed]:
    try:
        found = propose(Document.model_validate(fields))
    except ValidationError:
        raise BadInput(f"'{path.name}' is longer than a CV may be (50,000 characters).") from None
    return found.profile, found
