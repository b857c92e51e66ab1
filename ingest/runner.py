"""Reads files in worker processes, so that a file that hangs or kills its reader costs nothing but itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import TimeoutError as ReadTimeout
from multiprocessing import get_context
from os import cpu_count

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from ingest.discover import SourceFile
from ingest.prepare import Prepared, prepare
from kb.config import Settings
from kb.errors import DocumentError, ReaderDied, ReaderTimeout, TransientError

AHEAD_PER_WORKER = 4


def prepare_all(
    sources: Iterable[SourceFile], settings: Settings
) -> Iterator[tuple[SourceFile, Prepared | DocumentError]]:
    """Each source with its prepared document or what went wrong, in the order given.

    A few files are read ahead of the consumer and no more, so that memory stays bounded however long the batch is.
    """
    workers = settings.readers or cpu_count() or 1
    waiting: deque[tuple[SourceFile, ProcessFuture]] = deque()
    with ProcessPool(max_workers=workers, context=get_context("spawn")) as pool:
        try:
            for source in sources:
                future = pool.schedule(_shielded, (prepare, source, settings), timeout=settings.reader_seconds)
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
        return source, ReaderDied(
            f"the reader ended without an answer (exit code {error.exitcode}); the file may be damaged"
        )
    except Exception as error:  # what came back could not be read; the batch goes on
        return source, _own_fault(error)


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
