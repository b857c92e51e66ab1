"""HTML: the article without the page around it, with headings, lists and tables in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator

import trafilatura
from lxml import etree, html
from trafilatura.metadata import extract_metadata

from ingest.readers.decode import decode
from ingest.readers.tables import row_blocks
from kb.errors import CorruptDocument, EmptyDocument
from kb.model import Block, BlockKind, Metadata, Reading
from kb.text.dates import parse_date

_ENOUGH = 200
_TRUSTED_SHARE = 0.5
_DROPPED = frozenset(
    {"script", "style", "noscript", "template", "svg", "canvas", "iframe", "form", "button", "input", "select"}
    | {"textarea", "nav", "header", "footer", "aside", "dialog", "menu", "object", "video", "audio"}
)
_CONTAINERS = ("//main", "//*[@role='main']", "//article", "//*[@itemprop='articleBody']")
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|banner|breadcrumbs?|navbar|nav|menu|sidebar|footer|share|sharing|social|"
    r"related|comments?|advert|ads?|promo|newsletter|subscribe|popup|modal|pagination|skip-link|visually-hidden)"
    r"(?:$|[\s_-])",
    re.I,
)
_CHROME_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu"})
_TAG_KINDS = {"li": BlockKind.ITEM, "figcaption": BlockKind.CAPTION, "caption": BlockKind.CAPTION}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd"}
    | {"label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt"}
    | {"u", "var", "wbr"}
)
_RUBY = frozenset({"rt", "rp"})
_META_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@name='date' or @name='DC.date' or @name='dcterms.date' or @name='dcterms.issued']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//time[@pubdate or @itemprop='datePublished']/@datetime",
    "//main//time/@datetime",
    "//article//time/@datetime",
)
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')


def _tag(element: html.HtmlElement) -> str:
    return element.tag if isinstance(element.tag, str) else ""


def _is_chrome(element: html.HtmlElement) -> bool:
    if _tag(element) in {"html", "body", "main", "article"}:
        return False
    label = f"{element.get('class') or ''} {element.get('id') or ''}"
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return hidden or element.get("role") in _CHROME_ROLES or bool(_CHROME.search(label))


def _strip(tree: html.HtmlElement, *, keep_header: bool) -> None:
    for element in list(tree.iter()):
        tag = _tag(element)
        if element is tree or (keep_header and tag == "header"):
            continue
        unwanted = not tag or tag in _DROPPED or _is_chrome(element)
        if unwanted and element.getparent() is not None:
            element.drop_tree()


def _text(element: html.HtmlElement) -> str:
    """The words of an element on one line; readings above kanji are left out, `<br>` is a space."""
    parts = [element.text or ""]
    for child in element:
        if _tag(child) == "br":
            parts.append(" ")
        elif _tag(child) and _tag(child) not in _RUBY:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _clean(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())


def _is_inline(element: html.HtmlElement) -> bool:
    return _tag(element) in _INLINE and all(_is_inline(child) for child in element if _tag(child))


def _rows(table: html.HtmlElement) -> tuple[list[list[str]], bool]:
    rows: list[list[str]] = []
    header = False
    for row in table.iter("tr"):
        cells = [cell for cell in row if _tag(cell) in {"td", "th"}]
        if not rows:
            header = bool(cells) and all(_tag(cell) == "th" for cell in cells)
        if cells:
            rows.append([_clean(_text(cell)) for cell in cells for _ in range(_span(cell))])
    return rows, header


def _span(cell: html.HtmlElement) -> int:
    value = cell.get("colspan") or "1"
    return min(int(value), 50) if value.isdecimal() and value != "0" else 1


def _table(table: html.HtmlElement) -> Iterator[Block]:
    if any(True for _ in table.iterdescendants("table")):
        for cell in table.iterchildren():
            yield from _walk(cell)
        return
    for caption in table.iter("caption"):
        yield Block(BlockKind.CAPTION, _clean(_text(caption)))
    rows, header = _rows(table)
    yield from row_blocks(rows, header=header)


def _list_marker(item: html.HtmlElement) -> str:
    parent = item.getparent()
    if parent is None or _tag(parent) != "ol":
        return "• "
    before = sum(1 for _ in item.itersiblings("li", preceding=True))
    start = parent.get("start") or "1"
    number = (int(start) if start.lstrip("-").isdecimal() else 1) + before
    return {"a": f"{chr(96 + number)}) ", "A": f"{chr(64 + number)}) "}.get(parent.get("type") or "1", f"{number}. ")


def _walk(element: html.HtmlElement) -> Iterator[Block]:
    tag = _tag(element)
    if tag in _HEADINGS:
        yield Block(BlockKind.HEADING, _clean(_text(element)), level=_HEADINGS[tag])
    elif tag == "table":
        yield from _table(element)
    elif tag:
        kind = _TAG_KINDS.get(tag, BlockKind.PARAGRAPH)
        yield from _mixed(element, kind, _list_marker(element) if tag == "li" else "")


def _mixed(element: html.HtmlElement, kind: BlockKind, marker: str) -> Iterator[Block]:
    """Runs of inline content become one block each; what is not inline is walked in its place."""
    run = [element.text or ""]

    def flush() -> Iterator[Block]:
        nonlocal marker
        text = _clean("".join(run))
        run.clear()
        if text:
            yield Block(kind, marker + text)
            marker = ""

    breaks = 0
    for child in element:
        if _tag(child) == "br":
            breaks += 1
            if breaks > 1:
                yield from flush()
            run.append("\n")
        elif _tag(child) and not _is_inline(child):
            yield from flush()
            yield from _walk(child)
        elif _tag(child) and _tag(child) not in _RUBY:
            run.append(_text(child))
        if (child.tail or "").strip() or _tag(child) != "br":
            breaks = 0
        run.append(child.tail or "")
    yield from flush()


def _size(element: html.HtmlElement | None) -> int:
    return len(_clean(_text(element))) if element is not None else 0


def _container(tree: html.HtmlElement) -> html.HtmlElement | None:
    """The element that the page itself marks as its article, if it holds enough."""
    for path in _CONTAINERS:
        found = tree.xpath(path)
        if len(found) == 1 and _size(found[0]) >= _ENOUGH:
            return found[0]
    return None


def _located(source: str, body: html.HtmlElement) -> html.HtmlElement:
    """The smallest element that holds what trafilatura takes for the article.

    Only the place is taken from there: headings, list numbers and tables come from the page's own markup.
    """
    found = trafilatura.extract(source, include_comments=False, include_tables=False, favor_recall=True) or ""
    lines = {_clean(line).lstrip("- ") for line in found.split("\n")}
    kept = [
        element for element in body.iter("p", "li", "h1", "h2", "h3", "div") if _clean(_text(element)) in lines - {""}
    ]
    if not kept or sum(map(_size, kept)) < _ENOUGH:
        return body
    paths = [[*reversed(list(element.iterancestors())), element] for element in kept]
    shared = [level[0] for level in zip(*paths, strict=False) if all(element is level[0] for element in level)]
    place = shared[-1] if shared else body
    return place if _size(place) >= _TRUSTED_SHARE * sum(map(_size, kept)) else body


def _article_blocks(source: str, tree: html.HtmlElement) -> tuple[Block, ...]:
    marked = _container(tree)
    body = tree.find(".//body")
    root = marked if marked is not None else body if body is not None else tree
    _strip(root, keep_header=marked is not None)
    if marked is None:
        root = _located(source, root)
    return tuple(block for block in _walk(root) if block.text and block.text != "•")


def _first(tree: html.HtmlElement, *paths: str) -> str | None:
    for path in paths:
        for value in tree.xpath(path):
            text = _clean(value if isinstance(value, str) else _text(value))
            if text:
                return text
    return None


def _metadata(source: str, tree: html.HtmlElement) -> Metadata:
    published = _JSON_DATE.search(source)
    day = parse_date(published.group(1)) if published else None
    day = day or next((found for path in _META_DATES for v in tree.xpath(path) if (found := parse_date(str(v)))), None)
    language = _first(tree, "/html/@lang", "//html/@lang", "//meta[@http-equiv='content-language']/@content")
    url = _first(tree, "//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
    headings = tree.xpath("//h1")
    title = _clean(_text(headings[0])) if len(headings) == 1 else ""
    return Metadata(
        title=title or extract_metadata(tree).title or None,
        language=language.lower()[:2] if language else None,
        date=day,
        url=url if url and url.startswith(("http://", "https://")) else None,
    )


def read_html(data: bytes, name: str) -> Reading:
    """Read a web page; raises `EmptyDocument` if no article is left, `CorruptDocument` if it cannot be parsed."""
    source, _ = decode(data, name)
    source = re.sub(r"\A\s*<\?xml[^>]*\?>", "", source)
    try:
        tree = html.document_fromstring(source)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise CorruptDocument(f"{name}: is no readable HTML ({error}); save the page again") from error
    metadata = _metadata(source, tree)
    blocks = _article_blocks(source, tree)
    if not blocks:
        raise EmptyDocument(f"{name}: the page holds no article, only navigation; save the article itself")
    return Reading("html", blocks, metadata=metadata)
