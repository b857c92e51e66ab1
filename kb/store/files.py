"""Original files, kept by the SHA-256 of their bytes: `files/ab/abcdef…`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from kb.errors import NotFound


class OriginalFiles:
    """A content-addressed folder; writing the same bytes twice is harmless."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def path(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256

    def put(self, sha256: str, data: bytes) -> None:
        """Keep the bytes durably before any row refers to them."""
        target = self.path(sha256)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def get(self, sha256: str) -> bytes:
        try:
            return self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise NotFound(
                f"the original file {sha256[:16]} is missing from the data folder; ingest it again"
            ) from None

    def remove(self, sha256: str) -> None:
        self.path(sha256).unlink(missing_ok=True)
