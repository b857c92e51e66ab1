"""Reads files in worker processes, so that a file that hangs or kills its reader costs nothing but itself."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as ReadTimeout
from multiprocessing import get_context
from os import cpu_count

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from ingest.discover import SourceFile
from ingest.limits import limit_memory
from ingest.prepare import Prepared, prepare
from kb.config import Settings
from kb.errors import DocumentError, ReaderDied, ReaderTimeout, TransientError

AHEAD_PER_WORKER = 4
TASKS = 200  # files after which a worker gives way to a fresh one, so that no memory is lost for good

Work = Callable[[SourceFile, Settings], Prepared]


def prepare_all(
    sources: Iterable[SourceFile], settings: Settings, work: Work | None = None
) -> Iterator[tuple[SourceFile, Prepared | DocumentError]]:
    """Each source with its prepared document or what went wrong, in the order given.

    A few files are read ahead of the consumer and no more, so that memory stays bounded however long the batch is.
    `work` stands in for `prepare`, for those who measure; the workers have to be able to import it.
    """
    workers = settings.readers or cpu_count() or 1
    waiting: deque[tuple[SourceFile, ProcessFuture]] = deque()
    pool = ProcessPool(
        workers, max_tasks=TASKS, initializer=limit_memory, initargs=(settings,), context=get_context("spawn")
    )
    with pool:
        try:
            for source in sources:
                future = pool.schedule(_shielded, (work or prepare, source, settings), timeout=settings.reader_seconds)
                waiting.append((source, future))
                if len(waiting) >= workers * AHEAD_PER_WORKER:
                    yield _result(*waiting.popleft(), settings)
            while waiting:
                yield _result(*waiting.popleft(), settings)
        finally:
            for _, future in waiting:
                future.cancel()
            pool.stop()


def _result(
    source: SourceFile, future: ProcessFuture, settings: Settings
) -> tuple[SourceFile, Prepared | DocumentError]:
    try:
        prepared: Prepared = future.result()
        return source, prepared
    except DocumentError as error:
        return source, error
    except ReadTimeout:
        return source, ReaderTimeout(
            f"reading took longer than {settings.reader_seconds:g} s and was stopped; raise KB_READER_SECONDS"
        )
    except ProcessExpired as error:
        return source, ReaderDied(_death(error.exitcode, settings))
    except Exception as error:  # what came back could not be read; the batch goes on
        return source, _own_fault(error)


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
