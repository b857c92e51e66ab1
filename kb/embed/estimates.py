"""What is estimated once a model from the calibration text, and kept in the cache."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, Self, TypeVar

from kb.embed.calibration import CALIBRATED, calibration_passages, calibration_queries
from kb.ports import Embedder


class Estimate(Protocol):
    """Can be kept in a file; `load` raises `OSError`, `ValueError` or `KeyError` for one that is missing or damaged."""

    def save(self, path: Path) -> None: ...

    @classmethod
    def load(cls, path: Path) -> Self: ...


T = TypeVar("T", bound="Estimate")


def cached(cache: Path, kind: type[T], name: str, embedder: Embedder, make: Callable[[], T]) -> T:
    """The estimate of that name for this model and this calibration text, made now if the cache lacks it."""
    path = cache / f"{name}-{_key(embedder)}.npz"
    try:
        return kind.load(path)
    except (OSError, ValueError, KeyError):
        made = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{name}-", dir=path.parent)
    os.close(handle)
    made.save(Path(temporary))
    os.replace(temporary, path)
    return made


def _key(embedder: Embedder) -> str:
    texts = [text for it in CALIBRATED for text in calibration_passages(it) + calibration_queries(it)]
    return hashlib.sha256("\n".join([embedder.identity, *texts]).encode()).hexdigest()[:16]
