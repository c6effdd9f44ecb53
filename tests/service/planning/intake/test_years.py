"""Years of work and of each domain, from dates, titles and what is said outright."""

from __future__ import annotations

import pytest

from service.planning.intake.cv import propose_from_text


def years_of(text: str) -> tuple[float, dict[str, float]]:
    profile = propose_from_text(text).profile
    return profile.get("years_experience", 0), profile.get("domains", {})


@pytest.mark.parametrize(
    ("dates", "years"),
    [
        ("2016 - 2020", 4),
        ("2016–2020", 4),
        ("2016 to 2020", 4),
        ("2016-18", 2),
        ("03/2016 - 02/2020", 4),
        ("03.2016 – 02.2020", 4),
        ("01.03.2016 - 29.02.2020", 4),
        ("2016-03 - 2020-02", 4),
        ("Jan 2016 to Mar 2019", 3.5),
        ("Sept. 2016 - Aug. 2018", 2),
        ("Jan '16 - Dec '17", 2),
        ("Jan - Jun 2019", 0.5),
        ("from 2016 until 2020", 4),
        ("between 2016 and 2020", 4),
        ("März 2016 bis Februar 2020", 4),
        ("de mars 2016 à février 2020", 4),
        ("de marzo de 2016 a febrero de 2020", 4),
        ("2016 → 2020", 4),
        ("2016 - present (as of 2021)", 5),
        ("since 2018. Updated 2021", 3),
        ("seit 2018, Stand 2021", 3),
        ("depuis 2018, le 1er mai 2021", 3),
        ("desde 2018, actualizado en 2021", 3),
        ("2020 - 2016", 0),
        ("tel 2016 2018 2020", 0),
    ],
)
def test_dates(dates: str, years: float) -> None:
    found, domains = years_of(f"Experience\nBackend Engineer, {dates}")
    assert found == pytest.approx(years, abs=0.5)
    assert domains.get("backend", 0) == found


@pytest.mark.parametrize(
    ("title", "domain"),
    [
        ("Senior Backend Engineer", "backend"),
        ("Engineer (Backend)", "backend"),
        ("Software Engineer, Backend", "backend"),
        ("Java Developer", "backend"),
        ("Site Reliability Engineer", "devops-sre"),
        ("SRE", "devops-sre"),
        ("DevOps Engineer", "devops-sre"),
        ("Platform Engineer", "devops-sre"),
        ("Lead Data Engineer", "data-engineering"),
        ("ETL Developer", "data-engineering"),
        ("QA Engineer", "qa"),
        ("SDET", "qa"),
        ("Test Automation Engineer", "qa"),
        ("iOS Developer", "mobile"),
        ("Android Engineer", "mobile"),
        ("Game Developer", "game"),
        ("Embedded Software Engineer", "embedded"),
        ("Firmware Engineer", "embedded"),
        ("Security Engineer", "security"),
        ("Penetration Tester", "security"),
        ("Frontend Developer", "frontend"),
        ("UI Developer", "frontend"),
        ("React Developer", "frontend"),
        ("Full Stack Developer", "fullstack"),
        ("Frontend and Backend Developer", "fullstack"),
        ("Backendentwicklerin", "backend"),
        ("Systemadministrator", "devops-sre"),
        ("Softwaretester", "qa"),
        ("Développeuse back-end", "backend"),
        ("Ingénieur de données", "data-engineering"),
        ("Développeur web full stack", "fullstack"),
        ("Desarrollador backend", "backend"),
        ("Ingeniera de datos", "data-engineering"),
        ("Administrador de sistemas", "devops-sre"),
    ],
)
def test_titles(title: str, domain: str) -> None:
    assert years_of(f"Experience\n{title}, Acme, 2016 - 2020") == (4, {domain: 4})
    assert years_of(f"Experience\n2016 - 2020\n{title}\nAcme\n")[1] == {domain: 4}
    assert years_of(f"Experience\n{title}\nAcme\n2016 - 2020\n")[1] == {domain: 4}


def test_a_plain_title_goes_by_its_technologies() -> None:
    text = "Experience\nSoftware Engineer, 2016 - 2020\n"
    assert years_of(text) == (4, {})
    proposal = propose_from_text(f"{text}Django, PostgreSQL, Docker")
    assert proposal.profile["domains"] == {"backend": 4}
    assert {one.confidence for one in proposal.evidence if one.field == "domains.backend"} == {0.4}


def test_overlaps_count_once_and_breaks_not_at_all() -> None:
    jobs = "Experience\nBackend Engineer, 2014 - 2018\nBackend Developer, 2016 - 2020\n"
    assert years_of(jobs) == (6, {"backend": 6})
    assert years_of(f"{jobs}Parental leave, 2017 - 2018\n") == (5, {"backend": 5})
    assert years_of(f"{jobs}Sabbatical, 2020 - 2022\nQA Engineer, 2022 - 2023\n") == (
        7,
        {"backend": 6, "qa": 1},
    )


@pytest.mark.parametrize(
    "text",
    [
        "BSc Computer Science, University of Leeds, 2018 - 2021",
        "Education\n2018 - 2021\nBSc Physics\n",
        "Head Chef, 2010 - 2020",
        "Experience\nTeacher, 2010 - 2020\nLifeguard, 2008 - 2010",
        "Ausbildung zum Fachinformatiker, 2015 - 2018",
        "Skills: Python (2010 - 2015)",
        "Aspiring backend engineer with 0 years of experience",
        "12 years of experience as a teacher",
        "10 years of experience in sales",
    ],
)
def test_what_is_no_work_with_software(text: str) -> None:
    assert years_of(text) == (0, {})


@pytest.mark.parametrize(
    ("text", "years", "domains"),
    [
        ("8 years of experience", 8, {}),
        ("Over 10+ years' professional experience in software", 10, {}),
        ("Years of experience: 14", 14, {}),
        ("Backend engineer with 8 years of experience", 8, {"backend": 8}),
        ("six years as a data engineer", 6, {"data-engineering": 6}),
        ("SRE (3 years)", 3, {"devops-sre": 3}),
        ("8 Jahre Berufserfahrung", 8, {}),
        ("5 ans d'expérience", 5, {}),
        ("7 años de experiencia", 7, {}),
        ("2.5 years of experience", 2.5, {}),
        ("99 years of experience", 0, {}),
        ("32 ans, célibataire", 0, {}),
    ],
)
def test_years_that_are_said(text: str, years: float, domains: dict[str, float]) -> None:
    assert years_of(text) == (years, domains)


def test_evidence_of_a_job() -> None:
    proposal = propose_from_text("Jane Doe\nBackend Engineer at Initech, 2016 - 2020")
    rules = {(one.field, one.quote, one.rule) for one in proposal.evidence}
    assert rules == {
        ("years_experience", "2016 - 2020", "cv.work-dates"),
        ("domains.backend", "Backend Engineer", "cv.title"),
        ("domains.backend", "2016 - 2020", "cv.work-dates"),
    }


def test_open_work_is_told_when_nothing_is_later() -> None:
    proposal = propose_from_text("Experience\nBackend Engineer, 2018 - present")
    assert proposal.profile["domains"] == {"backend": 0.5}
    assert proposal.warnings == (
        "No date after 2018 was found: work that goes on is counted until then.",
    )
