"""Running heads and page numbers of pages whose text stands sideways or in columns from the right."""

# ruff: noqa: PLR2004  (shares read best where they are used)

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from ingest.readers.pdf.furniture import ZONE, masked, page_numbers
from ingest.readers.pdf.layout import turned
from ingest.readers.pdf.lines import Segment

LONGEST = 60  # characters
SAME_PLACE = 4.0  # points


@dataclass(frozen=True, slots=True)
class SidewaysPage:
    """The segments of one page that do not stand upright, with the page's width and height as seen, in points."""

    size: tuple[float, float]
    segments: Sequence[Segment]


def sideways_furniture(pages: Sequence[SidewaysPage]) -> list[frozenset[int]]:
    """For each page, the `id()`s of the sideways segments at its top or foot that repeat, or count on, at one place."""
    places: dict[Hashable, list[tuple[int, Segment]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for segment in page.segments:
            for key in _keys(number, segment, page.size):
                places[key].append((number, segment))
    least = 2 if len(pages) <= 4 else max(3, round(0.04 * len(pages)))
    found: list[set[int]] = [set() for _ in pages]
    for members in places.values():
        if len({number for number, _ in members}) >= least:
            for number, segment in members:
                found[number].add(id(segment))
    return [frozenset(ids) for ids in found]


def _keys(number: int, segment: Segment, size: tuple[float, float]) -> Iterator[Hashable]:
    """What a short segment at the edge of its page may have in common with those of other pages."""
    text = segment.text.strip()
    upright_size = (size[1], size[0]) if segment.turn % 180 else size
    box = turned((segment.x0, segment.y0, segment.x1, segment.y1), 360 - segment.turn, upright_size)
    if len(text) > LONGEST or (ZONE * size[1] <= box[3] and box[1] <= (1 - ZONE) * size[1]):
        return
    place = round((box[0] + box[2]) / 2 / SAME_PLACE), round(box[1] / SAME_PLACE)
    values = page_numbers([text])
    yield from ((value - number, place[0]) for value in values)
    if not values and any(sign.isalpha() for sign in text):
        yield masked(text), place
