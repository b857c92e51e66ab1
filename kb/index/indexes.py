"""Keeps both indexes equal to the store, whatever was interrupted.

The store is the truth. An index that lacks passages, or has passages that are gone, is brought up to date from the
store; an index made by another model, other means or another analyzer lies in another folder and is never mixed in.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import threading
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.embed.centring import LanguageMeans
from kb.index.lexical import LexicalIndex
from kb.index.vectors import VectorIndex
from kb.model import Filter
from kb.store.store import Store
from kb.text import analyzer, glossary

log = logging.getLogger(__name__)
FORMAT = "1"
BATCH = 5000


class Indexes:
    """The dense and the lexical index of one data folder.

    `refresh` brings what this process sees up to date and writes nothing; `save` also makes it durable and needs the
    writer lock.
    """

    def __init__(self, root: Path, store: Store, dimension: int, means: LanguageMeans, model: str) -> None:
        identity = "\n".join((FORMAT, model, means.identity, analyzer.VERSION, glossary.version()))
        self._root = root
        self._folder = root / hashlib.sha256(identity.encode()).hexdigest()[:12]
        self._store = store
        self._means = means
        self._dimension = dimension
        self._revision = -1
        self._guard = threading.Lock()
        self.vectors = self._load_vectors()
        self.lexical = LexicalIndex(self._folder / "lexical")

    @property
    def _vectors_file(self) -> Path:
        return self._folder / "vectors.faiss"

    def _load_vectors(self) -> VectorIndex:
        index = VectorIndex(self._dimension)
        if self._vectors_file.exists():
            try:
                index.load(self._vectors_file)
            except RuntimeError as error:
                log.warning("%s is damaged and is rebuilt from the store: %s", self._vectors_file, error)
                return VectorIndex(self._dimension)
        return index

    def refresh(self) -> None:
        """See every document that has been committed, by whichever process."""
        with self._guard:
            revision = self._store.revision()
            if revision != self._revision:
                self._refresh_vectors()
                self.lexical.reload()
                self._revision = revision

    def save(self) -> None:
        """Bring both indexes up to date on disk; the caller holds the writer lock."""
        with self._guard:
            revision = self._store.revision()
            changed = self._refresh_vectors()
            if changed or not self._vectors_file.exists():
                self.vectors.save(self._vectors_file)
            self._refresh_lexical()
            self._revision = revision

    def is_behind(self) -> bool:
        """Whether what lies on disk misses something that the store has."""
        keys = self._store.keys(Filter())
        return not (np.array_equal(np.sort(self.vectors.keys), keys) and np.array_equal(self.lexical.keys, keys))

    def rebuild(self) -> None:
        """Make both indexes anew from the store, and drop those of other models; the caller holds the writer lock."""
        with self._guard:
            self.vectors = VectorIndex(self._dimension)
            self._revision = -1
            shutil.rmtree(self._root, ignore_errors=True)
            self.lexical = LexicalIndex(self._folder / "lexical")
        self.save()

    def _refresh_vectors(self) -> bool:
        gone, new = _difference(self.vectors.keys, self._store.keys(Filter()))
        self.vectors.remove(gone)
        for at in range(0, len(new), BATCH):
            keys, languages, vectors = self._store.vectors(new[at : at + BATCH])
            if len(keys):
                self.vectors.add(keys, self._means.centre_passages(vectors, languages))
        return bool(len(gone) or len(new))

    def _refresh_lexical(self) -> None:
        gone, new = _difference(self.lexical.keys, self._store.keys(Filter()))
        self.lexical.remove(gone)
        for at in range(0, len(new), BATCH):
            self.lexical.add(list(self._store.stored(new[at : at + BATCH]).values()))
        self.lexical.save()


def _difference(held: NDArray[np.int64], wanted: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return np.setdiff1d(held, wanted), np.setdiff1d(wanted, held)
