"""Mathematics and exposure to machine learning."""

from __future__ import annotations

import pytest

from service.planning.intake.cv import propose_from_text
from service.planning.intake.mathematics import FIELDS


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Education\nBSc Mathematics, University of Leeds", 3),
        ("PhD in Physics, University of Bonn", 3),
        ("Master of Statistics", 3),
        ("Diplom-Physiker, Universität Bonn", 3),
        ("Licence de mathématiques, Université de Lille", 3),
        ("Grado en Física, Universidad de Vigo", 3),
        ("BSc Computer Science", 2),
        ("Dipl.-Ing. Elektrotechnik", 2),
        ("MEng Mechanical Engineering", 2),
        ("Studium der Informatik", 2),
        ("Grado en Ingeniería Informática", 2),
        ("A-levels: Mathematics", 1),
        ("Minor in mathematics, University of Leeds", 2),
        ("BA History, University of Leeds", None),
        ("Data Engineering Bootcamp", None),
        ("Experience\nScrum Master, Physics Department\n2010 - 2012", None),
        ("Lecturer at the School of Mathematics", None),
    ],
)
def test_studies(text: str, level: int | None) -> None:
    maths = propose_from_text(text).profile.get("maths", {})
    assert maths == ({} if level is None else dict.fromkeys(FIELDS, level))


def test_fields_by_themselves() -> None:
    assert propose_from_text("Education\nBA Economics").profile["maths"] == {
        "linear_algebra": 1,
        "calculus": 1,
        "probability": 1,
        "statistics": 2,
    }
    assert propose_from_text("Strong linear algebra, basic statistics").profile["maths"] == {
        "linear_algebra": 3,
        "statistics": 1,
    }
    courses = propose_from_text("Coursework\nLinear Algebra, Probability").profile["maths"]
    assert courses == {"linear_algebra": 2, "probability": 2}


@pytest.mark.parametrize(
    ("text", "exposure"),
    [
        ("Used the OpenAI API in our app", "used-apis"),
        ("Built a bot with LangChain", "used-apis"),
        ("Machine Learning course on Coursera", "courses"),
        ("fast.ai, deeplearning.ai", "courses"),
        ("Completed Andrew Ng's Coursera course", "courses"),
        ("Udemy-Kurs zu maschinellem Lernen", "courses"),
        ("Cours d'apprentissage automatique", "courses"),
        ("Curso de aprendizaje automático", "courses"),
        ("Trained a model for churn", "trained-models"),
        ("Fine-tuned BERT for search", "trained-models"),
        ("Projects\nStars: classifier with scikit-learn", "trained-models"),
        ("Data Scientist, 2018 - 2020", "trained-models"),
        ("Machine Learning Engineer, 2018 - 2020", "production"),
        ("Brought 12 ML models into production", "production"),
        ("No experience with machine learning", "none"),
        ("No experience with PyTorch", None),
        ("Aspiring machine learning engineer", None),
        ("I want to become a machine learning engineer", None),
        ("Interested in machine learning", None),
        ("Skills: TensorFlow", None),
        ("Trained junior developers on the data model", None),
        ("Data models in production", None),
        ("Of course, machine learning", None),
        ("Coursera: Project Management", None),
    ],
)
def test_exposure(text: str, exposure: str | None) -> None:
    assert propose_from_text(f"Summary\n\n{text}").profile.get("ml_exposure") == exposure
