"""One search, top to bottom: analyse → candidates → fuse → group → highlight → cite."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.cite import cite
from kb.embed.centring import LanguageMeans
from kb.highlight import Highlighter
from kb.index.indexes import Indexes
from kb.model import Filter, Hit, SearchPage
from kb.ports import Embedder, Vectors
from kb.store.rows import date_of
from kb.store.store import Store, Stored
from kb.text.language import detect
from kb.text.query import QueryTerm, analyse_query

CANDIDATES = 200
COVERAGE_WEIGHT = 0.4
PASSAGES_PER_DOCUMENT = 2


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidate keys with their fused scores, best first."""

    keys: NDArray[np.int64]
    scores: NDArray[np.float32]


class Searcher:
    """Answers queries over one data folder's store and indexes."""

    def __init__(self, store: Store, indexes: Indexes, embedder: Embedder, means: LanguageMeans) -> None:
        self._store = store
        self._indexes = indexes
        self._embedder = embedder
        self._means = means
        self._highlighter = Highlighter(embedder, means)

    def search(self, query: str, k: int, where: Filter) -> SearchPage:
        """The k best passages; at most `PASSAGES_PER_DOCUMENT` of one document while other documents have some."""
        started = time.perf_counter()
        language = detect(query)
        vector = self._means.centre_queries(self._embedder.encode_queries([query]), [language])[0]
        terms = analyse_query(query, language)
        ranked = self.rank(terms, vector, where, max(CANDIDATES, 4 * k))
        hits = self._hits(self._group(ranked, k), vector, terms)
        took = (time.perf_counter() - started) * 1000
        return SearchPage(query, language, round(took, 2), len(ranked.keys), hits, self._store.facets(where))

    def rank(self, terms: Sequence[QueryTerm], vector: Vectors, where: Filter, limit: int) -> Ranked:
        """Fuse meaning and words: cosine + weight × coverage, for every candidate that either of them found."""
        allowed = None if where == Filter() else self._store.keys(where)
        near, cosines = self._indexes.vectors.search(vector, limit, allowed)
        worded, coverage = self._indexes.lexical.search(terms, limit, where)
        known = np.isin(worded, self._indexes.vectors.keys)
        worded, coverage = worded[known], coverage[known]
        only_worded = np.setdiff1d(worded, near)
        scores = dict(zip(near.tolist(), cosines.tolist(), strict=True))
        scores |= zip(only_worded.tolist(), self._indexes.vectors.cosines(vector, only_worded).tolist(), strict=True)
        for key, share in zip(worded.tolist(), coverage.tolist(), strict=True):
            scores[key] += COVERAGE_WEIGHT * share
        keys = np.array(list(scores), np.int64)
        values = np.array(list(scores.values()), np.float32)
        order = np.argsort(-values, kind="stable")
        return Ranked(keys[order], values[order])

    def _group(self, ranked: Ranked, k: int) -> list[tuple[Stored, float]]:
        stored = self._store.stored(ranked.keys.tolist())
        candidates = [
            (stored[key], score)
            for key, score in zip(ranked.keys.tolist(), ranked.scores.tolist(), strict=True)
            if key in stored
        ]
        seen: Counter[str] = Counter()
        first: list[tuple[Stored, float]] = []
        rest: list[tuple[Stored, float]] = []
        for candidate in candidates:
            document = candidate[0].passage.document_id
            (first if seen[document] < PASSAGES_PER_DOCUMENT else rest).append(candidate)
            seen[document] += 1
        return [*first, *rest][:k]

    def _hits(
        self, chosen: Sequence[tuple[Stored, float]], vector: Vectors, terms: Sequence[QueryTerm]
    ) -> tuple[Hit, ...]:
        weights = self._indexes.lexical.weights(terms)
        marks = self._highlighter.highlight(vector, terms, weights, [stored.passage for stored, _ in chosen])
        return tuple(
            Hit(
                rank=rank,
                score=round(score, 4),
                passage_id=stored.passage.id,
                document_id=stored.passage.document_id,
                title=stored.title,
                collection=stored.collection,
                type=stored.type,
                language=stored.language,
                date=date_of(stored.date),
                source_name=stored.source_name,
                source_url=stored.source_url,
                text=stored.passage.text,
                highlights=mark.ranges,
                citation=cite(stored, mark.answer),
            )
            for rank, ((stored, score), mark) in enumerate(zip(chosen, marks, strict=True), 1)
        )
