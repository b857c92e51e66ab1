"""HTML: the article without the page around it, with headings, lists and tables in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import trafilatura
from lxml import etree, html

from ingest.readers.decode import decode
from ingest.readers.html_furniture import DROPPED, is_furniture, strip, without_counter
from ingest.readers.html_meta import date_of_article, headline, metadata_of
from ingest.readers.html_tables import table_blocks
from ingest.readers.html_text import RUBY, clean, is_inline, size, tag_of, text_of
from ingest.readers.shapes import heading_level, legal_level
from kb.errors import CorruptDocument, EmptyDocument
from kb.model import Block, BlockKind, Reading
from kb.text.dates import parse_date

_ENOUGH = 200
_TRUSTED_SHARE = 0.5
_MAIN_SHARE = 0.6
_CONTAINERS = ("//main", "//*[@role='main']", "//article", "//*[@itemprop='articleBody']")
_TAG_KINDS = {"li": BlockKind.ITEM, "figcaption": BlockKind.CAPTION, "caption": BlockKind.CAPTION}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD = frozenset({"b", "strong"})
_BOLD_LEVEL = 3
_HEAD_BLOCKS = 5
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})|\A\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9_.-]{2,40})",
    re.I,
)
_CHARSET_WITHIN = 4096
_BULLET = "• "
_LETTERS = 26


def _table(table: html.HtmlElement) -> Iterator[Block]:
    if any(True for _ in table.iterdescendants("table")):
        for cell in table.iterchildren():
            yield from _walk(cell)
        return
    for caption in table.iter("caption"):
        yield Block(BlockKind.CAPTION, clean(text_of(caption)))
    yield from table_blocks(table)


def _list_marker(item: html.HtmlElement) -> str:
    parent = item.getparent()
    if parent is None or tag_of(parent) != "ol":
        return "• "
    before = sum(1 for _ in item.itersiblings("li", preceding=True))
    start = parent.get("start") or "1"
    number = (int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1) + before
    first = {"a": "a", "A": "A"}.get(parent.get("type") or "1")
    if first is None or not 1 <= number <= _LETTERS:
        return f"{number}. "
    return f"{chr(ord(first) + number - 1)}) "


def _bold_heading(element: html.HtmlElement) -> str:
    """The words of a paragraph that is bold as a whole and has the shape of a heading; empty otherwise."""
    inner = element
    while True:
        children = [child for child in inner if tag_of(child) and tag_of(child) != "br"]
        if len(children) != 1 or (inner.text or "").strip() or any((child.tail or "").strip() for child in inner):
            return ""
        inner = children[0]
        if tag_of(inner) in _BOLD:
            break
        if not is_inline(inner):
            return ""
    text = clean(text_of(inner))
    shaped = heading_level(text) > 0 and not legal_level(text) and parse_date(text) is None
    return text if shaped else ""


def _walk(element: html.HtmlElement) -> Iterator[Block]:
    tag = tag_of(element)
    if tag in _HEADINGS:
        yield Block(BlockKind.HEADING, clean(text_of(element)), level=_HEADINGS[tag])
    elif tag == "table":
        yield from _table(element)
    elif tag == "p" and (text := _bold_heading(element)):
        yield Block(BlockKind.HEADING, text, level=_BOLD_LEVEL)
    elif tag:
        kind = _TAG_KINDS.get(tag, BlockKind.PARAGRAPH)
        yield from _mixed(element, kind, _list_marker(element) if tag == "li" else "")


def _mixed(element: html.HtmlElement, kind: BlockKind, marker: str) -> Iterator[Block]:
    """Runs of inline content become one block each; what is not inline is walked in its place."""
    run = [element.text or ""]

    def flush() -> Iterator[Block]:
        nonlocal marker
        text = clean("".join(run))
        run.clear()
        if text:
            yield Block(kind, marker + text)
            marker = ""

    breaks = 0
    for child in element:
        if tag_of(child) == "br":
            breaks += 1
            if breaks > 1:
                yield from flush()
            run.append("\n")
        elif tag_of(child) and not is_inline(child):
            yield from flush()
            yield from _walk(child)
        elif tag_of(child) and tag_of(child) not in RUBY:
            run.append(text_of(child))
        if (child.tail or "").strip() or tag_of(child) != "br":
            breaks = 0
        run.append(child.tail or "")
    yield from flush()


def _container(tree: html.HtmlElement, headed: html.HtmlElement | None) -> html.HtmlElement | None:
    """The element that the page itself marks as its article, if it holds enough.

    Of several (teasers are articles too) it is the one with the headline, or with most of their words.
    """
    for path in _CONTAINERS:
        found = [element for element in tree.xpath(path) if size(element) >= _ENOUGH]
        above = set(headed.iterancestors()) if headed is not None else set()
        with_headline = [element for element in found if element in above]
        largest = max(found, key=size, default=None)
        if len(found) > 1 and size(largest) < _MAIN_SHARE * sum(map(size, found)):
            largest = None
        chosen = with_headline[-1] if with_headline else largest
        if chosen is not None:
            return chosen
    return None


def _located(source: str, body: html.HtmlElement) -> html.HtmlElement:
    """The smallest element that holds what trafilatura takes for the article.

    Only the place is taken from there: headings, list numbers and tables come from the page's own markup.
    """
    found = trafilatura.extract(source, include_comments=False, include_tables=False, favor_recall=True) or ""
    lines = {clean(line).lstrip("- ") for line in found.split("\n")}
    kept = [
        element for element in body.iter("p", "li", "h1", "h2", "h3", "div") if clean(text_of(element)) in lines - {""}
    ]
    if not kept or sum(map(size, kept)) < _ENOUGH:
        return body
    paths = [[*reversed(list(element.iterancestors())), element] for element in kept]
    shared = [level[0] for level in zip(*paths, strict=False) if all(element is level[0] for element in level)]
    place = shared[-1] if shared else body
    return place if size(place) >= _TRUSTED_SHARE * sum(map(size, kept)) else body


def _article(source: str, tree: html.HtmlElement, headed: html.HtmlElement | None) -> html.HtmlElement:
    """The element that holds the article, without furniture."""
    marked = _container(tree, headed)
    body = tree.find(".//body")
    root = marked if marked is not None else body if body is not None else tree
    strip(root, inside_article=marked is not None, keep=headed)
    return root if marked is not None else _located(source, root)


def _tidy(blocks: Iterator[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.kind is BlockKind.TABLE_ROW:
            yield block
        elif block.text.strip(_BULLET) and not is_furniture(block.text.removeprefix("• ")):
            yield replace(block, text=without_counter(block.text))


def message_blocks(source: str) -> tuple[Block, ...]:
    """The blocks of an HTML message: all its words, for a message has nothing around it; empty if there are none."""
    try:
        tree = html.document_fromstring(_DECLARATION.sub("", source))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()
    for element in list(tree.iter(*DROPPED, "head", "title", etree.Comment)):
        if isinstance(element, html.HtmlMixin) and element.getparent() is not None:
            element.drop_tree()
    return tuple(block for block in _walk(tree) if block.text.strip(_BULLET))


def read_html(data: bytes, name: str) -> Reading:
    """Read a web page; raises `EmptyDocument` if no article is left, `CorruptDocument` if it cannot be parsed."""
    match = _CHARSET.search(data[:_CHARSET_WITHIN])
    declared = (match.group(1) or match.group(2)).decode("ascii") if match else None
    source = _DECLARATION.sub("", decode(data, name, declared)[0])
    try:
        tree = html.document_fromstring(source)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise CorruptDocument(f"{name}: is no readable HTML ({error}); save the page again") from error
    metadata = metadata_of(source, tree)
    headed = headline(tree)
    article = _article(source, tree, headed)
    blocks = tuple(_tidy(_walk(article)))
    if not blocks:
        raise EmptyDocument(f"{name}: the page holds no article, only navigation; save the article itself")
    if (
        headed is not None
        and article not in headed.iterancestors()
        and metadata.title not in {b.text for b in blocks[:3]}
    ):
        blocks = (Block(BlockKind.HEADING, clean(text_of(headed)), level=1), *blocks)
    if metadata.date is None:
        first = [block.text for block in blocks[:_HEAD_BLOCKS]]
        metadata = replace(metadata, date=date_of_article(tree, article, first, metadata.url))
    return Reading("html", blocks, metadata=metadata)
