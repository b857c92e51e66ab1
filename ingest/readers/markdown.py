"""Markdown by markdown-it: headings, numbered lists, tables; front matter names title, date, language and source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ingest.readers.decode import decode
from ingest.readers.shapes import is_item
from ingest.readers.tables import row_blocks
from kb.errors import EmptyDocument
from kb.model import Block, BlockKind, Metadata, Reading
from kb.text.dates import parse_date

_LONGEST_HEADING = 300
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_]+)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE)
_TIGHT_HEADING = re.compile(r"^(#{2,6}|#(?![a-zа-яіїєґA-ZА-ЯІЇЄҐ0-9_]+[ \t]*$))(?=[^#\s])", re.MULTILINE)
_HEADING_ONLY = re.compile(r"^ {0,3}#{1,6}[ \t]*$", re.MULTILINE)
# A numbered line ends the paragraph before it; CommonMark would let only the number 1 do so.
_GLUED_ITEM = re.compile(r"(?<=[.;:,!?])[ \t]*\n(?=[ \t]*(?:\d{1,3}[.)]|[(（]?(?:[a-zа-яіїє]|[ivx]{2,4})[)）])[ \t])")
_HTML_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|<!--.*?-->", re.DOTALL)
_MARKS = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,2}(?=\S)|(?<=\S)_{1,2}(?!\w)")
_SPACES = re.compile(r"[ \t\u00a0]*\n[ \t]*|[ \t\u00a0]{2,}|\u00a0")
_PARSER = (
    MarkdownIt("commonmark", {"html": False, "maxNesting": 100})
    .enable("table")
    .disable(["code", "html_block", "reference"])
)
_FIELDS = {"title": "title", "date": "date", "language": "language", "lang": "language", "url": "url", "source": "url"}


def _front_matter(text: str) -> tuple[Metadata, str]:
    match = _FRONT_MATTER.match(text)
    if not match:
        return Metadata(), text
    found: dict[str, str] = {}
    for key, value in _FIELD.findall(match.group(1)):
        field = _FIELDS.get(key.lower())
        if field:
            found.setdefault(field, value.strip("\"' "))
    url = found.get("url", "")
    metadata = Metadata(
        title=found.get("title"),
        language=found.get("language", "").lower()[:2] or None,
        date=parse_date(found.get("date", "")),
        url=url if url.startswith(("http://", "https://")) else None,
    )
    return metadata, text[match.end() :]


def _inline_text(token: Token) -> str:
    """The words of an inline token: marks of emphasis and link targets left out, line breaks kept as spaces."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in {"text", "code_inline", "text_special"}:
            parts.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif child.type == "image":
            parts.append(child.content)
    text = _MARKS.sub("", _HTML_TAG.sub(" ", "".join(parts)))
    return _SPACES.sub(" ", text).strip()


def _heading(token: Token, text: str) -> Block:
    if len(text) > _LONGEST_HEADING and token.markup in {"=", "-"}:
        return Block(BlockKind.PARAGRAPH, text)
    return Block(BlockKind.HEADING, text.rstrip("# "), level=int(token.tag[1]))


def _table(tokens: Iterator[Token]) -> Iterator[Block]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_inline_text(token))
        elif token.type == "table_close":
            break
    return row_blocks(rows, header=True)


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    marker = ""
    heading: Token | None = None
    depth = 0
    stream = iter(tokens)
    for token in stream:
        if token.type == "heading_open":
            heading = token
        elif token.type == "heading_close":
            heading = None
        elif token.type == "list_item_open":
            depth += 1
            marker = f"{token.info}{token.markup} " if token.info else "• "
        elif token.type == "list_item_close":
            depth -= 1
        elif token.type == "table_open":
            yield from _table(stream)
        elif token.type == "fence":
            yield Block(BlockKind.PARAGRAPH, token.content.strip())
        elif token.type == "inline":
            text = _inline_text(token)
            if heading is not None:
                yield _heading(heading, text)
            else:
                yield Block(
                    BlockKind.ITEM if depth or is_item(text) else BlockKind.PARAGRAPH, (marker + text) if text else ""
                )
            marker = ""


def _nonempty(blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(block for block in blocks if block.text)


def markdown_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of Markdown text without front matter; headings need no space after their signs."""
    tidy = _GLUED_ITEM.sub("\n\n", _HEADING_ONLY.sub("", _TIGHT_HEADING.sub(r"\1 ", text)))
    return _nonempty(_blocks(_PARSER.parse(tidy)))


def read_markdown(data: bytes, name: str) -> Reading:
    """Read Markdown; raises `EmptyDocument` if nothing but markup is left, `UnsupportedFormat` if it is no text."""
    text, _ = decode(data, name)
    metadata, body = _front_matter(text)
    blocks = markdown_blocks(body)
    if not blocks:
        raise EmptyDocument(f"{name}: holds no words; check where it came from")
    return Reading("markdown", blocks, metadata=metadata)
