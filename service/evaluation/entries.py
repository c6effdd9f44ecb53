"""A YAML file that is a list of mappings, each with an id of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from pathlib import Path
from typing import Any, Protocol, TypeVar

import yaml

from service.errors import BadInput


class Named(Protocol):
    @property
    def id(self) -> str: ...


Entry = TypeVar("Entry", bound=Named)


def read_entries(
    path: Path, noun: str, fields: Set[str], make: Callable[[Mapping[str, Any], str, int], Entry]
) -> list[Entry]:
    """What `make` makes of each mapping, given where it stands in words and its number from 1.

    Raises BadInput, naming the file, and the entry and field at fault.
    """
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"'{path.name}' cannot be read as UTF-8 text: check the path.") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadInput(f"{path.name}: not YAML: {' '.join(str(error).split())}") from None
    if not isinstance(entries, list) or not entries:
        raise BadInput(f"{path.name}: not a list of {noun}s.")
    made: dict[str, Entry] = {}
    for at, entry in enumerate(entries, 1):
        where = f"{path.name}, {noun} {at}"
        if not isinstance(entry, Mapping):
            raise BadInput(f"{where}: not a mapping with {', '.join(sorted(fields))}.")
        unknown = sorted(map(str, set(entry) - fields))
        if unknown:
            raise BadInput(
                f"{where}: no field `{unknown[0]}`; there are {', '.join(sorted(fields))}."
            )
        one = make(entry, where, at)
        if made.setdefault(one.id, one) is not one:
            raise BadInput(f"{path.name}: `id` '{one.id}' stands twice.")
    return list(made.values())
