"""The lexical index: tantivy on disk, fed with our own analyzer's terms.

A hit's score is the share of the query's information that the passage covers, between 0 and 1: the sum of the inverse
document frequencies of the query's words it holds, over the sum of all of them. Measured against the query and not
against the best hit, a weak match stays weak, which is what keeps fusion fair across languages.
"""

from __future__ import annotations

import logging
import math
import shutil
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import FieldType, Occur, Query

from kb.index.lexical_document import LAST_DAY, UNDATED, build_schema, day_number, document_of
from kb.model import Filter
from kb.store.store import Stored
from kb.text.operators import Wording
from kb.text.query import QueryTerm, analyse_phrase, analyse_query
from kb.text.spelling import Spelling

log = logging.getLogger(__name__)
HEAP_BYTES = 64_000_000
HEADING_BONUS = 0.25
"""What the nearest heading adds to the coverage for the words it holds: it says what the passage is about."""
EVERYTHING = Wording("")
Weights = Mapping[QueryTerm, float]


class LexicalIndex:
    """Adding and removing takes effect with `save`; only the process that holds the writer lock may do either."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._schema = build_schema()
        self._index = _open(folder, self._schema)
        self._searcher = self._index.searcher()
        self._writer: tantivy.IndexWriter | None = None
        self._spelling: tuple[tantivy.Searcher, Spelling] | None = None
        self._everything: tuple[tantivy.Searcher, NDArray[np.int64]] | None = None

    @property
    def keys(self) -> NDArray[np.int64]:
        """The keys of all passages that can be found, ascending."""
        return self._keys(Query.all_query())

    def add(self, passages: Sequence[Stored]) -> None:
        writer = self._open_writer()
        for stored in passages:
            writer.delete_documents_by_term("key", stored.key)
            writer.add_document(document_of(stored))

    def remove(self, keys: Iterable[int]) -> None:
        writer = self._open_writer()
        for key in keys:
            writer.delete_documents_by_term("key", int(key))

    def save(self) -> None:
        """Make all changes durable and visible; raises `OSError` if the disk does not take them."""
        writer, self._writer = self._writer, None
        if writer is not None:
            try:
                writer.commit()
                writer.wait_merging_threads()
            except ValueError as error:
                raise OSError(f"{self._folder} could not be written; see whether the disk is full") from error
        self.reload()

    def reload(self) -> None:
        """See what another process has saved."""
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(
        self, weights: Weights, language: str, limit: int, where: Filter, wording: Wording = EVERYTHING
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """(keys, coverage) of at most `limit` passages in a language that share a term with the query.

        Coverage is between 0 and 1, and up to `HEADING_BONUS` more where the nearest heading holds the words too.
        Only passages with every phrase of `wording` and nothing that it excludes are found.
        """
        total = sum(weights.values())
        if not total:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        clauses = [
            (Occur.Should, self._any_of(field, term.index_terms, share * weight / total))
            for field, share in (("terms", 1.0), ("headings", HEADING_BONUS))
            for term, weight in weights.items()
        ]
        restrictions = [self._is("passage_language", [language]), *self._restrictions(where)]
        silent = [(Occur.Must, Query.const_score_query(restriction, 0.0)) for restriction in restrictions]
        wanted = Query.boolean_query([(Occur.Must, Query.boolean_query(clauses)), *silent, *self._demands(wording)])
        searcher = self._searcher  # another thread may reload, and addresses hold in one searcher only
        hits = searcher.search(wanted, limit=limit, count=False).hits
        scores = np.fromiter((float(score) for score, _ in hits), np.float32)
        return _keys_of(searcher, [address for _, address in hits]), scores

    def permitted(self, wording: Wording) -> NDArray[np.int64] | None:
        """The keys of the passages, in all languages, that hold every phrase and nothing excluded, ascending.

        None where the query has neither, so that all may answer.
        """
        if wording.is_plain:
            return None
        phrases = [self._keys(self._phrase(phrase)) for phrase in wording.phrases]
        held = reduce(np.intersect1d, phrases) if phrases else self._all_keys()
        return reduce(np.setdiff1d, [self._keys(self._mention(word)) for word in wording.excluded], held)

    def corrected(self, query: str) -> str:
        """The query with its misspelt words, which no passage holds and no dictionary knows, as passages have them.

        One letter may differ in words of five letters, two in words of nine; words typed on the other keyboard layout
        (`dslyjdktyyz`) are read on theirs. Quoted and excluded words stay as they are.
        """
        searcher = self._searcher
        if self._spelling is None or self._spelling[0] is not searcher:
            spelling = Spelling(self._is_held, lambda: searcher.terms_with_prefix("words", ""))
            self._spelling = searcher, spelling
        return self._spelling[1].corrected(query)

    def _is_held(self, term: QueryTerm) -> bool:
        searcher = self._searcher
        return any(searcher.doc_freq("terms", name) for name in term.index_terms)

    def _all_keys(self) -> NDArray[np.int64]:
        """As `keys`, remembered while nothing changes."""
        searcher = self._searcher
        if self._everything is None or self._everything[0] is not searcher:
            self._everything = searcher, self.keys
        return self._everything[1]

    def _keys(self, wanted: Query) -> NDArray[np.int64]:
        searcher = self._searcher
        silent = Query.const_score_query(wanted, 0.0)
        hits = searcher.search(silent, limit=max(1, searcher.num_docs), count=False).hits
        return np.sort(_keys_of(searcher, [address for _, address in hits]))

    def _demands(self, wording: Wording) -> list[tuple[Occur, Query]]:
        """What every passage must hold, without a score, and must not."""
        phrases = [self._phrase(phrase) for phrase in wording.phrases]
        demands = [(Occur.Must, Query.const_score_query(phrase, 0.0)) for phrase in phrases]
        return demands + [(Occur.MustNot, self._mention(word)) for word in wording.excluded]

    def _mention(self, word: str) -> Query:
        """A word or phrase, or what it stands for in another language where it is one word."""
        readings = [analyse_query(word, language) for language in self._lemma_languages()]
        whole = all(len(reading) == 1 for reading in readings)
        ideas = {name for reading in readings for term in reading for name in term.index_terms} if whole else set()
        others = [Query.term_query(self._schema, "terms", name) for name in sorted(ideas)]
        return Query.boolean_query([(Occur.Should, query) for query in (self._phrase(word), *others)])

    def _phrase(self, phrase: str) -> Query:
        """The words of a phrase one after the other, whichever language's base forms they have."""
        forms = {analyse_phrase(phrase, language) for language in self._lemma_languages()}
        queries = [
            Query.phrase_query(self._schema, "terms", list(form))
            if len(form) > 1
            else Query.term_query(self._schema, "terms", form[0])
            for form in sorted(forms)
            if form
        ]
        return Query.boolean_query([(Occur.Should, query) for query in queries])

    def _lemma_languages(self) -> tuple[str, ...]:
        """Those whose base forms the passages have; Russian lemmas take seconds to load."""
        return ("uk", "ru") if self._searcher.doc_freq("passage_language", "ru") else ("uk",)

    def weights(self, terms: Sequence[QueryTerm]) -> Weights:
        """The inverse document frequency (as in BM25) of each word of the query; unknown words count most."""
        passages = self._searcher.num_docs
        return {
            term: _idf(max(self._searcher.doc_freq("terms", name) for name in term.index_terms), passages)
            for term in terms
        }

    def _is(self, field: str, values: Sequence[str]) -> Query:
        return Query.term_set_query(self._schema, field, list(values))

    def _any_of(self, field: str, index_terms: Sequence[str], weight: float) -> Query:
        queries = [Query.term_query(self._schema, field, name) for name in index_terms]
        return Query.const_score_query(Query.disjunction_max_query(queries), weight)

    def _restrictions(self, where: Filter) -> list[Query]:
        fields = (("collection", where.collections), ("type", where.types), ("language", where.languages))
        restrictions = [self._is(field, values) for field, values in fields if values]
        facts = (("sector", where.sectors), ("place", where.places), ("organisation", where.organisations))
        restrictions += [self._is("facts", [f"{kind}:{value}" for value in values]) for kind, values in facts if values]
        if where.date_from or where.date_to:
            first = day_number(where.date_from.isoformat()) if where.date_from else UNDATED + 1
            last = day_number(where.date_to.isoformat()) if where.date_to else LAST_DAY
            restrictions.append(Query.range_query(self._schema, "day", FieldType.Integer, first, last))
        return restrictions

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(HEAP_BYTES, 1)
        return self._writer


def _keys_of(searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress]) -> NDArray[np.int64]:
    return np.array(searcher.fast_field_values("key", addresses), np.int64)


def _open(folder: Path, schema: tantivy.Schema) -> tantivy.Index:
    """The index in a folder; a damaged one is begun anew, to be filled from the store."""
    try:
        return tantivy.Index(schema, path=str(folder))
    except BaseException as error:  # a panic inside tantivy is no `Exception`
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        log.warning("%s is damaged and is made anew from the store: %s", folder, error)
        shutil.rmtree(folder)
        folder.mkdir()
        return tantivy.Index(schema, path=str(folder))


def _idf(documents_with_term: int, documents: int) -> float:
    """Positive: tantivy counts removed passages in a term's frequency until it merges them away, but not in all."""
    held = min(documents_with_term, documents)
    return math.log(1 + (documents - held + 0.5) / (held + 0.5))
