"""What every plan has to hold, read from the JSON that is given out and from the notes alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from service.planning.graph.catalogue import Catalogue
from service.planning.learner.profile import Profile

PlanJson = dict[str, Any]


def items(plan: PlanJson) -> list[dict[str, Any]]:
    return [item for week in plan["weeks"] for item in week["items"]]


def violations(plan: PlanJson, catalogue: Catalogue, profile: Profile) -> list[str]:
    """I1 to I6 and I13 to I15, each fault in words."""
    return [
        *_order(plan, catalogue),
        *_budget(plan, profile),
        *_partition(plan),
        *_citations(plan, catalogue),
        *_feasibility(plan),
        *_phases(plan, catalogue),
        *_calendar(plan),
    ]


def _order(plan: PlanJson, catalogue: Catalogue) -> list[str]:
    """I1: every prerequisite is left out as known, or finished before the note begins."""
    known = {note["slug"] for note in plan["skipped"] if not note["reason"].startswith("excluded")}
    sequence = [item["slug"] for item in items(plan)]
    last = {slug: at for at, slug in enumerate(sequence)}
    return [
        f"I1: {slug} before {before}"
        for at, slug in enumerate(sequence)
        for before in catalogue.concepts[slug].prerequisites
        if before not in known and last.get(before, len(sequence)) >= at
    ]


def _budget(plan: PlanJson, profile: Profile) -> list[str]:
    """I2 and I5: weeks keep to their hours, items to their notes, totals to their weeks."""
    faults = []
    hours = profile.hours_per_week or 6
    quanta = round(hours * 2)
    learn = (quanta - quanta // 4) / 2
    for week in plan["weeks"]:
        planned = sum(item["hours"] for item in week["items"])
        spent = week["hours"]
        whole = spent["learn"] + spent["review"] + spent["buffer"]
        if planned != spent["learn"] or planned > learn or whole > hours:
            faults.append(f"I2: week {week['n']} has {planned} h of {learn}, {whole} of {hours}")
        if week["off"] and (week["items"] or week["reviews"] or whole):
            faults.append(f"I2: week {week['n']} is off")
        if len(week["reviews"]) * 10 > spent["review"] * 60:
            faults.append(f"I2: week {week['n']} has more reviews than time")
        if not week["off"] and whole != hours:
            faults.append(f"I2: week {week['n']} does not add up")
    for key, total in (("learn", "learning_h"), ("review", "review_h"), ("buffer", "buffer_h")):
        if sum(week["hours"][key] for week in plan["weeks"]) != plan["totals"][total]:
            faults.append(f"I2: totals of {key}")
    return faults


def _partition(plan: PlanJson) -> list[str]:
    """I3: no note is in two of planned, skipped and cut."""
    planned = {item["slug"] for item in items(plan)}
    skipped = {note["slug"] for note in plan["skipped"]}
    cut = {note["slug"] for note in plan["feasibility"]["cut"]}
    twice = (planned & skipped) | (planned & cut) | (skipped & cut)
    ids = [item["id"] for item in items(plan)]
    faults = [f"I3: {slug} is in two lists" for slug in twice]
    return faults + (["I3: ids stand twice"] if len(set(ids)) != len(ids) else [])


def _citations(plan: PlanJson, catalogue: Catalogue) -> list[str]:
    """I6: every item, review and question points to a heading that is there."""
    urls = {place.url for one in catalogue.concepts.values() for place in one.places.values()}
    cited = [
        *(item["citation"]["url"] for item in items(plan)),
        *(one["citation"]["url"] for week in plan["weeks"] for one in week["reviews"]),
        *(one["answer_anchor"] for week in plan["weeks"] for one in week["checkpoint"]),
        *(one["answer_anchor"] for one in plan["diagnostic"]),
        *(one["url"] for one in plan["summary"]["citations"]),
    ]
    silent = [f"I6: {item['id']} has no why" for item in items(plan) if not item["why"]]
    return silent + [f"I6: {url} is no heading" for url in cited if url not in urls]


def _feasibility(plan: PlanJson) -> list[str]:
    """I13: infeasible if and only if a core note is cut."""
    found = plan["feasibility"]
    core = any(note["priority"] == 1 for note in found["cut"])
    expected = "infeasible" if core else "trimmed" if found["cut"] else "ok"
    return [] if found["status"] == expected else [f"I13: {found['status']}, not {expected}"]


def _phases(plan: PlanJson, catalogue: Catalogue) -> list[str]:
    """I14: phases cover the weeks in their order, each ending with its milestone."""
    last = {item["slug"]: week["n"] for week in plan["weeks"] for item in week["items"]}
    faults = []
    for before, phase in zip([None, *plan["phases"]], plan["phases"], strict=False):
        milestone = phase["milestone"]
        if last.get(milestone["slug"]) != phase["weeks"][1] or not milestone["deliverable"]:
            faults.append(f"I14: {phase['id']} does not end with {milestone['slug']}")
        if before and phase["weeks"][0] < before["weeks"][0]:
            faults.append(f"I14: {phase['id']} begins too soon")
    projects = {slug for slug in last if catalogue.concepts[slug].kind == "project"}
    closed = {phase["milestone"]["slug"] for phase in plan["phases"]}
    if projects and not projects & closed:
        faults.append("I14: no project closes a phase")
    return faults


def _calendar(plan: PlanJson) -> list[str]:
    """I15: weeks of seven days, one after another, numbered from 1."""
    faults = []
    for n, week in enumerate(plan["weeks"], 1):
        start, end = date.fromisoformat(week["start"]), date.fromisoformat(week["end"])
        first = date.fromisoformat(plan["weeks"][0]["start"])
        if week["n"] != n or end - start != timedelta(days=6):
            faults.append(f"I15: week {n}")
        if start != first + timedelta(days=7 * (n - 1)):
            faults.append(f"I15: week {n} starts on {start}")
    if plan["weeks"] and plan["weeks"][-1]["end"] != plan["totals"]["end_date"]:
        faults.append("I15: the end")
    return faults
