"""The skills that a JSON Resume lists, with the level that each entry gives."""

from __future__ import annotations

from collections.abc import Iterator

from service.planning.intake import gazetteer
from service.planning.intake.document import read_document
from service.planning.intake.durations import durations
from service.planning.intake.gazetteer import Alias
from service.planning.intake.mentions import find_mentions
from service.planning.intake.quotes import quote
from service.planning.intake.sayings import sayings
from service.planning.intake.shapes import Shapes
from service.planning.intake.statements import ASSUMED, Statement, Weight, level_of_years
from service.planning.intake.tokens import clean, tokenise
from service.planning.intake.vocabulary import vocabulary

_SHORT = 60  # characters of a level


def skill_statements(shapes: Shapes, source: str) -> Iterator[Statement]:
    """A statement for each technology of `skills`; an entry without a level assumes one."""
    for entry in shapes.entries("skills"):
        level = level_of(shapes.text(entry, "level"))
        for name in (shapes.text(entry, "name"), *shapes.words(entry, "keywords")):
            yield from named_statements(name, level, source)


def level_of(text: str) -> int | None:
    """The level, 0 to 3, that a word such as 'Advanced' stands for; None if it is not known."""
    tokens = tokenise([clean(text[:_SHORT]).replace("\n", " ")])
    for at in range(len(tokens)):
        match = vocabulary().cues.match(tokens, at)
        if match is not None and match[1].saying != "use":
            return match[1].level
    said = durations(tokens)
    return level_of_years(said[0].years) if said else None


def named_statements(name: str, level: int | None, source: str) -> Iterator[Statement]:
    """A statement for each technology of a name such as 'C' or 'Python and Docker'."""
    whole = gazetteer.named(clean(name)) if len(name) <= _SHORT else None
    if whole is not None:
        yield _statement(whole, quote(tokenise([clean(name)])), level, source)
        return
    document = read_document(name, "skill")
    mentions = find_mentions(document)
    said = sayings(document, mentions)
    for at, mention in enumerate(mentions):
        words = said.get(at)
        quoted = words.quote if words else mention.alias.name
        yield _statement(mention.alias, quoted, words.level if words else level, source)


def _statement(alias: Alias, quoted: str, level: int | None, source: str) -> Statement:
    if level is None:
        return Statement(alias, "bare", ASSUMED, quoted, f"{source}.skill", 0.5)
    weight: Weight = "never" if level == 0 else "explicit"
    return Statement(alias, weight, level, quoted, f"{source}.skill-level", 0.85)
