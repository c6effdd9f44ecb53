"""Titles, tags and follow-up questions that chat front ends ask for: made by rules, at no cost."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

from indexer.index import Index

_KEYS = re.compile(r'"(title|tags|follow_ups|queries|text)"\s*:')
_USER = re.compile(r"^(?:USER|User|Human):\s*(.+)$", re.MULTILINE)
_LINK = re.compile(r"/notes/([^\s)#\"\\]+)")
_TITLE_WORDS = 6
_MOST = 3


def answer_task(prompt: str, index: Index) -> str:
    """What a front end's prompt asks for, in the JSON form that it names; a title if it names none."""
    found = _KEYS.search(prompt)
    if found is None:
        return _title(prompt)
    made: str | list[str]
    match found[1]:
        case "title":
            made = _title(prompt)
        case "tags":
            made = [index.titles[slug] for slug in _noted(prompt, index)]
        case "follow_ups":
            made = _follow_ups(prompt, index)
        case "queries":
            made = []
        case _:
            made = ""
    return json.dumps({found[1]: made}, ensure_ascii=False)


def _title(prompt: str) -> str:
    """The first question, made short."""
    asked = _USER.search(prompt)
    words = asked[1].split() if asked else ["Questions", "to", "the", "notes"]
    cut = " ".join(words[:_TITLE_WORDS])
    return cut.rstrip(" ?.!,:;") + ("…" if len(words) > _TITLE_WORDS else "")


def _noted(prompt: str, index: Index) -> list[str]:
    """The notes that the conversation links to, the last first."""
    slugs = [unquote(slug) for slug in reversed(_LINK.findall(prompt))]
    return [slug for slug in dict.fromkeys(slugs) if slug in index.titles][:_MOST]


def _follow_ups(prompt: str, index: Index) -> list[str]:
    """Questions that the notes answer and that were not asked."""
    notes = filter(None, map(index.note, _noted(prompt, index)))
    questions = [question for note in notes for question in note.questions]
    return [one for one in questions if one not in prompt][:_MOST]
