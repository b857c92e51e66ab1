"""Reads files in worker processes, so that a file that hangs or kills its reader costs nothing but itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as ReadTimeout
from dataclasses import dataclass, replace
from multiprocessing import get_context
from os import cpu_count

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from ingest.discover import SourceFile
from ingest.ocr import engine_of
from ingest.prepare import Prepared, prepare, prepare_with_ocr
from kb.config import Settings
from kb.errors import DocumentError, ReaderDied, ReaderTimeout, TransientError

AHEAD_PER_WORKER = 4


def prepare_all(
    sources: Iterable[SourceFile], settings: Settings
) -> Iterator[tuple[SourceFile, Prepared | DocumentError]]:
    """Each source with its prepared document or what went wrong, in the order given.

    A file with pages that need OCR is read a second time, with OCR and the time that its pages may take, and comes
    later than its turn; where that fails it comes as it was read first. A few files are read ahead of the consumer and
    no more, so that memory stays bounded however long the batch is.
    """
    workers = settings.readers or cpu_count() or 1
    waiting: deque[_Task] = deque()
    with ProcessPool(max_workers=workers, context=get_context("spawn")) as pool:
        desk = _Desk(pool, settings, can_ocr=engine_of(settings) is not None)
        try:
            for source in sources:
                waiting.append(desk.read(source))
                if len(waiting) >= workers * AHEAD_PER_WORKER:
                    yield from desk.next(waiting)
            while waiting:
                yield from desk.next(waiting)
        finally:
            for task in waiting:
                task.future.cancel()
            pool.stop()


@dataclass(frozen=True, slots=True)
class _Task:
    """A file that is being read; `before` is what it gave without OCR, None while that is being found out."""

    source: SourceFile
    future: ProcessFuture
    seconds: float
    before: Prepared | None = None


@dataclass(frozen=True, slots=True)
class _Desk:
    """Hands files to the worker processes and takes their results."""

    pool: ProcessPool
    settings: Settings
    can_ocr: bool

    def read(self, source: SourceFile) -> _Task:
        return self._task(prepare, source, self.settings.reader_seconds)

    def next(self, waiting: deque[_Task]) -> Iterator[tuple[SourceFile, Prepared | DocumentError]]:
        """The result of the task that has waited longest; nothing yet where it goes on to OCR."""
        task = waiting.popleft()
        result = _result(task)
        if task.before is not None:
            yield task.source, _without_ocr(task.before, result) if isinstance(result, DocumentError) else result
        elif isinstance(result, Prepared) and result.waiting and self.can_ocr:
            seconds = self.settings.reader_seconds + result.waiting * self.settings.ocr_seconds
            waiting.append(self._task(prepare_with_ocr, task.source, seconds, result))
        else:
            yield task.source, result

    def _task(
        self,
        work: Callable[[SourceFile, Settings], Prepared],
        source: SourceFile,
        seconds: float,
        before: Prepared | None = None,
    ) -> _Task:
        return _Task(
            source, self.pool.schedule(_shielded, (work, source, self.settings), timeout=seconds), seconds, before
        )


def _without_ocr(before: Prepared, error: DocumentError) -> Prepared:
    """The document as it was read first, with what hindered OCR."""
    reading = before.document.reading
    warned = replace(reading, warnings=(*reading.warnings, f"OCR failed: {error}; run `kb ocr` to try again"))
    return replace(before, document=replace(before.document, reading=warned))


def _result(task: _Task) -> Prepared | DocumentError:
    try:
        prepared: Prepared = task.future.result()
        return prepared
    except DocumentError as error:
        return error
    except ReadTimeout:
        return ReaderTimeout(f"reading took longer than {task.seconds:g} s and was stopped; raise KB_READER_SECONDS")
    except ProcessExpired as error:
        return ReaderDied(f"the reader ended without an answer (exit code {error.exitcode}); the file may be damaged")
    except Exception as error:  # what came back could not be read; the batch goes on
        return _own_fault(error)


def _shielded(work: Callable[[SourceFile, Settings], Prepared], source: SourceFile, settings: Settings) -> Prepared:
    """In the worker: make of every fault one that can be sent back; an error that cannot be unpickled breaks the pool.

    Raises `DocumentError` and nothing else, for a reader's own fault must not stop the batch.
    """
    try:
        return work(source, settings)
    except DocumentError:
        raise
    except MemoryError as error:
        raise TransientError(
            "reading needed more memory than there is; split the file or use a larger machine"
        ) from error
    except Exception as error:
        raise _own_fault(error) from error


def _own_fault(error: Exception) -> TransientError:
    return TransientError(f"the reader failed with {type(error).__name__}: {error}; please report this file")
