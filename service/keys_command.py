"""onramp keys create | list | revoke."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from service.access.api_key import ApiKey, make_key
from service.access.caller import SCOPES, Scope
from service.errors import BadInput
from service.settings import read_settings
from service.store.keys import Keys
from service.store.store import Store

keys = typer.Typer(help="Make, list and revoke the keys of callers.", no_args_is_help=True)
out = Console()
err = Console(stderr=True)

_LONGEST_NAME = 100


@keys.command()
def create(
    name: Annotated[str, typer.Argument(help="Whose key it is, or what for.")],
    scope: Annotated[list[str], typer.Option(help=f"{', '.join(SCOPES)}; may be repeated.")],
    days: Annotated[int | None, typer.Option(min=1, max=3650, help="Days until it ends.")] = None,
) -> None:
    """Make a key. Its text is printed once, alone on standard output, and not kept."""
    name = name.strip()
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        raise BadInput(f"NAME must be 1 to {_LONGEST_NAME} characters in one line.")
    now = datetime.now(UTC)
    key, text = make_key(name, _scopes(scope), now, now + timedelta(days=days) if days else None)
    with _keys() as kept:
        kept.add(key)
    err.print(
        f"The key '{escape(name)}' may use {', '.join(key.scopes)}. It is shown this once:",
        highlight=False,
        soft_wrap=True,
    )
    typer.echo(text)


@keys.command("list")
def list_keys() -> None:
    """List the keys, the newest first; never their text."""
    now = datetime.now(UTC)
    table = Table("id", "name", "scopes", "made", "last used", "state", box=None)
    with _keys() as kept:
        for key in kept.all():
            table.add_row(
                key.id,
                escape(key.name),
                " ".join(key.scopes),
                f"{key.created_at:%Y-%m-%d}",
                f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never",
                _state(key, now),
            )
    out.print(
        table if table.row_count else "There are no keys: make one with `onramp keys create`."
    )


@keys.command()
def revoke(key_id: Annotated[str, typer.Argument(metavar="ID", help="From the list.")]) -> None:
    """End a key. Running services stop taking it within seconds."""
    with _keys() as kept:
        key = kept.revoke(key_id, datetime.now(UTC))
    out.print(f"The key '{escape(key.name)}' is revoked.", highlight=False, soft_wrap=True)


def _scopes(wanted: list[str]) -> list[Scope]:
    """In the usual order, each once. Raises BadInput."""
    for name in wanted:
        if name not in SCOPES:
            raise BadInput(f"--scope '{name}' is not one of {', '.join(SCOPES)}.")
    return [scope for scope in SCOPES if scope in wanted]


def _state(key: ApiKey, now: datetime) -> str:
    if key.revoked_at:
        return f"revoked {key.revoked_at:%Y-%m-%d}"
    if not key.is_good(now):
        return f"ended {key.expires_at:%Y-%m-%d}"
    return f"until {key.expires_at:%Y-%m-%d}" if key.expires_at else "in force"


@contextmanager
def _keys() -> Iterator[Keys]:
    """The keys in the database of the settings."""
    store = Store.open(read_settings().database)
    try:
        yield store.keys
    finally:
        store.close()
