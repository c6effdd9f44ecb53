"""An answer in the terminal, sentence by sentence, with its sources."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from indexer.index import Index
from service.answering.assistant import Assistant, Question
from service.answering.events import Done, PassagesFound, Refusal, SentenceChecked
from service.settings import Settings
from service.wiring import build_embedder, build_generator, build_judge, build_reranker

_MARKS = {"item": "- ", "row": "- "}


def print_answer(console: Console, settings: Settings, question: str) -> int:
    """Prints the answer as it comes; the exit code is 0, or 3 if the notes don't cover it."""
    embedder = build_embedder(settings)
    index = Index.load(settings.index_directory, embedder)
    generator, notice = build_generator(settings)
    judge = build_judge(settings, generator)
    assistant = Assistant(embedder, generator, notice, build_reranker(settings), judge)
    sources: list[str] = []
    for event in assistant.answer(index, Question(question, "terminal"), lambda: False):
        if isinstance(event, PassagesFound):
            sources = [
                f"[{p.n}] {p.title} › {p.heading or p.title}  {p.url}" for p in event.passages
            ]
        elif isinstance(event, SentenceChecked):
            cited = "".join(f"[{n}]" for n in event.citations)
            text = f"{_MARKS.get(event.kind, '')}{event.line} {cited}"
            console.print(escape(text), highlight=False, soft_wrap=True)
        elif isinstance(event, Refusal):
            console.print(event.answer, highlight=False)
            for topic in event.nearest:
                console.print(f"- {escape(topic.title)}  {topic.url}", highlight=False)
            return 3
        elif isinstance(event, Done):
            if event.status == "smalltalk":
                console.print(event.answer)
            for source in sources:
                console.print(escape(source), style="dim", highlight=False, soft_wrap=True)
            if event.notice:
                console.print(event.notice, style="italic")
    return 0
