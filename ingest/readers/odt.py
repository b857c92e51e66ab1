"""ODT: headings, numbered lists, tables and notes of an OpenDocument text, from its `content.xml`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.readers.odt_styles import NAMESPACES, Counter, Element, Styles, number_of, qn
from ingest.readers.package import macro_warnings, opened, xml_root
from ingest.readers.shapes import is_item
from ingest.readers.tables import merged_header, row_blocks
from kb.errors import EmptyDocument, EncryptedDocument
from kb.model import Block, BlockKind, Metadata, Page, PageStatus, Reading
from kb.text.dates import parse_date

_MOST_REPEATS = 64
_MOST_SPACES = 100
_DEEPEST_HEADING = 9
_P, _H, _LIST, _TABLE = (qn(tag) for tag in ("text:p", "text:h", "text:list", "table:table"))
_ITEM, _ITEM_HEADER = qn("text:list-item"), qn("text:list-header")
_NOTE, _BOX, _SOFT_BREAK = qn("text:note"), qn("draw:text-box"), qn("text:soft-page-break")
_ROW, _HEADER_ROWS = qn("table:table-row"), qn("table:table-header-rows")
_CELL, _COVERED = qn("table:table-cell"), qn("table:covered-table-cell")
_STYLE = qn("text:style-name")
_SKIPPED = frozenset(
    qn(tag)
    for tag in (
        "text:tracked-changes", "office:annotation", "office:forms", "text:ruby-text", "text:hidden-text",
        "text:hidden-paragraph", "text:table-of-content", "text:illustration-index", "text:table-index",
        "text:alphabetical-index", "text:object-index", "text:user-index", "text:sequence-decls",
        "text:variable-decls", "text:note-citation", "draw:object", "draw:image",
    )
)  # fmt: skip
_ROW_GROUPS = frozenset(qn(tag) for tag in ("table:table-row-group", "table:table-rows", "table:table-header-rows"))


@dataclass(slots=True)
class _State:
    """What goes on from paragraph to paragraph: lists that are counted, the page reached, notes and boxes to come."""

    styles: Styles
    outline: Counter
    lists: dict[str, Counter] = field(default_factory=dict)
    page: int = 1
    broken: bool = False
    characters: dict[int, int] = field(default_factory=dict)
    asides: list[Element] = field(default_factory=list)

    def turn(self) -> None:
        self.page += 1
        self.broken = True


def _pieces(element: Element, state: _State) -> Iterator[str]:
    """The words of a paragraph in order; deletions, comments and readings above kanji are no part of them."""
    yield element.text or ""
    for child in element:
        tag = child.tag
        if tag == qn("text:s"):
            yield " " * number_of(child, "text:c", 1, _MOST_SPACES)
        elif tag == qn("text:tab"):
            yield "\t"
        elif tag == qn("text:line-break"):
            yield "\n"
        elif tag == _SOFT_BREAK:
            state.turn()
        elif tag in {_NOTE, _BOX}:
            state.asides.append(child)
        elif isinstance(tag, str) and tag not in _SKIPPED:
            yield from _pieces(child, state)
        yield child.tail or ""


def _clean(text: str) -> str:
    lines = (" ".join(line.replace("\u00ad", "").split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _breaks_before(paragraph: Element) -> int:
    """How many soft page breaks stand before the first word."""
    breaks = 0
    if (paragraph.text or "").strip():
        return 0
    for child in paragraph.iterdescendants():
        breaks += child.tag == _SOFT_BREAK
        if child.tag != _SOFT_BREAK and (child.text or "").strip():
            break
        if (child.tail or "").strip():
            break
    return breaks


def _heading_level(paragraph: Element, role: str) -> int:
    if role == "title":
        return 1
    return max(1, number_of(paragraph, "text:outline-level", 1, _DEEPEST_HEADING)) if paragraph.tag == _H else 0


def _paragraph(paragraph: Element, state: _State, label: str = "") -> Iterator[Block]:
    style = paragraph.get(_STYLE) or ""
    if state.styles.breaks_page(style) and state.characters:
        state.turn()
    first = state.page + _breaks_before(paragraph)
    text = _clean("".join(_pieces(paragraph, state)))
    if text:
        role = state.styles.role(style)
        level = _heading_level(paragraph, role)
        if paragraph.tag == _H and not label:
            label = state.outline.label(level)
        text = f"{label} {text}" if label else text
        state.characters[state.page] = state.characters.get(state.page, 0) + len(text)
        kind = BlockKind.CAPTION if role == "caption" else BlockKind.PARAGRAPH
        kind = BlockKind.HEADING if level else BlockKind.ITEM if label or is_item(text) else kind
        yield Block(kind, text.replace("\n", " ") if level else text, first, state.page, level)
    yield from _asides(state)


def _asides(state: _State) -> Iterator[Block]:
    """The notes and boxes that the words just read point at: a note in brackets, a box as it stands."""
    waiting, state.asides = state.asides, []
    for element in waiting:
        if element.tag == _BOX:
            yield from _body(element, state)
            continue
        body = element.find(qn("text:note-body"))
        words = [block.text for block in _body(body, state)] if body is not None else []
        if words:
            yield Block(BlockKind.PARAGRAPH, f"[{' '.join(words)}]", state.page, state.page)


def _counter(element: Element, style: str, state: _State) -> Counter:
    """The counter of a list: a list that continues another, or all lists of one style if they say so, share one."""
    identity = element.get("{http://www.w3.org/XML/1998/namespace}id")
    continued = element.get(qn("text:continue-list")) or ""
    goes_on = element.get(qn("text:continue-numbering")) == "true"
    counter = state.lists.get(continued) or (state.lists.get(f"style {style}") if goes_on else None)
    counter = counter or Counter(state.styles.lists.get(style, {}))
    state.lists[f"style {style}"] = counter
    if identity:
        state.lists[identity] = counter
    return counter


def _list(element: Element, state: _State, depth: int = 1, counter: Counter | None = None) -> Iterator[Block]:
    if counter is None:
        first = element.find(f".//{_P}")
        own = state.styles.list_of(first.get(_STYLE) or "") if first is not None else ""
        counter = _counter(element, element.get(_STYLE) or own, state)
    for item in element:
        if item.tag not in {_ITEM, _ITEM_HEADER}:
            continue
        start = number_of(item, "text:start-value", -1, 100_000)
        waiting = item.tag == _ITEM
        for child in item:
            if child.tag == _LIST:
                yield from _list(child, state, depth + 1, counter)
            elif child.tag in {_P, _H}:
                label = counter.label(depth, start if start >= 0 else None) if waiting else ""
                waiting = False
                yield from _paragraph(child, state, label)
            elif isinstance(child.tag, str):
                yield from _element(child, state)


def _rows(element: Element, *, header: bool = False) -> Iterator[tuple[Element, bool]]:
    """The rows of a table, each with whether it is repeated as a header on every page."""
    for child in element:
        if child.tag == _ROW:
            yield child, header
        elif child.tag in _ROW_GROUPS:
            yield from _rows(child, header=header or child.tag == _HEADER_ROWS)


def _cells(row: Element, above: Sequence[str], state: _State, *, header: bool) -> list[str]:
    texts: list[str] = []
    left, spread = 0, ""  # cells still covered from the left, and what they show
    for cell in row:
        if cell.tag not in {_CELL, _COVERED}:
            continue
        own = ""
        if cell.tag == _CELL:
            own = "; ".join(block.text for block in _body(cell, state))
            left = number_of(cell, "table:number-columns-spanned", 1, _MOST_REPEATS) - 1
            spread = own if header else ""
        for _ in range(max(1, number_of(cell, "table:number-columns-repeated", 1, _MOST_REPEATS))):
            if cell.tag == _COVERED and left > 0:
                left -= 1
                own = spread
            elif cell.tag == _COVERED:
                own = above[len(texts)] if len(above) > len(texts) else ""
            texts.append(own)
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _table(table: Element, state: _State) -> Iterator[Block]:
    texts: list[list[str]] = []
    pages: list[int | None] = []
    headers = 0
    for row, header in _rows(table):
        first = header or not texts
        texts.append(_cells(row, texts[-1] if texts else (), state, header=first))
        pages.append(state.page)
        headers += header
    width = max((len(row) for row in texts), default=0)
    filled = [[*row, *[""] * (width - len(row))] for row in texts]
    if 1 < headers < len(filled):
        filled = [list(merged_header(filled[:headers])), *filled[headers:]]
        pages = pages[headers - 1 :]
    yield from row_blocks(filled, header=len(filled) > 1, pages=pages)


def _element(element: Element, state: _State) -> Iterator[Block]:
    tag = element.tag
    if tag in {_P, _H}:
        yield from _paragraph(element, state)
    elif tag == _LIST:
        yield from _list(element, state)
    elif tag == _TABLE:
        yield from _table(element, state)
    elif tag == _SOFT_BREAK:
        state.turn()
    elif isinstance(tag, str) and tag not in _SKIPPED and element.get(qn("text:display")) != "none":
        yield from _body(element, state)


def _body(element: Element, state: _State) -> Iterator[Block]:
    for child in element:
        yield from _element(child, state)


def _metadata(meta: Element | None) -> Metadata:
    def said(path: str) -> str:
        return (meta.findtext(f".//{path}", "", NAMESPACES) if meta is not None else "").strip()

    return Metadata(
        title=said("dc:title") or None,
        language=said("dc:language").lower()[:2] or None,
        date=parse_date(said("meta:creation-date")) or parse_date(said("dc:date")),
    )


def _pages(state: _State) -> tuple[Page, ...]:
    counts = [state.characters.get(number, 0) for number in range(1, state.page + 1)]
    return tuple(
        Page(number, str(number), *state.styles.page, count, PageStatus.TEXT if count else PageStatus.BLANK)
        for number, count in enumerate(counts, start=1)
    )


def read_odt(data: bytes, name: str) -> Reading:
    """Read an OpenDocument text; pages are given only if its program left page breaks.

    Deleted text, comments, indexes, headers and footers stay out; notes follow their paragraph in brackets. Raises
    `CorruptDocument`, `EncryptedDocument`, and `EmptyDocument` if it holds no words.
    """
    with opened(data, name, "ODT") as archive:
        members = set(archive.namelist())
        manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in members else b""
        if b"encryption-data" in manifest:
            raise EncryptedDocument(f"{name}: asks for a password; save a copy without one and add that")
        content = xml_root(archive, "content.xml")
        others = [xml_root(archive, member) for member in ("styles.xml", "meta.xml") if member in members]
        styles = Styles.of(*others, content)
        text = content.find(f".//{qn('office:text')}")
        state = _State(styles, Counter(styles.outline))
        blocks = tuple(_body(text, state)) if text is not None else ()
        metadata = _metadata(others[-1] if "meta.xml" in members else None)
        warnings = macro_warnings(members)
    if not blocks:
        raise EmptyDocument(f"{name}: holds no words; check that it is the right document")
    if not state.broken:
        blocks = tuple(replace(block, page=None, page_end=None) for block in blocks)
    return Reading("odt", blocks, _pages(state) if state.broken else (), metadata, warnings)
