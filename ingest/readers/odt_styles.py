"""What an ODT's styles say: which paragraphs are titles and captions, where pages break, how lists are numbered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from kb.text.numerals import letters, to_roman

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_CAPTIONS = frozenset({"Caption", "Table", "Illustration", "Figure", "Drawing", "Text"})
_POINTS = {"cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pt": 1.0, "px": 0.75}
_DEEPEST = 20
_KANJI = "〇一二三四五六七八九"
Element = etree._Element


def qn(qualified: str) -> str:
    """`text:p` as lxml writes it."""
    prefix, _, local = qualified.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def number_of(element: Element, attribute: str, default: int, most: int) -> int:
    """A whole number that an attribute gives, never below 0 and never above `most`."""
    value = element.get(qn(attribute)) or ""
    return min(int(value), most) if value.isascii() and value.isdecimal() and len(value) < 10 else default  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is marked: `format` is empty for no number and `•` for a bullet."""

    format: str
    prefix: str
    suffix: str
    start: int
    shown: int  # how many levels the number shows


@dataclass(slots=True)
class Styles:
    """The styles of one document by name."""

    paragraphs: dict[str, Element]
    lists: dict[str, dict[int, ListLevel]]
    outline: dict[int, ListLevel]
    page: tuple[float, float]

    @classmethod
    def of(cls, *roots: Element) -> Styles:
        """The styles that stand in `styles.xml` and at the head of `content.xml`."""
        paragraphs: dict[str, Element] = {}
        lists: dict[str, dict[int, ListLevel]] = {}
        outline: dict[int, ListLevel] = {}
        page = (0.0, 0.0)
        for root in roots:
            for style in root.iter(qn("style:style")):
                if style.get(qn("style:family")) == "paragraph":
                    paragraphs[style.get(qn("style:name")) or ""] = style
            for style in root.iter(qn("text:list-style")):
                lists[style.get(qn("style:name")) or ""] = dict(_levels(style))
            for style in root.iter(qn("text:outline-style")):
                outline = dict(_levels(style))
            for layout in root.iter(qn("style:page-layout-properties")):
                page = (_points(layout, "fo:page-width"), _points(layout, "fo:page-height")) if not page[0] else page
        return cls(paragraphs, lists, outline, page)

    def chain(self, style: str) -> Iterator[tuple[str, Element | None]]:
        """A style and those it is made from, nearest first; a circle ends it."""
        for _ in range(_DEEPEST):
            element = self.paragraphs.get(style)
            yield style, element
            parent = element.get(qn("style:parent-style-name")) if element is not None else None
            if not parent:
                return
            style = parent

    def role(self, style: str) -> str:
        """`title`, `caption`, or empty for the text itself."""
        names = [each for each, _ in self.chain(style)]
        return "title" if "Title" in names else "caption" if _CAPTIONS & set(names) else ""

    def breaks_page(self, style: str) -> bool:
        """Whether a paragraph of this style begins a page."""
        for _, element in self.chain(style):
            properties = element.find(qn("style:paragraph-properties")) if element is not None else None
            value = properties.get(qn("fo:break-before")) if properties is not None else None
            if value is not None:
                return value == "page"
            if element is not None and element.get(qn("style:master-page-name")):
                return True
        return False

    def list_of(self, style: str) -> str:
        """The list style that a paragraph style brings with it."""
        found = (element.get(qn("style:list-style-name")) for _, element in self.chain(style) if element is not None)
        return next((each for each in found if each), "")


def _points(layout: Element, attribute: str) -> float:
    value = layout.get(qn(attribute)) or ""
    try:
        return round(float(value[:-2]) * _POINTS.get(value[-2:], 0.0), 1)
    except ValueError:
        return 0.0


def _levels(style: Element) -> Iterator[tuple[int, ListLevel]]:
    for level in style:
        if not isinstance(level.tag, str):
            continue
        bullet = level.tag == qn("text:list-level-style-bullet")
        yield (
            number_of(level, "text:level", 1, _DEEPEST),
            ListLevel(
                "•" if bullet else level.get(qn("style:num-format")) or "",
                level.get(qn("style:num-prefix")) or "",
                level.get(qn("style:num-suffix")) or "",
                number_of(level, "text:start-value", 1, 100_000),
                number_of(level, "text:display-levels", 1, _DEEPEST),
            ),
        )


def _printed(form: str, value: int) -> str:
    """A number as OpenDocument 1.3 part 3, 19.500 writes it, and as LibreOffice does for Cyrillic and kanji."""
    first = form[:1]
    if first in {"a", "A"}:
        return letters(value) if first == "a" else letters(value).upper()
    if first in {"i", "I"}:
        return to_roman(value).lower() if first == "i" else to_roman(value)
    if first in {"а", "А"}:
        alphabet = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя" if "ґ" in form.lower() else "абвгдежзиклмнопрстуфхцчшщэюя"
        sign = alphabet[(value - 1) % len(alphabet)]
        return sign if first == "а" else sign.upper()
    if first == "一" and value < 100:  # noqa: PLR2004
        tens, ones = divmod(value, 10)
        lead = "" if not tens else "十" if tens == 1 else _KANJI[tens] + "十"
        return lead + (_KANJI[ones] if ones or not tens else "")
    if first == "①":
        return chr(0x245F + value) if value <= 20 else str(value)  # noqa: PLR2004
    return str(value)


@dataclass(slots=True)
class Counter:
    """Counts the items of one list, level by level from 1."""

    levels: dict[int, ListLevel]
    counts: dict[int, int] = field(default_factory=dict)

    def label(self, depth: int, start: int | None = None) -> str:
        """The printed mark of the next item at a depth; empty if it has none."""
        level = self.levels.get(depth)
        if level is None or not level.format:
            return ""
        if level.format == "•":
            return "•"
        self.counts[depth] = start if start is not None else self.counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in self.counts if each > depth]:
            del self.counts[deeper]
        shown = range(max(1, depth - max(1, level.shown) + 1), depth + 1)
        numbers = [
            _printed(each.format, self.counts.get(place, each.start))
            for place in shown
            if (each := self.levels.get(place)) is not None and each.format not in {"", "•"}
        ]
        return f"{level.prefix}{'.'.join(numbers)}{level.suffix}"
