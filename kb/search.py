"""One search, top to bottom: analyse → rank → group → highlight → cite."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from kb.cite import Source, cite
from kb.confidence import confidence_of
from kb.crosslingual import Lens, read_query
from kb.embed.passages import with_context
from kb.embed.tokenspace import TokenSpace
from kb.highlight import highlight
from kb.index.indexes import Indexes
from kb.late import PassageTokens
from kb.model import Definition, Filter, Hit, Passage, SearchPage, TermUse
from kb.ports import Embedder, Reranker
from kb.ranking import Parts, Question, Ranker
from kb.store.rows import date_of
from kb.store.store import Place, Store, Stored
from kb.terms import uses
from kb.text.language import detect
from kb.text.operators import read_wording
from kb.text.query import analyse_query
from kb.twins.grouping import Group, Ranked, gather
from kb.twins.shown import twins_of

CANDIDATES = 200
PASSAGES_PER_DOCUMENT = 2
SUPPORTING = 3
TELLING = 3
"""How many of the first hits tell whether anything answers."""
JUDGED = 32
"""Passages that the cross-encoder reads, where there is one."""

PARTS = Parts()


class Searcher:
    """Answers queries over one data folder's store and indexes.

    `space` is what the tokens in the store were coded in, None where there are none; `parts` is how it ranks, and
    `reranker` has the last word on the best passages.
    """

    def __init__(
        self,
        store: Store,
        indexes: Indexes,
        embedder: Embedder,
        space: TokenSpace | None,
        *,
        parts: Parts = PARTS,
        reranker: Reranker | None = None,
    ) -> None:
        self._store = store
        self._indexes = indexes
        self._embedder = embedder
        self._space = space
        self._parts = parts
        self._reranker = reranker
        self._ranker = Ranker(store, store.tokens if space else None)

    def warm_up(self) -> None:
        """Answer questions nobody asked, so that glossary, lemmas, spelling, languages and model are in memory."""
        for query in ("відновлення recovery 復興 2011 recoverry -немає", "recovery of the water supply"):
            self.search(query, 1, Filter())

    def search(self, query: str, k: int, where: Filter, *, exact: bool = False) -> SearchPage:
        """The k best passages; at most `PASSAGES_PER_DOCUMENT` of one document while other documents have some.

        Misspelt words are corrected unless the query is meant exactly as it is typed.
        """
        started = time.perf_counter()
        question = self._analyse(query, exact)
        ranking = self._ranker.rank(question, self._indexes.lexical, max(CANDIDATES, 4 * k), where, self._parts)
        ranked = ranking.ranked
        if self._reranker:
            ranked = self._judged(question.corrected or query, ranked, self._reranker)
        groups = self._group(question, ranked, k)
        confidence = confidence_of([ranking.evidence(it.key) for it in groups[:TELLING]])
        hits = self._hits(question, groups)
        took = round((time.perf_counter() - started) * 1000, 2)
        facets = self._store.facets(where)
        return SearchPage(
            query, question.language, took, len(ranked), confidence, hits, facets, corrected=question.corrected
        )

    def _analyse(self, query: str, exact: bool = False) -> Question:
        lexical, dense = self._indexes.lexical, self._indexes.dense
        asked = query if exact else lexical.corrected(query)
        wording = read_wording(asked)
        language = detect(wording.text)
        weights = lexical.weights(analyse_query(asked, language))
        targets = list(dict.fromkeys([language, *dense.languages]))
        lens = Lens(self._embedder, dense.means, self._space)
        meaning = read_query(wording.text, language, targets, lens, self._parts.gloss)
        return Question(language, weights, meaning, dense, wording, asked if asked != query else None)

    def _judged(self, query: str, ranked: list[Ranked], reranker: Reranker) -> list[Ranked]:
        """The best passages in the order of the cross-encoder, before all others."""
        head, tail = ranked[:JUDGED], ranked[JUDGED:]
        found = self._store.stored(it.key for it in head)
        head = [it for it in head if it.key in found]
        texts = [with_context(found[it.key].title, found[it.key].passage) for it in head]
        order = np.argsort(-reranker.scores(query, texts), kind="stable").tolist()
        scores = sorted((it.score for it in head), reverse=True)
        return [*(Ranked(head[row].key, score) for row, score in zip(order, scores, strict=True)), *tail]

    def _group(self, question: Question, ranked: Sequence[Ranked], k: int) -> list[Group]:
        """The first k texts; the next passages of a document lift its best one, and do not crowd the page.

        All versions of a document count as one document here.
        """
        places, links = self._store.places_of(it.key for it in ranked), self._store.links.map()
        present = [replace(it, score=it.score - self._set_back(places[it.key])) for it in ranked if it.key in places]

        def preference(key: int) -> int:
            foreign = question.dense.language_of(key) != question.language
            return 2 * (places[key].document_id in links.superseded) + foreign

        documents: dict[str, list[Group]] = {}
        for it in gather(sorted(present, key=_best_first), links.aligned, preference):
            name = places[it.key].document_id
            documents.setdefault(links.families.get(name, name), []).append(it)
        shown, set_back = [], []
        for best, *others in documents.values():
            support = sum(max(0.0, other.score) for other in others[:SUPPORTING]) / SUPPORTING
            lifted = best.score + self._parts.support * support
            shown += [replace(best, score=lifted), *others[: PASSAGES_PER_DOCUMENT - 1]]
            set_back += others[PASSAGES_PER_DOCUMENT - 1 :]
        return [*sorted(shown, key=_best_first), *sorted(set_back, key=_best_first)][:k]

    def _set_back(self, place: Place) -> float:
        return self._parts.set_back * place.lists_sources + self._parts.introduction * place.introduces

    def _hits(self, question: Question, chosen: Sequence[Group]) -> tuple[Hit, ...]:
        found = self._store.stored(it.key for it in chosen)
        shown = [(found[it.key], it) for it in chosen if it.key in found]
        defined = self._store.definitions({stored.passage.document_id for stored, _ in shown})
        passages = [(stored.passage, tokens) for (stored, _), tokens in zip(shown, self._tokens(shown), strict=True)]
        marks = highlight(question.meaning.tokens, question.weights, passages)
        citations = [
            cite(it.passage, _source(it), mark.answer, mark.rivals) for (it, _), mark in zip(shown, marks, strict=True)
        ]
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
                answer=mark.answer,
                fit=mark.fit,
            )
            for rank, ((stored, group), mark, citation, twins) in enumerate(
                zip(shown, marks, citations, twins_of(self._store, texts), strict=True), 1
            )
        )

    def _tokens(self, shown: Sequence[tuple[Stored, Group]]) -> list[PassageTokens | None]:
        """The tokens of the shown passages; None where this data folder has none."""
        if self._space is None:
            return [None] * len(shown)
        held = self._store.tokens.tokens([stored.key for stored, _ in shown])
        return [held.get(stored.key) for stored, _ in shown]


def _best_first(it: Ranked | Group) -> tuple[float, int]:
    return -it.score, it.key


def term_uses(passage: Passage, language: str, defined: Mapping[str, tuple[Definition, ...]]) -> tuple[TermUse, ...]:
    """The terms of its document that a passage uses; `language` is the document's."""
    return uses(passage.text, language, defined.get(passage.document_id, ()), passage.start)


def _source(stored: Stored) -> Source:
    return Source(stored.title, stored.language, stored.date, stored.source_name)
