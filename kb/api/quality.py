"""`/api/quality`: what a person should look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from kb.api.state import Library
from kb.quality import Concern, Section

EXAMPLE: dict[str, Any] = {
    "sections": [
        {
            "concern": "low_confidence",
            "total": 1,
            "pages": 2,
            "offset": 0,
            "items": [
                {
                    "title": "復興の歩み",
                    "document_id": "3f1c9a0b7d24e85a",
                    "collection": "reconstruction-agency",
                    "language": "ja",
                    "source_name": "progress-ja.pdf",
                    "pages": [{"number": 4, "label": "4", "confidence": 0.71, "warnings": []}],
                    "page_count": 2,
                    "notes": [],
                }
            ],
        }
    ]
}


class QualityQuery(BaseModel):
    """Which lists, and which part of them."""

    model_config = ConfigDict(extra="forbid")

    concern: list[Concern] = Field([], description="Only these lists; all by default.", examples=[["needs_ocr"]])
    limit: int = Field(20, ge=1, le=1000, description="How many lines of each list at most.")
    offset: int = Field(0, ge=0, description="How many lines of each list to leave out from the beginning.")


class PageConcernOut(BaseModel):
    """One page to look at: 1-based number, printed label, how sure OCR was of it (0 to 1), warnings."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    label: str
    confidence: float | None
    warnings: list[str]


class ItemOut(BaseModel):
    """One document or file; `pages` are the first of `page_count`, `notes` its warnings or the reason of a failure."""

    model_config = ConfigDict(from_attributes=True)

    title: str
    document_id: str | None
    collection: str | None
    language: str | None
    source_name: str
    pages: list[PageConcernOut]
    page_count: int
    notes: list[str]


class SectionOut(BaseModel):
    """One list: `total` documents or files with `pages` pages, of them `items` from the `offset`-th on."""

    model_config = ConfigDict(from_attributes=True)

    concern: Concern
    total: int
    pages: int
    offset: int
    items: list[ItemOut]


class QualityAnswer(BaseModel):
    """Everything that a person should look at, the most pressing first."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    sections: list[SectionOut]

    @classmethod
    def of(cls, sections: Sequence[Section]) -> QualityAnswer:
        return cls(sections=[SectionOut.model_validate(section) for section in sections])


router = APIRouter()


@router.get("/quality", summary="What to look at")
def quality(query: Annotated[QualityQuery, Query()], library: Library) -> QualityAnswer:
    """Pages that wait for OCR, unsure OCR, warnings, documents without a date, files that failed."""
    wanted = query.concern or list(Concern)
    return QualityAnswer.of([library.quality.section(it, query.limit, query.offset) for it in wanted])
