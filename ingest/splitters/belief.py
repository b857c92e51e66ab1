"""Which article headings are believed: numbers must run on, and a doubtful one must be exactly the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.splitters.markers import Key, Marker

_USUAL_GAP = 30


@dataclass(frozen=True, slots=True)
class Claim:
    """An article heading claimed by block `index`; `fresh` if an annex or a new heading lets numbers begin again."""

    index: int
    marker: Marker
    fresh: bool


def _is_next(last: Key, key: Key) -> bool:
    """8 after 7; 7-1 or 7-2 after 7; 7-3 or 8 after 7-2."""
    if key[0] == last[0]:
        return key > last
    return key[0] == last[0] + 1 and len(key) == 1


def _restarts(last: Key, claim: Claim, following: Claim | None) -> bool:
    if not claim.marker.sure:
        return False
    goes_on = following is not None and _is_next(claim.marker.key, following.marker.key)
    return claim.fresh or (claim.marker.key == (1,) and goes_on)


def _leaps(last: Key, key: Key, following: Claim | None) -> bool:
    """Whether a gap is plausible: the numbers between are not claimed next, and a wide gap is continued."""
    if following is not None and last < following.marker.key < key:
        return False
    if key[0] - last[0] <= _USUAL_GAP:
        return True
    return following is not None and _is_next(key, following.marker.key)


def _plausible(last: Key | None, claim: Claim, following: Claim | None) -> bool:
    key = claim.marker.key
    if last is None:
        return claim.marker.sure or key == (1,)
    if key > last:
        return _is_next(last, key) or (claim.marker.sure and _leaps(last, key, following))
    return (key < last or claim.fresh) and _restarts(last, claim, following)


def believed(claims: Sequence[Claim]) -> set[int]:
    """The blocks whose claim to open an article is believed."""
    accepted: set[int] = set()
    last: Key | None = None
    for position, claim in enumerate(claims):
        following = claims[position + 1] if position + 1 < len(claims) else None
        if _plausible(last, claim, following):
            accepted.add(claim.index)
            last = claim.marker.key
    return accepted
