"""Job titles and the domain that each stands for, by the tables of titles.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from service.planning.intake import gazetteer
from service.planning.intake.phrases import Phrases
from service.planning.intake.tokens import Token
from service.planning.intake.vocabulary import folded

Kind = Literal["domain", "plain", "web", "production", "trained", "neutral", "outside"]
_FILE = Path(__file__).with_name("titles.toml")
_REACH = 5  # tokens of a title on either side of its role
_LINKS = frozenset("/&+,")
_OF = frozenset("of de d ' du des der für fur en for".split())
_TEAM = frozenset("team teams department group squad equipe equipo abteilung".split())
_VAGUE = frozenset(
    "manager head director owner officer coordinator associate chef jefe jefa leiter leiterin "
    "responsable directeur intern trainee specialist expert designer lead tecnico technician charge "
    "praktikant praktikantin stagiaire becario becaria apprentice".split()
)
_STOPS = frozenset(
    "at bei chez beim with mit avec con as als comme como the a an to und wrote in im from our team".split()
)


@dataclass(frozen=True, slots=True)
class Title:
    """Tokens `start` to `end` name a job. `quote` has only the words of the tables in it."""

    start: int
    end: int
    kind: Kind
    quote: str
    domains: tuple[str, ...] = ()
    confidence: float = 0.85
    firm: bool = True


@dataclass(frozen=True, slots=True)
class _Tables:
    roles: frozenset[str]
    makers: frozenset[str]
    software: Phrases[bool]
    whole: Phrases[tuple[Kind, str]]
    domains: Phrases[str]


def titles_in(tokens: Sequence[Token], start: int, end: int) -> list[Title]:
    """The titles between two tokens, in order, none inside another."""
    tables = _tables()
    found: list[Title] = []
    at = start
    while at < end:
        title = None
        match = tables.whole.match(tokens, at)
        if match is not None and match[0] <= end and not _names_a_role(tokens, match, end):
            title = _whole(tokens, at, match[0], match[1], end)
        elif tokens[at].fold in tables.roles and not _role_follows(tokens, at + 1, end):
            title = _around(tokens, at, at + 1, end)
        if title is not None:
            found.append(title)
        at = title.end if title is not None else at + 1
    return found


def _role_follows(tokens: Sequence[Token], at: int, end: int) -> bool:
    """A lead data engineer is an engineer: the last role of a run of words is the one."""
    for near in range(at, min(at + 3, end)):
        if not tokens[near].is_word or tokens[near].glue == "" or tokens[near].fold in _OF | _STOPS:
            return False
        if tokens[near].line != tokens[at - 1].line:
            return False
        if tokens[near].fold in _tables().roles:
            return True
    return False


def _names_a_role(tokens: Sequence[Token], match: tuple[int, tuple[Kind, str]], end: int) -> bool:
    """A driver is not one who develops drivers, nor QA a title in front of 'engineer'."""
    behind, (kind, _) = match
    if behind >= end or kind not in ("outside", "domain"):
        return False
    token = tokens[behind]
    return token.glue != "" and token.fold in _tables().roles


def _whole(
    tokens: Sequence[Token], start: int, behind: int, value: tuple[Kind, str], end: int
) -> Title | None:
    kind, domain = value
    if kind in ("plain", "web"):
        return _around(tokens, start, behind, end, kind)
    return Title(start, behind, kind, _quote(tokens[start:behind]), (domain,) if domain else ())


def _around(
    tokens: Sequence[Token], start: int, behind: int, end: int, kind: Kind | None = None
) -> Title | None:
    """The title of a role, from the words beside it."""
    tables = _tables()
    role = _quote(tokens[start:behind])
    low = _left(tokens, start)
    left = _domains(tokens, low, start)
    if left:
        near = left[-2:] if _joined(tokens, left) else left[-1:]
        words = " ".join(_quote(tokens[a:b]) for a, b, _ in near)
        return _named(near[0][0], behind, f"{words} {role}", [domain for _, _, domain in near])
    right = _right(tokens, behind, end)
    if right is not None:
        words = _quote(tokens[right[0] : right[1]])
        return _named(start, right[1], f"{role} {words}", [right[2]])
    makes = kind is not None or any(
        token.fold in tables.makers or token.fold in ("engineer", "ingenieur", "ingeniero")
        for token in tokens[start:behind]
    )
    hint = _technology(tokens, low, start) if makes else None
    if hint is not None:
        words = _quote(tokens[hint[0] : hint[1]])
        domains = (hint[2],) if hint[2] else ()
        kind = "domain" if domains else "plain"
        return Title(hint[0], behind, kind, f"{words} {role}", domains, 0.6)
    if kind is None:
        about = any(tables.software.match(tokens, at) for at in range(low, start))
        kind = "plain" if makes or about else "neutral"
    return Title(start, behind, kind, role, firm=kind != "neutral" or role.lower() not in _VAGUE)


def _named(start: int, end: int, quote: str, domains: Sequence[str]) -> Title:
    if {"frontend", "backend"} <= set(domains):
        domains = ["fullstack"]
    return Title(start, end, "domain", quote, tuple(dict.fromkeys(domains)))


def _left(tokens: Sequence[Token], start: int) -> int:
    low = start
    while low > 0 and start - low < _REACH:
        token, behind = tokens[low - 1], tokens[low]
        if token.line != behind.line or token.fold in _STOPS:
            break
        if not token.is_word and token.text not in "/&+#":
            break
        low -= 1
    return low


def _right(tokens: Sequence[Token], behind: int, end: int) -> tuple[int, int, str] | None:
    """The domain behind a role: '- Backend', '(Platform)', 'de datos', 'back-end'."""
    at, apart = behind, False
    limit = min(end, behind + _REACH)
    while at < limit and (tokens[at].text in ",(-|:/" or tokens[at].fold in _OF):
        apart = apart or tokens[at].text in ",(-|:"
        at += 1
    if at >= limit or tokens[at].line != tokens[behind - 1].line:
        return None
    match = _tables().domains.match(tokens, at)
    if match is None and not apart:
        # Ingénieur logiciel embarqué, Développeur web full stack
        at += 1
        match = _tables().domains.match(tokens, at) if at < limit and tokens[at].is_word else None
    if match is None or match[0] > end:
        return None
    close = match[0]
    while close < end and tokens[close].fold in _TEAM:
        close += 1
    # Behind a comma stands mostly an employer: only the bare words of a domain are one.
    bare = close >= end or tokens[close].line != tokens[at].line or not tokens[close].is_word
    return (at, match[0], match[1]) if bare or not apart else None


def _domains(tokens: Sequence[Token], low: int, high: int) -> list[tuple[int, int, str]]:
    window = tokens[low:high]
    found = []
    at = 0
    while at < len(window):
        match = _tables().domains.match(window, at)
        if match is not None:
            found.append((low + at, low + match[0], match[1]))
        at = match[0] if match is not None else at + 1
    return found


def _joined(tokens: Sequence[Token], found: Sequence[tuple[int, int, str]]) -> bool:
    """Whether the last two are named side by side: 'Backend / Data Engineer'."""
    if len(found) < 2:
        return False
    between = tokens[found[-2][1] : found[-1][0]]
    return any(token.text in _LINKS or token.fold in ("and", "et", "y") for token in between)


def _technology(tokens: Sequence[Token], low: int, high: int) -> tuple[int, int, str] | None:
    for at in range(low, high):
        match = gazetteer.phrases().match(tokens, at)
        if match is None or match[0] > high or match[1].care == "never":
            continue
        if match[1].care == "none" or tokens[at].text[0].isupper():
            return at, match[0], match[1].domain or ""
    return None


def _quote(tokens: Sequence[Token]) -> str:
    words = "".join({"": "", " ": " ", "-": "-"}[token.glue] + token.text for token in tokens)
    return words.strip(" -")


@cache
def _tables() -> _Tables:
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return _Tables(
        roles=folded(tables["roles"]),
        makers=folded(tables["makers"]),
        software=Phrases((phrase, True) for phrase in tables["software"]),
        whole=Phrases(_whole_titles(tables)),
        domains=Phrases(
            (phrase, domain) for domain, phrases in tables["domains"].items() for phrase in phrases
        ),
    )


def _whole_titles(tables: Mapping[str, Any]) -> Iterable[tuple[str, tuple[Kind, str]]]:
    for kind in ("web", "production", "trained", "neutral", "outside", "plain"):
        for phrase in tables[kind]:
            yield phrase, (kind, "")
    for domain, phrases in tables["whole"].items():
        for phrase in phrases:
            yield phrase, ("domain", domain)
