"""The dense index: FAISS over centred passage vectors.

Exact inner product up to `EXACT_LIMIT` passages, inverted lists over 8-bit codes beyond it. Keys are the store's.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from kb.ports import Vectors

faiss.omp_set_num_threads(1)  # threads for one search only make the searches of other people wait
EXACT_LIMIT = 100_000
PROBES = 32
TRAINING_PER_LIST = 64


class VectorIndex:
    """Adding and removing takes effect at once in memory; `save` makes it durable."""

    def __init__(self, dimension: int, exact_limit: int = EXACT_LIMIT) -> None:
        self._dimension = dimension
        self._exact_limit = exact_limit
        self._index = _exact(dimension)

    @property
    def keys(self) -> NDArray[np.int64]:
        """The keys of all passages that can be found, in no order."""
        if self.is_exact:
            return np.asarray(faiss.vector_to_array(self._index.id_map), np.int64)
        lists = self._index.invlists
        parts = [faiss.rev_swig_ptr(lists.get_ids(n), lists.list_size(n)).copy() for n in range(lists.nlist)]
        return np.concatenate(parts).astype(np.int64)

    @property
    def is_exact(self) -> bool:
        return isinstance(self._index, faiss.IndexIDMap2)

    def add(self, keys: NDArray[np.int64], vectors: Vectors) -> None:
        """Add unit vectors of shape (n, dimension) under new keys."""
        if not len(keys):
            return
        if self.is_exact and self._index.ntotal + len(keys) > self._exact_limit:
            self._compress(vectors)
        self._index.add_with_ids(np.ascontiguousarray(vectors), keys)

    def remove(self, keys: NDArray[np.int64]) -> None:
        if len(keys):
            self._index.remove_ids(keys)

    def search(
        self, query: NDArray[np.float32], limit: int, allowed: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """(keys, cosines) of the nearest passages among the `allowed` (None: all), best first."""
        parameters = None if self.is_exact else faiss.SearchParametersIVF(nprobe=PROBES)
        if allowed is not None:
            if not len(allowed):
                return np.empty(0, np.int64), np.empty(0, np.float32)
            selector = faiss.IDSelectorBatch(allowed)
            parameters = (
                faiss.SearchParameters(sel=selector)
                if self.is_exact
                else faiss.SearchParametersIVF(nprobe=PROBES, sel=selector)
            )
        scores, keys = self._index.search(query[None, :], limit, params=parameters)
        found = keys[0] >= 0
        return keys[0][found], scores[0][found]

    def vectors(self, keys: NDArray[np.int64]) -> Vectors:
        """The vectors (n, dimension) of these passages, in their order; keys must be in the index."""
        if not len(keys):
            return np.empty((0, self._dimension), np.float32)
        return np.asarray(self._index.reconstruct_batch(keys), np.float32)

    def save(self, path: Path) -> None:
        """Raises `OSError` if the disk does not take it."""
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"{path} could not be written; see whether the disk is full") from error

    def copy(self) -> VectorIndex:
        """An index of its own with the same vectors."""
        twin = VectorIndex(self._dimension, self._exact_limit)
        twin._index = faiss.clone_index(self._index)
        return twin

    @classmethod
    def load(cls, path: Path, exact_limit: int = EXACT_LIMIT) -> VectorIndex:
        """Raises `RuntimeError` (FAISS) if the file is missing or damaged."""
        stored = faiss.read_index(str(path))
        index = cls(stored.d, exact_limit)
        index._index = stored
        return index

    def _compress(self, coming: Vectors) -> None:
        keys = self.keys
        held = np.vstack([self._index.reconstruct(int(key)) for key in keys]) if len(keys) else coming[:0]
        lists = max(1, int(4 * np.sqrt(len(held) + len(coming))))
        compressed = faiss.index_factory(self._dimension, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        everything = np.vstack([held, coming])
        sample = np.random.default_rng(0).choice(
            len(everything), min(len(everything), lists * TRAINING_PER_LIST), False
        )
        compressed.train(everything[np.sort(sample)])
        compressed.set_direct_map_type(faiss.DirectMap.Hashtable)
        self._index = compressed
        if len(keys):
            self._index.add_with_ids(held, keys)


def _exact(dimension: int) -> faiss.IndexIDMap2:
    return faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
