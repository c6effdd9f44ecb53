"""The notes as tools of the Model Context Protocol, over whatever transport carries it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Any

from anyio import to_thread
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from indexer.types import note_url
from service.access.caller import CALLER, Asker, Caller
from service.answering.retrieve import Candidate, retrieve
from service.api.schemas import Text
from service.api.state import State
from service.errors import ServiceError
from service.field_errors import explain
from service.planning.exports.markdown import to_markdown
from service.planning.goal import with_goal
from service.planning.graph.catalogue import read_catalogue
from service.planning.learner.profile import Profile
from service.planning.plan import begin, make_plan
from service.planning.rendering.document import Plan
from service.protocols.mcp_answers import ask_notes
from service.protocols.note_text import note_text

_ABOUT = (
    "Notes on machine learning for software engineers. `ask` answers from them alone and cites each "
    "sentence; `search` and `read_note` give the notes themselves; `plan` makes a study plan."
)
_READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)
Count = Annotated[int, Field(ge=1, le=20, description="how many passages")]
Slug = Annotated[str, Field(min_length=1, max_length=300, description="as search gives it")]


class NotesServer(MCPServer):
    """An MCP server whose refusals are one plain sentence each."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, ValidationError):
                first = cause.errors(include_url=False)[0]
                raise ToolError(_told(first)) from None
            if isinstance(cause, ServiceError):
                raise ToolError(str(cause)) from None
            raise


def make_mcp_server(state: Callable[[], State], base: str) -> NotesServer:
    """The server. `state` gives the running service's parts; links begin with `base`, unless the
    request that carries a call names another address and no public one is set."""
    server = NotesServer(
        "onramp", title="Onramp", instructions=_ABOUT, version="0.1.0", subscriptions=False
    )

    def root(context: Context[Any, Any]) -> str:
        request = context.request_context.request
        public = state().public_url
        return (public or (str(request.base_url) if request else base)).rstrip("/")

    @server.tool(title="Search the notes", annotations=_READS)
    async def search(query: Text, context: Context[Any, Any], k: Count = 5) -> CallToolResult:
        """The passages that come nearest to a query, with the slugs of their notes."""
        parts, address, caller = state(), root(context), _asker(context).turn
        found = await parts.retrievals.run(
            retrieve, parts.current.index, parts.embedder, query, caller=caller
        )
        return _passages([_hit(one, address) for one in found.candidates[:k]])

    @server.tool(title="Read a note", annotations=_READS)
    async def read_note(slug: Slug, context: Context[Any, Any]) -> CallToolResult:
        """A whole note as Markdown."""
        index = state().current.index
        text = await to_thread.run_sync(note_text, index, slug)
        url = root(context) + note_url(slug)
        return _result(text, {"slug": slug, "title": index.titles[slug], "url": url})

    @server.tool(title="Ask the notes", annotations=_READS)
    async def ask(question: Text, context: Context[Any, Any]) -> CallToolResult:
        """An answer from the notes alone, each sentence cited; or that the notes don't cover it."""
        request = context.request_context.request
        text, structured = await ask_notes(
            state(), question, root(context), _asker(context), request
        )
        return _result(text, structured)

    @server.tool(title="Make a study plan", annotations=_READS)
    async def plan(profile: Profile, context: Context[Any, Any]) -> CallToolResult:
        """A study plan, week by week. Every field of the profile may be left out."""
        parts, caller = state(), _asker(context).turn
        made = await parts.retrievals.run(_plan, parts, profile, caller=caller)
        fields = made.model_dump(mode="json", by_alias=True)
        return _result(to_markdown(made, root(context)), fields)

    return server


def _told(error: ErrorDetails) -> str:
    return explain({**error, "loc": ("body", *error["loc"])}).message


def _asker(context: Context[Any, Any]) -> Asker:
    """Who calls over HTTP; over pipes it is the program that started this one."""
    request = context.request_context.request
    caller: Caller | None = request.scope[CALLER] if request else None
    return caller.asker if caller else Asker()


def _passages(hits: list[dict[str, Any]]) -> CallToolResult:
    shown = [
        f"[{hit['title']}]({hit['url']}), note `{hit['note']}`\n\n{hit['text']}" for hit in hits
    ]
    return _result("\n\n---\n\n".join(shown) or "Nothing was found.", {"hits": hits})


def _hit(candidate: Candidate, base: str) -> dict[str, Any]:
    passage = candidate.passage
    return {
        "note": passage.note,
        "title": passage.title,
        "heading": " › ".join(passage.heading),
        "url": base + passage.url,
        "text": passage.text.strip(),
        "score": round(candidate.score, 4),
    }


def _plan(state: State, profile: Profile) -> Plan:
    index = state.current.index
    catalogue = read_catalogue(index)
    made = make_plan(begin(profile, datetime.now(UTC).date()), catalogue)
    return with_goal(made, profile.goal_text, index, state.embedder, catalogue)


def _result(text: str, structured: dict[str, Any]) -> CallToolResult:
    return CallToolResult(
        content=[TextContent(type="text", text=text)], structured_content=structured
    )
