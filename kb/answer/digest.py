"""Three to five sentences of several documents that answer together, none of them twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.answer.likeness import Likeness
from kb.answer.quotes import Quote
from kb.twins.numbers import numbers

LEAST, MOST = 3, 5
ANSWERS = 0.93
"""The least worth of a sentence, with that of its passage, that takes part; `python -m bench.answers` shows what other
limits would let through."""
SCORE_WEIGHT = 0.2
REPEATS = 0.85
"""The cosine from which two sentences say the same."""


def digest(found: Sequence[Quote], families: Mapping[str, str], likeness: Likeness) -> list[Quote]:
    """The quotes to show, those of one document beside each other in its own order, documents in that of the hits.

    Nothing where fewer than three sentences or only one text would speak; `families` names the text that a document is
    a version of.
    """
    ordered = sorted((quote for quote in found if worth(quote) >= ANSWERS), key=worth, reverse=True)
    chosen = _distinct(ordered, likeness)[:MOST] if len(ordered) >= LEAST else []
    texts = [families.get(quote.document_id, quote.document_id) for quote in chosen]
    if len(chosen) < LEAST or len(set(texts)) == 1:
        return []
    first = {text: min(quote.rank for quote, it in zip(chosen, texts, strict=True) if it == text) for text in texts}
    return [quote for _, quote in sorted(zip(texts, chosen, strict=True), key=lambda it: (first[it[0]], it[1].start))]


def worth(quote: Quote) -> float:
    """What a quote is worth as an answer: how well the sentence fits, and how well its passage was found."""
    return quote.fit + SCORE_WEIGHT * quote.score


def _distinct(found: Sequence[Quote], likeness: Likeness) -> list[Quote]:
    """Without what an earlier quote says; sentences with other numbers say something else."""
    vectors = likeness.vectors([(quote.words, quote.language) for quote in found])
    figures = [{number.value for number in numbers(quote.words)} for quote in found]
    kept: list[int] = []
    for at in range(len(found)):
        if not any(figures[at] <= figures[it] and float(vectors[at] @ vectors[it]) >= REPEATS for it in kept):
            kept.append(at)
    return [found[at] for at in kept]
