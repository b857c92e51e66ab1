"""Whether the first passages answer at all: nothing is a better answer than ten weak hits.

A logistic scale over what the most telling passage shows: how near its meaning is, how well its tokens meet those of
the question, and how far it covers its words. The numbers are fitted by `bench.confidence` on the golden queries
marked for tuning, against the same queries without the documents that answer them and against questions about other
subjects.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.model import Confidence

NEARNESS, MEETING, COVERAGE, OFFSET = 7.343, 6.273, 1.931, -7.051
USUAL_MEETING = 0.5
LOW, HIGH = 0.25, 0.67
"""Below `LOW` lie 4 in 100 of the golden queries that have an answer, above `HIGH` half of them."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the best passage: its cosine, how its tokens meet the question's, the share of words it covers.

    `meeting` is None where tokens cannot be compared, and then counts as that of a usual answer. `is_whole` says that
    the passage holds all words of the question: whoever asks for a name or a number finds it, whatever a model makes of
    so short a text.
    """

    nearness: float
    meeting: float | None
    coverage: float
    is_whole: bool = False

    @property
    def likelihood(self) -> float:
        """Between 0 and 1."""
        meeting = USUAL_MEETING if self.meeting is None else self.meeting
        return 1 / (1 + math.exp(-(NEARNESS * self.nearness + MEETING * meeting + COVERAGE * self.coverage + OFFSET)))

    @property
    def confidence(self) -> Confidence:
        likely = self.likelihood
        if likely >= HIGH:
            return Confidence.HIGH
        return Confidence.MEDIUM if likely >= LOW or self.is_whole else Confidence.LOW


def most_telling(hits: Sequence[Evidence]) -> Evidence:
    """The evidence of the hit that most likely answers; none at all where nothing was found."""
    return max(hits, key=lambda it: it.likelihood, default=Evidence(0.0, 0.0, 0.0))


def confidence_of(hits: Sequence[Evidence]) -> Confidence:
    """How sure it is that one of the first hits answers."""
    whole = any(it.is_whole for it in hits)
    best = most_telling(hits)
    return replace(best, is_whole=whole).confidence
