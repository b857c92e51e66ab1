"""The main flow: discover → (read → describe → split, in workers) → embed in batches → commit, document by document."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ingest.discover import SourceFile, discover
from ingest.prepare import DOCUMENT_ID_LENGTH, Prepared, digest, read_bytes
from ingest.runner import prepare_all
from kb.base import KnowledgeBase
from kb.errors import DocumentError, PermanentError

BATCH_PASSAGES = 512
SAVE_SECONDS = 60.0
Progress = Callable[["Event"], None]


@dataclass(frozen=True, slots=True)
class Event:
    """How far a batch is: files finished of all files, and passages embedded so far."""

    done: int
    total: int
    passages: int


@dataclass(frozen=True, slots=True)
class FailedFile:
    path: str
    reason: str


@dataclass(slots=True)
class Report:
    """What became of a batch; `as_json` is the object that `kb ingest --json` prints.

    `needs_ocr` counts the pages of its documents that wait for OCR.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: list[FailedFile] = field(default_factory=list)
    passages: int = 0
    needs_ocr: int = 0
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def ingest(
    library: KnowledgeBase,
    paths: Iterable[Path],
    collection: str | None = None,
    progress: Progress | None = None,
    *,
    locate: Callable[[Path], str] = str,
    clock: Callable[[], float] = time.monotonic,
) -> Report:
    """Take files and folders in; a bad file is reported and never stops the batch.

    `locate` names where a file is known to lie, for files that only pass through a temporary folder.
    Raises `UsageError` for a path that does not exist and `HomeLocked` when another process is writing.
    """
    return _Batch(library, discover(paths, collection, locate), progress or (lambda event: None), clock).run()


class _Batch:
    """One run over a list of sources."""

    def __init__(
        self, library: KnowledgeBase, sources: list[SourceFile], progress: Progress, clock: Callable[[], float]
    ) -> None:
        self._library = library
        self._sources = sources
        self._progress = progress
        self._clock = clock
        self._report = Report()
        self._outcomes: Counter[str] = Counter()
        self._documents: set[str] = set()
        self._embedded = 0
        self._saved = clock()

    def run(self) -> Report:
        started = self._clock()
        with self._library.writing():
            try:
                waiting: list[Prepared] = []
                for source, result in prepare_all(self._unknown(), self._library.settings):
                    if isinstance(result, DocumentError):
                        self._fail(source, result)
                        continue
                    waiting.append(result)
                    if result.was_slow or sum(len(prepared.passages) for prepared in waiting) >= BATCH_PASSAGES:
                        self._embed_and_commit(waiting)
                        waiting = []
                self._embed_and_commit(waiting)
            finally:
                self._library.save()
        report = self._report
        report.added, report.updated, report.unchanged = (
            self._outcomes[name] for name in ("added", "updated", "unchanged")
        )
        report.needs_ocr = self._library.quality.waiting_pages(self._documents)
        report.seconds = round(self._clock() - started, 2)
        return report

    def _unknown(self) -> Iterator[SourceFile]:
        """The sources whose bytes are not in the store yet."""
        for source in self._sources:
            try:
                document_id = digest(read_bytes(source))[:DOCUMENT_ID_LENGTH]
            except DocumentError as error:
                self._fail(source, error)
                continue
            if self._library.has(document_id):
                self._note_known(source.location, document_id)
            else:
                yield source

    def _embed_and_commit(self, batch: list[Prepared]) -> None:
        """Embed the passages of several documents together, then commit each document by itself."""
        texts = [text for prepared in batch for text in prepared.texts]
        passages = [passage for prepared in batch for passage in prepared.passages]
        embedded = self._library.embed(passages, texts, self._count_embedded)
        at = 0
        for prepared in batch:
            end = at + len(prepared.texts)
            self._documents.add(prepared.document.id)
            if self._library.has(prepared.document.id):  # the same bytes twice in one batch
                self._note_known(prepared.document.path, prepared.document.id)
            else:
                part = embedded.part(at, end)
                replaced = self._library.add(prepared.document, prepared.passages, part, prepared.original)
                self._report.passages += len(prepared.passages)
                self._finish("updated" if replaced else "added")
            at = end
        if self._clock() - self._saved > SAVE_SECONDS:
            self._library.save()
            self._saved = self._clock()

    def _note_known(self, location: str, document_id: str) -> None:
        self._documents.add(document_id)
        replaced = self._library.locate(location, document_id)
        self._finish("updated" if replaced else "unchanged")

    def _fail(self, source: SourceFile, error: DocumentError) -> None:
        self._report.failed.append(FailedFile(str(source.path), str(error)))
        self._library.record_failure(source.location, str(error), isinstance(error, PermanentError))
        self._finish("failed")

    def _finish(self, outcome: str) -> None:
        self._outcomes[outcome] += 1
        self._tell()

    def _count_embedded(self, more: int) -> None:
        self._embedded += more
        self._tell()

    def _tell(self) -> None:
        self._progress(Event(self._outcomes.total(), len(self._sources), self._embedded))
