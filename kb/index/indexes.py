"""Keeps both indexes equal to the store, whatever was interrupted.

The store is the truth. An index that lacks passages, or has passages that are gone, is brought up to date from the
store; an index made by another model, another calibration or another analyzer lies in another folder and is never
mixed in.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
from pathlib import Path

import numpy as np

from kb.embed.centring import LanguageMeans
from kb.index.dense import DenseIndex
from kb.index.lexical import LexicalIndex
from kb.model import Filter
from kb.store.store import Store
from kb.text import analyzer, glossary

FORMAT = "6"
BATCH = 5000
SAVED = "indexed"
"""The store's note of the last revision whose words were saved."""


class Indexes:
    """The dense and the lexical index of one data folder.

    `refresh` brings what this process sees up to date and writes nothing; `save` also makes it durable and needs the
    writer lock.
    """

    def __init__(self, root: Path, store: Store, dimension: int, calibration: LanguageMeans, model: str) -> None:
        identity = "\n".join((FORMAT, model, calibration.identity, analyzer.VERSION, glossary.version()))
        self._root = root
        self._folder = root / hashlib.sha256(identity.encode()).hexdigest()[:12]
        self._store = store
        self._dimension = dimension
        self._calibration = calibration
        self._seen: tuple[int, str | None] = (-1, None)
        self._guard = threading.Lock()
        self._open()

    def _open(self) -> None:
        self.dense = DenseIndex.load(self._folder / "dense", self._dimension, self._calibration)
        self.lexical = LexicalIndex(self._folder / "lexical")

    def refresh(self) -> None:
        """See every document that has been committed, by whichever process."""
        with self._guard:
            seen = self._store.revision(), self._store.meta(SAVED)
            if seen != self._seen:
                self.dense = self.dense.refreshed(self._store)
                self.lexical.reload()
                self._seen = seen

    def save(self) -> None:
        """Bring both indexes up to date on disk; the caller holds the writer lock."""
        with self._guard:
            revision = self._store.revision()
            self.dense = self.dense.refreshed(self._store)
            self.dense.save()
            self._refresh_lexical()
            self._store.set_meta(SAVED, str(revision))
            self._seen = revision, str(revision)

    def is_behind(self) -> bool:
        """Whether what lies on disk misses something that the store has."""
        keys = self._store.keys(Filter())
        return not (np.array_equal(self.dense.keys, keys) and np.array_equal(self.lexical.keys, keys))

    def rebuild(self) -> None:
        """Make both indexes anew from the store, and drop those of other models; the caller holds the writer lock."""
        with self._guard:
            shutil.rmtree(self._root, ignore_errors=True)
            self._open()
        self.save()

    def _refresh_lexical(self) -> None:
        held, wanted = self.lexical.keys, self._store.keys(Filter())
        new = np.setdiff1d(wanted, held)
        self.lexical.remove(np.setdiff1d(held, wanted))
        for at in range(0, len(new), BATCH):
            self.lexical.add(list(self._store.stored(new[at : at + BATCH]).values()))
        self.lexical.save()
