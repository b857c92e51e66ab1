"""Two versions side by side: rows of passages that say the same, each version in its own order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.model import Passage


@dataclass(frozen=True, slots=True)
class Row:
    """Passages that stand beside each other; empty where the other version has nothing to match."""

    ours: tuple[Passage, ...]
    theirs: tuple[Passage, ...]


def rows(ours: Sequence[Passage], theirs: Sequence[Passage], pairs: Sequence[tuple[int, int]]) -> Iterator[Row]:
    """All passages of both versions, each once; `pairs` are positions (here, there) of passages that say the same."""
    there_of: dict[int, set[int]] = {}
    here_of: dict[int, set[int]] = {}
    for here, there in pairs:
        there_of.setdefault(here, set()).add(there)
        here_of.setdefault(there, set()).add(here)
    done_here: set[int] = set()
    waiting = 0  # the first passage there that may still be told
    for here in range(len(ours)):
        if here in done_here:
            continue
        mine, yours = _together(here, there_of, here_of)
        while waiting < min(yours, default=0):
            if waiting not in here_of:
                yield Row((), (theirs[waiting],))
            waiting += 1
        done_here |= mine
        yield Row(tuple(ours[at] for at in sorted(mine)), tuple(theirs[at] for at in sorted(yours)))
    for at in range(waiting, len(theirs)):
        if at not in here_of:
            yield Row((), (theirs[at],))


def _together(start: int, there_of: dict[int, set[int]], here_of: dict[int, set[int]]) -> tuple[set[int], set[int]]:
    """All passages that hang together with one: an article here may be three there, and the third half of the next."""
    mine, yours, new = {start}, set[int](), [start]
    while new:
        for there in there_of.get(new.pop(), set()) - yours:
            yours.add(there)
            more = here_of[there] - mine
            mine |= more
            new += more
    return mine, yours
