"""What to mark in a passage: the sentence that answers, and the words it shares with the query."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb.embed.centring import LanguageMeans
from kb.index.lexical import Weights
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

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._guard = threading.Lock()
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()

    def highlight(
        self, queries: Mapping[str, Vectors], means: LanguageMeans, weights: Weights, passages: Sequence[Passage]
    ) -> list[Highlight]:
        """One highlight a passage; `queries` are vectors centred by `means`, by the language of the passage."""
        return [
            _choose(ranges, cosines, _matches(passage, weights), weights)
            for passage, (ranges, cosines) in zip(passages, self._compare(queries, means, passages), strict=True)
        ]

    def _compare(
        self, queries: Mapping[str, Vectors], means: LanguageMeans, passages: Sequence[Passage]
    ) -> list[tuple[list[Range], dict[Range, float]]]:
        """The sentences of each passage with their cosines; a passage of one sentence needs no comparison."""
        split = [sentences(passage.text) or [(0, len(passage.text))] for passage in passages]
        raw = self.vectors(
            [
                passage.text[start:end]
                for passage, ranges in zip(passages, split, strict=True)
                if len(ranges) > 1
                for start, end in ranges
            ]
        )
        compared = []
        for passage, ranges in zip(passages, split, strict=True):
            cosines: dict[Range, float] = {}
            if len(ranges) > 1:
                vectors = np.vstack([raw[passage.text[start:end]] for start, end in ranges])
                centred = means.centre_passages(vectors, [passage.language] * len(ranges))
                cosines = dict(zip(ranges, (centred @ queries[passage.language]).tolist(), strict=True))
            compared.append((ranges, cosines))
        return compared

    def vectors(self, texts: Sequence[str]) -> dict[str, Vectors]:
        """The vector of each text, not centred, kept from earlier where it was asked for before."""
        with self._guard:
            found = {text: self._vectors[text] for text in texts if text in self._vectors}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        found |= zip(missing, self._embedder.encode_passages(missing), strict=True)
        with self._guard:
            for text in found:
                self._vectors[text] = found[text]
                self._vectors.move_to_end(text)
            while len(self._vectors) > CACHED_SENTENCES:
                self._vectors.popitem(last=False)
        return found


def _matches(passage: Passage, weights: Weights) -> list[tuple[Range, QueryTerm]]:
    """Where the passage holds a word of the query, literally or by its concept."""
    answers: dict[str, list[QueryTerm]] = {}
    for term in weights:
        for name in term.index_terms:
            answers.setdefault(name, []).append(term)
    return [
        ((found.start, found.end), term)
        for found in index_terms(passage.text, passage.language)
        for term in answers.get(found.text, ())
    ]


def _choose(
    ranges: Sequence[Range],
    cosines: Mapping[Range, float],
    matches: Sequence[tuple[Range, QueryTerm]],
    weights: Weights,
) -> Highlight:
    total = sum(weights.values()) or 1.0

    def worth(span: Range) -> float:
        covered = {term for (start, end), term in matches if span[0] <= start and end <= span[1]}
        return cosines.get(span, 0.0) + COVERAGE_WEIGHT * sum(weights[term] for term in covered) / total

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
