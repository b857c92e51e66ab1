"""What to mark in a passage: the sentence that answers, and the words it shares with the query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.index.lexical import Weights
from kb.late import PassageTokens, QuestionTokens, best_inside, similarities
from kb.model import Passage
from kb.text.analyzer import Term
from kb.text.glossary import index_terms
from kb.text.query import QueryTerm
from kb.text.sentences import sentences

COVERAGE_WEIGHT = 0.3
KEPT_PASSAGES = 5000
CLOSE_CALL = 0.03
"""Sentences this near to the best may as well be the answer; a wider margin would often name no item at all."""
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Highlight:
    """`answer` is the range of the answering sentence; `ranges` holds it and the matched words outside it, sorted.

    `rivals` are the sentences that answer nearly as well.
    `fit` is how well that sentence meets the question by its tokens and words.
    """

    answer: Range
    ranges: tuple[Range, ...]
    rivals: tuple[Range, ...] = ()
    fit: float = 0.0


def highlight(
    question: QuestionTokens, weights: Weights, shown: Sequence[tuple[Passage, PassageTokens | None]]
) -> list[Highlight]:
    """One highlight a passage: its sentences are compared by their tokens, and by words alone where it has none."""
    marks = []
    for passage, tokens in shown:
        ranges = sentences(passage.text) or [(0, len(passage.text))]
        met = _met(question, tokens, ranges) if tokens else {}
        marks.append(_choose(ranges, met, _matches(passage, weights), weights))
    return marks


def _met(question: QuestionTokens, tokens: PassageTokens, ranges: Sequence[Range]) -> dict[Range, float]:
    """How well each sentence's tokens meet the question."""
    similar = similarities(question, tokens.codes)
    places = tokens.places
    return {it: best_inside(question, similar, (places >= it[0]) & (places < it[1])) for it in ranges}


@lru_cache(maxsize=KEPT_PASSAGES)
def _terms(text: str, language: str) -> tuple[Term, ...]:
    """The index terms of a passage; the same passages answer again and again."""
    return tuple(index_terms(text, language))


def _matches(passage: Passage, weights: Weights) -> list[tuple[Range, QueryTerm]]:
    """Where the passage holds a word of the query, literally or by its concept."""
    answers: dict[str, list[QueryTerm]] = {}
    for term in weights:
        for name in term.index_terms:
            answers.setdefault(name, []).append(term)
    return [
        ((found.start, found.end), term)
        for found in _terms(passage.text, passage.language)
        for term in answers.get(found.text, ())
    ]


def _choose(
    ranges: Sequence[Range],
    met: Mapping[Range, float],
    matches: Sequence[tuple[Range, QueryTerm]],
    weights: Weights,
) -> Highlight:
    total = sum(weights.values()) or 1.0

    def worth(span: Range) -> float:
        covered = {term for (start, end), term in matches if span[0] <= start and end <= span[1]}
        return met.get(span, 0.0) + COVERAGE_WEIGHT * sum(weights[term] for term in covered) / total

    worths = {span: worth(span) for span in ranges}
    answer = max(ranges, key=worths.__getitem__)
    rivals = tuple(span for span in ranges if span != answer and worths[span] >= worths[answer] - CLOSE_CALL)
    words = [span for span, _ in matches if span[1] <= answer[0] or span[0] >= answer[1]]
    return Highlight(answer, tuple(_merge([answer, *words])), rivals, worth(answer))


def _merge(ranges: list[Range]) -> list[Range]:
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
