"""What to mark in a passage: the sentence that answers, and the words it shares with the query."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb.embed.centring import LanguageMeans
from kb.model import Passage
from kb.ports import Embedder, Vectors
from kb.text.glossary import index_terms
from kb.text.query import QueryTerm
from kb.text.sentences import sentences

COVERAGE_WEIGHT = 0.3
CACHED_SENTENCES = 20_000
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Highlight:
    """`answer` is the range of the answering sentence; `ranges` holds it and the matched words outside it, sorted."""

    answer: Range
    ranges: tuple[Range, ...]


class Highlighter:
    """Compares the query with every sentence of the shown passages; sentence vectors are kept for the next query."""

    def __init__(self, embedder: Embedder, means: LanguageMeans) -> None:
        self._embedder = embedder
        self._means = means
        self._vectors: OrderedDict[tuple[str, str], Vectors] = OrderedDict()

    def highlight(
        self,
        query_vector: Vectors,
        terms: Sequence[QueryTerm],
        weights: Mapping[str, float],
        passages: Sequence[Passage],
    ) -> list[Highlight]:
        """One highlight a passage; `query_vector` is centred, `weights` are the idf of the query's words."""
        split = [sentences(passage.text) or [(0, len(passage.text))] for passage in passages]
        texts = [
            (passage.text[start:end], passage.language)
            for passage, ranges in zip(passages, split, strict=True)
            for start, end in ranges
            if len(ranges) > 1
        ]
        cosines = dict(zip(texts, self._encode(texts) @ query_vector, strict=True)) if texts else {}
        return [
            _choose(passage, ranges, cosines, _matches(passage, terms), weights)
            for passage, ranges in zip(passages, split, strict=True)
        ]

    def _encode(self, texts: Sequence[tuple[str, str]]) -> Vectors:
        missing = [key for key in dict.fromkeys(texts) if key not in self._vectors]
        if missing:
            vectors = self._embedder.encode_passages([text for text, _ in missing])
            centred = self._means.centre_passages(vectors, [language for _, language in missing])
            self._vectors.update(zip(missing, centred, strict=True))
        for key in texts:
            self._vectors.move_to_end(key)
        found = np.vstack([self._vectors[key] for key in texts])
        while len(self._vectors) > CACHED_SENTENCES:
            self._vectors.popitem(last=False)
        return found


def _matches(passage: Passage, terms: Sequence[QueryTerm]) -> list[tuple[Range, str]]:
    """Where the passage holds a word of the query, literally or by its concept: (range, the query's word)."""
    answers: dict[str, list[str]] = {}
    for term in terms:
        for name in term.index_terms:
            answers.setdefault(name, []).append(term.word)
    return [
        ((found.start, found.end), word)
        for found in index_terms(passage.text, passage.language)
        for word in answers.get(found.text, ())
    ]


def _choose(
    passage: Passage,
    ranges: Sequence[Range],
    cosines: Mapping[tuple[str, str], float],
    matches: Sequence[tuple[Range, str]],
    weights: Mapping[str, float],
) -> Highlight:
    total = sum(weights.values()) or 1.0

    def worth(span: Range) -> float:
        covered = {word for (start, end), word in matches if span[0] <= start and end <= span[1]}
        cosine = float(cosines.get((passage.text[span[0] : span[1]], passage.language), 0.0))
        return cosine + COVERAGE_WEIGHT * sum(weights[word] for word in covered) / total

    answer = max(ranges, key=worth)
    words = [span for span, _ in matches if span[1] <= answer[0] or span[0] >= answer[1]]
    return Highlight(answer, tuple(_merge([answer, *words])))


def _merge(ranges: list[Range]) -> list[Range]:
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
