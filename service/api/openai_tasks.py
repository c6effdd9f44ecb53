"""Titles, tags and follow-up questions that chat front ends ask for: made by rules, at no cost."""

from __future__ import annotations

import json
import re
from urllib.parse import unquote

from indexer.index import Index

# How the prompts of Open WebUI and LibreChat begin that no person writes.
_TASK = "### Task:"
_FORM = re.compile(r"### \**Output|chat_history|### Chat History", re.IGNORECASE)
_TITLES = (
    "Provide a concise, 5-word-or-less title",
    "Please generate a concise, 5-word-or-less title",
    "Analyze this conversation and provide:\n1. The detected language",
)
_EMOJI = "Your task is to reflect the speaker's likely facial expression"
_TOOLS = "Available Tools:"
# Prompts around a person's question, which is what is answered.
_DOCUMENTS = re.compile(r"### Task:\s*Respond to the user query using the provided context")
_QUERY = re.compile(r"<user_query>(.*?)</user_query>", re.DOTALL)
_MERGE = re.compile(
    r'You have been provided with a set of responses from various models to the latest user query: "(.*)"'
    r"\s*Your task is to synthesize",
    re.DOTALL,
)

_KEYS = re.compile(r'"(title|tags|follow_ups|queries|text|prompt)"\s*:')
_USER = re.compile(r'^(?:\|\|>)?(?:USER|User|Human):\s*"*(.+)$', re.MULTILINE)
_LINK = re.compile(r"/notes/([^\s)#\"\\]+)")
_TITLE_WORDS = 6
_MOST = 3


def asked_in(text: str) -> str:
    """The question in a message; front ends put documents or other models' answers around it."""
    merged = _MERGE.match(text)
    if merged:
        return merged[1].strip()
    if not _DOCUMENTS.match(text):
        return text
    query = _QUERY.search(text)
    return (query[1] if query else text.rpartition("</context>")[2]).strip() or text


def is_task(text: str) -> bool:
    """Whether a front end asks for a title, tags and the like, not a person a question."""
    if text.startswith((*_TITLES, _EMOJI)):
        return True
    form = _FORM.search(text) or _KEYS.search(text)
    return text.startswith(_TASK) and form is not None and not _DOCUMENTS.match(text)


def chooses_tools(system: str) -> bool:
    """Whether a system message has tools chosen for a question. There is none that we could call."""
    return system.startswith(_TOOLS)


def answer_task(prompt: str, index: Index) -> str:
    """What a front end's prompt asks for, in the JSON form that it names; a title if it names none."""
    if prompt.startswith(_TOOLS):
        return json.dumps({"tool_calls": []})
    if prompt.startswith(_EMOJI):
        return "🙂"
    found = None if prompt.startswith(_TITLES) else _KEYS.search(prompt)
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
    return cut.rstrip(' ?.!,:;"') + ("…" if len(words) > _TITLE_WORDS else "")


def _noted(prompt: str, index: Index) -> list[str]:
    """The notes that the conversation links to, the last first."""
    slugs = [unquote(slug) for slug in reversed(_LINK.findall(prompt))]
    return [slug for slug in dict.fromkeys(slugs) if slug in index.titles][:_MOST]


def _follow_ups(prompt: str, index: Index) -> list[str]:
    """Questions that the notes answer and that were not asked."""
    notes = filter(None, map(index.note, _noted(prompt, index)))
    questions = [question for note in notes for question in note.questions]
    return [one for one in questions if one not in prompt][:_MOST]
