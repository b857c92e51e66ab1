"""The dense side of the search: one vector index a language, over vectors centred by that language's mean.

Means begin as those of the calibration text and move towards the passages at hand as there are more of them, because
means estimated on text like the text they are used on make a mixed pool fairest. They are estimated anew, and every
vector centred again, when more than `DRIFT` of the passages have come or gone since.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.embed.centring import LanguageMeans
from kb.index.vectors import VectorIndex
from kb.model import Filter
from kb.ports import Vectors
from kb.store.store import Store

log = logging.getLogger(__name__)
DRIFT = 0.05
BATCH = 5000
GENERATION = "dense-"
MEANS_FILE = "means.npz"
CHANGES_FILE = "changes"
SUFFIX = ".faiss"


class DenseIndex:
    """Passages by meaning; `means` are the ones its vectors are centred by.

    An index that is searched never changes: `refreshed` gives another one, so that searches in other threads finish on
    what they began with.
    """

    def __init__(self, folder: Path, dimension: int, calibration: LanguageMeans) -> None:
        self._folder = folder
        self._dimension = dimension
        self._calibration = calibration
        self.means = calibration
        self._parts: dict[str, VectorIndex] = {}
        self._language: dict[int, str] = {}
        self._changes = 0

    @property
    def keys(self) -> NDArray[np.int64]:
        """The keys of all passages that can be found, ascending."""
        return np.sort(np.fromiter(self._language, np.int64, len(self._language)))

    @property
    def languages(self) -> list[str]:
        """The passages' languages."""
        return list(self._parts)

    def language_of(self, key: int) -> str | None:
        """The language of a passage, None if it is not here."""
        return self._language.get(key)

    def search(
        self, queries: Mapping[str, Vectors], language: str, limit: int, allowed: NDArray[np.int64] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """(keys, cosines) of the `limit` passages of a language nearest to the query vector for it, best first."""
        return self._parts[language].search(queries[language], limit, allowed)

    def vectors(self, language: str, keys: NDArray[np.int64]) -> Vectors:
        """The centred vectors (n, d) of passages of one language that are here, in the order of the keys."""
        return self._parts[language].vectors(keys)

    def refreshed(self, store: Store) -> DenseIndex:
        """An index equal to the store; this one if nothing has changed."""
        wanted = store.keys(Filter())
        gone, new = np.setdiff1d(self.keys, wanted), np.setdiff1d(wanted, self.keys)
        changes = self._changes + len(gone) + len(new)
        if not len(gone) and not len(new):
            return self
        if changes > DRIFT * len(wanted):
            return self._rebuilt(store, wanted)
        copy = self._copy()
        copy._changes = changes
        copy._remove(gone)
        copy._add(store, new)
        return copy

    def _copy(self) -> DenseIndex:
        copy = DenseIndex(self._folder, self._dimension, self._calibration)
        copy.means = self.means
        copy._parts = {language: part.copy() for language, part in self._parts.items()}
        copy._language = dict(self._language)
        return copy

    def _rebuilt(self, store: Store, keys: NDArray[np.int64]) -> DenseIndex:
        sums: dict[str, Vectors] = {}
        counts: dict[str, int] = {}
        for at in range(0, len(keys), BATCH):
            _, languages, vectors = store.vectors(keys[at : at + BATCH])
            names = np.array(languages)
            for language in set(languages):
                rows = vectors[names == language]
                sums[language] = sums.get(language, np.zeros(self._dimension, np.float32)) + rows.sum(axis=0)
                counts[language] = counts.get(language, 0) + len(rows)
        rebuilt = DenseIndex(self._folder, self._dimension, self._calibration)
        rebuilt.means = self._calibration.adapted(sums, counts)
        rebuilt._add(store, keys)
        return rebuilt

    def _add(self, store: Store, keys: NDArray[np.int64]) -> None:
        for at in range(0, len(keys), BATCH):
            held, languages, vectors = store.vectors(keys[at : at + BATCH])
            names, centred = np.array(languages), self.means.centre_passages(vectors, languages)
            for language in dict.fromkeys(languages):
                part = self._parts.setdefault(language, VectorIndex(self._dimension))
                part.add(held[names == language], centred[names == language])
            self._language.update(zip(held.tolist(), languages, strict=True))

    def _remove(self, keys: NDArray[np.int64]) -> None:
        for part in self._parts.values():
            part.remove(keys)
        for key in keys.tolist():
            del self._language[key]

    def save(self) -> None:
        """Write a new generation beside the old one; it counts from the moment it has its name."""
        self._folder.mkdir(parents=True, exist_ok=True)
        old = self._generations()
        work = Path(tempfile.mkdtemp(prefix=".new-", dir=self._folder))
        for language, part in self._parts.items():
            part.save(work / f"{language}{SUFFIX}")
        self.means.save(work / MEANS_FILE)
        (work / CHANGES_FILE).write_text(str(self._changes), "ascii")
        number = int(old[-1].name.removeprefix(GENERATION)) + 1 if old else 1
        os.rename(work, self._folder / f"{GENERATION}{number:06}")
        for folder in [*old, *self._folder.glob(".new-*")]:
            shutil.rmtree(folder, ignore_errors=True)

    @classmethod
    def load(cls, folder: Path, dimension: int, calibration: LanguageMeans) -> DenseIndex:
        """The newest generation; an empty index where there is none or it is damaged."""
        index = cls(folder, dimension, calibration)
        for generation in index._generations()[-1:]:
            try:
                means = LanguageMeans.load(generation / MEANS_FILE)
                changes = int((generation / CHANGES_FILE).read_text("ascii"))
                parts = {path.stem: VectorIndex.load(path) for path in generation.glob(f"*{SUFFIX}")}
            except (RuntimeError, OSError, ValueError, KeyError) as error:
                log.warning("%s is damaged and is made anew from the store: %s", generation, error)
                return index
            index.means, index._parts, index._changes = means, parts, changes
            index._language = {key: language for language, part in parts.items() for key in part.keys.tolist()}
        return index

    def _generations(self) -> list[Path]:
        return sorted(self._folder.glob(f"{GENERATION}*"))
