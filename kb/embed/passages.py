"""Passages to what the store keeps of them: a vector for each, and its tokens where they can be compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from kb.embed.tokenspace import TokenSpace
from kb.late import PassageTokens
from kb.model import Passage
from kb.ports import Embedder, Vectors

CONTEXT_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class Embedded:
    """Unit vectors (n, d) of n passages, not centred, and the tokens of each, or none at all."""

    vectors: Vectors
    tokens: tuple[PassageTokens, ...] = ()

    def part(self, start: int, end: int) -> Embedded:
        """Those of the passages from `start` up to `end`."""
        return Embedded(self.vectors[start:end], self.tokens[start:end])


def with_context(title: str, passage: Passage) -> str:
    """What is embedded: a clause rarely says which agreement and which article it belongs to."""
    context = " › ".join((title, *passage.heading))
    return f"{context[:CONTEXT_CHARACTERS]}\n{passage.text}"


def embed_passages(
    embedder: Embedder,
    space: TokenSpace | None,
    passages: Sequence[Passage],
    texts: Sequence[str],
    progress: Callable[[int], None] | None = None,
) -> Embedded:
    """Embed passages by their texts `with_context`; without a `space` they get no tokens."""
    if space is None:
        return Embedded(embedder.encode_passages(texts, progress))
    read = embedder.read_passages(texts, progress)
    vectors = np.stack([it.vector for it in read]) if read else np.empty((0, embedder.dimension), np.float32)
    tokens = (
        space.code(it, passage.language, len(text) - len(passage.text))
        for it, passage, text in zip(read, passages, texts, strict=True)
    )
    return Embedded(vectors, tuple(tokens))
