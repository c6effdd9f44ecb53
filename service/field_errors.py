"""What is wrong with a field of a request, in words that name the field and the fix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

# The validator's words, and those of people.
_PLAIN = {
    "Input should be": "it should be",
    "greater than or equal to": "at least",
    "less than or equal to": "at most",
    "a valid integer": "a whole number",
    "a valid number": "a number",
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """`field` is its path with dots, "" for the whole body."""

    code: str
    field: str
    message: str


def explain(error: Mapping[str, Any], model: Any = None) -> FieldError:
    """The first of pydantic's errors in words. `model`, if known, is what the body should be."""
    place = list(error["loc"])
    if place[:1] in (["body"], ["query"], ["path"]):  # where it was; a field may have such a name
        place = place[1:]
    # Keys of mappings are named in the path by a mark of pydantic's own, which means nothing here.
    field = ".".join(str(part) for part in place if part != "[key]")
    if error["type"] == "extra_forbidden":
        names = _fields_at(model, place[:-1])
        near = get_close_matches(str(place[-1]), names, n=1, cutoff=0.6)
        hint = f"did you mean '{near[0]}'?" if near else _listed(names)
        return FieldError("unknown_field", field, f"There is no field '{field}': {hint}")
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] != "value_error":  # those are our own words
        for validators, plain in _PLAIN.items():
            message = message.replace(validators, plain)
    if not field:
        whole = error["type"] == "value_error"
        start = "The body: " if whole else "The body must be a JSON object: "
        return FieldError("invalid_field", "", f"{start}{message}.")
    return FieldError("invalid_field", field, f"'{field}': {message}.")


def _listed(names: Sequence[str]) -> str:
    return f"there are {', '.join(names)}." if names else "leave it out."


def _fields_at(model: Any, place: Sequence[int | str]) -> list[str]:
    """The fields of the model at a place in a body, none if it can't be told."""
    found = _models(model)
    for part in place:
        found = [
            inner
            for one in found
            if str(part) in one.model_fields
            for inner in _models(one.model_fields[str(part)].annotation)
        ] or found
    return sorted({name for one in found for name in one.model_fields})


def _models(annotation: Any) -> list[type[BaseModel]]:
    """The models inside an annotation, such as `list[Model] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (Union, UnionType, Annotated, list, dict):
        return [model for part in get_args(annotation) for model in _models(part)]
    return []
