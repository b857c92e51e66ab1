"""`/api/answer` and translations: answers over several documents, and passages in the reader's language."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from kb.api.query import ReaderLanguage, SearchQuery
from kb.api.schemas import AnswerOut, HitOut, ReadingHelpOut, SearchAnswer, TranslationOut
from kb.api.state import Library
from kb.base import KnowledgeBase
from kb.model import SearchPage


class Mode(StrEnum):
    """Who makes the answer: a configured model where there is one, or the documents' own sentences alone."""

    AUTO = "auto"
    DIGEST = "digest"


class AnswerQuery(SearchQuery):
    """One question, and how it is to be answered."""

    mode: Mode = Field(Mode.AUTO, description="`digest` keeps a configured model (KB_LLM_URL) from being asked.")


class TranslationQuery(BaseModel):
    """Into which language."""

    model_config = ConfigDict(extra="forbid")

    to: ReaderLanguage = Field(description="The reader's language.", examples=["uk"])


router = APIRouter()


@router.get("/answer", summary="Ask for an answer")
def answer(query: Annotated[AnswerQuery, Query()], library: Library) -> AnswerOut:
    """A few cited sentences from several documents, in the language `reader` (by default the question's) where that
    can be had; `kind` is `none` where the passages of `/api/search` say it better one by one."""
    page = library.search(query.q, query.k, query.as_filter(), exact=query.exact)
    reader = query.reader or (page.language if page.language in set(ReaderLanguage) else ReaderLanguage.EN)
    make = library.answers.digest if query.mode is Mode.DIGEST else library.answers.written
    return AnswerOut.model_validate(make(page, str(reader)))


@router.get("/passages/{passage_id}/translation", summary="Translate a passage")
def translation(passage_id: str, query: Annotated[TranslationQuery, Query()], library: Library) -> TranslationOut:
    """A machine's translation by the configured service (KB_TRANSLATE_URL, else KB_LLM_URL); 404 where none is set."""
    return TranslationOut.model_validate(library.translations.translate(passage_id, query.to))


def search_answer(library: KnowledgeBase, page: SearchPage, reader: ReaderLanguage | None) -> SearchAnswer:
    """The hits, with help for a reader who was named."""
    answer = SearchAnswer.model_validate(page)
    if reader:
        answer.hits = [_helped(library, page, at, hit, reader) for at, hit in enumerate(answer.hits)]
    return answer


def _helped(library: KnowledgeBase, page: SearchPage, at: int, hit: HitOut, reader: ReaderLanguage) -> HitOut:
    help_ = library.reading_help(page.hits[at], reader)
    return hit.model_copy(update={"reading_help": ReadingHelpOut.model_validate(help_) if help_ else None})
