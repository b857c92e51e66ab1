"""Ranked passages → one hit for each text: passages that say the same in linked documents are shown once.

The preferred version (the newest, and in the question's language, because its reader understands it) is shown when its
score is close to the best one's; the others stand beside it as twins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from kb.store.linkmap import Aligned

CLOSE = 0.35
"""How much less than the best version's score the preferred version's may be."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate passage's key and its fused score."""

    key: int
    score: float


@dataclass(frozen=True, slots=True)
class Group:
    """A passage to show with the score of the best of its versions, and the versions that were not chosen."""

    key: int
    score: float
    twins: tuple[Aligned, ...] = ()


def gather(
    ranked: Sequence[Ranked], aligned: Mapping[int, Sequence[Aligned]], preference: Callable[[int], int]
) -> list[Group]:
    """Groups, best first, of passages ranked best first; `aligned` names what says the same as a passage, `preference`
    is 0 for the version to show where there is a choice, and more for others.

    A passage that is shown, or stands as a twin beside one that is, begins no group of its own.
    """
    scores = {it.key: it.score for it in ranked}
    taken: set[int] = set()
    groups = []
    for best in ranked:
        if best.key in taken:
            continue
        versions = [it.key for it in aligned.get(best.key, ()) if scores.get(it.key, -inf) >= best.score - CLOSE]
        choice = [best.key, *(key for key in versions if key not in taken)]
        key = min(choice, key=lambda it: (preference(it), -scores[it], it))
        twins = sorted(aligned.get(key, ()), key=lambda it: (-scores.get(it.key, -inf), -it.score, it.key))
        groups.append(Group(key, best.score, tuple(twins)))
        taken |= {key, best.key, *(it.key for it in twins)}
    return groups
