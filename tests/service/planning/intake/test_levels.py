"""What is said of a technology, one rule after the other."""

from __future__ import annotations

import pytest

from service.planning.intake.cv import propose_from_text


def levels_of(text: str) -> dict[str, int]:
    profile = propose_from_text(text).profile
    return {**profile.get("languages", {}), **profile.get("skills", {})}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Python, Docker", {"python": 2, "docker": 2}),
        ("basic Python", {"python": 1}),
        ("Familiar with Docker, Kubernetes and Terraform", {"docker": 1, "kubernetes": 1, "terraform": 1}),
        ("Some experience with Django", {"django": 1}),
        ("Python (basic), Docker", {"python": 1, "docker": 2}),
        ("Expert in Python, familiar with Docker", {"python": 3, "docker": 1}),
        ("Advanced Python, Docker", {"python": 3, "docker": 2}),
        ("Fluent in Kotlin", {"kotlin": 3}),
        ("Senior in Java", {"java": 3}),
        ("Python: expert; Docker: beginner", {"python": 3, "docker": 1}),
        ("Expert: Python, Docker\nBasic: Kubernetes", {"python": 3, "docker": 3, "kubernetes": 1}),
        ("Python | advanced | 8 years\nDocker | basic |", {"python": 3, "docker": 1}),
        ("I know Kubernetes very well", {"kubernetes": 3}),
        ("Python 4/5, Docker 2/5, SQL 50%", {"python": 3, "docker": 1, "sql": 2}),
        ("C++, Kotlin und PHP sehr gut", {"cpp": 3, "kotlin": 3, "php": 3}),
        ("Grundkenntnisse in Python", {"python": 1}),
        ("Java (sehr gute Kenntnisse)", {"java": 3}),
        ("Notions de Docker, bonne maîtrise de Python", {"docker": 1, "python": 2}),
        ("Conocimientos básicos de Python; Java avanzado", {"python": 1, "java": 3}),
    ],
)  # fmt: skip
def test_words_of_level(text: str, expected: dict[str, int]) -> None:
    assert levels_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 years of Go", {"go": 3}),
        ("5+ years' experience with Python and Docker", {"python": 3, "docker": 3}),
        ("Kotlin (2 years), PHP (6 months)", {"kotlin": 2, "php": 1}),
        ("Python - 4 years, Docker - 1 year", {"python": 3, "docker": 2}),
        ("2 years of Kotlin and 6 years of Java", {"kotlin": 2, "java": 3}),
        ("four years of Kubernetes in production", {"kubernetes": 3}),
        ("Ich habe 3 Jahre Erfahrung mit Docker", {"docker": 3}),
        ("4 ans d'expérience en Python", {"python": 3}),
        ("5 años de experiencia con Django", {"django": 3}),
        ("Java since 2012. Updated 2020", {"java": 3}),
        ("I am 40 years old. Python", {"python": 2}),
        ("Python 3.11, Java 8, Angular 14", {"python": 2, "java": 2, "angular": 2}),
    ],
)  # fmt: skip
def test_years_of_use(text: str, expected: dict[str, int]) -> None:
    assert levels_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no experience with Kubernetes", {"kubernetes": 0}),
        ("No experience with Docker, Kubernetes or Airflow. SQL daily.",
         {"docker": 0, "kubernetes": 0, "airflow": 0, "sql": 2}),
        ("No experience with Docker but 5 years with Kubernetes", {"docker": 0, "kubernetes": 3}),
        ("I have never used Docker, I use Python daily", {"docker": 0, "python": 2}),
        ("never used Spark; Python daily", {"spark": 0, "python": 2}),
        ("I haven't really used Terraform yet", {"terraform": 0}),
        ("no hands-on experience with containers (Docker, Kubernetes), Python",
         {"docker": 0, "kubernetes": 0, "python": 0}),
        ("No Docker experience", {"docker": 0}),
        ("Kubernetes: none, Docker: basic", {"kubernetes": 0, "docker": 1}),
        ("Docker I have never used.", {"docker": 0}),
        ("want to learn Rust", {"rust": 0}),
        ("Would like to learn Kubernetes and Go", {"kubernetes": 0, "go": 0}),
        ("Learning Kubernetes", {"kubernetes": 0}),
        ("Currently learning:\n- Rust\n- Kubernetes\n\nSkills: Docker", {"rust": 0, "kubernetes": 0, "docker": 2}),
        ("Built a learning platform in Python", {"python": 2}),
        ("Machine learning with Python", {"python": 2}),
        ("Never missed a Kubernetes upgrade", {"kubernetes": 2}),
        ("Keine Erfahrung mit Docker und Kubernetes", {"docker": 0, "kubernetes": 0}),
        ("Noch nie mit Docker gearbeitet", {"docker": 0}),
        ("Docker habe ich noch nie benutzt.", {"docker": 0}),
        ("Ich möchte gerne Rust lernen", {"rust": 0}),
        ("Aucune expérience avec Docker", {"docker": 0}),
        ("Je n'ai jamais utilisé Flutter mais j'utilise Docker", {"flutter": 0, "docker": 2}),
        ("Je souhaite apprendre Python", {"python": 0}),
        ("Sin experiencia con Docker ni Kubernetes", {"docker": 0, "kubernetes": 0}),
        ("Quiero aprender Python", {"python": 0}),
    ],
)  # fmt: skip
def test_negations_and_wishes(text: str, expected: dict[str, int]) -> None:
    assert levels_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Skills: Docker\n\nI have no experience with Docker.", {"docker": 0}),
        ("Basic Python in 2010. Now expert in Python.", {"python": 3}),
        ("Want to learn Docker. Docker expert.", {"docker": 3}),
        ("Skills: K8s\n\nNo experience with Kubernetes", {"kubernetes": 0}),
        ("PostgreSQL. Never used MySQL.", {"sql": 2}),
        ("Never used MySQL.", {}),
    ],
)
def test_what_outweighs_what(text: str, expected: dict[str, int]) -> None:
    assert levels_of(text) == expected


def test_what_was_long_not_used_loses_a_level() -> None:
    text = "Backend Engineer 2008 - 2012\nPerl, MySQL\n\nBackend Engineer 2013 - 2024\nPython\n"
    assert levels_of(text) == {"perl": 1, "sql": 1, "python": 2}
    assert levels_of(text.replace("Perl", "expert in Perl"))["perl"] == 2
    assert levels_of(text.replace("2008 - 2012", "2008 - 2019"))["perl"] == 2
    assert levels_of(text + "\nSkills: Perl\n")["perl"] == 2
    assert levels_of("Perl, last used 2009. Updated 2020.") == {"perl": 1}


def test_an_assumed_level_is_told() -> None:
    proposal = propose_from_text("Skills: docker, Python (expert)")
    assert proposal.warnings == ("No level was given for Docker: 2 is assumed.",)


def test_quotes_have_only_the_matched_words() -> None:
    text = "Jane Doe (Acme) has no experience with Kubernetes; Bob has 5 years of Go at Initech."
    quotes = {one.field: one.quote for one in propose_from_text(text).evidence}
    assert quotes["skills.kubernetes"] == "no experience with Kubernetes"
    assert quotes["languages.go"] == "5 years of Go"
