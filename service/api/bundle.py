"""widget.js as one file, put together from the modules of web/ that it needs.

A host page loads one script and no sheet, so that its policy needs to name this service only for
scripts and connections. The modules stay the source; what is added is a function around each.
"""

from __future__ import annotations

import json
import posixpath
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from service.api.state import WEB

_SHEETS = (
    "tokens.css",
    "base.css",
    "prose.css",
    "chat/chat.css",
    "widget/panel.css",
    "widget/widget.css",
)
_START = "widget/main.js"
_STYLES = "widget/styles.js"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function\*?|class|const) (\w+))", re.MULTILINE)
_DOCUMENTATION = re.compile(r"^[ \t]*/\*\*(?:.|\n)*?\*/\n", re.MULTILINE)
_REM = re.compile(r"(\d*\.?\d+)rem\b")
_ROOT_PIXELS = 16  # a host may give its root another size, which would shrink or blow up the widget


class BundleFault(Exception):
    """A module is written in a way that cannot be put together: mend the module."""


@cache
def widget_script() -> tuple[str, str]:
    """The script and its entity tag. Made when first asked for, then kept."""
    script = bundle(WEB, _START, {_STYLES: f"export const STYLES = {json.dumps(_styles())};\n"})
    return script, f'"{sha256(script.encode()).hexdigest()[:16]}"'


def bundle(folder: Path, start: str, given: dict[str, str]) -> str:
    """The modules that `start` needs, each after what it imports, in one text.

    `given` has the text of modules by path, in the place of the files'. Raises BundleFault.
    """
    texts: dict[str, str] = {}
    _collect(folder, start, given, texts, ())
    numbers = {path: f"$m{n}" for n, path in enumerate(texts)}
    return "".join(_wrapped(path, text, numbers) for path, text in texts.items())


def _collect(
    folder: Path, path: str, given: dict[str, str], texts: dict[str, str], above: tuple[str, ...]
) -> None:
    if path in above:
        raise BundleFault(f"Modules import each other in a circle: {' -> '.join((*above, path))}.")
    if path in texts:
        return
    text = given.get(path) or (folder / path).read_text(encoding="utf-8")
    for match in _IMPORT.finditer(text):
        _collect(folder, _resolved(path, match[2]), given, texts, (*above, path))
    texts[path] = text


def _wrapped(path: str, text: str, numbers: dict[str, str]) -> str:
    """A module as a function that runs at once; what it exports is what the function returns."""
    exported = ", ".join(_EXPORT.findall(text))

    def taken(match: re.Match[str]) -> str:
        names = " ".join(match[1].split()).replace(" as ", ": ")
        return f"const {{ {names} }} = {numbers[_resolved(path, match[2])]};\n"

    body = _DOCUMENTATION.sub("", _EXPORT.sub("", _IMPORT.sub(taken, text)))
    if re.search(r"^(import|export)\b", body, re.MULTILINE):
        raise BundleFault(f"'{path}' imports or exports in a form that is not known here.")
    return f"// {path}\nconst {numbers[path]} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"


def _resolved(path: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))


def _styles() -> str:
    sheets = "".join((WEB / name).read_text(encoding="utf-8") for name in _SHEETS)
    bare = re.sub(r"/\*.*?\*/\n?", "", sheets, flags=re.DOTALL)
    return _REM.sub(lambda match: f"{float(match[1]) * _ROOT_PIXELS:g}px", bare)
