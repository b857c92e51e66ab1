"""Running heads and page numbers of pages whose text stands sideways or in columns from the right."""

# ruff: noqa: PLR2004  (shares read best where they are used)

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from ingest.readers.pdf.furniture import ZONE, masked, page_numbers
from ingest.readers.pdf.glyphs import Box
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
    """For each page, the `id()`s of the sideways segments beyond its text that repeat, or count on, at one place."""
    places: dict[Hashable, list[tuple[int, Segment]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for segment in page.segments:
            for key in _keys(number, segment, page):
                places[key].append((number, segment))
    least = 2 if len(pages) <= 4 else max(3, round(0.04 * len(pages)))
    found: list[set[int]] = [set() for _ in pages]
    for members in places.values():
        if len({number for number, _ in members}) >= least:
            for number, segment in members:
                found[number].add(id(segment))
    return [frozenset(ids) for ids in found]


def _keys(number: int, segment: Segment, page: SidewaysPage) -> Iterator[Hashable]:
    """What a short segment beyond the ends of the lines of text may have in common with those of other pages."""
    text = segment.text.strip()
    box = _seen(segment, page.size)
    if len(text) > LONGEST or not _beyond_text(box, page):
        return
    place = round((box[0] + box[2]) / 2 / SAME_PLACE), round(box[1] / SAME_PLACE)
    values = page_numbers([text])
    yield from ((value - number, place[0]) for value in values)
    if not values and any(sign.isalpha() for sign in text):
        yield masked(text), place


def _seen(segment: Segment, size: tuple[float, float]) -> Box:
    upright_size = (size[1], size[0]) if segment.turn % 180 else size
    return turned((segment.x0, segment.y0, segment.x1, segment.y1), 360 - segment.turn, upright_size)


def _beyond_text(box: Box, page: SidewaysPage) -> bool:
    """Whether a box lies wholly at the page's top or foot, beyond the long lines."""
    longest = max(segment.x1 - segment.x0 for segment in page.segments)
    long = [_seen(segment, page.size) for segment in page.segments if segment.x1 - segment.x0 > longest / 2]
    top, foot = max(seen[3] for seen in long), min(seen[1] for seen in long)
    height = page.size[1]
    return box[1] > max(top - 1, (1 - ZONE) * height) or box[3] < min(foot + 1, ZONE * height)
