"""`POST /api/feedback`: whether a passage was the right one for a question."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kb.api.state import Library
from kb.base import LARGEST_K
from kb.store.feedback import Verdict

QUESTION = "Скільки виділено на четверту фазу?"


def _whole(text: str) -> str:
    """JSON can escape half a character, which no store can hold."""
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("there is half a character in it; send whole ones")
    return text


Text = Annotated[str, AfterValidator(_whole)]


class FeedbackIn(BaseModel):
    """What a reader says of one hit; `rank` is the place at which it was shown."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"query": QUESTION, "passage_id": "3f1c9a0b7d24e85a:12", "verdict": "right", "rank": 3}]
        },
    )

    query: Text
    passage_id: Text
    verdict: Verdict
    rank: int | None = Field(None, ge=1, le=LARGEST_K)


class FeedbackOut(BaseModel):
    """What is kept of it: words of the passage that find it again, and nothing of who said it."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "query": QUESTION,
                    "language": "uk",
                    "document_id": "3f1c9a0b7d24e85a",
                    "words": "供与限度額は88億円、実施予定期間は24か月",
                    "page": 4,
                    "clause": None,
                    "verdict": "right",
                    "rank": 3,
                    "at": "2025-11-20T09:30:00+00:00",
                }
            ]
        },
    )

    query: str
    language: str
    document_id: str
    words: str
    page: int | None
    clause: str | None
    verdict: Verdict
    rank: int | None
    at: datetime


router = APIRouter()


@router.post("/feedback", summary="Say whether a passage was right")
def feedback(said: FeedbackIn, library: Library) -> FeedbackOut:
    """Kept once however often it is said; a contrary verdict takes its place. A person reviews it (`kb feedback`)."""
    return FeedbackOut.model_validate(library.judge(said.query, said.passage_id, said.verdict, said.rank))
