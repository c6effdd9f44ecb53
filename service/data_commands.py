"""onramp backup | restore | data: what is kept, taken out, put back and deleted."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from service.errors import BadInput, NotFound
from service.settings import read_settings
from service.store.answers import Whose
from service.store.backup import back_up
from service.store.backup import restore as restore_backup
from service.store.plans import Owner
from service.store.store import Store

data = typer.Typer(
    help="What is kept of one conversation, one key or one plan.", no_args_is_help=True
)
out = Console(stderr=True)

Conversation = Annotated[str | None, typer.Option(help="A conversation's id.")]
Key = Annotated[str | None, typer.Option(help="A key's id, as `onramp keys list` shows it.")]
Plan = Annotated[str | None, typer.Option(help="A kept plan's id.")]


@data.command()
def export(conversation: Conversation = None, key: Key = None, plan: Plan = None) -> None:
    """Print everything that is kept of a conversation, a key or a plan as JSON."""
    _check_one(conversation, key, plan)
    found: dict[str, list[dict[str, Any]]] = {"answers": [], "plans": []}
    with _store() as store:
        if plan is not None:
            one = store.plans.find(plan)
            found["plans"] = [asdict(one)] if one else []
        else:
            found["answers"] = store.answers.export(Whose(conversation, key))
        if key is not None:
            found["plans"] = store.plans.export(Owner(key))
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1, default=datetime.isoformat)
    sys.stdout.write("\n")


@data.command()
def delete(conversation: Conversation = None, key: Key = None, plan: Plan = None) -> None:
    """Delete everything that is kept of a conversation, a key or a plan, votes along."""
    _check_one(conversation, key, plan)
    answers = plans = 0
    with _store() as store:
        if plan is not None:
            plans = store.plans.delete(plan)
        else:
            answers = store.answers.delete(Whose(conversation, key))
        if key is not None:
            plans = store.plans.delete(owner=Owner(key))
    if not answers + plans:
        raise NotFound("Nothing is kept of it.")
    out.print(f"{answers} answers and {plans} plans deleted.", highlight=False)


def backup(file: Annotated[Path, typer.Argument(help="File to write, such as onramp.gz.")]) -> None:
    """Write all that is kept to one file; the service may go on."""
    with _store() as store:
        rows = back_up(store.database, file)
    out.print(f"{rows} rows written.", highlight=False)


def restore(
    file: Annotated[Path, typer.Argument(help="File that `onramp backup` wrote.")],
    replace: Annotated[bool, typer.Option(help="Replace what the database holds.")] = False,
) -> None:
    """Put a backup into the database, SQLite or PostgreSQL, whole or not at all."""
    with _store() as store:
        rows = restore_backup(store.database, file, replace)
    out.print(f"{rows} rows restored.", highlight=False)


@contextmanager
def _store() -> Iterator[Store]:
    store = Store.open(read_settings().database)
    try:
        yield store
    finally:
        store.close()


def _check_one(*named: str | None) -> None:
    if sum(name is not None for name in named) != 1:
        raise BadInput("Name one of --conversation, --key and --plan.")
