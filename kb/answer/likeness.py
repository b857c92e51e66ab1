"""How near texts are in meaning, to each other and to a question, whatever their languages."""

from __future__ import annotations

from collections.abc import Sequence

from kb.crosslingual import Lens, read_query
from kb.highlight import COVERAGE_WEIGHT
from kb.index.indexes import Indexes
from kb.ports import Embedder, Vectors
from kb.text.glossary import index_terms
from kb.text.query import QueryTerm, analyse_query

Text = tuple[str, str]
"""A text and its language."""


class Likeness:
    """Compares by the knowledge base's own embedder and by the means and weights of its indexes."""

    def __init__(self, embedder: Embedder, indexes: Indexes) -> None:
        self._embedder = embedder
        self._indexes = indexes

    def vectors(self, texts: Sequence[Text]) -> Vectors:
        """Centred unit vectors, shape (n, dimension): their products are cosines."""
        raw = self._embedder.encode_passages([text for text, _ in texts])
        return self._indexes.dense.means.centre_passages(raw, [language for _, language in texts])

    def worth(self, query: str, language: str, texts: Sequence[Text]) -> list[float]:
        """How well each text answers a question: cosine, and the share of the question's words that it holds."""
        targets = list(dict.fromkeys(language for _, language in texts))
        lens = Lens(self._embedder, self._indexes.dense.means)
        vectors = read_query(query, language, targets, lens).vectors
        weights = self._indexes.lexical.weights(analyse_query(query, language))
        total = sum(weights.values()) or 1.0
        found = []
        for (text, spoken), vector in zip(texts, self.vectors(texts), strict=True):
            held = {term.text for term in index_terms(text, spoken)}
            covered = sum(weight for term, weight in weights.items() if not held.isdisjoint(term.index_terms))
            found.append(float(vector @ vectors[spoken]) + COVERAGE_WEIGHT * covered / total)
        return found

    def rarity(self, terms: Sequence[tuple[str, ...]]) -> list[float]:
        """The inverse document frequency of each term; a term is anything that the lexical index knows it by."""
        asked = [QueryTerm(str(at), names, True) for at, names in enumerate(terms)]
        weights = self._indexes.lexical.weights(asked)
        return [weights[term] for term in asked]
