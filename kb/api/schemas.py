"""The JSON of the API, one model an answer, each with an example."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from kb.answer.words import AnswerKind
from kb.errors import Fault
from kb.jobs import JobState
from kb.model import Confidence, DocumentType, FactKind, LinkKind, LinkOrigin, PageStatus
from kb.store.corrections import Change

CITATION = {
    "page": 4,
    "page_end": 4,
    "clause": None,
    "heading": ["Відновлення водопостачання"],
    "start": 5120,
    "end": 5633,
    "label": "復興庁『復興の歩み』(2021-03-11), p. 4, “水道の復旧”",
}
HIT = {
    "rank": 1,
    "score": 0.83,
    "passage_id": "3f1c9a0b7d24e85a:12",
    "document_id": "3f1c9a0b7d24e85a",
    "title": "復興の歩み",
    "collection": "reconstruction-agency",
    "type": "report",
    "language": "ja",
    "date": "2021-03-11",
    "source_name": "progress-ja.pdf",
    "source_url": "https://www.reconstruction.go.jp/",
    "text": "水道の復旧は、地域ごとに段階を追って進められた。",
    "highlights": [[0, 24]],
    "citation": CITATION,
    "twins": [],
    "definitions": [],
    "reading_help": None,
}
SUMMARY = {
    "id": "3f1c9a0b7d24e85a",
    "title": "復興の歩み",
    "collection": "reconstruction-agency",
    "type": "report",
    "language": "ja",
    "date": "2021-03-11",
    "source_name": "progress-ja.pdf",
    "source_url": "https://www.reconstruction.go.jp/",
    "format": "pdf",
    "pages": 12,
    "passages": 48,
    "warnings": [],
}
FACT = {
    "kind": "place",
    "value": "JP-04-sendai",
    "stage": "",
    "names": {"uk": "Сендай", "en": "Sendai", "ja": "仙台市"},
    "start": 5131,
    "end": 5134,
    "words": "仙台市",
    "passage_id": "3f1c9a0b7d24e85a:12",
    "page": 4,
    "by_hand": False,
}
CORRECTION = {
    "number": 3,
    "change": "title",
    "kind": None,
    "value": "復興の歩み",
    "stage": "",
    "words": "",
    "found": "目次",
    "at": "2026-03-11T05:46:00Z",
}
REPORT = {"added": 2, "updated": 0, "unchanged": 1, "failed": [], "passages": 41, "needs_ocr": 0, "seconds": 3.2}
JOB_ID = "5b0e6a1f2c934d77"
JOB = {
    "id": JOB_ID,
    "state": "done",
    "collection": "reconstruction-agency",
    "files": ["progress-ja.pdf", "lessons.docx", "notes.md"],
    "created": "2026-03-11T05:46:00Z",
    "finished": "2026-03-11T05:46:04Z",
    "progress": {"done": 3, "total": 3},
    "report": REPORT,
}


def _example(value: Mapping[str, Any]) -> ConfigDict:
    return ConfigDict(from_attributes=True, json_schema_extra={"examples": [dict(value)]})


class CitationOut(BaseModel):
    """Where a passage stands: physical pages, clause, headings from the outermost, characters in the document."""

    model_config = _example(CITATION)

    page: int | None
    page_end: int | None
    clause: str | None
    heading: list[str]
    start: int
    end: int
    label: str


TWIN = {
    "document_id": "9ad3c1f07e5b2846",
    "title": "Steps of recovery",
    "language": "en",
    "date": "2021-03-11",
    "source_name": "progress-en.pdf",
    "kind": "other_language",
    "passage_id": "9ad3c1f07e5b2846:11",
    "citation": CITATION,
    "numbers": [],
}


class TwinOut(BaseModel):
    """Another version of a document, at the passage that says the same.

    `kind` is what it is to the document it is shown with; `numbers` are the numbers in which two copies in one language
    disagree, [here, there], as each writes them.
    """

    model_config = _example(TWIN)

    document_id: str
    title: str
    language: str
    date: date | None
    source_name: str
    kind: LinkKind
    passage_id: str
    citation: CitationOut
    numbers: list[tuple[str, str]]


class TermUseOut(BaseModel):
    """A use of a defined term: [start, end) in the passage's text, and the clause that defines it."""

    model_config = ConfigDict(from_attributes=True)

    term: str
    clause: str | None
    start: int
    end: int


class GlossOut(BaseModel):
    """A term of a passage as it writes it, its name for the reader, and [start, end) where it stands first."""

    model_config = ConfigDict(from_attributes=True)

    words: str
    name: str
    start: int
    end: int


class CounterpartOut(BaseModel):
    """The passage of a version in the reader's language; `nearest` is its [start, end) that says what the hit's
    answering sentence says."""

    model_config = ConfigDict(from_attributes=True)

    document_id: str
    passage_id: str
    title: str
    language: str
    text: str
    nearest: tuple[int, int]
    citation: CitationOut


class ReadingHelpOut(BaseModel):
    """What helps with a passage in a language its reader does not know.

    `terms`, at most eight, the most telling first, are named by the glossary and the gazetteer; `same` is null where no
    version of the document is in the reader's language.
    """

    model_config = _example(
        {"reader": "uk", "terms": [{"words": "水道", "name": "водопостачання", "start": 0, "end": 2}], "same": None}
    )

    reader: str
    terms: list[GlossOut]
    same: CounterpartOut | None


class HitOut(BaseModel):
    """One ranked passage, and its other versions; `highlights` are [start, end] character offsets in `text`.

    `reading_help` is there for a hit in another language than the `reader` that the request named.
    """

    model_config = _example(HIT)

    rank: int
    score: float
    passage_id: str
    document_id: str
    title: str
    collection: str
    type: DocumentType
    language: str
    date: date | None
    source_name: str
    source_url: str | None
    text: str
    highlights: list[tuple[int, int]]
    citation: CitationOut
    twins: list[TwinOut]
    definitions: list[TermUseOut]
    reading_help: ReadingHelpOut | None = None


class FacetsOut(BaseModel):
    """How many documents that match the filter fall under each value."""

    model_config = _example(
        {
            "collection": {"agreements": 12},
            "type": {},
            "language": {"uk": 7},
            "year": {"2015": 3},
            "sector": {"water": 5},
            "place": {"UA-32": 4},
            "organisation": {"jica": 9},
        }
    )

    collection: dict[str, int]
    type: dict[str, int]
    language: dict[str, int]
    year: dict[str, int]
    sector: dict[str, int]
    place: dict[str, int]
    organisation: dict[str, int]


class SearchAnswer(BaseModel):
    """The answer to one question; `total` is the number of passages that were ranked.

    With `confidence` low nothing was found that answers, and `hits` is empty unless weak ones were asked for.
    `corrected` is what was searched for instead where the query had misspelt words; `exact=true` takes it as typed.
    """

    model_config = _example(
        {
            "query": "Як у Японії відновлювали водопостачання після цунамі?",
            "corrected": None,
            "language": "uk",
            "took_ms": 21.4,
            "total": 412,
            "confidence": "high",
            "hits": [HIT],
            "facets": {
                "collection": {"reconstruction-agency": 11},
                "type": {"report": 11},
                "language": {"ja": 4, "uk": 4, "en": 3},
                "year": {"2021": 2},
                "sector": {"water": 6},
                "place": {"JP": 11, "JP-04": 5},
                "organisation": {"jp-reconstruction-agency": 8},
            },
        }
    )

    query: str
    corrected: str | None
    language: str
    took_ms: float
    total: int
    confidence: Confidence
    hits: list[HitOut]
    facets: FacetsOut


class SourceOut(BaseModel):
    """A passage behind an answer: `number` is what sentences cite it by, `rank` that of its hit in `/api/search`."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    rank: int
    passage_id: str
    document_id: str
    title: str
    language: str
    citation: CitationOut


class StatementOut(BaseModel):
    """One sentence of an answer, its language, and the numbers of the sources behind it."""

    model_config = ConfigDict(from_attributes=True)

    text: str
    language: str
    sources: list[int]


class TroubleOut(BaseModel):
    """Why no answer was written although a model is configured; `fault` in one word, `detail` in a sentence."""

    model_config = ConfigDict(from_attributes=True)

    fault: Fault
    detail: str


class AnswerOut(BaseModel):
    """A few sentences that answer together, each with its sources.

    `kind`: `written` by the configured model, named in `model`, each sentence checked against the passages it cites
    (`dropped` counts those that did not pass); `digest`: sentences of the documents themselves; `none`: the search is
    not sure, or one document says it all. `trouble` tells why a written answer is missing, null where none was asked.
    """

    model_config = _example(
        {
            "query": "Як у Японії відновлювали водопостачання після цунамі?",
            "reader": "uk",
            "kind": "written",
            "statements": [
                {"text": "Водопостачання відновлювали поетапно, район за районом.", "language": "uk", "sources": [1]}
            ],
            "sources": [
                {
                    "number": 1,
                    "rank": 1,
                    "passage_id": "3f1c9a0b7d24e85a:12",
                    "document_id": "3f1c9a0b7d24e85a",
                    "title": "復興の歩み",
                    "language": "ja",
                    "citation": CITATION,
                }
            ],
            "model": "qwen3-8b (127.0.0.1:8080)",
            "dropped": 0,
            "trouble": None,
        }
    )

    query: str
    reader: str
    kind: AnswerKind
    statements: list[StatementOut]
    sources: list[SourceOut]
    model: str
    dropped: int
    trouble: TroubleOut | None


class TranslationOut(BaseModel):
    """A passage translated by a machine: show `service` beside it.

    `numbers_missing` are numbers of the original, as it writes them, that the translation lacks.
    """

    model_config = _example(
        {
            "passage_id": "3f1c9a0b7d24e85a:12",
            "source": "ja",
            "target": "uk",
            "text": "Водопостачання відновлювали поетапно, район за районом.",
            "service": "LibreTranslate (127.0.0.1:5000)",
            "machine": True,
            "numbers_missing": [],
        }
    )

    passage_id: str
    source: str
    target: str
    text: str
    service: str
    machine: Literal[True] = True
    numbers_missing: list[str]


class DocumentOut(BaseModel):
    """One line of the document list; `pages` is 0 where the format has none."""

    model_config = _example(SUMMARY)

    id: str
    title: str
    collection: str
    type: DocumentType
    language: str
    date: date | None
    source_name: str
    source_url: str | None
    format: str
    pages: int
    passages: int
    warnings: list[str]


class DocumentList(BaseModel):
    """One page of the list; `total` counts all that match."""

    model_config = _example({"total": 1, "limit": 100, "offset": 0, "documents": [SUMMARY]})

    total: int
    limit: int
    offset: int
    documents: list[DocumentOut]


class PageOut(BaseModel):
    """A physical page: 1-based number, printed label, size in points and how it was read.

    `script` is that of most letters, `confidence` (0 to 1) how sure OCR was, null where the page was not read by OCR.
    """

    model_config = ConfigDict(from_attributes=True)

    number: int
    label: str
    width: float
    height: float
    status: PageStatus
    characters: int
    script: str
    confidence: float | None
    warnings: list[str]


class AlignedOut(BaseModel):
    """A passage of a linked document that says the same."""

    document_id: str
    passage_id: str


class PassageOut(BaseModel):
    """Where one passage stands; its words are `text[start:end]` of the document, `aligned` says the same elsewhere."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    start: int
    end: int
    language: str
    page: int | None
    page_end: int | None
    clause: str | None
    heading: list[str]
    aligned: list[AlignedOut] = []


class LinkOut(BaseModel):
    """A document that belongs together with another one: what it is to that one, how surely, and who says so."""

    model_config = _example(
        {
            "document_id": "9ad3c1f07e5b2846",
            "title": "Steps of recovery",
            "language": "en",
            "date": "2021-03-11",
            "kind": "other_language",
            "score": 0.94,
            "origin": "found",
        }
    )

    document_id: str
    title: str
    language: str
    date: date | None
    kind: LinkKind
    score: float
    origin: LinkOrigin


class LinkIn(BaseModel):
    """What the other document is to this one; without it their languages tell."""

    model_config = ConfigDict(extra="forbid")

    kind: LinkKind | None = None


class VersionOut(BaseModel):
    """A document that lies or lay at a path; `current` is the one that answers."""

    model_config = ConfigDict(from_attributes=True)

    document_id: str
    title: str
    source_name: str
    date: date | None
    ingested: datetime
    current: bool


class FactOut(BaseModel):
    """One thing that a document says, and the words and the passage that say so.

    `value` is the same in every language: an ISO date, an identifier, a number and a currency; `names` are what it is
    called in `uk`, `en` and `ja`. Both offsets are 0 where no words say it; `by_hand`: a person added it.
    """

    model_config = _example(FACT)

    kind: FactKind
    value: str
    stage: str
    names: dict[str, str]
    start: int
    end: int
    words: str
    passage_id: str | None
    page: int | None
    by_hand: bool


class CorrectionIn(BaseModel):
    """What a person says of a document: a value of its own, or a fact to `add` or to `remove`.

    Of a fact, `kind` and `value` are given, `stage` for an amount, and `words` of the document that say so.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"change": "title", "value": "Grant agreement, phase 4"},
                {"change": "add", "kind": "place", "value": "Bucha", "words": "у Бучі"},
            ]
        },
    )

    change: Change
    value: str
    kind: str | None = None
    stage: str = ""
    words: str = ""


class CorrectionOut(BaseModel):
    """A correction that holds; `found` is what the rules had found, and `number` takes it back."""

    model_config = _example(CORRECTION)

    number: int
    change: Change
    kind: FactKind | None
    value: str
    stage: str
    words: str
    found: str
    at: datetime


class ReferenceOut(BaseModel):
    """Words of the document's text that point at one of its clauses."""

    model_config = ConfigDict(from_attributes=True)

    start: int
    end: int
    clause: str


class DefinitionOut(BaseModel):
    """A term the document defines: the words that define it, [start, end) in its text, and the clause they stand in."""

    model_config = ConfigDict(from_attributes=True)

    term: str
    start: int
    end: int
    clause: str | None


class DocumentDetail(DocumentOut):
    """A whole document: the text that every offset refers to, pages, passages, references, terms, other versions."""

    model_config = _example(
        {
            **SUMMARY,
            "sha256": "3f1c9a0b7d24e85a" + "0" * 48,
            "text": "復興の歩み\n\n水道の復旧は、…",
            "page_list": [
                {
                    "number": 1,
                    "label": "1",
                    "width": 595.3,
                    "height": 841.9,
                    "status": "text",
                    "characters": 912,
                    "script": "japanese",
                    "confidence": None,
                    "warnings": [],
                }
            ],
            "passage_list": [],
            "links": [],
            "history": [],
            "facts": [FACT],
            "corrections": [CORRECTION],
            "references": [{"start": 812, "end": 821, "clause": "5"}],
            "definitions": [{"term": "Agency", "start": 120, "end": 190, "clause": "1.a"}],
        }
    )

    sha256: str
    text: str
    page_list: list[PageOut]
    passage_list: list[PassageOut]
    links: list[LinkOut]
    history: list[VersionOut]
    facts: list[FactOut]
    corrections: list[CorrectionOut]
    references: list[ReferenceOut]
    definitions: list[DefinitionOut]


class Accepted(BaseModel):
    """An upload was taken; its job is at `location`."""

    model_config = _example({"id": JOB_ID, "state": "queued", "location": f"/api/jobs/{JOB_ID}"})

    id: str
    state: JobState
    location: str


class ProgressOut(BaseModel):
    """Files finished so far, of how many."""

    model_config = ConfigDict(from_attributes=True)

    done: int
    total: int


class JobOut(BaseModel):
    """One upload and what became of it; `report` is the object of `kb ingest --json`, null until the job has ended."""

    model_config = _example(JOB)

    id: str
    state: JobState
    collection: str
    files: list[str]
    created: datetime
    finished: datetime | None
    progress: ProgressOut
    report: dict[str, Any] | None


class JobList(BaseModel):
    """The newest jobs first."""

    model_config = _example({"jobs": [JOB]})

    jobs: list[JobOut]


class Health(BaseModel):
    """Alive, and what it holds."""

    model_config = _example({"status": "ok", "documents": 32, "passages": 410, "model": "multilingual-e5-small"})

    status: str
    documents: int
    passages: int
    model: str
