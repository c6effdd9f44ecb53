"""What a document says about each technology it names: how well it is known, and since when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.planning.intake.document import Document
from service.planning.intake.meaning import Mention
from service.planning.intake.quotes import quote
from service.planning.intake.reach import Active, goes_on, is_joined, reaches
from service.planning.intake.stretches import stretches
from service.planning.intake.vocabulary import Cue, Saying, vocabulary

_FAR = 8  # tokens between the two parts of a wish
_OPENERS = frozenset("(:-=|[")
_NOUNS = frozenset(
    "skills skill knowledge experience level is are proficiency kenntnisse niveau nivel".split()
)
_TURNED = frozenset(("ich", "i"))
_NOT_LEARNING = frozenset(
    "machine deep e reinforcement supervised transfer lifelong unsupervised".split()
)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one mention, and the words in which it is said."""

    saying: Saying
    level: int
    quote: str


def sayings(document: Document, mentions: Sequence[Mention]) -> dict[int, Said]:
    """By the place of a mention in `mentions`: what a phrase before or behind it says."""
    found: dict[int, Said] = {}
    starts = {mention.start: at for at, mention in enumerate(mentions)}
    reader = _Reader(document, mentions, starts, found)
    for start, end, label in stretches(document):
        reader.read(start, end, label)
    return found


class _Reader:
    """Goes through one stretch of text after the other with the phrase that is in force."""

    def __init__(
        self,
        document: Document,
        mentions: Sequence[Mention],
        starts: Mapping[int, int],
        found: dict[int, Said],
    ) -> None:
        self._document, self._tokens = document, document.tokens
        self._mentions, self._starts, self._found = mentions, starts, found
        self._active: Active | None = None
        self._depth = 0
        self._before: list[int] = []

    def read(self, start: int, end: int, label: bool) -> None:
        """A sentence, or several lines under a label such as 'Basic:'."""
        self._active, self._depth, self._before = None, 0, []
        at = start
        while at < end:
            mention = self._starts.get(at)
            if mention is not None:
                self._meet(mention)
                at = self._mentions[mention].end
                continue
            cue = self._cue(at, end)
            if cue is not None:
                self._take(cue, start, end, label)
                at = cue.end
                continue
            self._pass(at, label)
            at += 1
        self._close()

    def _cue(self, at: int, end: int) -> Active | None:
        words = vocabulary()
        match = words.cues.match(self._tokens, at, words.words["fillers"])
        if match is None or match[0] > end or not self._is_cue(at, match):
            return self._split_wish(at, end)
        behind = match[0]
        label = behind < end and self._tokens[behind].text == ":"
        if label and match[1].saying == "never" and not match[1].reaching:
            return None
        return Active(match[1], at, behind, self._depth, label, behind)

    def _split_wish(self, at: int, end: int) -> Active | None:
        """'Möchte Python lernen': the verb stands behind what is to be learnt."""
        first, second = vocabulary().split_wish
        if self._tokens[at].fold not in first:
            return None
        for token in self._tokens[at + 1 : min(at + _FAR, end)]:
            if token.fold in second:
                cue = Cue("wish", 0, True)
                return Active(cue, at, at + 1, self._depth, False, at + 1, token.text)
        return None

    def _is_cue(self, at: int, match: tuple[int, Cue]) -> bool:
        if any(n in self._starts for n in range(at, match[0])):
            return False
        token, cue = self._tokens[at], match[1]
        if cue.saying == "wish" and at:
            before = self._tokens[at - 1]
            return not (token.glue == "-" or before.fold in _NOT_LEARNING)
        return True

    def _take(self, cue: Active, start: int, end: int, label: bool) -> None:
        """A phrase belongs to the mention before it, or rules what comes."""
        if cue.cue.saying == "use":
            active = self._active
            if active is not None and not active.used and cue.start - active.end <= 1:
                active.end = active.anchor = cue.end  # je n'ai jamais / utilisé
            elif not label:
                self._close()
            return
        before = self._before[-1] if self._before else None
        if before is not None and self._is_behind(before, cue, start, end):
            bare = cue.start == self._mentions[before].end
            for mention in self._chain(before, listed=bare):
                self._say(mention, cue, behind=True)
            return
        if self._active is not None and self._active.label and cue.depth > self._active.depth:
            return
        self._close()
        self._active = cue

    def _is_behind(self, before: int, cue: Active, start: int, end: int) -> bool:
        tokens, mention = self._tokens, self._mentions[before]
        gap = tokens[mention.end : cue.start]
        if len(gap) > 3 or before in self._found:
            return False
        if not all(t.text in _OPENERS or t.fold in _NOUNS or t.is_number for t in gap):
            return False
        ahead = tokens[cue.end : min(cue.end + 3, end)]
        leads = False
        for at, token in enumerate(ahead, cue.end):
            if at in self._starts:
                leads = True
            elif token.fold not in vocabulary().words["joints"]:
                break
        opened = any(token.text in _OPENERS for token in gap)
        if cue.label:
            return False
        if leads and not opened:
            first = start in self._starts or (start + 1) in self._starts
            return first and not cue.cue.reaching
        return not leads

    def _chain(self, last: int, *, listed: bool) -> Iterator[int]:
        """A mention and those joined to it: by a slash, or as in 'C, C++ und MATLAB sehr gut'."""
        yield last
        signs = "/&"
        while last > 0 and last - 1 in self._before:
            gap = self._tokens[self._mentions[last - 1].end : self._mentions[last].start]
            if len(gap) == 1 and listed and gap[0].fold in ("and", "und", "et", "y"):
                signs = "/&,"
            elif len(gap) != 1 or gap[0].text not in signs:
                return
            last -= 1
            yield last

    def _meet(self, at: int) -> None:
        self._before.append(at)
        active = self._active
        if active is None:
            return
        mention = self._mentions[at]
        gap = self._tokens[active.anchor : mention.start]
        covered = goes_on(active, gap) if active.used else reaches(active, gap)
        if not covered:
            # What is out of reach stays out of it, and so does all that follows.
            self._active = None if active.used or not active.label else active
            if not active.used:
                self._close(active)
            return
        active.used, active.anchor, active.last = True, mention.end, at
        self._say(at, active)

    def _say(self, at: int, cue: Active, *, behind: bool = False) -> None:
        if at in self._found:
            return
        mention = self._mentions[at]
        words = self._tokens[cue.start : cue.end]
        name = self._tokens[mention.start : mention.end]
        if behind:
            text = f"{quote(name)} {quote(words)}"
        else:
            gap = self._tokens[cue.end : mention.start]
            plain = all(t.fold in vocabulary().words["joints"] for t in gap)
            joint = f" {quote(gap)} " if plain and gap else " " if plain else " ... "
            text = f"{quote(words)}{joint}{quote(name)} {cue.tail}"
        self._found[at] = Said(cue.cue.saying, cue.cue.level, quote(text))

    def _pass(self, at: int, label: bool) -> None:
        token = self._tokens[at]
        if token.text in "([":
            self._depth += 1
        elif token.text in ")]":
            self._depth = max(0, self._depth - 1)
            if self._active is not None and self._depth < self._active.depth:
                self._close()
        elif self._ends_clause(at, label):
            self._close()
            self._before = []

    def _ends_clause(self, at: int, label: bool) -> bool:
        """At a word such as 'but', or a comma with a new subject behind it."""
        token, words = self._tokens[at], vocabulary().words
        if token.fold in words["but"]:
            return not label
        behind = self._tokens[at + 1].fold if at + 1 < len(self._tokens) else ""
        return token.text == "," and behind in words["subjects"]

    def _close(self, active: Active | None = None) -> None:
        """Ends a phrase. 'Docker I have never used': what it is about may stand before it."""
        active = active or self._active
        self._active = None
        if active is None or active.used or not self._before or not active.cue.reaching:
            return
        turned = any(t.fold in _TURNED for t in self._tokens[active.start : active.end])
        if active.cue.saying != "never" and not (active.cue.saying == "wish" and turned):
            return
        earlier = [at for at in self._before if self._mentions[at].end <= active.start]
        if not earlier:
            return
        last = earlier[-1]
        gap = self._tokens[self._mentions[last].end : active.start]
        if len(gap) > 5 or any(token.text in ",.;:" for token in gap):
            return
        for at in reversed(earlier):
            if at != last:
                gap = self._tokens[self._mentions[at].end : self._mentions[at + 1].start]
                if len(gap) > 2 or not is_joined(gap):
                    break
            self._say(at, active, behind=True)
