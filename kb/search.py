"""One search, top to bottom: analyse → candidates → fuse → group → highlight → cite."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kb.cite import Source, cite
from kb.crosslingual import query_vectors
from kb.highlight import Highlighter
from kb.index.dense import DenseIndex
from kb.index.indexes import Indexes
from kb.index.lexical import Weights
from kb.model import Definition, Filter, Hit, Passage, SearchPage, TermUse
from kb.ports import Embedder, Vectors
from kb.store.rows import date_of
from kb.store.store import Store, Stored
from kb.terms import uses
from kb.text.language import detect
from kb.text.query import analyse_query
from kb.twins.grouping import Group, Ranked, gather
from kb.twins.shown import twins_of

CANDIDATES = 200
PASSAGES_PER_DOCUMENT = 2
COVERAGE_WEIGHT = 0.4
REACH_EXPONENT = 0.5
"""How far coverage in another language is measured against what words there can be had at all: 0 not, 1 wholly."""
LEAST_REACH = 0.05
SUPPORTING = 3
SUPPORT_WEIGHT = 0.8
"""How much the mean score of a document's next passages lifts its best one: many matches make a subject."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query made ready: its words with their weights, and the vector to meet the passages of each language with.

    `dense` is the index that the vectors were centred for.
    """

    language: str
    weights: Weights
    vectors: Mapping[str, Vectors]
    dense: DenseIndex


class Searcher:
    """Answers queries over one data folder's store and indexes."""

    def __init__(self, store: Store, indexes: Indexes, embedder: Embedder) -> None:
        self._store = store
        self._indexes = indexes
        self._embedder = embedder
        self._highlighter = Highlighter(embedder)
        self.sentence_vectors = self._highlighter.vectors

    def warm_up(self) -> None:
        """Answer a question nobody asked, so that glossary, lemmas and model are in memory."""
        self.search("відновлення recovery 復興 2011", 1, Filter())

    def search(self, query: str, k: int, where: Filter) -> SearchPage:
        """The k best passages; at most `PASSAGES_PER_DOCUMENT` of one document while other documents have some."""
        started = time.perf_counter()
        question = self._analyse(query)
        ranked = self._rank(question, max(CANDIDATES, 4 * k), where)
        hits = self._hits(question, self._group(question, ranked, k))
        took = (time.perf_counter() - started) * 1000
        return SearchPage(query, question.language, round(took, 2), len(ranked), hits, self._store.facets(where))

    def _analyse(self, query: str) -> Question:
        language = detect(query)
        weights = self._indexes.lexical.weights(analyse_query(query, language))
        dense = self._indexes.dense
        targets = list(dict.fromkeys([language, *dense.languages]))
        vectors = query_vectors(query, language, targets, self._embedder, dense.means)
        return Question(language, weights, vectors, dense)

    def _rank(self, question: Question, limit: int, where: Filter) -> list[Ranked]:
        """Fuse meaning and words: cosine + weight × coverage, for every candidate that either of them found."""
        dense, lexical = question.dense, self._indexes.lexical
        allowed = None if where == Filter() else self._store.keys(where)
        near, cosines = dense.search(question.vectors, limit, allowed)
        scores = dict(zip(near.tolist(), cosines.tolist(), strict=True))
        for language in dense.languages:
            weight = COVERAGE_WEIGHT / _reach(question, language) ** REACH_EXPONENT
            keys, coverage = lexical.search(question.weights, language, limit, where)
            for key, share in zip(keys.tolist(), coverage.tolist(), strict=True):
                if key not in scores and dense.language_of(key):
                    scores[key] = dense.cosine(question.vectors, key)
                if key in scores:
                    scores[key] += weight * share
        return sorted((Ranked(key, score) for key, score in scores.items()), key=_best_first)

    def _group(self, question: Question, ranked: Sequence[Ranked], k: int) -> list[Group]:
        """The first k texts; the next passages of a document lift its best one, and do not crowd the page.

        All versions of a document count as one document here.
        """
        document_of, links = self._store.documents_of(it.key for it in ranked), self._store.links.map()
        present = [it for it in ranked if it.key in document_of]

        def preference(key: int) -> int:
            foreign = question.dense.language_of(key) != question.language
            return 2 * (document_of[key] in links.superseded) + foreign

        documents: dict[str, list[Group]] = {}
        for it in gather(present, links.aligned, preference):
            name = document_of[it.key]
            documents.setdefault(links.families.get(name, name), []).append(it)
        shown, set_back = [], []
        for best, *others in documents.values():
            support = sum(max(0.0, other.score) for other in others[:SUPPORTING]) / SUPPORTING
            shown += [replace(best, score=best.score + SUPPORT_WEIGHT * support), *others[: PASSAGES_PER_DOCUMENT - 1]]
            set_back += others[PASSAGES_PER_DOCUMENT - 1 :]
        return [*sorted(shown, key=_best_first), *sorted(set_back, key=_best_first)][:k]

    def _hits(self, question: Question, chosen: Sequence[Group]) -> tuple[Hit, ...]:
        found = self._store.stored(it.key for it in chosen)
        shown = [(found[it.key], it) for it in chosen if it.key in found]
        passages = [stored.passage for stored, _ in shown]
        defined = self._store.definitions({passage.document_id for passage in passages})
        marks = self._highlighter.highlight(question.vectors, question.dense.means, question.weights, passages)
        citations = [cite(it.passage, _source(it), mark.answer) for (it, _), mark in zip(shown, marks, strict=True)]
        texts = [(it.passage, citation, group.twins) for (it, group), citation in zip(shown, citations, strict=True)]
        return tuple(
            Hit(
                rank=rank,
                score=round(group.score, 4),
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
                citation=citation,
                twins=twins,
                definitions=term_uses(stored.passage, stored.language, defined),
            )
            for rank, ((stored, group), mark, citation, twins) in enumerate(
                zip(shown, marks, citations, twins_of(self._store, texts), strict=True), 1
            )
        )


def _best_first(it: Ranked | Group) -> tuple[float, int]:
    return -it.score, it.key


def _reach(question: Question, language: str) -> float:
    """The share of the query's weight that a passage in a language can cover at all."""
    total = sum(question.weights.values())
    if language == question.language or not total:
        return 1.0
    return max(LEAST_REACH, sum(weight for term, weight in question.weights.items() if term.is_portable) / total)


def term_uses(passage: Passage, language: str, defined: Mapping[str, tuple[Definition, ...]]) -> tuple[TermUse, ...]:
    """The terms of its document that a passage uses; `language` is the document's."""
    return uses(passage.text, language, defined.get(passage.document_id, ()), passage.start)


def _source(stored: Stored) -> Source:
    return Source(stored.title, stored.language, stored.date, stored.source_name)
