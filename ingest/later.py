"""`kb ocr`: documents with pages that wait for OCR are read again from their originals, one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from ingest.discover import SourceFile
from ingest.ocr import why_not
from ingest.pipeline import Event, FailedFile, Progress
from ingest.prepare import Prepared
from ingest.runner import prepare_all
from kb.base import KnowledgeBase
from kb.errors import DocumentError, NotFound, OCRUnavailable
from kb.model import PageStatus


@dataclass(slots=True)
class OCRReport:
    """What became of the queue; `as_json` is the object that `kb ocr --json` prints.

    `documents` were read again, `pages` of them by OCR; `needs_ocr` counts the pages that go on waiting.
    """

    documents: int = 0
    pages: int = 0
    needs_ocr: int = 0
    failed: list[FailedFile] = field(default_factory=list)
    passages: int = 0
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def ocr_queue(
    library: KnowledgeBase, progress: Progress | None = None, *, clock: Callable[[], float] = time.monotonic
) -> OCRReport:
    """Read what waits, each document by itself: a kill costs the one that is being read, and the next run goes on.

    Raises `OCRUnavailable` where pages wait and no engine can read them, and `HomeLocked`.
    """
    tell, started = progress or (lambda event: None), clock()
    report = OCRReport()
    with library.writing():
        sources = list(_sources(library))
        hindrance = why_not(library.settings)
        if sources and hindrance:
            raise OCRUnavailable(f"{library.quality.waiting_pages()} pages wait for OCR, but {hindrance}")
        try:
            for done, (source, result) in enumerate(prepare_all(sources, library.settings), 1):
                _take(library, source, result, report)
                tell(Event(done, len(sources), report.passages))
        finally:
            library.save()
    report.needs_ocr = library.quality.waiting_pages()
    report.seconds = round(clock() - started, 2)
    return report


def _sources(library: KnowledgeBase) -> Iterator[SourceFile]:
    """The originals of all documents that wait, with what was given of them when they came."""
    for document_id in library.quality.waiting_documents():
        document = library.document(document_id)
        yield SourceFile(
            path=library.original_path(document_id),
            location=document.path,
            collection=document.collection,
            given=document.given,
            type=document.given_type,
            named=document.source_name,
        )


def _take(library: KnowledgeBase, source: SourceFile, result: Prepared | DocumentError, report: OCRReport) -> None:
    if isinstance(result, DocumentError):
        report.failed.append(FailedFile(source.name, str(result)))
        return
    embedded = library.embed(result.passages, result.texts)
    try:
        library.replace_content(result.document, result.passages, embedded)
    except NotFound as error:  # deleted while it was read
        report.failed.append(FailedFile(source.name, str(error)))
        return
    report.documents += 1
    report.pages += sum(page.status is PageStatus.OCR for page in result.document.reading.pages)
    report.passages += len(result.passages)
    if result.waiting:
        report.failed.append(FailedFile(source.name, _reason(result)))


def _reason(result: Prepared) -> str:
    """Why pages go on waiting: what the document or the first such page says of it."""
    reading = result.document.reading
    said = [warning for warning in reading.warnings if warning.startswith("OCR failed")]
    said += [page.warnings[0] for page in reading.pages if page.status is PageStatus.NEEDS_OCR and page.warnings]
    return said[0] if said else f"{result.waiting} pages still need OCR"
