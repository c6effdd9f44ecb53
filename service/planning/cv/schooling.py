"""What somebody's studies and work with models say of maths and machine learning."""

from __future__ import annotations

import re
from collections.abc import Mapping

from service.planning.cv.proposal import Findings

_ALL = ("linear_algebra", "calculus", "probability", "statistics")
_STUDIES: tuple[tuple[re.Pattern[str], Mapping[str, int]], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), levels)
    for words, levels in (
        (
            r"mathematics|mathematik|mathématiques|matemáticas|maths?|physics|physik|physique|física|"
            r"physicist|physiker(?:in)?|statistics|statistik|statistiques|estadística|astrophysics|"
            r"mathematician|statistician|actuarial science",
            dict.fromkeys(_ALL, 3),
        ),
        (
            r"computer science|computing|informatics|informatik|computación|"
            r"informatique|informática|electrical engineering|"
            r"electronic engineering|"
            r"elektrotechnik|génie électrique|ingeniería eléctrica|computer engineering|"
            r"software engineering|wirtschaftsinformatik|mechanical engineering|maschinenbau|"
            r"(?:aerospace|chemical|civil|control) engineering|ingenieurwissenschaften|"
            r"ingeniería industrial|école d['’]ingénieurs?|data science|robotics|signal processing",
            dict.fromkeys(_ALL, 2),
        ),
        (
            r"economics|econometrics|volkswirtschaft\w{0,6}|économie|economía|psychology|psychologie",
            {"statistics": 2, "probability": 1},
        ),
    )
)
_EXPOSURES: tuple[tuple[str, float, re.Pattern[str]], ...] = tuple(
    (exposure, confidence, re.compile(words, re.IGNORECASE))
    for exposure, confidence, words in (
        (
            "production",
            0.7,
            r"\bmodels? (?:in|into|to) production\b|\bproduction (?:ml|machine learning)\b|"
            r"\bmodelle in produktion\b|\bmodèles en production\b|\bmodelos en producción\b",
        ),
        (
            "trained-models",
            0.7,
            r"\b(?:trained|training|fine-?tuned|fine-?tuning|built) (?:and \w+ )?(?:an? |the |our )?"
            r"(?:\w+[ -]){0,3}(?:models?|classifiers?|neural networks?|cnns?)\b|"
            r"\bmodelle? trainiert\b|\bentraîn\w+ (?:d['’]un |des |un )?modèles?\b|"
            r"\bentren\w+ (?:de )?(?:un |los )?modelos?\b|\bkaggle\b",
        ),
        (
            "courses",
            0.6,
            r"\b(?:coursera|fast\.ai|fastai|deeplearning\.ai|udacity|edx|andrew ng)\b|"
            r"\b(?:machine learning|deep learning|ml|maschinelles lernen) "
            r"(?:course|specialization|specialisation|certificate|nanodegree|kurs)\b|"
            r"\bcours (?:de|en) machine learning\b|\bkurs\w{0,3} (?:zu|in|über) maschinelle\w? lernen\b|"
            r"\budemy\b.{0,40}\b(?:machine|maschinell\w*) l|\bcurso de machine learning\b",
        ),
        (
            "used-apis",
            0.6,
            r"\b(?:openai|gpt-?\d\w{0,3}|chatgpt|anthropic|claude|gemini|llm|langchain)s?['’]?s? "
            r"(?:apis?|integration|integrations|features?|apps?|chatbots?)\b|"
            r"\b(?:used|using|integrated|with) (?:the )?(?:openai|chatgpt|llms?|langchain)\b|"
            r"\blangchain\b|\bazure openai\b",
        ),
    )
)


_KUBERNETES = re.compile(r"\bCK(?:A|AD|S)\b|\bcertified kubernetes\b")
_SCHOOL = re.compile(
    r"\b(?:a-?levels?|gcse|high school|abitur|matura|baccalauréat|bac|lycée|bachillerato|secondary)\b",
    re.IGNORECASE,
)
FRAMEWORKS = frozenset({"pytorch", "tensorflow", "keras", "scikit-learn", "xgboost", "jax"})


def read_framework(tag: str, level: int, findings: Findings, quote: str, rule: str) -> None:
    """Whoever works with a framework for training has probably trained something."""
    if tag in FRAMEWORKS and level >= 2:
        findings.add("ml_exposure", "trained-models", quote, rule, 0.4)


def read_certificates(text: str, findings: Findings, rule: str) -> None:
    """Certificates that stand for a skill."""
    found = _KUBERNETES.search(text)
    if found:
        findings.add("skills.kubernetes", 3, found[0], rule, 0.9, 4)


def read_studies(line: str, findings: Findings, rule: str) -> None:
    """Maths by what was studied; the strongest subject counts."""
    if _SCHOOL.search(line[:500]):
        return
    for pattern, levels in _STUDIES:
        found = pattern.search(line[:500])
        if found:
            for field, level in levels.items():
                findings.add(f"maths.{field}", level, found[0], rule, 0.6)


def read_exposure(text: str, findings: Findings, rule: str) -> None:
    """How near somebody has come to machine learning."""
    for exposure, confidence, pattern in _EXPOSURES:
        found = pattern.search(text)
        if found:
            findings.add("ml_exposure", exposure, found[0], rule, confidence)
