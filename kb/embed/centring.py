"""Takes out of a vector what only tells its language, so that passages of all languages compete on equal terms.

Multilingual encoders keep texts of one language together: a query ranks passages of its own language first. That
offset is nearly the same for all texts of a language (Libovický et al. 2020, arXiv:2004.05160), so subtracting the
language's mean vector removes most of it. Means are estimated on the calibration text, for whatever model is in use.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from kb.embed.calibration import CALIBRATED, calibration_passages, calibration_queries
from kb.embed.estimates import cached
from kb.ports import Embedder, Vectors

STRENGTH = 1.0
"""The share of a language's mean that is subtracted."""

PRIOR_PASSAGES = 50
"""How many passages at hand weigh as much as the calibration text."""

Means = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True)
class LanguageMeans:
    """Mean vectors by language, of passages and of queries; a language without one gets the mean of the means."""

    passages: Means
    queries: Means
    strength: float = STRENGTH

    @cached_property
    def identity(self) -> str:
        """Sixteen hex digits over the means and the strength."""
        digest = hashlib.sha256(f"{self.strength:.4f}".encode())
        for _, means in self._kinds():
            for language in sorted(means):
                digest.update(language.encode() + np.ascontiguousarray(means[language], "<f4").tobytes())
        return digest.hexdigest()[:16]

    def centre_passages(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        """Unit vectors (n, d) of passages without their languages' offsets, unit again; one language a row."""
        return self._centre(vectors, languages, self.passages)

    def centre_queries(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        """The same for queries."""
        return self._centre(vectors, languages, self.queries)

    def adapted(self, sums: Mapping[str, NDArray[np.float32]], counts: Mapping[str, int]) -> LanguageMeans:
        """Means of passages moved towards those at hand: their vectors' sums (d,) and numbers by language."""
        other = np.mean(list(self.passages.values()), axis=0)
        moved: dict[str, NDArray[np.float32]] = {}
        for language, total in sums.items():
            prior = PRIOR_PASSAGES * self.passages.get(language, other)
            moved[language] = ((prior + total) / (PRIOR_PASSAGES + counts[language])).astype(np.float32)
        return LanguageMeans({**self.passages, **moved}, self.queries, self.strength)

    def save(self, path: Path) -> None:
        arrays = {f"{kind}/{it}": vector for kind, means in self._kinds() for it, vector in means.items()}
        with path.open("wb") as file:
            np.savez(file, strength=np.float64(self.strength), **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> LanguageMeans:
        """Raises `OSError`, `ValueError` or `KeyError` for a file that is missing or damaged."""
        found: dict[str, dict[str, NDArray[np.float32]]] = {"passages": {}, "queries": {}}
        try:
            with path.open("rb") as file, np.load(file) as arrays:
                strength = float(arrays["strength"])
                for name in arrays.files:
                    kind, _, language = name.partition("/")
                    if language:
                        found[kind][language] = arrays[name]
        except (BadZipFile, EOFError) as error:
            raise ValueError(f"{path} is damaged") from error
        return cls(found["passages"], found["queries"], strength)

    def _kinds(self) -> tuple[tuple[str, Means], tuple[str, Means]]:
        return ("passages", self.passages), ("queries", self.queries)

    def _centre(self, vectors: Vectors, languages: Sequence[str], means: Means) -> Vectors:
        if len(vectors) == 0:
            return vectors
        other = np.mean(list(means.values()), axis=0)
        offsets = np.stack([means.get(language, other) for language in languages])
        centred = (vectors - self.strength * offsets).astype(np.float32)
        lengths = np.linalg.norm(centred, axis=1, keepdims=True)
        unit: Vectors = np.divide(centred, lengths, out=vectors.copy(), where=lengths > 0)
        return unit


def estimate_means(embedder: Embedder) -> LanguageMeans:
    """Embed the calibration text (a few seconds with the bundled model) and average by language and kind."""
    passages = {it: embedder.encode_passages(calibration_passages(it)).mean(axis=0) for it in CALIBRATED}
    queries = {it: embedder.encode_queries(calibration_queries(it)).mean(axis=0) for it in CALIBRATED}
    return LanguageMeans(passages, queries)


def open_means(cache: Path, embedder: Embedder) -> LanguageMeans:
    """The means for this model, from the cache or estimated now and kept there."""
    return cached(cache, LanguageMeans, "means", embedder, lambda: estimate_means(embedder))
