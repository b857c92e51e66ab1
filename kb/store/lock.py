"""One writer at a time: an advisory lock that the operating system releases when its process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import HomeLocked


@contextmanager
def writer_lock(home: Path) -> Iterator[None]:
    """Hold the data folder's writer lock; raises `HomeLocked` naming the process that has it."""
    descriptor = os.open(home / "writer.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 32).decode("ascii", "replace").strip() or "unknown"
            raise HomeLocked(
                f"process {holder} is writing to {home}; wait until it has finished and try again"
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
        yield
    finally:
        os.close(descriptor)
