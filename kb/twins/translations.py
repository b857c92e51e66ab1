"""Language versions: two texts in different languages that are one text.

Subject alone does not make a version: a ministry and an agency report one visit in two languages with the same names.
What tells a version is that the same numbers stand in it and that it goes through the same matters at the same length,
passage by passage; the two together decide, so that one weak sign is no link. Thresholds: `bench/twins.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kb.ports import Vectors
from kb.twins.profile import Profile

SUBJECT = 0.4
"""The least cosine of two documents' means: cheap, for what may be compared passage by passage."""
LENGTH = 0.5
"""The least ratio of the numbers of passages."""
DOUBT, PRIOR = 3, 0.4
"""How many numbers weigh as much as what is believed before any is seen, and what that is."""
NUMBERS = 0.3
"""The least agreement of numbers."""
FAR, NEAR = 0.30, 0.70
"""The mean cosine of a passage with the nearest of the other text, of different texts and of close versions."""
EVIDENCE = 4
"""The least number of common numbers and of passages together: two short notes without figures prove nothing."""
ENOUGH = 0.65
"""The least score of a link."""
STRUCTURE = 0.15
"""How much agreeing or disagreeing clauses move the score."""


def candidates(new: Sequence[Profile], everything: Sequence[Profile]) -> list[tuple[Profile, Profile]]:
    """Pairs of a new document and another one, in different languages, that may be versions; each pair once."""
    if not new or not everything:
        return []
    cosines = np.stack([it.print.mean for it in new]) @ np.stack([it.print.mean for it in everything]).T
    fresh = {it.id for it in new}
    pairs = []
    for row, column in np.argwhere(cosines >= SUBJECT).tolist():
        one, other = new[row], everything[column]
        if one.language != other.language and (other.id not in fresh or one.id < other.id) and _possible(one, other):
            pairs.append((one, other))
    return pairs


def score(
    one: Profile, other: Profile, ours: Vectors, theirs: Vectors, clauses: tuple[frozenset[str], frozenset[str]]
) -> float:
    """How surely two documents are language versions of one text, 0 to 1; `ENOUGH` is a link.

    `ours` and `theirs` are the centred vectors of their passages, `clauses` the identifiers of their clauses.
    """
    cosines = ours @ theirs.T
    nearest = float(cosines.max(axis=0).mean() + cosines.max(axis=1).mean()) / 2
    meaning = min(max((nearest - FAR) / (NEAR - FAR), 0.0), 1.0)
    return min(max((numbers_agree(one, other) + meaning) / 2 + STRUCTURE * _structure(*clauses), 0.0), 1.0)


def numbers_agree(one: Profile, other: Profile) -> float:
    """The share of common numbers, 0 to 1, nearer to `PRIOR` where there are few."""
    mine, yours = one.print.numbers, other.print.numbers
    return (len(mine & yours) + PRIOR * DOUBT) / (len(mine | yours) + DOUBT)


def _structure(mine: frozenset[str], yours: frozenset[str]) -> float:
    """1 where the clauses are the same, -1 where none is, 0 where neither text has any."""
    return 2 * len(mine & yours) / len(mine | yours) - 1 if mine or yours else 0.0


def _possible(one: Profile, other: Profile) -> bool:
    shorter, longer = sorted((one.passages, other.passages))
    evidence = shorter + len(one.print.numbers & other.print.numbers)
    return shorter >= LENGTH * longer and evidence >= EVIDENCE and numbers_agree(one, other) >= NUMBERS
