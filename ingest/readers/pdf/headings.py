"""Which paragraphs are headings, and how deep: by the file's outline, by size, by weight, by numbering."""

# ruff: noqa: PLR2004  (shares, em and degrees read best where they are used)

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.readers.pdf.paragraphs import CLAUSE, SENTENCE_END, Element, Paragraph, Role

LARGER = 1.12  # times the body's font size
MAX_CHARACTERS = 220
MAX_SENTENCE = 70  # characters: a longer one with a full stop is text in large print
MAX_BOLD_CHARACTERS = 150
WIDEST_LEADING = 1.7  # em between the lines of one heading
MAX_LINES = 4
MAX_LEVEL = 6
SIZE_STEP = 0.7  # points: sizes closer than this are one
CAPTION = re.compile(
    r"^(?:Table|Figure|Fig\.|Box|Chart|Map|Photo|Таблиця|Рисунок|Рис\.|Мал\.|Карта|Графік|Діаграма)\s*"
    r"(?:№\s*)?[A-ZА-Я]?\d+|^(?:図表?|表|写真)\s*[0-9０-９]"
)
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+\S")
_LEADER = re.compile(r"\.{4,}|…{2,}|(?:\. ){4,}|・{4,}")
_LETTERS = re.compile(r"[^\W\d_]")
_SQUEEZE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One bookmark: its title, depth (0 outermost) and 1-based physical page."""

    title: str
    depth: int
    page: int


@dataclass(frozen=True, slots=True)
class Body:
    """What running text looks like in this document."""

    size: float
    bold: bool


def body_style(paragraphs: Iterable[Paragraph]) -> Body:
    """The most common size, in points, and weight, by the length of the lines."""
    sizes: Counter[float] = Counter()
    bold = total = 0
    for line in (line for paragraph in paragraphs for line in paragraph.lines):
        width = round(line.x1 - line.x0)  # not characters: an ideograph takes the room of two letters
        sizes[round(line.size * 2) / 2] += width
        bold += width if line.bold else 0
        total += width
    return Body(sizes.most_common(1)[0][0] if sizes else 10.0, bold > total / 2)


def heading_levels(paragraphs: Sequence[Paragraph], outline: Sequence[OutlineEntry], body: Body) -> dict[int, int]:
    """The level of each paragraph that is a heading, by the paragraph's `id()`; 1 is the title."""
    marked = _from_outline(paragraphs, outline)
    looks = [p for p in paragraphs if id(p) in marked or looks_like_heading(p, body)]
    title = _title(looks, marked)
    levels = dict(marked)
    if title is not None:
        levels[id(title)] = 1
    by_size = _style_levels(looks, levels)
    for paragraph in looks:
        if id(paragraph) not in levels:
            levels[id(paragraph)] = _level(paragraph, by_size)
    return _nested([(id(p), levels[id(p)]) for p in looks])


def _nested(ranked: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Levels without gaps: a heading is one deeper than the nearest heading above it of a lower rank."""
    levels: dict[int, int] = {}
    above: list[int] = []
    for key, rank in ranked:
        while above and above[-1] >= rank:
            above.pop()
        titled = rank == 1 or (above and above[0] == 1)
        levels[key] = min(len(above) + (1 if titled else 2), MAX_LEVEL)
        above.append(rank)
    return levels


def joined_headings(regions: Sequence[Sequence[Element]], body: Body) -> list[list[Element]]:
    """The columns, with headings of several lines put together where wide leading or a column's edge parted them."""
    found: list[list[Element]] = []
    above: Element | None = None
    for region in regions:
        joined: list[Element] = []
        for element in region:
            if isinstance(above, Paragraph) and isinstance(element, Paragraph) and _one_heading(above, element, body):
                above = replace(above, lines=above.lines + element.lines, room=element.room)
                (joined or found[-1])[-1] = above
            else:
                joined.append(element)
                above = element
        if joined:
            found.append(joined)
    return found


def _one_heading(above: Paragraph, below: Paragraph, body: Body) -> bool:
    last, first = above.lines[-1], below.lines[0]
    if above.size <= LARGER * body.size or _style(above) != _style(below) or below.role is not Role.TEXT:
        return False
    if last.page != first.page or last.turn != first.turn:
        return False
    close = 0 < last.baseline - first.baseline < WIDEST_LEADING * first.size
    whole = Paragraph(above.role, above.lines + below.lines, above.opens, below.room)
    return close and not CLAUSE.match(first.text) and looks_like_heading(whole, body)


def text_of(paragraph: Paragraph) -> str:
    """A paragraph's lines on one line, for looking at only."""
    return " ".join(line.text.strip() for line in paragraph.lines)


def looks_like_heading(paragraph: Paragraph, body: Body) -> bool:
    """Whether size or weight sets a short paragraph apart from the running text."""
    text = text_of(paragraph)
    if len(paragraph.lines) > MAX_LINES or len(text) > MAX_CHARACTERS or len(_LETTERS.findall(text)) < 2:
        return False
    if paragraph.role is Role.NOTE or CAPTION.match(text) or _LEADER.search(text) or text.rstrip()[-1:] in ",;":
        return False
    if paragraph.size > LARGER * body.size:
        return not (len(text) > MAX_SENTENCE and SENTENCE_END.search(text))
    bold = paragraph.bold and not body.bold and paragraph.size > 0.9 * body.size
    if not bold or len(text) > MAX_BOLD_CHARACTERS:
        return False
    return paragraph.role is Role.TEXT or bool(_NUMBERED.match(text)) or not text.endswith(".")


def _squeezed(text: str) -> str:
    return _SQUEEZE.sub("", text).casefold()


def _from_outline(paragraphs: Sequence[Paragraph], outline: Sequence[OutlineEntry]) -> dict[int, int]:
    """Levels of the paragraphs whose text is a bookmark's title, on its page or beside it."""
    by_page: Mapping[int, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        if len(paragraph.lines) <= MAX_LINES + 1:
            by_page[paragraph.lines[0].page].append(paragraph)
    levels: dict[int, int] = {}
    for entry in outline:
        wanted = _squeezed(entry.title)
        for page in (entry.page, entry.page + 1, entry.page - 1):
            match = next((p for p in by_page.get(page, ()) if id(p) not in levels and _names(wanted, p)), None)
            if match is not None:
                levels[id(match)] = entry.depth + 2
                break
    return levels


def _names(wanted: str, paragraph: Paragraph) -> bool:
    """Whether a bookmark names this paragraph; printed numbering may be missing from the bookmark, or the reverse."""
    text = _squeezed(text_of(paragraph))
    if not wanted or not text:
        return False
    shorter, longer = sorted((text, wanted), key=len)
    return longer.endswith(shorter) and len(longer) - len(shorter) <= 10 and len(shorter) * 2 >= len(longer)


def _title(looks: Sequence[Paragraph], marked: Mapping[int, int]) -> Paragraph | None:
    """The largest heading of the first page that has one, if it is among the document's largest."""
    if not looks or looks[0].lines[0].page > 2:
        return None
    first_page = looks[0].lines[0].page
    roots = [p for p in looks if marked.get(id(p)) == 2]
    if len(roots) == 1 and roots[0].lines[0].page == first_page:
        return roots[0]
    largest = max((p for p in looks if p.lines[0].page == first_page), key=lambda p: p.size)
    return largest if largest.size >= 0.9 * max(p.size for p in looks) else None


def _style_levels(looks: Sequence[Paragraph], levels: Mapping[int, int]) -> list[tuple[float, bool, int]]:
    """(size, bold, level) for every style of heading, largest first; what the outline knows is kept."""
    known: dict[tuple[float, bool], Counter[int]] = defaultdict(Counter)
    pages: dict[tuple[float, bool], set[int]] = defaultdict(set)
    for paragraph in looks:
        pages[_style(paragraph)].add(paragraph.lines[0].page)
        counter = known[_style(paragraph)]
        if id(paragraph) in levels and levels[id(paragraph)] > 1:
            counter[levels[id(paragraph)]] += 1
    ranked: list[tuple[float, bool, int]] = []
    depth = 1
    for (size, bold), counter in sorted(known.items(), key=lambda item: (-item[0][0], -item[0][1])):
        only_title = all(levels.get(id(p)) == 1 for p in looks if _style(p) == (size, bold))
        if only_title:
            continue
        if counter:
            depth = max(counter.most_common(1)[0][0], 2)
        elif not ranked or ((ranked[-1][0] - size > SIZE_STEP or ranked[-1][1] != bold) and len(pages[size, bold]) > 1):
            depth = depth + 1  # a style seen on one page only (a cover) opens no level of its own
        ranked.append((size, bold, depth))
    return ranked


def _style(paragraph: Paragraph) -> tuple[float, bool]:
    return round(paragraph.size * 2) / 2, paragraph.bold


def _level(paragraph: Paragraph, styles: Sequence[tuple[float, bool, int]]) -> int:
    size, bold = _style(paragraph)
    level = next((level for known, weight, level in styles if (known, weight) == (size, bold)), 2)
    numbering = _NUMBERED.match(text_of(paragraph))
    return max(level, numbering[1].count(".") + 2) if numbering else level
