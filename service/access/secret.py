"""The secret that signs tokens, kept beside the data so that several processes share it."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from service.errors import NotReady
from service.settings import Settings

_NAME = "embed.key"


def secret_of(settings: Settings) -> str:
    """What tokens and cookies are signed with. Without the widget and keys none outlives the service."""
    if settings.embed_secret:
        return settings.embed_secret.get_secret_value()
    kept = settings.embed_origins or settings.guarded
    return read_secret(settings.data) if kept else secrets.token_hex(32)


def read_secret(folder: Path) -> str:
    """The secret of this folder, made if there is none yet. Raises NotReady if it can't be kept."""
    path = folder / _NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
    except OSError as error:
        raise NotReady(
            f"The key that signs tokens and cookies can't be kept in '{folder}' ({error.strerror}): "
            "make the folder writable, or set ONRAMP_EMBED_SECRET."
        ) from None
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < 32:
        raise NotReady(f"'{_NAME}' in '{folder}' is no key: delete it, and a new one is made.")
    return secret


def _make(path: Path) -> None:
    """Writes a secret whole or not at all; whoever comes second takes the first one's."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # for its owner's eyes alone
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(name, path)
    finally:
        os.unlink(name)
