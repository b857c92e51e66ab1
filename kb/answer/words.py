"""What an answer is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kb.errors import Fault
from kb.model import Citation


class AnswerKind(StrEnum):
    """How the sentences came about: written by a model, taken from the documents, or not at all."""

    WRITTEN = "written"
    DIGEST = "digest"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Source:
    """A passage behind an answer; `number` is what sentences cite it by, and `rank` that of its hit."""

    number: int
    rank: int
    passage_id: str
    document_id: str
    title: str
    language: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer and the numbers of the sources behind it."""

    text: str
    language: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why no answer was written although one was asked for; `detail` says it in English."""

    fault: Fault
    detail: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question in the reader's language where that can be had.

    `model` names what wrote it, empty for a digest; `dropped` counts the sentences that were written and had no
    support; `trouble` says why a digest stands where a written answer was asked for.
    """

    query: str
    reader: str
    kind: AnswerKind
    statements: tuple[Statement, ...] = ()
    sources: tuple[Source, ...] = ()
    model: str = ""
    dropped: int = 0
    trouble: Trouble | None = None
