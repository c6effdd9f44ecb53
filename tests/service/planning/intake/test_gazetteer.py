from __future__ import annotations

import pytest

from service.planning.intake.gazetteer import aliases, language_tag, nearest_names, skill_tag
from service.planning.intake.tokens import keys


def test_the_table_is_large_and_has_what_plans_need() -> None:
    assert len(aliases()) >= 250
    tags = {alias.tag: alias.kind for alias in aliases()}
    for name in "docker kubernetes airflow sql numpy search".split():
        assert tags[name] == "skill"
    for name in "python javascript typescript java csharp cpp c go rust ruby php kotlin swift scala r".split():
        assert tags[name] == "language"


def test_no_name_stands_for_two_tags() -> None:
    by_name: dict[tuple[str, ...], set[str]] = {}
    for alias in aliases():
        by_name.setdefault(keys(alias.name), set()).add(alias.tag)
    assert {name: found for name, found in by_name.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("Docker", "docker"), (" K8S ", "kubernetes"), ("PostgreSQL 14", "sql"), ("mysql", "sql"),
        ("Elasticsearch", "search"), ("search", "search"), ("AirFlow", "airflow"), ("Node.js", "nodejs"),
        (".NET Core", "dotnet"), ("Angular 2+", "angular"), ("docker_compose", None), ("Docker-Compose", "docker"),
        ("Python", None), ("gardening", None), ("", None), ("x" * 500, None),
    ],
)  # fmt: skip
def test_skills_by_name(name: str, tag: str | None) -> None:
    assert skill_tag(name) == tag


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("python", "python"), ("Python 3", "python"), ("Python3.9", "python"), ("GO", "go"), ("golang", "go"),
        ("c", "c"), ("C++", "cpp"), ("c++17", "cpp"), ("C#", "csharp"), ("r", "r"), ("Objective-C", "objective-c"),
        ("sql", None), ("spoken German", None), ("  ", None),
    ],
)  # fmt: skip
def test_languages_by_name(name: str, tag: str | None) -> None:
    assert language_tag(name) == tag


def test_suggestions_are_tags_near_to_the_name() -> None:
    assert nearest_names("kubernets")[0] == "kubernetes"
    assert nearest_names("Pyhton")[0] == "python"
    assert nearest_names("postgress") == ["sql"]
    assert nearest_names("qqqqqqqq") == []
    assert len(nearest_names("java")) <= 3
