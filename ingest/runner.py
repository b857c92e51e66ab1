"""Reads files in worker processes, so that a file that hangs or kills its reader costs nothing but itself."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as ReadTimeout
from dataclasses import dataclass, replace
from multiprocessing import get_context
from os import cpu_count

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from ingest.discover import SourceFile
from ingest.limits import set_up_worker
from ingest.ocr import engine_of
from ingest.prepare import Prepared, prepare, prepare_with_ocr
from kb.config import Settings
from kb.errors import DocumentError, ReaderDied, ReaderTimeout, TransientError

AHEAD_PER_WORKER = 4
TASKS = 200  # files after which a worker gives way to a fresh one, so that no memory is lost for good

Work = Callable[[SourceFile, Settings], Prepared]


def prepare_all(
    sources: Iterable[SourceFile], settings: Settings, work: Work | None = None
) -> Iterator[tuple[SourceFile, Prepared | DocumentError]]:
    """Each source with its prepared document or what went wrong, in the order given.

    A file with pages that need OCR is read a second time, with OCR and the time that its pages may take, and comes
    later than its turn; where that fails it comes as it was read first. A few files are read ahead of the consumer and
    no more, so that memory stays bounded however long the batch is. `work` stands in for `prepare`, for those who
    measure; the workers have to be able to import it.
    """
    workers = settings.readers or cpu_count() or 1
    waiting: deque[_Task] = deque()
    pool = ProcessPool(
        workers, max_tasks=TASKS, initializer=set_up_worker, initargs=(settings,), context=get_context("spawn")
    )
    with pool:
        desk = _Desk(pool, settings, can_ocr=work is None and engine_of(settings) is not None)
        try:
            for source in sources:
                waiting.append(desk.task(work or prepare, source, settings.reader_seconds))
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

    def next(self, waiting: deque[_Task]) -> Iterator[tuple[SourceFile, Prepared | DocumentError]]:
        """The result of the task that has waited longest; nothing yet where it goes on to OCR."""
        task = waiting.popleft()
        result = _result(task, self.settings)
        if task.before is not None:
            yield task.source, _without_ocr(task.before, result) if isinstance(result, DocumentError) else result
        elif isinstance(result, Prepared) and result.waiting and self.can_ocr:
            seconds = self.settings.reader_seconds + result.waiting * self.settings.ocr_seconds
            waiting.append(self.task(prepare_with_ocr, task.source, seconds, result))
        else:
            yield task.source, result

    def task(
        self,
        work: Work,
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


def _result(task: _Task, settings: Settings) -> Prepared | DocumentError:
    try:
        prepared: Prepared = task.future.result()
        return prepared
    except DocumentError as error:
        return error
    except ReadTimeout:
        return ReaderTimeout(f"reading took longer than {task.seconds:g} s and was stopped; raise KB_READER_SECONDS")
    except ProcessExpired as error:
        return ReaderDied(_death(error.exitcode, settings))
    except Exception as error:  # what came back could not be read; the batch goes on
        return _own_fault(error)


def _shielded(work: Work, source: SourceFile, settings: Settings) -> Prepared:
    """In the worker: make of every fault one that can be sent back; an error that cannot be unpickled breaks the pool.

    Raises `DocumentError` and nothing else, for a reader's own fault must not stop the batch.
    """
    try:
        return work(source, settings)
    except DocumentError:
        raise
    except MemoryError as error:
        raise TransientError(
            f"reading needed more memory than {settings.reader_memory:,} MiB; split the file or raise KB_READER_MEMORY"
        ) from error
    except Exception as error:
        raise _own_fault(error) from error


def _death(exitcode: int | None, settings: Settings) -> str:
    """How a reader ended; libraries in C end the whole process where memory runs out or a file misleads them."""
    signals = {-number: number.name for number in signal.Signals}
    ended = signals.get(exitcode or 0, f"exit code {exitcode}")
    return (
        f"the reader ended without an answer ({ended}): the file is damaged, or needs more memory than "
        f"{settings.reader_memory:,} MiB; save it anew from the program that made it, or raise KB_READER_MEMORY"
    )


def _own_fault(error: Exception) -> TransientError:
    return TransientError(f"the reader failed with {type(error).__name__}: {error}; please report this file")
