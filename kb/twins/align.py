"""Which passage of one version says what a passage of another says.

Clauses decide where both texts have them: clause 7.2.b is clause 7.2.b in every language. Elsewhere passages are
aligned in order by their vectors, the alignment being the one with the greatest total likeness (Needleman and Wunsch
1970, as Gale and Church 1993 and Vecalign do for sentences); what is left over joins the partner of its neighbour when
it is like it, because one language may need two passages for what another says in one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kb.model import Passage
from kb.ports import Vectors

ALIKE = 0.30
"""The least cosine of two centred passages that may be aligned."""
JOINED = 0.45
"""The least cosine of a passage that is joined to its neighbour's partner."""
COMMON_CLAUSES = 0.3
"""The least share of common clauses of two texts that are aligned by them."""
Pair = tuple[int, int, float]


def clauses_of(passage: Passage) -> frozenset[str]:
    """The clauses that stand in a passage."""
    return frozenset([passage.clause] if passage.clause else []) | {clause for _, clause in passage.clauses}


def all_clauses(passages: Sequence[Passage]) -> frozenset[str]:
    return frozenset().union(*map(clauses_of, passages))


def align(ours: Sequence[Passage], theirs: Sequence[Passage], mine: Vectors, yours: Vectors) -> list[Pair]:
    """(position here, position there, likeness 0 to 1) of passages that say the same, in order.

    `mine` and `yours` are their centred vectors (n, d) and (m, d).
    """
    if not ours or not theirs:
        return []
    cosines = mine @ yours.T
    here, there = all_clauses(ours), all_clauses(theirs)
    if len(here & there) < COMMON_CLAUSES * max(1, len(here | there)):
        found = _in_order(cosines)
    else:
        found = _by_clause(ours, theirs) | _outside_clauses(ours, theirs, cosines)
    return sorted((a, b, round(float(np.clip(cosines[a, b], 0, 1)), 4)) for a, b in found)


def _by_clause(ours: Sequence[Passage], theirs: Sequence[Passage]) -> set[tuple[int, int]]:
    """Passages with a clause in common; a whole article also meets the paragraphs that it is split into elsewhere."""
    holders: dict[str, list[int]] = {}
    for there, passage in enumerate(theirs):
        for clause in clauses_of(passage):
            holders.setdefault(clause, []).append(there)
    found, met = set(), set()
    for here, passage in enumerate(ours):
        for clause in clauses_of(passage) & set(holders):
            met.add(clause)
            found |= {(here, there) for there in holders[clause]}
    loose_here = {here for here in range(len(ours)) if not any(pair[0] == here for pair in found)}
    loose_there = {there for there in range(len(theirs)) if not any(pair[1] == there for pair in found)}
    for here, passage in enumerate(ours):
        for there, other in enumerate(theirs):
            if (here in loose_here or there in loose_there) and _nested(clauses_of(passage), clauses_of(other)):
                found.add((here, there))
    return found


def _nested(mine: frozenset[str], yours: frozenset[str]) -> bool:
    return any(a.startswith(f"{b}.") or b.startswith(f"{a}.") for a in mine for b in yours)


def _outside_clauses(ours: Sequence[Passage], theirs: Sequence[Passage], cosines: Vectors) -> set[tuple[int, int]]:
    """Preambles, notes and tables between the clauses, in order."""
    here = [at for at, passage in enumerate(ours) if not clauses_of(passage)]
    there = [at for at, passage in enumerate(theirs) if not clauses_of(passage)]
    if not here or not there:
        return set()
    return {(here[a], there[b]) for a, b in _in_order(cosines[np.ix_(here, there)])}


def _in_order(cosines: Vectors) -> set[tuple[int, int]]:
    path = _best_path(np.maximum(cosines - ALIKE, 0.0))
    return path | _joined(path, cosines)


def _best_path(gains: Vectors) -> set[tuple[int, int]]:
    """The pairs of the order-keeping alignment of the greatest total gain; pairs without gain are left out."""
    rows, columns = gains.shape
    best = np.zeros((rows + 1, columns + 1), np.float32)
    for row in range(rows):
        diagonal = np.maximum(best[row, 1:], best[row, :-1] + gains[row])
        best[row + 1, 1:] = np.maximum.accumulate(diagonal)
    path, row, column = set(), rows, columns
    while row and column:
        if best[row, column] == best[row - 1, column]:
            row -= 1
        elif best[row, column] == best[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            path.add((row, column))
    return path


def _joined(path: set[tuple[int, int]], cosines: Vectors) -> set[tuple[int, int]]:
    """Passages without a partner, each with the partner of the passage before or after it that it is most like."""
    there_of, here_of = dict(path), {there: here for here, there in path}
    found = set()
    for here in set(range(cosines.shape[0])) - set(there_of):
        options = [there_of[near] for near in (here - 1, here + 1) if near in there_of]
        if options and cosines[here, (best := max(options, key=lambda it: cosines[here, it]))] >= JOINED:
            found.add((here, best))
    for there in set(range(cosines.shape[1])) - set(here_of):
        options = [here_of[near] for near in (there - 1, there + 1) if near in here_of]
        if options and cosines[(best := max(options, key=lambda it: cosines[it, there])), there] >= JOINED:
            found.add((best, there))
    return found
