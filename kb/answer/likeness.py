"""How alike in meaning two texts are, whatever their languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kb.embed.centring import LanguageMeans
from kb.ports import Embedder, Vectors

Text = tuple[str, str]
"""A text and its language."""


class Likeness:
    """Compares by the knowledge base's own embedder; `means` gives those that the index is centred by."""

    def __init__(self, embedder: Embedder, means: Callable[[], LanguageMeans]) -> None:
        self._embedder = embedder
        self._means = means

    def vectors(self, texts: Sequence[Text]) -> Vectors:
        """Centred unit vectors, shape (n, dimension): their products are cosines."""
        raw = self._embedder.encode_passages([text for text, _ in texts])
        return self._means().centre_passages(raw, [language for _, language in texts])
