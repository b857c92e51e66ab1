"""Running heads, running feet and page numbers: what repeats at the same place from page to page."""

# ruff: noqa: PLR2004  (shares, em and degrees read best where they are used)

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.pdf.lines import Segment, rows

ZONE = 0.16  # of the page's height, at the top and at the bottom
SEEN = 0.26  # of the page's height: what is looked at to see what follows a head
APART = 1.7  # em between a head and the text
DEPTH = 4  # printed lines from the outside that are looked at
SAME_PLACE = 4.0  # points
MIN_SHARE = 0.08  # of the pages: a chapter's running head stands on few of them
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"^\W*(?:page|p\.|стор\.?|сторінка|с\.|стр\.|ページ|頁|第)?\s*(?P<value>\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|of|з|із|из|の)\s*\d{1,4})?\s*(?:ページ|頁)?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PageLines:
    """The segments of one page that stand upright, with the page's size in points."""

    height: float
    segments: Sequence[Segment]


@dataclass(frozen=True, slots=True)
class _Place:
    """One outer line of one page."""

    page: int
    top: bool
    row: list[Segment]

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.row)

    @property
    def level(self) -> float:
        return self.row[0].baseline


def furniture(pages: Sequence[PageLines], title: str | None = None) -> list[frozenset[int]]:
    """For each page, the `id()`s of the segments that are running heads, running feet or page numbers.

    With `title` a running head that repeats the title, perhaps shortened, is known even if it stands on one page only.
    """
    found: list[set[int]] = [set() for _ in pages]
    for top in (True, False):
        outer = [_outer_rows(number, page, top) for number, page in enumerate(pages)]
        peeled: list[list[_Place]] = [[] for _ in pages]
        for _ in range(DEPTH):
            if not _peel(outer, peeled, pages, title):
                break
        for ids, gone, rest in zip(found, peeled, outer, strict=True):
            ids.update(id(segment) for place in _set_apart(gone, rest) for segment in place.row)
    return [frozenset(ids) for ids in found]


def _outer_rows(number: int, page: PageLines, top: bool) -> list[_Place]:
    def inside(segment: Segment) -> bool:
        edge = segment.baseline > (1 - SEEN) * page.height if top else segment.baseline < SEEN * page.height
        return edge and bool(segment.text.strip())

    found = rows(segment for segment in page.segments if inside(segment))
    return [_Place(number, top, row) for row in (found if top else reversed(found))]


def _set_apart(gone: list[_Place], rest: list[_Place]) -> list[_Place]:
    """The outer lines that white space parts from the text inside them; lines set like text are text."""
    kept = list(gone)
    inner = rest[0] if rest else None
    while kept and inner is not None and abs(kept[-1].level - inner.level) < APART * kept[-1].row[0].size:
        inner = kept.pop()
    return kept


def _peel(outer: list[list[_Place]], peeled: list[list[_Place]], pages: Sequence[PageLines], title: str | None) -> bool:
    """Take away one layer of outer lines that repeat; tells whether there was any."""
    places = [rows_of_page[0] for rows_of_page in outer if rows_of_page]
    repeated = _repeated(places, len(pages)) + _numbers(places, len(pages)) + _titles(places, title)
    if places and places[0].top:
        usual = _usual_size(pages)
        repeated += _small_heads(outer, usual)
        repeated += _below_heads([place for place in places if peeled[place.page]], len(pages), usual)
    chosen = {
        place.page: place
        for place in repeated
        if _in_zone(place, pages) and _outside_body(place, places, repeated, pages)
    }
    for number, place in chosen.items():
        peeled[number].append(place)
        outer[number].pop(0)
    return bool(chosen)


def _in_zone(place: _Place, pages: Sequence[PageLines]) -> bool:
    share = place.level / max(1.0, pages[place.page].height)
    return share > 1 - ZONE if place.top else share < ZONE


def _repeated(places: list[_Place], total: int) -> list[_Place]:
    """The lines whose text, numbers masked, stands at the same height on several pages."""
    groups: dict[str, list[_Place]] = defaultdict(list)
    for place in places:
        for key in _keys(place):
            groups[key].append(place)
    least = 2 if total <= 4 else max(3, round(MIN_SHARE * total / 2))
    kept: dict[int, _Place] = {}
    for members in groups.values():
        for place in members:
            alike = sum(abs(other.level - place.level) < SAME_PLACE for other in members)
            if alike >= least:
                kept[place.page] = place
    return list(kept.values())


def _keys(place: _Place) -> set[str]:
    """What a line may have in common with other pages' lines: the whole, or one of its ends when they stand apart."""
    parts = [masked(segment.text) for segment in place.row]
    whole = " ".join(parts)
    keys = {whole, *parts} if len(parts) <= 3 else {whole}
    return {key for key in keys if re.search(r"[^\W\d_]{2}", key)}


def masked(text: str) -> str:
    """A text for comparing with that of other pages: figures are all alike."""
    return _DIGITS.sub("#", text).strip().casefold()


def _titles(places: list[_Place], title: str | None) -> list[_Place]:
    """The lines after the first page that are the document's title or its beginning."""
    whole = _squeezed(title or "")
    return [
        place for place in places if place.page and len(text := _squeezed(place.text)) > 7 and whole.startswith(text)
    ]


def _usual_size(pages: Sequence[PageLines]) -> float:
    """The median font size of the document's segments, in points."""
    return median([segment.size for page in pages for segment in page.segments] or [0.0])


def _small_heads(outer: list[list[_Place]], usual: float) -> list[_Place]:
    """Lines above a page's text, in smaller print, set well apart: the running heads of a document of two pages."""
    return [
        rows_of_page[0]
        for number, rows_of_page in enumerate(outer)
        if number
        and len(rows_of_page) > 1
        and rows_of_page[0].row[0].size < 0.93 * usual
        and rows_of_page[0].level - rows_of_page[1].level > 2.5 * rows_of_page[0].row[0].size
        and outer[0]
    ]


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _below_heads(places: list[_Place], total: int, usual: float) -> list[_Place]:
    """Lines that follow a running head: whatever they say, always at the same height and in the same size.

    Lines in larger print than the text are headings of pages that begin alike, as slides do.
    """
    places = [place for place in places if place.row[0].size < 1.06 * usual]
    looks = Counter((round(place.level), round(place.row[0].size, 1)) for place in places)
    least = max(3, round(0.15 * total))
    return [place for place in places if looks[round(place.level), round(place.row[0].size, 1)] >= least]


def _numbers(places: list[_Place], total: int) -> list[_Place]:
    """The lines with a page number at either end that counts on with the pages."""
    offsets: Counter[int] = Counter()
    read: list[tuple[_Place, set[int]]] = []
    for place in places:
        values = {value - place.page for value in _page_numbers(place)}
        offsets.update(values)
        read.append((place, values))
    least = 1 if total == 1 else 2 if total <= 4 else max(3, round(0.1 * total))
    steady = {offset for offset, count in offsets.items() if count >= least and (total > 1 or offset == 1)}
    return [place for place, values in read if values & steady]


def _page_numbers(place: _Place) -> list[int]:
    ends = {place.row[0].text.strip(), place.row[-1].text.strip()} if len(place.row) > 1 else set()
    return page_numbers([place.text]) or page_numbers(ends)


def page_numbers(texts: Iterable[str]) -> list[int]:
    """The numbers that texts are, if they may be page numbers."""
    return [_value(match["value"]) for text in texts if (match := _NUMBER.match(text))]


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    digits = [_ROMAN[letter] for letter in text.lower()]
    return sum(-d if any(later > d for later in digits[i + 1 : i + 2]) else d for i, d in enumerate(digits))


def _outside_body(place: _Place, places: list[_Place], repeated: list[_Place], pages: Sequence[PageLines]) -> bool:
    """Whether a repeating line stands further out than the text of pages that do not have it.

    A table's head repeated on each page begins where the text of other pages begins; a running head does not.
    """
    chosen = {other.page for other in repeated}
    others = [other for other in places if other.page not in chosen]
    if len(others) < max(1, 0.1 * len(pages)):
        return True
    if place.top:
        edge = median(max(s.y1 for s in other.row) for other in others)
        return min(s.y0 for s in place.row) >= edge - SAME_PLACE
    edge = median(min(s.y0 for s in other.row) for other in others)
    return max(s.y1 for s in place.row) <= edge + SAME_PLACE
