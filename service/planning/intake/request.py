"""A CV or a JSON Resume as it comes in, and the proposal as it goes out."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from service.planning.intake.cv import propose_from_text
from service.planning.intake.json_resume import propose_from_resume
from service.planning.intake.proposal import Evidence


class Document(BaseModel):
    """Give one of the two."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"text": "Backend Engineer, 2018 - 2025. Python, PostgreSQL, Docker."}]
        },
    )

    text: Annotated[str | None, Field(max_length=50_000)] = None
    json_resume: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _check_one(self) -> Document:
        if (self.text is None) == (self.json_resume is None):
            raise ValueError("give one document: 'text' or 'json_resume'")
        return self


class Proposed(BaseModel):
    """A profile to confirm or mend, then to post to /plan."""

    profile: dict[str, Any]
    evidence: list[Evidence]
    warnings: list[str]


def propose(document: Document) -> Proposed:
    """Reads the document. The same document gives the same proposal; nothing of it is kept."""
    if document.text is not None:
        found = propose_from_text(document.text)
    else:
        found = propose_from_resume(document.json_resume or {})
    return Proposed(
        profile=found.profile, evidence=list(found.evidence), warnings=list(found.warnings)
    )
