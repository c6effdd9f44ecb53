"""Checks of what a claim says: its numbers and names, its words, its denials and degrees.

Each check is a function of a `Claim` that returns the reason why the claim isn't supported, or "".
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import pairwise

from service.answering.verification.claim import BESIDE, Claim
from service.answering.verification.lexicon import UNITS, contrast, reverse
from service.answering.verification.order import exchanged, inverted, presupposed
from service.answering.verification.reading import Denial, Reading, Token

_STRICT = ("number", "name", "exact")
_BINDING = frozenset("for at with per".split())
_NEAR = 5  # words and marks: how far what is counted may stand from its number


def unknown(claim: Claim) -> str:
    """A number, name or identifier that is not in the source."""
    for token in claim.missing():
        if token.kind in _STRICT or token.root in UNITS:
            if token.kind != "number" and token.root in claim.context:
                continue
            if token.root == "2" and "both" in claim.source.words:
                continue
            if token.text.lower() == "one" and not any(map(_is_number, claim.unused())):
                continue  # "one" for "a"
            return f"not in the evidence: {token.text}"
    return ""


def added(claim: Claim) -> str:
    """Words that neither the source nor what it is about holds."""
    turned = {one for one, _ in claim.turned()}
    known = claim.context | turned
    new = [
        token
        for token in claim.missing()
        if token.kind == "word" and token.root not in known and not claim.sentence.points(token)
    ]
    borrowed = [t for t in new if t.root in claim.elsewhere]
    if len(borrowed) < len(new):
        word = next(t for t in new if t not in borrowed)
        return f"says more than the evidence: {word.text}"
    if len(borrowed) > max(1, len(claim.tokens) // 4):
        return f"mixes sentences of the evidence: {borrowed[0].text}"
    return ""


def miscounted(claim: Claim) -> str:
    """A number that counts something else than in the source."""
    for token in claim.tokens:
        if token.kind != "number":
            continue
        counted = _counted(token, claim.sentence)
        if counted is None or not claim.held(token):
            continue
        follows: list[Token] = []
        others: list[Token] = []
        for number in (t for t in claim.source.tokens if t.kind == "number"):
            after = _counted(number, claim.source)
            if after is not None:
                (follows if number.root == token.root else others).append(after)
        if any(claim.alike(counted.root, t.root) for t in follows):
            continue
        around = _around(token.root, claim.source)
        if any(claim.alike(counted.root, t.root) for t in others) or not any(
            claim.alike(counted.root, t.root) for t in around
        ):
            return f"counts something else: {token.text} {counted.text}"
    return ""


def denied(claim: Claim) -> str:
    """A denial that the source does not make, or one of its own that is left out."""
    roots = {token.root for token in claim.tokens}
    here = [denial for denial in claim.sentence.denials if roots & set(denial.scope)]
    turned = {word for pair in claim.turned() for word in pair}
    for denial in here:
        if not turned & set(denial.scope) and not any(
            _meet(claim, denial, other) for other in claim.source.denials
        ):
            return "denies what the evidence says"
    for other in claim.source.denials:
        taken = [r for r in other.scope if any(claim.alike(one, r) for one in roots)]
        if not taken or turned & set(other.scope):
            continue
        if any(_meet(claim, denial, other) for denial in here):
            continue
        if taken[0] == other.scope[0] or 2 * len(taken) > len(other.scope):
            return "says what the evidence denies"
    return ""


def reversed_(claim: Claim) -> str:
    """A word whose reverse stands in the source, unless a denial turns it round again."""
    unused = claim.unused()
    for token in claim.missing():
        for other in unused:
            if contrast(token.root, other):
                return f"says {token.text} where the evidence says otherwise"
    for word, after in pairwise(claim.tokens):
        if word.kind == "relation" and (theirs := _bound(claim, word, after)):
            return f"says {word.text} {after.text} where the evidence says {theirs.text}"
    for one, other in claim.turned():
        here = any(one in denial.scope for denial in claim.sentence.denials)
        there = any(other in denial.scope for denial in claim.source.denials)
        if here == there:
            return f"says the reverse: {one} for {other}"
    return ""


def unconditional(claim: Claim) -> str:
    """A claim without the condition that the source makes."""
    roots = claim.sentence.roots

    def taken(clauses: Collection[int]) -> int:
        tokens = [t for t in claim.source.tokens if t.clause in clauses]
        return sum(any(claim.alike(r, t.root) for r in roots) for t in tokens)

    held = sum(map(claim.held, claim.tokens))
    for clause, governed in claim.source.conditions:
        if not taken({clause}) and 2 * taken(governed) > held:
            return "leaves out a condition"
    return ""


def depends(claim: Claim) -> str:
    """A number without the other one that it goes with in the source: "1.386 for four"."""
    numbers = [token for token in claim.source.tokens if token.kind == "number"]
    said = {token.root for token in claim.tokens if token.kind == "number"}
    for one, other in pairwise(numbers):
        between = claim.source.words[one.at + 1 : other.at]
        bound = len(between) <= BESIDE and not _BINDING.isdisjoint(between)
        if bound and one.root in said and other.root not in claim.sentence.roots:
            return f"leaves out what {one.text} goes with: {other.text}"
    return ""


def serves(claim: Claim) -> str:
    """An end that only the question speaks of: "To shrink it, ..." where nothing says that it does."""
    words = claim.sentence.words
    if words[:1] != ("to",) or "," not in words:
        return ""
    verb = next((token for token in claim.tokens if token.at == 1), None)
    if verb is None or claim.held(verb) or verb.root not in claim.asked:
        return ""
    return f"serves another end in the evidence: {verb.text}"


CHECKS: tuple[Callable[[Claim], str], ...] = (
    unknown, reversed_, denied, added, miscounted, depends, unconditional, serves, presupposed, exchanged,
    inverted,
)  # fmt: skip


def _is_number(root: str) -> bool:
    return root[:1].isdigit()


def _bound(claim: Claim, word: Token, after: Token) -> Token | None:
    """What the source says of `after` where the claim says `word`, if it's the reverse."""
    before = [
        one
        for one, two in pairwise(claim.source.tokens)
        if claim.alike(after.root, two.root) and two.at - one.at <= BESIDE
    ]
    if after.at - word.at > BESIDE or any(one.root == word.root for one in before):
        return None
    opposed = (t for t in before if reverse(word.root, t.root) or contrast(word.root, t.root))
    return next(opposed, None)


def _meet(claim: Claim, mine: Denial, theirs: Denial) -> bool:
    """Whether two negations deny the same: one word of both, or each something of the other's clause."""

    def shared(ours: Collection[str], others: Collection[str]) -> bool:
        return any(claim.alike(one, two) for one in ours for two in others)

    if mine.trailing:
        return shared(mine.scope, theirs.clause)
    return shared(mine.scope, theirs.scope) or (
        shared(mine.scope, theirs.clause) and shared(mine.clause, theirs.scope)
    )


def _around(number: str, reading: Reading) -> list[Token]:
    places = [t.at for t in reading.tokens if t.root == number]
    return [t for t in reading.tokens if any(abs(t.at - at) <= _NEAR for at in places)]


def _counted(number: Token, reading: Reading) -> Token | None:
    """What a number counts: the token right after it, or after "of the"."""
    after = next((t for t in reading.tokens if t.at > number.at), None)
    if after is None or after.kind == "number" or after.at - number.at > BESIDE:
        return None
    between = reading.words[number.at : after.at]
    return None if after.clause != number.clause or "and" in between else after
