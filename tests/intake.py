"""Stands where ingestion does, so that a test can hold it back, make it fail, and see what it was given."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Intake:
    """Notes its calls; waits for `gate`, raises `error`, reports the files named in `failed` as failed."""

    def __init__(self) -> None:
        self.calls: list[tuple[list[str], str, list[bytes]]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.error: Exception | None = None
        self.failed: list[str] = []

    def __call__(self, paths: list[Path], collection: str, tell: Callable[[int, int], None]) -> dict[str, Any]:
        tell(0, len(paths))
        self.calls.append(([path.name for path in paths], collection, [path.read_bytes() for path in paths]))
        if not self.gate.wait(20):
            raise TimeoutError("the test never opened the gate")
        if self.error:
            raise self.error
        failed = [{"path": str(path), "reason": "no words"} for path in paths if path.name in self.failed]
        added = len(paths) - len(failed)
        return {"added": added, "updated": 0, "unchanged": 0, "failed": failed, "passages": added, "seconds": 0.1}
