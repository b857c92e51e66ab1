"""Plain text: lines become paragraphs, form feeds become pages, headings are told by their shape."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from ingest.readers.decode import decode
from ingest.readers.shapes import heading_level, is_item, legal_level
from kb.errors import EmptyDocument
from kb.model import Block, BlockKind, Page, PageStatus, Reading

_WIDEST_WRAP = 130
_NARROWEST_WRAP = 30
_WRAPPED_SHARE = 0.5
_FINISHED_SHARE = 0.5  # lines that were wrapped end in the middle of a sentence
_WRAP_SHARE = 0.85  # the longest lines may be of another origin
_ENOUGH_PAIRS = 4
_INDENT = 8  # a first line was indented, and the indent is lost
_OVERLONG = 20
_OPEN_ENDS = ("ст.", "п.", " N", "№", "No.", ",", "(", "-")
_SPACES = re.compile(r"[ \t\u00a0\u2002-\u200a]+")
_EAST_ASIAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_RULE = re.compile(r"[-_=*~─—.·\s]{3,}")
_HYPHENATED = re.compile(r"[^\W\d_]-$")
_UNDERLINE = re.compile(r"={2,}|-{2,}")
_FIRST_WORD = re.compile(r"\S+")
_QUOTED_START = re.compile(r"[\"«“]\s*(?:\d+(?:\s?-\d+)?[.)]|Стаття|Розділ|Глава)")
_SPACED_LETTERS = re.compile(r"(?<!\w)(?:\w ){3,}\w(?!\w)")


@dataclass(frozen=True, slots=True)
class _Row:
    """A printed line: its text, its physical page, whether a blank line stands before it, and how it is underlined.

    `underline` is 1 for a line of `=` below, 2 for a line of `-`, 0 for none.
    """

    text: str
    page: int
    after_blank: bool
    underline: int = 0


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _clean(line: str) -> str:
    return _SPACES.sub(" ", line.replace("\u00ad", "").replace("\u200b", "")).strip()


def _rows(text: str) -> list[_Row]:
    rows: list[_Row] = []
    blank = True
    for page, printed in enumerate(text.split("\x0c"), start=1):
        for line in printed.split("\n"):
            clean = _clean(line)
            short = bool(rows) and not blank and clean in {"==", "--"} and len(rows[-1].text) == len(clean)
            if not clean or _RULE.fullmatch(clean) or short:
                if rows and not blank and _UNDERLINE.fullmatch(clean):
                    rows[-1] = replace(rows[-1], underline=1 if clean[0] == "=" else 2)
                blank = True
                continue
            rows.append(_Row(clean, page, blank))
            blank = False
    return rows


def _first_word_width(text: str) -> int:
    if _EAST_ASIAN.match(text):
        return 4
    match = _FIRST_WORD.match(text)
    return _width(match.group()) if match else 0


def _wrap_width(rows: list[_Row]) -> int:
    """The column at which lines were wrapped by hand, or 0 if every line is a paragraph of its own."""
    widths = [_width(row.text) for row in rows]
    inner = sorted(width for width, after in zip(widths, rows[1:], strict=False) if not after.after_blank)
    if len(inner) < _ENOUGH_PAIRS:
        return 0
    wrap = inner[min(len(inner) - 1, int(len(inner) * _WRAP_SHARE))]
    finished = sum(1 for row in rows if row.text.endswith((".", "。", "!", "?", ";", ":")))
    if finished > _FINISHED_SHARE * len(rows):
        return 0
    if not _NARROWEST_WRAP <= wrap <= _WIDEST_WRAP:
        return 0
    full = sum(
        width + 1 + _first_word_width(after.text) > wrap
        for width, after in zip(widths, rows[1:], strict=False)
        if not after.after_blank
    )
    return wrap if full >= _WRAPPED_SHARE * len(inner) else 0


def _continues(before: _Row, row: _Row, wrap: int, indent: int) -> bool:
    """Whether a line was filled to the wrap column, so that the next one goes on with the same paragraph."""
    if _width(before.text) > wrap + _OVERLONG:
        return False
    if _width(before.text) + 1 + _first_word_width(row.text) + indent > wrap:
        return True
    return row.text[0].islower() and not before.text.endswith((".", ";", ":")) and 2 * _width(before.text) > wrap


def _starts_paragraph(paragraph: list[_Row], row: _Row, wrap: int) -> bool:
    """A line opens a paragraph if it is marked so, or if its first word would have fitted on the line before."""
    before = paragraph[-1]
    if row.after_blank or not wrap:
        return True
    if legal_level(before.text) and len(before.text) < wrap / 2:
        return True
    if is_item(row.text) or legal_level(row.text) or _QUOTED_START.match(row.text):
        return not before.text.endswith(_OPEN_ENDS)
    return not _continues(before, row, wrap, _INDENT if len(paragraph) == 1 else 0)


def _join(lines: list[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        seamless = _HYPHENATED.search(text) or (_EAST_ASIAN.match(text[-1]) and _EAST_ASIAN.match(line))
        text += line if seamless else f" {line}"
    return text


def _paragraphs(rows: list[_Row]) -> list[list[_Row]]:
    wrap = _wrap_width(rows)
    paragraphs: list[list[_Row]] = []
    for row in rows:
        if paragraphs and not _starts_paragraph(paragraphs[-1], row, wrap):
            paragraphs[-1].append(row)
        else:
            paragraphs.append([row])
    return paragraphs


def _compact_spaced(text: str) -> str:
    """Undo letter-spacing used for emphasis: `З А К О Н` is a word, not five."""
    compact = _SPACED_LETTERS.sub(lambda match: match.group().replace(" ", ""), text)
    return compact.replace("ЗАКОНУКРАЇНИ", "ЗАКОН УКРАЇНИ")


def _block(paragraph: list[_Row], alone: bool, first: bool, paged: bool) -> Block:
    text = _compact_spaced(_join([row.text for row in paragraph]))
    level = (1 if first else 0) if alone and first and heading_level(text) else heading_level(text, alone=alone)
    level = paragraph[0].underline if len(paragraph) == 1 and paragraph[0].underline else level
    kind = BlockKind.HEADING if level else BlockKind.ITEM if is_item(text) else BlockKind.PARAGRAPH
    page, page_end = (paragraph[0].page, paragraph[-1].page) if paged else (None, None)
    return Block(kind, text, page, page_end, level)


def _pages(text: str) -> tuple[Page, ...]:
    counts = [len("".join(printed.split())) for printed in text.split("\x0c")]
    while counts and not counts[-1]:
        counts.pop()
    return tuple(
        Page(number, str(number), 0.0, 0.0, count, PageStatus.TEXT if count else PageStatus.BLANK)
        for number, count in enumerate(counts, start=1)
    )


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a text; pages are given only where form feeds separate them."""
    paragraphs = _paragraphs(_rows(text))
    paged = "\x0c" in text.rstrip("\x0c\n ")
    following = [*(paragraph[0].after_blank for paragraph in paragraphs[1:]), True][: len(paragraphs)]
    return tuple(
        _block(paragraph, paragraph[0].after_blank and blank_after, index == 0, paged)
        for index, (paragraph, blank_after) in enumerate(zip(paragraphs, following, strict=True))
    )


def read_text(data: bytes, name: str) -> Reading:
    """Read plain text of any encoding our sources use; raises `EmptyDocument` or `UnsupportedFormat`."""
    text, encoding = decode(data, name)
    blocks = blocks_of(text)
    if not blocks:
        raise EmptyDocument(f"{name}: holds no words; check where it came from")
    pages = _pages(text) if blocks[0].page is not None else ()
    warnings = () if encoding.startswith("utf-") else (f"read as {encoding}",)
    return Reading("text", blocks, pages, warnings=warnings)
