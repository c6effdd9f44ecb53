"""POST /feedback: a vote on an answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from service.api.state import State, state_of
from service.store.feedback import Reason, Verdict

router = APIRouter()

Comment = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]


class FeedbackRequest(BaseModel):
    """What somebody thinks of an answer."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "answer_id": "0123456789abcdef0123456789abcdef",
                    "verdict": "down",
                    "reasons": ["incomplete"],
                    "comment": "It leaves out how to do it.",
                }
            ]
        },
    )

    answer_id: str = Field(pattern=r"^[0-9a-f]{32}$")
    verdict: Verdict
    reasons: list[Reason] = Field(default=[], max_length=6, json_schema_extra={"uniqueItems": True})
    comment: Comment | None = None

    @field_validator("reasons")
    @classmethod
    def _check_reasons(cls, reasons: list[Reason]) -> list[Reason]:
        if len(set(reasons)) < len(reasons):
            raise ValueError("each reason may be given once")
        return reasons


@router.post("/feedback", summary="Vote on an answer", status_code=204)
async def feedback(body: FeedbackRequest, state: Annotated[State, Depends(state_of)]) -> None:
    """Keeps the vote in place of any other on the same answer. It is kept once this has returned."""
    await state.recorder.vote(body.answer_id, body.verdict, body.reasons, body.comment or None)
