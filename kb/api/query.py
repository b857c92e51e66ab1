"""Query strings at the edge: checked by Pydantic, handed on as `kb.model.Filter`."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from kb.base import LARGEST_K, LONGEST_QUERY
from kb.filters import named, parse_day
from kb.model import DocumentType, Filter


def _first_day(value: object) -> object:
    return parse_day(value, last=False) if isinstance(value, str) else value


def _last_day(value: object) -> object:
    return parse_day(value, last=True) if isinstance(value, str) else value


def _words(value: str) -> str:
    if not value.strip():
        raise ValueError("the query is empty; write a question or a few words")
    return value


class FilterQuery(BaseModel):
    """What restricts a search or a list; a repeated parameter gives alternatives."""

    model_config = ConfigDict(extra="forbid")

    collection: list[str] = Field([], description="Only these collections.", examples=[["agreements"]])
    type: list[DocumentType] = Field([], description="Only these types of document.", examples=[["agreement"]])
    language: list[str] = Field([], description="Only documents in these languages (ISO 639-1).", examples=[["ja"]])
    sector: list[str] = Field([], description="Only documents about these sectors.", examples=[["water"]])
    place: list[str] = Field(
        [], description="Only documents that name these places or places in them.", examples=[["UA-32", "Sendai"]]
    )
    organisation: list[str] = Field(
        [], description="Only documents that name these organisations.", examples=[["jica"]]
    )
    from_: Annotated[date | None, BeforeValidator(_first_day)] = Field(
        None,
        alias="from",
        description="Dated on this day or later: `2011-03-11`; `2011-03` and `2011` mean their first day.",
        examples=["2011-03-11"],
    )
    to: Annotated[date | None, BeforeValidator(_last_day)] = Field(
        None,
        description="Dated on this day or earlier: `2021-12-31`; `2021-12` and `2021` mean their last day.",
        examples=["2021"],
    )

    def as_filter(self) -> Filter:
        """Raises `InvalidField` for a name that nothing has."""
        return Filter(
            tuple(self.collection),
            tuple(self.type),
            tuple(self.language),
            self.from_,
            self.to,
            sectors=tuple(named("sector", text) for text in self.sector),
            places=tuple(named("place", text) for text in self.place),
            organisations=tuple(named("organisation", text) for text in self.organisation),
        )


class ReaderLanguage(StrEnum):
    """A language that a reader may know best."""

    UK = "uk"
    EN = "en"
    JA = "ja"


class SearchQuery(FilterQuery):
    """One question."""

    q: Annotated[str, AfterValidator(_words)] = Field(
        max_length=LONGEST_QUERY,
        description="The question, in any language.",
        examples=["Як у Японії відновлювали водопостачання після цунамі?"],
    )
    k: int = Field(10, ge=1, le=LARGEST_K, description="How many passages at most.")
    weak: bool = Field(False, description="Also passages that most likely do not answer, with low `confidence`.")
    exact: bool = Field(False, description="Search for the words as they are typed, without correcting misspelt ones.")
    reader: ReaderLanguage | None = Field(
        None, description="The reader's language: hits in other languages come with `reading_help`.", examples=["uk"]
    )


class ListQuery(FilterQuery):
    """One page of the document list."""

    limit: int = Field(100, ge=1, le=1000, description="How many documents at most.")
    offset: int = Field(0, ge=0, description="How many documents to leave out from the beginning.")


class JobsQuery(BaseModel):
    """How many of the newest jobs."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(20, ge=1, le=100)


class PageQuery(BaseModel):
    """Which passage to mark on a page image."""

    model_config = ConfigDict(extra="forbid")

    passage: str | None = Field(None, description="Identifier of the passage to mark.")
