"""Years of work in all and in each domain, from dated jobs and from what is said outright."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from service.planning.intake.document import Document
from service.planning.intake.durations import Duration, durations
from service.planning.intake.hopes import is_hoped
from service.planning.intake.phrases import Phrases
from service.planning.intake.proposal import Draft
from service.planning.intake.quotes import quote
from service.planning.intake.tenure import covered, in_halves
from service.planning.intake.titles import Title, titles_in
from service.planning.intake.vocabulary import vocabulary

_FILE = Path(__file__).with_name("titles.toml")
_SHOWN = 4  # jobs in the evidence of a field
_BEFORE = frozenset(":-(=~>+'") | frozenset(
    "of de von d over uber about more than mas plus mehr als total gesamt totale in".split()
)
_FAR = 9  # tokens between a time and what it is about
_APART = 2  # years between what is said and what the dates give, from which on a warning is due


@dataclass(frozen=True, slots=True)
class Spell:
    """A dated job: begin and end in years, its title and dates as quoted, and what it hints at."""

    start: float
    end: float
    title: Title | None
    dates: str
    hints: Mapping[str, int] = field(default_factory=dict)
    technical: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """Years that are stated: of work in all, or as one title."""

    years: float
    title: Title | None
    quote: str
    confidence: float


def put_years(
    draft: Draft,
    spells: Sequence[Spell],
    breaks: Sequence[tuple[float, float]],
    claims: Sequence[Claim],
    everywhere: Mapping[str, int],
    source: str,
) -> None:
    """Proposes `years_experience` and `domains`. `everywhere` is what the whole document hints at."""
    work = [spell for spell in spells if _is_software(spell)]
    if len(work) < len(spells):
        draft.warnings.append("Jobs of another kind are not counted as experience with software.")
    dated = covered([(s.start, s.end) for s in work], breaks)
    _put_total(draft, work, dated, claims, source)
    found: dict[str, list[Spell]] = {}
    sure: dict[str, float] = {}
    for spell in work:
        domains, confidence = _domains(spell.title, spell.hints or everywhere)
        for domain in domains:
            found.setdefault(domain, []).append(spell)
            sure[domain] = max(confidence, sure.get(domain, 0))
    for domain, its in found.items():
        years = in_halves(covered([(s.start, s.end) for s in its], breaks))
        for spell in its[:_SHOWN] if years else ():
            path, title = f"domains.{domain}", spell.title
            draft.put(path, years, title.quote if title else "", f"{source}.title", sure[domain])
            draft.put(path, years, spell.dates, f"{source}.work-dates", sure[domain])
    _put_claimed(draft, claims, everywhere, source)


def read_claims(document: Document) -> list[Claim]:
    """'8 years of experience', '6 years as a backend engineer', 'SRE (3 years)'."""
    titles = titles_in(document.tokens, 0, len(document.tokens))
    claims = list(_labelled(document))
    at = 0
    for duration in durations(document.tokens):
        while at < len(titles) and titles[at].end < duration.start - _FAR:
            at += 1
        claim = _claim(document, duration, titles[at : at + 6])
        if claim is not None and duration.years >= 0.5:
            claims.append(claim)
    return claims


def _labelled(document: Document) -> Iterator[Claim]:
    """'Years of experience: 14'."""
    tokens, words = document.tokens, vocabulary().dates
    for at in range(len(tokens) - 3):
        if not words["years"].match(tokens, at) or (at and tokens[at - 1].is_number):
            continue
        for near in range(at + 1, min(at + 4, len(tokens) - 2)):
            number = tokens[near + 2]
            if words["experience"].match(tokens, near) and tokens[near + 1].text in ":|":
                if number.is_number and len(number.text) <= 2 and number.text.isdecimal():
                    yield Claim(float(number.text), None, quote(tokens[at : near + 3]), 0.7)
                break


def domain_of_hints(hints: Mapping[str, int], *, web: bool = False) -> str | None:
    """The domain that technologies speak for; operations count half, as everybody names them."""
    if web:
        front, back = hints.get("frontend", 0), hints.get("backend", 0)
        return (
            "frontend" if front and not back else "backend" if back and not front else "fullstack"
        )
    scores = {name: count * (1 if name == "devops-sre" else 2) for name, count in hints.items()}
    if not scores:
        return None
    best = max(scores.values())
    return min((name for name in scores if scores[name] == best), key=lambda n: (n != "backend", n))


def hints_of(domains: Iterable[str | None]) -> Mapping[str, int]:
    """How often each domain is hinted at."""
    return Counter(domain for domain in domains if domain is not None)


def _is_software(spell: Spell) -> bool:
    """A job with a title that says so, or one in which some technology is named."""
    title = spell.title
    if title is None or (title.kind == "neutral" and not title.firm):
        return spell.technical
    return title.kind != "outside"


def _domains(title: Title | None, hints: Mapping[str, int]) -> tuple[tuple[str, ...], float]:
    if title is None or title.kind not in ("domain", "plain", "web"):
        return (), 0
    if title.domains:
        return title.domains, title.confidence
    domain = domain_of_hints(hints, web=title.kind == "web")
    return ((domain,), 0.4) if domain else ((), 0)


def _put_total(
    draft: Draft, work: Sequence[Spell], dated: float, claims: Sequence[Claim], source: str
) -> None:
    best = max(claims, key=lambda claim: claim.years, default=None)
    if best is not None and best.years > dated:
        years = in_halves(best.years)
        draft.put("years_experience", years, best.quote, f"{source}.years-of", best.confidence)
        if work and best.years - dated > _APART:
            draft.warnings.append(
                f"The dates of the jobs give {in_halves(dated)} years of experience, the text says {years}."
            )
        return
    years = in_halves(dated)
    for spell in work[: _SHOWN * 2] if years else ():
        draft.put("years_experience", years, spell.dates, f"{source}.work-dates", 0.8)


def _put_claimed(
    draft: Draft, claims: Sequence[Claim], everywhere: Mapping[str, int], source: str
) -> None:
    """Domains of what is said outright, where the dates give less."""
    for claim in claims:
        domains, confidence = _domains(claim.title, everywhere)
        years = in_halves(claim.years)
        for domain in domains:
            path = f"domains.{domain}"
            if years > draft.values.get(path, 0):
                draft.grounds.pop(path, None)
                sure = min(confidence, claim.confidence)
                draft.put(path, years, claim.quote, f"{source}.years-of", sure)


def _claim(document: Document, duration: Duration, titles: Sequence[Title]) -> Claim | None:
    tokens = document.tokens
    here = document.sentences[duration.start]
    near = [t for t in titles if document.sentences[t.start] == here and t.kind != "neutral"]
    title = next((t for t in near if _belongs(document, duration, t)), None)
    if title is not None and (title.kind == "outside" or is_hoped(document, title.start)):
        return None
    word = _experience_word(document, duration)
    if title is None and word is None:
        return None
    length = quote(tokens[duration.start : duration.end])
    if title is not None:
        words = (title.quote, length) if title.start < duration.start else (length, title.quote)
        return Claim(duration.years, title, " ".join(words), 0.75)
    if word is None or _is_elsewhere(document, max(word, duration.end)):
        return None
    of = "of experience" if tokens[word].fold.startswith("exp") else tokens[word].text
    return Claim(duration.years, None, f"{length} {of}", 0.7)


def _belongs(document: Document, duration: Duration, title: Title) -> bool:
    """Whether nothing but joining words stands between a time and a title."""
    tokens, words = document.tokens, vocabulary()
    start, end = (
        (title.end, duration.start) if title.start < duration.start else (duration.end, title.start)
    )
    gap = tokens[start:end]
    if len(gap) > _FAR:
        return False
    behind = title.start < duration.start
    signs = "(,:-|" if behind else "'-"
    return all(
        token.fold in words.words["joints"]
        or token.text in signs
        or words.dates["experience"].match(tokens, at) is not None
        or token.fold
        in (
            "over",
            "more",
            "than",
            "uber",
            "seit",
            "since",
            "depuis",
            "plus",
            "mas",
            "desde",
            "hace",
            "senior",
            "junior",
            "lead",
            "j",
            "ai",
            "tengo",
            "habe",
            "having",
            "has",
        )
        for at, token in enumerate(gap, start)
    )


def _experience_word(document: Document, duration: Duration) -> int | None:
    """The word 'experience' behind a time, or in front of it."""
    tokens, experience = document.tokens, vocabulary().dates["experience"]
    here = document.sentences[duration.start]
    for at in range(duration.end, min(duration.end + 7, len(tokens))):
        if document.sentences[at] != here or tokens[at].text in ",;:()":
            break
        if experience.match(tokens, at):
            return at
    for at in range(duration.start - 1, max(duration.start - 6, -1), -1):
        if document.sentences[at] != here:
            return None
        if experience.match(tokens, at):
            return at
        if tokens[at].fold not in _BEFORE:
            return None
    return None


def _is_elsewhere(document: Document, at: int) -> bool:
    ahead = range(at, min(at + 7, len(document.tokens)))
    return any(
        document.sentences[n] == document.sentences[at - 1]
        and _elsewhere().match(document.tokens, n)
        for n in ahead
    )


@cache
def _elsewhere() -> Phrases[bool]:
    names = tomllib.loads(_FILE.read_text(encoding="utf-8"))["elsewhere"]["names"]
    return Phrases((name, True) for name in names)
