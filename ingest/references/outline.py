"""The tree of clauses of one document: which exist, where they begin, and what the document calls them."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.splitters.markers import Marker, Role, markers
from ingest.splitters.quotes import quoted
from ingest.splitters.walk import Place
from kb.model import Block, BlockKind, block_starts
from kb.text.numerals import letters, parse_kanji, parse_number

_PARTS = re.compile(r"[AS]\d+|P\d+")
_INLINE = re.compile(r"\(?(\w{1,4})\)")
_WRAPPED = "()（）.．«»“”\"' "


def label_of(words: str) -> str:
    """How an item is called, whatever its brackets and script: `(2)`, `２`, `二` and `②` are all `2`."""
    plain = unicodedata.normalize("NFKC", words).strip(_WRAPPED).lower().replace("_", "-")
    head, *inserted = re.split(r"[-–の]", plain)
    kanji = parse_kanji(head)
    return "-".join(
        [str(kanji) if kanji is not None else head, *(str(parse_number(part) or part) for part in inserted)]
    )


def parent(clause: str) -> str:
    """`7.2` of `7.2.b`; empty for what stands alone."""
    return clause.rpartition(".")[0]


def scope_of(clause: str | None) -> str:
    """The annex, protocol or supplement a clause lies in, as its identifier; empty for the text proper."""
    head = (clause or "").partition(".")[0]
    return head if _PARTS.fullmatch(head) else ""


def plain(blocks: Sequence[Block]) -> tuple[Place, ...]:
    """The places of a text without clauses."""
    return tuple(Place(None, (), 0, 0, is_heading=block.kind is BlockKind.HEADING) for block in blocks)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A block and its place; `start` and `end` are offsets in the document's text."""

    start: int
    end: int
    block: Block
    place: Place
    quoted: bool


class Outline:
    """The clauses of a document in reading order, looked up by offset, by name and by neighbour."""

    def __init__(self, blocks: Sequence[Block], places: Sequence[Place]) -> None:
        starts = block_starts(tuple(blocks))
        flags = quoted([block.text for block in blocks])
        self.stretches = [
            Stretch(start, start + len(block.text), block, place, flag)
            for start, block, place, flag in zip(starts, blocks, places, flags, strict=True)
        ]
        self._clauses: set[str] = set()
        self._twice: set[str] = set()
        self._children: dict[str, dict[str, str]] = {}
        self._annexes: dict[str, str] = {}
        self._articles: dict[str, list[str]] = {}
        self._named: set[str] = set()
        self._order: list[str] = []
        for stretch in self.stretches:
            self._add(stretch)

    def _add(self, stretch: Stretch) -> None:
        place = stretch.place
        if place.voice:  # the same clauses again, in another language
            if place.clause:
                self._grow(place.clause)
            return
        found = markers(stretch.block.text) if place.clause and (place.opens or place.is_heading) else ()
        if place.clause:
            if found and found[0].role is Role.ARTICLE:
                self._named.add(self.article_of(place.clause) or "")
            self._note(place.clause, self._label(place.clause, found))
            self._note_annex(place, found)
        for offset, clause in place.marks:
            match = _INLINE.match(stretch.block.text, offset)
            self._note(clause, label_of(match.group(1)) if match else "")

    def _note(self, clause: str, label: str) -> None:
        known = clause in self._clauses
        if known and label and self._order[-1] != clause and not self._order[-1].startswith(f"{clause}."):
            self._twice.add(clause)
        if not known:
            self._grow(clause)
        if label and parent(clause):
            self._children.setdefault(parent(clause), {}).setdefault(label, clause)
        self._order.append(clause)

    def _grow(self, clause: str) -> None:
        """Take in a clause with all it lies in."""
        parts = clause.split(".")
        for depth in range(1, len(parts) + 1):
            name = ".".join(parts[:depth])
            if name in self._clauses:
                continue
            self._clauses.add(name)
            scope = scope_of(name)
            if depth == (2 if scope else 1) and name != scope:
                self._articles.setdefault(scope, []).append(name)

    def _label(self, clause: str, found: Sequence[Marker]) -> str:
        """The name a block gives its clause; a block that opens an article and its first item names the article."""
        own = next((it for it in found if it.role in {Role.NUMBER, Role.ITEM}), None)
        if own is None:
            return "heading" if found and found[0].role is Role.ARTICLE and clause not in self._clauses else ""
        if own.style in {"1.1", "①", "㈠"}:
            return "-".join(map(str, own.key[-1:]))
        return label_of(own.label)

    def _note_annex(self, place: Place, found: Sequence[Marker]) -> None:
        scope = scope_of(place.clause)
        if scope.startswith("A") and place.is_heading and found and found[0].role is Role.ANNEX:
            self._annexes.setdefault(str(found[0].key[0]) if found[0].key else "", scope)

    def has(self, clause: str) -> bool:
        """Whether the identifier names exactly one clause here."""
        return clause in self._clauses and clause not in self._twice

    def child(self, base: str, value: str) -> str | None:
        """The paragraph or item of a clause by the name the document gives it; None if there is none."""
        label = label_of(value)
        named = self._children.get(base, {}).get(label)
        if named is None and label.isdecimal() and self.has(f"{base}.{label}"):
            return f"{base}.{label}"
        return named if named and self.has(named) else None

    def item(self, base: str, number: int) -> str | None:
        """The n-th item of a clause."""
        name = f"{base}.{letters(number)}"
        return name if self.has(name) else None

    def items(self, base: str) -> list[str]:
        """The lettered children of a clause in their order."""
        return [name for name in self._children.get(base, {}).values() if name.rpartition(".")[2][:1].isalpha()]

    def is_divided(self, base: str) -> bool:
        """Whether a clause has numbered paragraphs."""
        return any(f"{base}.{number}" in self._clauses for number in ("1", "2"))

    def article(self, scope: str, value: str) -> str | None:
        name = f"{scope}.{value}" if scope else value
        return name if self.has(name) else None

    def annex(self, value: str) -> str | None:
        """The identifier of an annex by its printed number; "" asks for the only annex."""
        if not value and len(set(self._annexes.values())) != 1:
            return None
        name = self._annexes.get(value) or (next(iter(self._annexes.values())) if not value else None)
        return name if name and self.has(name) else None

    def is_article(self, clause: str) -> bool:
        """Whether a clause is called an article, and is no point that merely stands where articles do."""
        return clause in self._named

    def neighbour(self, article: str, step: int) -> str | None:
        """The article so many places after this one (before it, if negative), in the same part."""
        order = self._articles.get(scope_of(article), [])
        at = order.index(article) + step if article in order else -1
        return order[at] if 0 <= at < len(order) and self.has(order[at]) else None

    def article_of(self, clause: str | None) -> str | None:
        """The article, or the point that stands for one, that a clause lies in."""
        parts = (clause or "").split(".")
        depth = 2 if scope_of(clause) else 1
        return ".".join(parts[:depth]) if clause and len(parts) >= depth else None

    def texts(self) -> Iterator[Stretch]:
        """The blocks that can refer to something: no headings, nothing quoted from another act."""
        return (it for it in self.stretches if not it.place.is_heading and not it.quoted)


def clause_in(stretch: Stretch, offset: int) -> str | None:
    """The clause that has begun at an offset of the block's text."""
    marks = stretch.place.marks
    at = bisect_right([start for start, _ in marks], offset) - 1
    return marks[at][1] if at >= 0 else stretch.place.clause
