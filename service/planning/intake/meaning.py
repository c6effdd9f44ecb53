"""Whether a name that is an ordinary word, a letter or somebody's name means the technology."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.planning.intake import gazetteer
from service.planning.intake.document import Document
from service.planning.intake.gazetteer import Alias
from service.planning.intake.sections import BULLETS
from service.planning.intake.tokens import Token
from service.planning.intake.vocabulary import folded, vocabulary

_SHORT = 12  # tokens of a line that is a list
_NEAR = 3  # tokens to the next technology
_ANDS = folded("and or und oder et ou y o".split())
_LABELS = folded(
    "languages language skills skill technologies technology stack tools programming sprachen kenntnisse "
    "programmiersprachen technologien langages lenguajes competences tech tecnologias expert advanced "
    "proficient intermediate beginner basic code coding backend frontend frameworks databases environment "
    "umgebung techniques technisch".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `start` to `end` are a name of a tag."""

    alias: Alias
    start: int
    end: int


def is_meant(document: Document, found: Sequence[Mention], sure: Sequence[bool], at: int) -> bool:
    """Whether an ordinary word, or a name that could be somebody's, is the technology here."""
    mention = found[at]
    tokens, words = document.tokens, vocabulary().words
    start, end = mention.start, mention.end
    before = tokens[start - 1] if start else None
    behind = tokens[end] if end < len(tokens) and tokens[end].line == tokens[start].line else None
    if _is_cut(tokens, mention) or _is_initial(tokens, mention):
        return False
    item = _is_item(document, mention)
    if item and _has_neighbour(document, found, sure, at):
        return True
    if not _has_case(document, mention):
        return False
    if item and (_is_listed(document, mention) or _is_all(document, found, at)):
        return True
    if behind is not None and behind.fold in words["ordinary"] and behind.text[0].islower():
        return False
    if before is not None and before.fold in words["employers"]:
        return False
    if mention.alias.care == "cased":
        return not _follows_a_name(document, mention)
    return _has_company(document, found, sure, at)


def _has_company(
    document: Document, found: Sequence[Mention], sure: Sequence[bool], at: int
) -> bool:
    """Whether what stands beside an ordinary word is technical."""
    mention = found[at]
    tokens, words = document.tokens, vocabulary().words
    start, end = mention.start, mention.end
    before = tokens[start - 1] if start else None
    behind = tokens[end] if end < len(tokens) and tokens[end].line == tokens[start].line else None
    if behind is not None and behind.glue and behind.fold in words["after"]:
        return True
    if _has_level(document, end):
        return True
    if any(
        sure[n] and _close(tokens, found[n], mention)
        for n in (at - 1, at + 1)
        if 0 <= n < len(found)
    ):
        return True
    if before is None or before.fold not in words["before"]:
        return _has_years(tokens, mention)
    unknown = behind is not None and behind.glue == " " and behind.text[0].isupper()
    return before.line == tokens[start].line and (
        not unknown or bool(at + 1 < len(found) and found[at + 1].start == end)
    )


def _is_cut(tokens: Sequence[Token], mention: Mention) -> bool:
    """R&D, C&A, C's: a part of another name."""
    start, end = mention.start, mention.end
    if start and tokens[start - 1].text == "&" and not tokens[start].glue:
        return True
    return end < len(tokens) and not tokens[end].glue and tokens[end].text in "&'"


def _has_level(document: Document, at: int) -> bool:
    """Rust (beginner), R advanced: a level stands behind it."""
    tokens, line = document.tokens, document.line_of(at - 1)
    at += at < line.end and tokens[at].text in "(:-"
    match = vocabulary().cues.match(tokens, at) if at < line.end else None
    return match is not None and match[1].saying != "use" and match[0] <= line.end


def _is_initial(tokens: Sequence[Token], mention: Mention) -> bool:
    """The letter in front of a surname: C. Meyer."""
    end = mention.end
    if len(mention.alias.name) > 1 or end + 1 >= len(tokens) or tokens[end].text != ".":
        return False
    after = tokens[end + 1]
    return (
        not tokens[end].glue
        and after.is_word
        and after.text[0].isupper()
        and (after.line == tokens[end].line)
    )


def _has_case(document: Document, mention: Mention) -> bool:
    tokens = document.tokens[mention.start : mention.end]
    text = " ".join(token.text for token in tokens)
    if text == mention.alias.name:
        return True
    line = document.line_of(mention.start)
    end = min(line.end, line.start + _SHORT * 10)
    letters = [t.text for t in document.tokens[line.start : end] if t.is_word]
    return text.isupper() and len(letters) > 1 and all(letter.isupper() for letter in letters)


def _is_item(document: Document, mention: Mention) -> bool:
    """Whether it is all there is between two separators of a list."""
    tokens, line = document.tokens, document.line_of(mention.start)
    left, right = mention.start - 1, mention.end
    if right < line.end and tokens[right].is_number:
        right += 1
    opens = left < line.start or _parts(tokens[left])
    return opens and (right >= line.end or _parts(tokens[right]) or tokens[right].text == ".")


def _parts(token: Token) -> bool:
    """Whether a token stands between the entries of a list: a sign, or 'and'."""
    if token.is_word:
        return token.fold in _ANDS
    return not token.is_number and token.text not in "'.!?#%_@\""


def _has_neighbour(
    document: Document, found: Sequence[Mention], sure: Sequence[bool], at: int
) -> bool:
    """Whether a technology stands in the same list, or alone on the line above or below."""
    tokens, mention = document.tokens, found[at]
    for near in (at - 1, at + 1):
        if not 0 <= near < len(found) or not sure[near]:
            continue
        other = found[near]
        first, second = (other, mention) if near < at else (mention, other)
        apart = second.start - first.end
        lines = tokens[second.start].line - tokens[first.end - 1].line
        if lines == 0 and 1 <= apart <= _NEAR + 1 and not _has_end(tokens, first.end, second.start):
            return True
        listed = document.line_of(mention.start).section == "skill"
        if lines == 1 and apart <= 2 and (listed or _is_item(document, other)):
            return True
    return False


def _has_end(tokens: Sequence[Token], start: int, end: int) -> bool:
    return any(token.text in ".!?" for token in tokens[start:end])


def _is_all(document: Document, found: Sequence[Mention], at: int) -> bool:
    """Whether a line, or what stands in brackets or behind a colon, is technologies alone."""
    tokens, line = document.tokens, document.line_of(found[at].start)
    first = last = at
    while first > max(0, at - _SHORT) and _is_next(tokens, found[first - 1], found[first]):
        first -= 1
    while last < min(len(found) - 1, at + _SHORT) and _is_next(
        tokens, found[last], found[last + 1]
    ):
        last += 1
    left, right = found[first].start - 1, found[last].end
    opens = left < line.start or tokens[left].text in "(:" or tokens[left].text in BULLETS
    return first < last and opens and (right >= line.end or tokens[right].text in ").")


def _is_next(tokens: Sequence[Token], one: Mention, other: Mention) -> bool:
    """Whether nothing but a separator stands between two on a line."""
    between = tokens[one.end : other.start]
    same = tokens[one.start].line == tokens[other.start].line
    return same and len(between) == 1 and _parts(between[0])


def _is_listed(document: Document, mention: Mention) -> bool:
    """Whether the list is one of technologies by its heading or its label."""
    line = document.line_of(mention.start)
    if line.section == "skill":
        return True
    label = document.tokens[line.start : min(line.start + 5, mention.start)]
    colon = next((n for n, token in enumerate(label) if token.text == ":"), None)
    return colon is not None and any(token.fold in _LABELS for token in label[:colon])


def _follows_a_name(document: Document, mention: Mention) -> bool:
    """Sarah Jenkins: a capitalised word before it that does not begin the line."""
    tokens, start = document.tokens, mention.start
    line = document.line_of(start)
    if start - 1 <= line.start or tokens[start].glue != " ":
        return False
    before, first = tokens[start - 1], tokens[start - 2]
    if not before.is_word or not before.text[0].isupper() or before.text.isupper():
        return False
    known = gazetteer.phrases().match(tokens, start - 1)
    return (
        first.text not in ".:;•-*"
        and (known is None or known[1].care != "none")
        and before.fold not in vocabulary().words["before"]
    )


def _close(tokens: Sequence[Token], one: Mention, other: Mention) -> bool:
    first, second = sorted((one, other), key=lambda mention: mention.start)
    between = tokens[first.end : second.start]
    if not between and one.alias.care != "none":
        return False  # Ruby Jenkins
    return len(between) <= 2 and all(
        token.text in "/,&+(" or token.fold in vocabulary().words["and"] for token in between
    )


def _has_years(tokens: Sequence[Token], mention: Mention) -> bool:
    """Go (5 years), 5 years Go."""
    years = vocabulary().dates["years"]
    behind = mention.end + (mention.end < len(tokens) and tokens[mention.end].text in "(:-")
    after = behind + 1 < len(tokens) and tokens[behind].is_number
    if after and any(
        years.match(tokens, n) for n in range(behind + 1, min(behind + 3, len(tokens)))
    ):
        return True
    return mention.start > 1 and years.match(tokens, mention.start - 1) is not None
