"""Checks of the order of words: who does what to whom, and what stands in whose place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, groupby, pairwise

from service.answering.verification.claim import BESIDE, Claim
from service.answering.verification.reading import Reading, Token

_GAP = 4  # tokens: the longest stretch that counts as put in another's place
_ANCHORS = 1  # matched tokens around an exchange, at least
_PREPOSITIONS = frozenset("with by through from in at".split())  # "ends with": no object follows
_LONGEST = 16  # tokens of a clause; trying all exchanges of more takes too long
_MODALS = ("may", "must", "can", "might")
_PRONOUNS = frozenset("he she it they we you i".split())
_SIDES = frozenset("to into from on for of with than over by in as".split())


def presupposed(claim: Claim) -> str:
    """A consequence made the condition, and the condition the consequence."""

    def mostly(ours: Reading, theirs: Reading) -> bool:
        """Whether what one supposes stands among what the other concludes."""
        inside = [t.root for t in ours.tokens if t.clause in ours.supposed]
        other = {t.root: t.clause in theirs.supposed for t in theirs.tokens}
        found = [flag for root in inside for key, flag in other.items() if claim.alike(root, key)]
        return bool(found) and sum(found) * 2 < len(found) and len(found) * 2 >= len(inside)

    if not claim.sentence.supposed or not claim.source.supposed:
        return ""
    if mostly(claim.sentence, claim.source) and mostly(claim.source, claim.sentence):
        return "turns condition and consequence round"
    return ""


def exchanged(claim: Claim) -> str:
    """A word in the place where the source has another."""
    evidence = claim.source.roots | claim.elsewhere | claim.context
    passive = _voices(claim)
    for mine in _clauses(claim.tokens):
        if any(claim.alike(t.root, verb) for t in mine for verb in passive):
            continue
        aligned = [(theirs, _aligned(claim, mine, theirs)) for theirs in claim.source.clauses()]
        longest = max((len(pairs) for _, pairs in aligned), default=0)
        if longest < max(_ANCHORS, len(mine) / 2):
            continue
        for theirs, pairs in aligned:
            if len(pairs) < longest:
                continue
            shared = claim.source.joined(theirs) or claim.sentence.fronted(mine)
            for here, there in _gaps(mine, theirs, pairs, shared):
                if any(t.root in evidence and t.kind != "number" for t in here):
                    return f"says {here[0].text} where the evidence says {there[0].text}"
    return ""


def inverted(claim: Claim) -> str:
    """Who does what to whom, turned round: what stands before a verb stands after it in the source."""
    passive = _voices(claim)
    tokens = claim.source.tokens
    for mine in _clauses(claim.tokens):
        if any(claim.alike(t.root, verb) for t in mine for verb in passive):
            continue
        for at in range(1, len(mine) - 1):
            left = [t for t in mine[:at] if t.kind != "relation"][-2:]
            right = [t for t in mine[at + 1 :] if t.kind != "relation"][:1]
            if not left or not right or claim.sentence.words[mine[at].at + 1] in _PREPOSITIONS:
                continue
            if claim.sentence.named(mine[at]):
                continue
            for centre, token in enumerate(tokens):
                before, after = tokens[:centre], tokens[centre + 1 :]
                if (
                    claim.alike(mine[at].root, token.root)
                    and not claim.source.named(token)
                    and (
                        _only_in(claim, left, after, before)
                        and _only_in(claim, right, before, after)
                    )
                ):
                    return f"turns round {left[0].text} and {right[-1].text}"
        if swap := _swapped(claim, mine) or _across(claim, mine) or _object(claim, mine):
            return f"turns round {swap[0].text} and {swap[1].text}"
    return ""


def _swapped(claim: Claim, mine: Sequence[Token]) -> tuple[Token, Token] | None:
    """Two tokens that have to change places for a clause to run as the source does."""
    mine = [token for token in mine if token.root not in _MODALS]
    if len(mine) > _LONGEST:
        return None
    if not all(map(claim.held, mine)):
        return None
    if len(_aligned(claim, mine, claim.source.tokens)) > len(mine) - 2:
        return None
    for one, two in combinations(range(len(mine)), 2):
        other = list(mine)
        other[one], other[two] = other[two], other[one]
        if len(_aligned(claim, other, claim.source.tokens)) == len(mine):
            return mine[one], mine[two]
    return None


def _across(claim: Claim, mine: Sequence[Token]) -> tuple[Token, Token] | None:
    """Two words that have changed sides of a preposition."""
    clauses = claim.source.clauses()
    nearest = max(clauses, key=lambda theirs: len(_aligned(claim, mine, theirs)), default=[])
    sides = list(_sides(claim.source, nearest))
    for word, left, right in _sides(claim.sentence, mine):
        there = [(a, b) for other, a, b in sides if other == word]
        if any(claim.alike(left.root, a.root) or claim.alike(right.root, b.root) for a, b in there):
            continue
        if any(
            claim.alike(left.root, b.root) and claim.alike(right.root, a.root) for a, b in there
        ):
            return left, right
    return None


def _object(claim: Claim, mine: Sequence[Token]) -> tuple[Token, Token] | None:
    """A pronoun's verb and its object, where the source has that before the verb, as the subject."""
    for one, two in pairwise(mine):
        subject = claim.sentence.words[one.at - 1] if one.at else ""
        if subject not in _PRONOUNS or two.at - one.at > BESIDE:
            continue
        order = [
            a < b
            for a, first in enumerate(claim.source.tokens)
            for b, second in enumerate(claim.source.tokens)
            if claim.alike(one.root, first.root) and claim.alike(two.root, second.root)
        ]
        if order and not any(order):
            return one, two
    return None


def _sides(reading: Reading, tokens: Sequence[Token]) -> Iterator[tuple[str, Token, Token]]:
    """Each preposition with every pair of the two words before it and the two after it."""
    tokens = [token for token in tokens if token.kind not in ("relation", "number")]
    for at, (one, two) in enumerate(pairwise(tokens)):
        if two.at - one.at > BESIDE + 1 or one.clause != two.clause:
            continue
        for word in _SIDES.intersection(reading.words[one.at + 1 : two.at]):
            for left in tokens[max(0, at - 1) : at + 1]:
                for right in tokens[at + 1 : at + 3]:
                    yield word, left, right


def _voices(claim: Claim) -> frozenset[str]:
    """The verbs that are passive in one of the two sentences only: their sides change by right."""
    return claim.sentence.passive() ^ claim.source.passive()


def _only_in(
    claim: Claim, mine: Sequence[Token], theirs: Sequence[Token], others: Sequence[Token]
) -> bool:
    """Whether all tokens are among some of the source's and none among the others."""
    return all(
        any(claim.alike(t.root, other.root) for other in theirs)
        and not any(claim.alike(t.root, other.root) for other in others)
        for t in mine
    )


def _clauses(tokens: Sequence[Token]) -> list[list[Token]]:
    return [list(group) for _, group in groupby(tokens, key=lambda token: token.clause)]


def _gaps(
    mine: Sequence[Token],
    theirs: Sequence[Token],
    pairs: Sequence[tuple[int, int]],
    shared: bool,
) -> Iterator[tuple[Sequence[Token], Sequence[Token]]]:
    """Stretches between matched tokens that differ, and stand as near to one of these in both.

    `shared`: what opens the clauses need not correspond, so a stretch before all matches says nothing.
    """
    ends = [(-1, -1), *pairs, (len(mine), len(theirs))]
    for (a, b), (c, d) in pairwise(ends):
        here, there = mine[a + 1 : c], theirs[b + 1 : d]
        if c == len(mine) and a >= 0:
            there = there[: len(here) + 1]
        here = [t for t in here if t.kind != "relation"]
        there = [t for t in there if t.kind != "relation"]
        if not here or not there or max(len(here), len(there)) > _GAP or (shared and a < 0):
            continue
        after = a >= 0 and abs((here[0].at - mine[a].at) - (there[0].at - theirs[b].at)) <= 1
        before = c < len(mine) and (
            abs((mine[c].at - here[-1].at) - (theirs[d].at - there[-1].at)) <= 1
        )
        if (after or a < 0) and (before or c == len(mine)) and (after or before):
            yield here, there


def _aligned(claim: Claim, mine: Sequence[Token], theirs: Sequence[Token]) -> list[tuple[int, int]]:
    """The longest common run of tokens in order, as pairs of places."""
    best = [[0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    for i in range(len(mine) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            if claim.alike(mine[i].root, theirs[j].root):
                best[i][j] = best[i + 1][j + 1] + 1
            else:
                best[i][j] = max(best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(mine) and j < len(theirs):
        if claim.alike(mine[i].root, theirs[j].root):
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs
