"""Names of technologies that are ordinary words, letters, people or companies."""

from __future__ import annotations

import pytest

from tests.service.planning.intake.test_levels import levels_of


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Python, Go, Rust", "python go rust"),
        ("python, go, rust, c, r", "python go rust c r"),
        ("Skills\nGo\nSwift\nPython", "go swift python"),
        ("Programming languages: Go, R, C", "go r c"),
        ("Microservices in Go", "microservices go"),
        ("wrote Go services", "go"),
        ("Go/Kubernetes", "go kubernetes"),
        ("I use R and Python", "r python"),
        ("C/C++ on STM32", "c cpp microcontrollers"),
        ("Golang developer", "go"),
        ("Rust (2 years)", "rust"),
        ("Configured Jenkins and Puppet", "ci-cd puppet"),
        ("Apache Spark and Flask apps", "spark flask"),
        ("Ruby on Rails", "rails"),
        ("React and Redux", "react"),
        ("PYTHON, GO, RUST, SPARK", "python go rust spark"),
        ("(Spark, Scala)", "spark scala"),
        ("JavaScript, Java, Objective-C, C#", "javascript java objective-c csharp"),
        ("Python-Entwickler mit Go-Kenntnissen", "python"),
        ("We ran Kuber-\nnetes and Py-\nthon", "kubernetes python"),
        ("machine on Spring\nBoot and Apache\nAirflow", "spring airflow"),
    ],
)
def test_they_are_found(text: str, tags: str) -> None:
    assert levels_of(text).keys() >= set(tags.split())


@pytest.mark.parametrize(
    "text",
    [
        "Go to market strategy. Go live in May. Let us go.",
        "Vitamin C, Series C funding, R&D, C-level, Plan C, English C1",
        "Swift response; SWIFT payments; Taylor Swift",
        "Rust belt and rust removal",
        "In the spring of 2019, Spring 2019",
        "head chef, Chef de projet, Sous Chef at Ritz",
        "a puppet show, a flask, a spark of joy, excel at sports",
        "React quickly to incidents",
        "We search for talent, take a rest and express ourselves",
        "reported to Sarah Jenkins and Mr Pascal Kafka, with Dr. Julia Ruby",
        "12 Java Street, rue de Python, Docker Road 5",
        "Docker Labs Inc., Elastic GmbH, Kubernetes Holding AG",
        "Engineer at Oracle, then at Elastic",
        "https://golang.org/docker me@python.org www.kubernetes.io github.com/x/rust",
        "References\nTom, who knows Kubernetes\n",
        "Hobbies\nPython snakes, Go, Scala opera\n",
        "Le tableau est vite fait, c'est la vie",
        "javascripting pythonesque dockerless",
    ],
)
def test_they_are_not_taken_for_technologies(text: str) -> None:
    assert levels_of(f"Summary\n\n{text}") == {}
