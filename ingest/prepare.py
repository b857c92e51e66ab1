"""One file, read in a worker process: bytes → blocks → description → passages with the texts to embed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from ingest.definitions import definitions
from ingest.describe import describe, passage_language
from ingest.describe.facts import facts_of
from ingest.discover import SourceFile
from ingest.limits import check_length
from ingest.ocr import engine_of, waiting, with_ocr
from ingest.readers import read
from ingest.readers.legible import why_illegible
from ingest.references import Outline, plain, references
from ingest.splitters import clauses, split
from kb.config import Settings
from kb.embed import token_counter
from kb.embed.passages import with_context
from kb.errors import CorruptDocument, EmptyDocument, TransientError
from kb.model import Document, PageStatus, Passage, Reading
from kb.ports import TokenCounter
from kb.text.furniture import is_source_list

DOCUMENT_ID_LENGTH = 16
LEGIBLE_SAMPLE = 20_000  # characters that are looked at


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be embedded: `texts` are the passages with their title and headings before them."""

    document: Document
    passages: tuple[Passage, ...]
    texts: tuple[str, ...]
    original: bytes

    @property
    def waiting(self) -> int:
        """How many pages need OCR."""
        return waiting(self.document.reading)

    @property
    def was_slow(self) -> bool:
        """Whether OCR read pages of it: too dear to be lost while other files are waited for."""
        return any(page.status is PageStatus.OCR for page in self.document.reading.pages)


def digest(data: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_bytes(source: SourceFile) -> bytes:
    try:
        return source.path.read_bytes()
    except OSError as error:
        raise TransientError(
            f"the file cannot be opened: {error.strerror}; check that it is there and readable"
        ) from error


def prepare(source: SourceFile, settings: Settings) -> Prepared:
    """Read, describe and split one file; raises `DocumentError` with what is wrong and what to do.

    Pages without readable text go on waiting for OCR; a file of nothing else has no passages.
    """
    data = read_bytes(source)
    return _prepared(source, data, read(data, source.name), settings)


def prepare_with_ocr(source: SourceFile, settings: Settings) -> Prepared:
    """As `prepare`, with the text of the pages that need OCR, as far as it is installed and wanted."""
    data = read_bytes(source)
    reading = read(data, source.name)
    engine = engine_of(settings)
    if engine:
        reading = with_ocr(
            reading, data, source.name, engine, seconds=settings.ocr_seconds, language=source.given.language
        )
    return _prepared(source, data, reading, settings)


def _prepared(source: SourceFile, data: bytes, reading: Reading, settings: Settings) -> Prepared:
    check_length(reading)
    _check_legible(reading)
    description = describe(reading, source.name, source.collection, source.given, source.type)
    sha256 = digest(data)
    places = clauses(reading, description.type, description.language)
    outline = Outline(reading.blocks, places or plain(reading.blocks))
    document = Document(
        id=sha256[:DOCUMENT_ID_LENGTH],
        sha256=sha256,
        path=source.location,
        source_name=source.name,
        source_url=source.given.url or reading.metadata.url,
        collection=source.collection,
        type=description.type,
        language=description.language,
        title=description.title,
        date=description.date,
        reading=reading,
        twin=source.twin,
        facts=facts_of(description.type, description.title, description.date, reading.blocks),
        references=references(outline, description.language),
        definitions=definitions(outline, description.language),
        given=source.given,
        given_type=source.type,
    )
    spans = split(reading, places, _counter(settings)) if reading.blocks else []
    passages = tuple(
        Passage(
            id=f"{document.id}:{ordinal}",
            document_id=document.id,
            ordinal=ordinal,
            start=span.start,
            end=span.end,
            text=document.text[span.start : span.end],
            language=passage_language(document.text[span.start : span.end], document.language),
            page=span.page,
            page_end=span.page_end,
            clause=span.clause,
            heading=span.heading,
            clauses=span.clauses,
            lists_sources=is_source_list(span.heading, document.text[span.start : span.end]),
        )
        for ordinal, span in enumerate(spans)
    )
    if not passages and not _is_scan(reading):
        raise EmptyDocument("the file holds no words; nothing could be searched in it")
    return Prepared(document, passages, tuple(with_context(document.title, it) for it in passages), data)


def _is_scan(reading: Reading) -> bool:
    """Whether pages of it are pictures: it is kept though nothing can be found in it, for people to see its pages."""
    return any(page.status in (PageStatus.NEEDS_OCR, PageStatus.OCR) for page in reading.pages)


def _check_legible(reading: Reading) -> None:
    """Refuse a file without pages whose letters were lost; of a file with pages the reader leaves such pages out."""
    if reading.pages:
        return
    why = why_illegible("\n".join(block.text for block in reading.blocks)[:LEGIBLE_SAMPLE])
    if why:
        raise CorruptDocument(f"the text cannot be read: {why}; fetch the file again, or save it anew as UTF-8")


@lru_cache(maxsize=1)
def _counter(settings: Settings) -> TokenCounter:
    return token_counter(settings)
