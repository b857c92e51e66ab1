"""The seams where there really are two implementations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kb.model import Reading

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Encoding:
    """One text as a model sees it: `vector` is its unit vector, float32 of shape (d,).

    `states` (t, d), float16 and unit, are those of the text's t tokens, without prompt and special tokens; token i
    stands in the text from character `spans[i, 0]` to `spans[i, 1]`. A model without token states gives none (t = 0).
    """

    vector: Vectors
    states: NDArray[np.float16]
    spans: NDArray[np.int32]


class Embedder(Protocol):
    """Turns texts into unit vectors: `kb.embed.onnx` (fast) and `kb.embed.transformer` (any model).

    Vectors are float32 of shape (n, dimension), rows of length 1, in the order of the texts, not centred.
    """

    @property
    def identity(self) -> str:
        """Names model and weights; equal identities give equal vectors."""
        ...

    @property
    def dimension(self) -> int: ...

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Embed passages; `progress` is told how many more are done."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...

    def read_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> list[Encoding]:
        """As `encode_passages`, with the states of the tokens."""
        ...

    def read_queries(self, texts: Sequence[str]) -> list[Encoding]: ...


class Reranker(Protocol):
    """Judges question and passage together: `kb.embed.reranker`."""

    def scores(self, query: str, texts: Sequence[str]) -> Vectors:
        """(n,) how well each text answers, in the order of the texts; only their order has a meaning."""
        ...


class TokenCounter(Protocol):
    """Counts the model's tokens in a text, without special tokens."""

    def __call__(self, text: str) -> int: ...


class Reader(Protocol):
    """Reads the bytes of one format; one reader, one file in `ingest/readers`."""

    def __call__(self, data: bytes, name: str) -> Reading:
        """Raises a `kb.errors.DocumentError` whose message names the fault and the way out."""
        ...
