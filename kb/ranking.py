"""Candidates → ranked passages: meaning, words, tokens, and what makes it fair between languages.

Every part is a term in one sum, so that each can be switched off to see what it is worth (`bench.ablation`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kb.confidence import Evidence
from kb.crosslingual import GLOSS_WEIGHT, Meaning
from kb.index.dense import DenseIndex
from kb.index.lexical import LexicalIndex, Weights
from kb.late import meetings
from kb.model import Filter
from kb.ports import Vectors
from kb.store.store import Store
from kb.store.tokens import TokenTable
from kb.text.operators import Wording
from kb.twins.grouping import Ranked

COMPARED = 64
"""Passages of each language whose tokens are compared; more than these changed nothing on the golden queries."""

LEAST_REACH = 0.05
WHOLE = 0.99
"""The coverage from which a passage is said to hold all words of a question."""

FED_BACK = 4
"""How many of the best passages are fed back."""

BEST = 3
"""How many of a language's best passages tell how high its scores stand for a query."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What each part of the ranking counts; cosines of whole passages count 1. Zero switches a part off."""

    gloss: float = GLOSS_WEIGHT
    """The glossed words' share in the query vector."""

    words: float = 0.8
    """The share of the query's information that a passage covers with its words."""

    reach: float = 0.3
    """How far coverage in another language is measured against what can be had at all: 0 not, 1 wholly."""

    tokens: float = 1.5
    """How well the query's tokens are met by the passage's."""

    feedback: float = 0.2
    """Nearness to the best passages found, whatever their language: they say in many words what was asked in few."""

    level: float = 0.4
    """How much of a language's own height of meaning is taken off, so that no language is ahead as a whole."""

    level_words: float = 0.8
    """The same for the words: they match in the query's own language first."""

    support: float = 0.8
    """How much the mean score of a document's next passages lifts its best one: many matches make a subject."""

    set_back: float = 0.4
    """What is taken from a list of sources: it names many subjects and answers nothing."""

    introduction: float = 0.1
    """What is taken from the first passage of a report or agreement: it names the subject, and others answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """A query made ready: its words with their weights, its meaning, and the index that it was centred for.

    `wording` restricts what may answer; `corrected` is what is asked instead where words were misspelt.
    """

    language: str
    weights: Weights
    meaning: Meaning
    dense: DenseIndex
    wording: Wording
    corrected: str | None = None

    def reach(self, language: str) -> float:
        """The share of the query's weight that a passage in a language can cover at all."""
        total = sum(self.weights.values())
        if language == self.language or not total:
            return 1.0
        return max(LEAST_REACH, sum(weight for term, weight in self.weights.items() if term.is_portable) / total)


@dataclass(slots=True)
class Candidates:
    """Passages of one language, one row each.

    `nearness` is the cosine with the query, `words` what the covered words count; `meeting` is how well the query's
    tokens are met and `kinship` the nearness to the best passages, both 0 until they are compared.
    """

    language: str
    keys: NDArray[np.int64]
    nearness: Vectors
    words: Vectors
    meeting: Vectors
    kinship: Vectors

    def meaning(self, parts: Parts) -> Vectors:
        meaning: Vectors = self.nearness + parts.tokens * self.meeting + parts.feedback * self.kinship
        return meaning

    def best(self, number: int) -> Candidates:
        """Those that are nearest and cover most."""
        return self.rows(np.argsort(-(self.nearness + self.words), kind="stable")[:number])

    def rows(self, rows: NDArray[np.int64]) -> Candidates:
        """Those in these rows, in their order."""
        return Candidates(
            self.language,
            self.keys[rows],
            self.nearness[rows],
            self.words[rows],
            self.meeting[rows],
            self.kinship[rows],
        )


@dataclass(frozen=True, slots=True)
class Ranking:
    """Passages, best first, with the scores that they come from; `is_compared` where their tokens were looked at."""

    ranked: list[Ranked]
    found: list[Candidates]
    parts: Parts
    is_compared: bool

    def evidence(self, key: int) -> Evidence:
        """What speaks for a passage; raises `KeyError` for one that was not found."""
        for it in self.found:
            for row in np.flatnonzero(it.keys == key).tolist():
                meeting = float(it.meeting[row]) if self.is_compared else None
                words = float(it.words[row])
                whole = 0 < WHOLE * self.parts.words <= words
                return Evidence(float(it.nearness[row]), meeting, words, whole)
        raise KeyError(key)


class Ranker:
    """Ranks the passages of one data folder; `tokens` is None where they cannot be compared."""

    def __init__(self, store: Store, tokens: TokenTable | None) -> None:
        self._store = store
        self._tokens = tokens

    def rank(self, question: Question, lexical: LexicalIndex, limit: int, where: Filter, parts: Parts) -> Ranking:
        """Passages that meaning or words found: at most `limit` of each language are looked at."""
        return self.compared(question, self.candidates(question, lexical, limit, where, parts), parts)

    def compared(self, question: Question, found: list[Candidates], parts: Parts) -> Ranking:
        """Candidates compared by their tokens and levelled between languages."""
        if self._tokens is not None and parts.tokens:
            _meet(question, found, self._tokens)
        if parts.feedback:
            _feed_back(question.dense, found, parts)
        keys = [key for it in found for key in it.keys.tolist()]
        scores = _levelled(found, parts).tolist()
        ranked = sorted(map(Ranked, keys, scores), key=lambda it: (-it.score, it.key))
        return Ranking(ranked, found, parts, self._tokens is not None)

    def candidates(
        self, question: Question, lexical: LexicalIndex, limit: int, where: Filter, parts: Parts
    ) -> list[Candidates]:
        """The passages of each language that meaning or words found, the best of them first."""
        dense = question.dense
        allowed = _both(None if where == Filter() else self._store.keys(where), lexical.permitted(question.wording))
        found = []
        for language in dense.languages:
            near, cosines = dense.search(question.meaning.vectors, language, limit, allowed)
            scale = parts.words / question.reach(language) ** parts.reach
            keys, coverage = _nothing()
            if parts.words:
                keys, coverage = lexical.search(question.weights, language, limit, where, question.wording)
            joined = _joined(dense, question, language, (near, cosines), (keys, scale * coverage))
            found.append(joined.best(max(COMPARED, limit // 4)))
        return [it for it in found if len(it.keys)]


def _both(one: NDArray[np.int64] | None, other: NDArray[np.int64] | None) -> NDArray[np.int64] | None:
    """The keys that two restrictions allow; None is no restriction."""
    return one if other is None else other if one is None else np.intersect1d(one, other)


def _joined(
    dense: DenseIndex,
    question: Question,
    language: str,
    near: tuple[NDArray[np.int64], Vectors],
    worded: tuple[NDArray[np.int64], Vectors],
) -> Candidates:
    """What meaning found and what words found, each with both scores."""
    keys, cosines = near
    more = np.array([key for key in np.setdiff1d(worded[0], keys).tolist() if dense.language_of(key)], np.int64)
    everything = np.concatenate([keys, more])
    nearness = np.concatenate([cosines, dense.vectors(language, more) @ question.meaning.vectors[language]])
    covered = dict(zip(worded[0].tolist(), worded[1].tolist(), strict=True))
    words = np.array([covered.get(key, 0.0) for key in everything.tolist()], np.float32)
    nothing = np.zeros(len(everything), np.float32)
    return Candidates(language, everything, nearness, words, nothing, nothing)


def _meet(question: Question, found: list[Candidates], tokens: TokenTable) -> None:
    met = meetings(question.meaning.tokens, tokens.codes([key for it in found for key in it.keys.tolist()]))
    at = 0
    for it in found:
        it.meeting = met[at : at + len(it.keys)]
        at += len(it.keys)


def _feed_back(dense: DenseIndex, found: list[Candidates], parts: Parts) -> None:
    """Bring up what is near the best passages (Rocchio 1971), which bridges languages: they meet as passages do."""
    scores = _levelled(found, parts)
    vectors = {it.language: dense.vectors(it.language, it.keys) for it in found}
    everything = np.concatenate(list(vectors.values())) if vectors else np.empty((0, 1), np.float32)
    best = everything[np.argsort(-scores, kind="stable")[:FED_BACK]].sum(axis=0)
    length = float(np.linalg.norm(best))
    for it in found:
        it.kinship = (vectors[it.language] @ best) / max(length, 1e-6)


def _levelled(found: list[Candidates], parts: Parts) -> Vectors:
    """The scores of all candidates, each language's less a share of how high its best ones stand.

    So that a language whose passages all lie near a query does not push the others off the page; the idea is that of
    local scaling (Jégou et al. 2007) and of its use between languages (Conneau et al. 2018, arXiv:1710.04087).
    """
    scores = [it.meaning(parts) + it.words - _height(it, parts) for it in found]
    return np.concatenate(scores) if scores else np.empty(0, np.float32)


def _height(it: Candidates, parts: Parts) -> float:
    meaning = it.meaning(parts)
    best = np.argsort(-(meaning + it.words), kind="stable")[:BEST]
    return parts.level * float(meaning[best].mean()) + parts.level_words * float(it.words[best].mean())


def _nothing() -> tuple[NDArray[np.int64], Vectors]:
    return np.empty(0, np.int64), np.empty(0, np.float32)
