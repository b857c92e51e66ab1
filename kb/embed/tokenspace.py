"""Makes the states of a model's tokens small and comparable between languages, for ranking word by word.

A token's state is centred by its language's mean, as the vectors of texts are (see `centring`), turned to the first
principal directions of the calibration text, and kept as one signed byte a direction. What is compared is told in
`kb.late`. The directions need no training: 2,600 pairs of questions and passages found none that were better.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from kb.embed.calibration import CALIBRATED, calibration_passages, calibration_queries
from kb.embed.centring import Means
from kb.embed.estimates import cached
from kb.late import PassageTokens, QuestionTokens
from kb.ports import Embedder, Encoding, Vectors

DIRECTIONS = 64
"""Twice as many won 0.001 nDCG on JSQuAD in the whole ranking, and nothing across languages."""

LARGEST = 127


@dataclass(frozen=True)
class TokenSpace:
    """Mean token states (d,) by language, of passages and of questions, and the directions (d, k) that are kept."""

    passages: Means
    questions: Means
    directions: Vectors

    @cached_property
    def identity(self) -> str:
        """Sixteen hex digits over means and directions: tokens coded in another space cannot be compared."""
        digest = hashlib.sha256(np.ascontiguousarray(self.directions, "<f4").tobytes())
        for means in (self.passages, self.questions):
            for language in sorted(means):
                digest.update(language.encode() + np.ascontiguousarray(means[language], "<f4").tobytes())
        return digest.hexdigest()[:16]

    def code(self, read: Encoding, language: str, before: int = 0) -> PassageTokens:
        """The codes of a passage that was read with `before` characters of title and headings before its text."""
        turned = self._turn(read.states, language, self.passages)
        largest = np.maximum(np.abs(turned).max(axis=1, keepdims=True), 1e-6) if len(turned) else 1.0
        codes = np.round(turned / largest * LARGEST).astype(np.int8)
        return PassageTokens(codes, (read.spans[:, 1] - 1 - before).astype(np.int32))

    def question(self, read: Encoding, language: str) -> QuestionTokens:
        """The tokens of a question; what is far from its language's mean says more, and counts for more."""
        turned = self._turn(read.states, language, self.questions)
        lengths = np.maximum(np.linalg.norm(turned, axis=1), 1e-6)
        weights = lengths / max(float(lengths.sum()), 1e-6)
        return QuestionTokens(turned / lengths[:, None], weights.astype(np.float32))

    def save(self, path: Path) -> None:
        arrays = {f"passages/{it}": mean for it, mean in self.passages.items()}
        arrays |= {f"questions/{it}": mean for it, mean in self.questions.items()}
        with path.open("wb") as file:
            np.savez(file, directions=self.directions, **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> TokenSpace:
        """Raises `OSError`, `ValueError` or `KeyError` for a file that is missing or damaged."""
        means: dict[str, dict[str, Vectors]] = {"passages": {}, "questions": {}}
        try:
            with path.open("rb") as file, np.load(file) as arrays:
                for name in arrays.files:
                    kind, _, language = name.partition("/")
                    if language:
                        means[kind][language] = arrays[name]
                return cls(means["passages"], means["questions"], arrays["directions"])
        except (BadZipFile, EOFError) as error:
            raise ValueError(f"{path} is damaged") from error

    def _turn(self, states: NDArray[np.float16], language: str, means: Means) -> Vectors:
        if not len(states):
            return np.empty((0, self.directions.shape[1]), np.float32)
        mean = means[language] if language in means else np.mean(list(means.values()), axis=0)
        turned: Vectors = ((states - mean) @ self.directions).astype(np.float32)
        return turned


def open_token_space(cache: Path, embedder: Embedder) -> TokenSpace:
    """The space for this model, from the cache or estimated now (a few seconds) and kept there."""
    return cached(cache, TokenSpace, "tokens", embedder, lambda: estimate_token_space(embedder))


def estimate_token_space(embedder: Embedder) -> TokenSpace:
    """Means and principal directions of the calibration text's tokens; no directions if the model has no states."""
    passages = {it: _states(embedder.read_passages(calibration_passages(it))) for it in CALIBRATED}
    questions = {it: _states(embedder.read_queries(calibration_queries(it))) for it in CALIBRATED}
    if not all(map(len, passages.values())):
        return TokenSpace({}, {}, np.empty((0, 0), np.float32))
    means = {it: states.mean(axis=0) for it, states in passages.items()}
    centred = np.concatenate([states - means[it] for it, states in passages.items()])
    centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6)
    directions = np.linalg.eigh(centred.T @ centred)[1][:, ::-1][:, :DIRECTIONS]
    asked = {it: states.mean(axis=0) for it, states in questions.items()}
    return TokenSpace(means, asked, np.ascontiguousarray(directions))


def _states(read: list[Encoding]) -> Vectors:
    return np.concatenate([it.states for it in read]).astype(np.float32)
