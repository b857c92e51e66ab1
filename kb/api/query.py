"""Query strings at the edge: checked by Pydantic, handed on as `kb.model.Filter`."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from kb.errors import InvalidField
from kb.model import DocumentType, Filter

LONGEST_QUERY = 2000


def parse_day(text: str, *, last: bool) -> date:
    """The first (or last) day of `2011`, `2011-03` or `2011-03-11`; raises `ValueError` with a sentence."""
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text.strip())
    try:
        if not found:
            raise ValueError
        year, month, day = found.groups()
        whole_month = int(month or (12 if last else 1))
        if day is None:
            day = calendar.monthrange(int(year), whole_month)[1] if last else 1
        return date(int(year), whole_month, int(day))
    except ValueError as error:
        raise ValueError(f"“{text}” is not a date; write 2011, 2011-03 or 2011-03-11") from error


def period(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    """The days that `from` and `to` mean; raises `InvalidField` naming the wrong one."""
    days: list[date | None] = []
    for field, text in (("from", first), ("to", last)):
        try:
            days.append(None if text is None else parse_day(text, last=field == "to"))
        except ValueError as error:
            raise InvalidField(field, str(error)) from error
    return ordered(days[0], days[1])


def ordered(first: date | None, last: date | None) -> tuple[date | None, date | None]:
    """The two days themselves; raises `InvalidField` when the period ends before it begins."""
    if first and last and first > last:
        raise InvalidField("from", f"the period begins on {first}, after its end on {last}; exchange the two")
    return first, last


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

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    collection: list[str] = Field([], description="Only these collections.", examples=[["agreements"]])
    type: list[DocumentType] = Field([], description="Only these types of document.", examples=[["agreement"]])
    language: list[str] = Field([], description="Only documents in these languages (ISO 639-1).", examples=[["ja"]])
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
        """Raises `InvalidField` when the period ends before it begins."""
        return Filter(tuple(self.collection), tuple(self.type), tuple(self.language), *ordered(self.from_, self.to))


class SearchQuery(FilterQuery):
    """One question."""

    q: Annotated[str, AfterValidator(_words)] = Field(
        max_length=LONGEST_QUERY,
        description="The question, in any language.",
        examples=["Як у Японії відновлювали водопостачання після цунамі?"],
    )
    k: int = Field(10, ge=1, le=100, description="How many passages at most.")


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
