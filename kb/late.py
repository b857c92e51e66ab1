"""Late interaction: how well each word of a question is met by some word of a passage.

After ColBERT (Khattab and Zaharia 2020, arXiv:2004.12832). Where the vector of a passage says what it is about as a
whole, its tokens still say whether it holds what was asked, and in which sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from kb.ports import Vectors

threadpool_limits(1, user_api="blas")  # products this small wait longer for a second core than they take

Codes = NDArray[np.int8]
"""Token states of one passage, one row a token: (t, directions)."""


@dataclass(frozen=True, slots=True)
class PassageTokens:
    """What is kept of a passage's tokens: their codes, and where the last character of each stands in the text.

    `places` is int32 (t,) and negative for the tokens of title and headings, which were read before the text. The first
    character would not do: a token of this kind begins with the space before its word.
    """

    codes: Codes
    places: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class QuestionTokens:
    """A question's tokens: unit vectors (q, directions), and how much each counts (q,), in sum 1 or nothing."""

    vectors: Vectors
    weights: Vectors


NO_TOKENS = QuestionTokens(np.empty((0, 0), np.float32), np.empty(0, np.float32))


def meetings(question: QuestionTokens, passages: Sequence[Codes]) -> Vectors:
    """(n,) for each passage the mean over the question's tokens of the best cosine that a token of it has.

    Between -1 and 1, 0 for a passage without tokens or a question without.
    """
    lengths = np.array([len(codes) for codes in passages], np.int64)
    scores = np.zeros(len(passages), np.float32)
    held = lengths > 0
    if not held.any() or not len(question.vectors):
        return scores
    similar = similarities(question, np.concatenate([codes for codes in passages if len(codes)]))
    begins = np.cumsum(lengths[held]) - lengths[held]
    scores[held] = np.maximum.reduceat(similar, begins, axis=1).T @ question.weights
    return scores


def similarities(question: QuestionTokens, codes: Codes) -> Vectors:
    """(q, t) the cosine of every token of the question with every token of a passage."""
    vectors = codes.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    similar: Vectors = (question.vectors @ vectors.T) / np.maximum(lengths, 1e-6)
    return similar


def best_inside(question: QuestionTokens, similar: Vectors, inside: NDArray[np.bool_]) -> float:
    """How well the tokens of one stretch (t, True inside it) meet the question; 0 for a stretch without tokens."""
    if not inside.any() or not len(question.weights):
        return 0.0
    return float(similar[:, inside].max(axis=1) @ question.weights)
