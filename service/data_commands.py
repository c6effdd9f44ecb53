"""onramp backup | restore | data: what is kept, taken out, put back and deleted."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from service.errors import BadInput, NotFound
from service.settings import read_settings
from service.store.answers import Whose
from service.store.backup import back_up
from service.store.backup import restore as restore_backup
from service.store.store import Store

data = typer.Typer(help="What is kept of one conversation or one key.", no_args_is_help=True)
out = Console(stderr=True)

Conversation = Annotated[str | None, typer.Option(help="A conversation's id.")]
Key = Annotated[str | None, typer.Option(help="A key's id, as `onramp keys list` shows it.")]


@data.command()
def export(conversation: Conversation = None, key: Key = None) -> None:
    """Print everything that is kept of a conversation or a key as JSON."""
    with _store() as store:
        found = store.answers.export(_whose(conversation, key))
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1, default=datetime.isoformat)
    sys.stdout.write("\n")


@data.command()
def delete(conversation: Conversation = None, key: Key = None) -> None:
    """Delete everything that is kept of a conversation or a key, votes along."""
    with _store() as store:
        gone = store.answers.delete(_whose(conversation, key))
    if not gone:
        raise NotFound("Nothing is kept of it.")
    out.print(f"{gone} answers deleted.", highlight=False)


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


def _whose(conversation: str | None, key: str | None) -> Whose:
    if (conversation is None) == (key is None):
        raise BadInput("Name either --conversation or --key.")
    return Whose(conversation, key)
