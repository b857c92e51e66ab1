"""One pass over the blocks of a legal text, keeping track of where it stands: parts, articles, paragraphs, annexes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.splitters.endings import approves, ends_text, may_leap, next_number, preamble_end, sources_begin
from ingest.splitters.lists import Lists
from ingest.splitters.markers import Marker, Role, attached, markers
from ingest.splitters.path import Heading, Path
from ingest.splitters.titles import CAPTION, LONGEST_TITLE, SENTENCE_END, SPEAKS_OF_ARTICLES, is_title, joined
from kb.model import Block, BlockKind
from kb.text.numerals import letters, to_roman

_HIGH_LEVEL = 2  # a guess by shape that lies deeper is too weak to end an article or annex
_INLINE_ITEM = re.compile(r"(?:(?<=[:;,.]\s)|(?<=[:;]))(?:and\s|or\s|та\s|або\s)?\(([a-z]|[а-яіїє]|\d{1,2})\)\s")
_JA_SENTENCE, _SENTENCE = re.compile(r"[。）]\s*$"), re.compile(r"[.:]\s*$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands.

    Blocks of one numbered paragraph share `unit`, those of one article `article`. A block with `is_heading` only names
    what follows. `opens` says that an item begins here. `marks` are clauses that begin inside the block, by offset.
    Of a treaty in two languages `voice` tells which one speaks; 0 is the document's own.
    """

    clause: str | None
    heading: tuple[str, ...]
    unit: int
    article: int
    is_heading: bool = False
    opens: bool = False
    marks: tuple[tuple[int, str], ...] = ()
    voice: int = 0


@dataclass(slots=True)
class Walk:
    """The state of one pass over the blocks of a document."""

    blocks: Sequence[Block]
    claims: Sequence[tuple[Marker, ...]]
    articles: set[int]
    japanese: bool = False
    counts_paragraphs: bool = False
    uncounted: frozenset[int] = frozenset()
    places: list[Place] = field(default_factory=list)
    annex: str = ""
    annexes: int = 0
    supplements: int = 0
    protocols: int = 0
    annexes_used: set[int] = field(default_factory=set)
    approved: bool = False
    preamble_end: int = -1
    path: Path = field(default_factory=Path)
    article: str | None = None
    article_key: int | None = None
    article_heading: str = ""
    article_level: int = 0
    annex_level: int = 0
    lists: Lists = field(default_factory=lambda: Lists(free=True))
    unit: int = 0
    article_unit: int = 0
    lead_in: bool = False
    paragraphs: int = 0
    body_seen: bool = False
    pending_title: bool = False
    text: str = ""
    genitive_title: bool = False
    signed: bool = False
    caption: str = ""
    sectioned: bool = False
    told: bool = False
    past_articles: bool = False
    usual_level: int = 0
    in_sources: bool = False

    def run(self) -> tuple[Place, ...]:
        self.preamble_end = preamble_end(self.blocks, self.articles)
        for index in range(len(self.blocks)):
            self._step(index)
        return tuple(self.places)

    # -- one block ---------------------------------------------------------------------------------------------

    def _step(self, index: int) -> None:
        options, block = self.claims[index], self.blocks[index]
        first = options[0] if options else None
        if self.pending_title and self._is_title(index):
            self._title(block.text)
        elif index in self.articles and first:
            self._open_article(first, index)
        elif first and first.role in {Role.ANNEX, Role.SUPPLEMENT} and self._is_annex(first, index):
            self._open_annex(first, index)
        elif (behind := self._attached(index)) is not None:
            self._open_annex(behind, index)
        elif first and first.role is Role.DIVISION and self._is_division(first, index):
            self._open_division(first, index)
        elif self.body_seen and sources_begin(self.blocks, index):
            self._open_sources(block.text)
        elif self.in_sources and (block.kind is not BlockKind.HEADING or options):
            self._place(opens=bool(options))
        elif self._is_caption(index):
            self.caption = block.text
            self.places.append(Place(None, self._heading(), self.unit + 1, self.article_unit + 1, is_heading=True))
        elif self.signed or (self.body_seen and ends_text(block.text, in_list=bool(self.lists.levels))):
            self._sign(block.text)
        elif block.kind is BlockKind.HEADING and not options:
            self._plain_heading(index)
        else:
            self._body(index, options)

    def _place(self, *, is_heading: bool = False, opens: bool = False, marks: tuple[tuple[int, str], ...] = ()) -> None:
        self.places.append(
            Place(self._clause(), self._heading(), self.unit, self.article_unit, is_heading, opens, marks)
        )

    def _clause(self) -> str | None:
        if self.in_sources:
            return None
        base = self.article if self.article is not None else self.path.section
        if not base and not self.annex and self.past_articles:
            return None  # the number of a point there would be taken for that of an article
        if not base and not self.lists.numbers:
            return self.annex.rstrip(".") or None
        parts = [part for part in (base, *self.lists.names) if part]
        return self.annex + ".".join(parts)

    def _heading(self) -> tuple[str, ...]:
        return (*self.path.titles, self.article_heading) if self.article_heading else self.path.titles

    # -- headings ----------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self.unit += 1
        self.article_unit += 1
        self.article, self.article_key, self.article_heading = None, None, ""
        self.lists = Lists(free=True, expected=self.lists.next_number)
        self.lead_in, self.paragraphs, self.pending_title, self.signed = False, 0, False, False
        self.genitive_title, self.in_sources = False, False

    def _sign(self, text: str) -> None:
        """Signatures, and what is printed after them, belong to no clause."""
        self.approved = self.approved or approves(text)
        if not self.signed:
            self._begin()
            self.path.clear()
            self.caption, self.annex = "", ""
        self.signed = True
        self._place()

    def _open_article(self, marker: Marker, index: int) -> None:
        caption, self.caption = self.caption, ""
        self._begin()
        self.path.close_plain(self.blocks[index].level)
        self.lists.free = False
        self.article, self.article_key = "-".join(map(str, marker.key)), marker.key[0]
        self.article_level, self.past_articles = self.blocks[index].level, True
        rest = self.blocks[index].text[marker.end :].strip()
        if rest and not self._is_rest_title(rest, index):
            inner = re.match(r"[（(][^（）()]{1,60}[）)]", rest) if self.japanese else None
            self.article_heading = joined(marker.label, caption or (inner.group() if inner else ""))
            self.body_seen = True
            body = self.blocks[index].text.find(rest)
            inside = markers(rest)
            self.lead_in = not (inside and self._take(inside, rest))
            self._place(opens=True, marks=self._inline(index, body))
            return
        self.article_heading = joined(marker.label, rest or caption)
        self.pending_title = not rest and not caption
        self._place(is_heading=True)

    def _is_rest_title(self, rest: str, index: int) -> bool:
        """Whether the words after an article's number are its title and not its text."""
        if index + 1 >= len(self.blocks) or index + 1 in self.articles or len(rest) > LONGEST_TITLE:
            return False
        if self.blocks[index].kind is BlockKind.HEADING and not rest.endswith(("。", ";", ":")):
            return True
        following = self.claims[index + 1]
        ends = bool(SENTENCE_END.search(rest)) or (following and following[0].role is Role.DIVISION)
        return not ends and not (self.japanese and not CAPTION.match(rest) and len(rest) > 30)  # noqa: PLR2004

    def _is_title(self, index: int) -> bool:
        """Whether a block is the title of the heading before it; that of a procedure goes on in small letters."""
        goes_on = self.genitive_title and self.blocks[index].text[0].islower()
        if goes_on and not self.claims[index] and len(self.blocks[index].text) <= LONGEST_TITLE:
            return not SENTENCE_END.search(self.blocks[index].text)
        return is_title(self.blocks, self.claims, index, of_article=self.article is not None)

    def _title(self, title: str) -> None:
        self.pending_title = False
        if self.article_heading:
            self.article_heading = joined(self.article_heading, title)
        elif self.path:
            label = self.path.titles[-1]
            self.path.retitle(f"{label} {title}" if self.genitive_title else joined(label, title))
        self._place(is_heading=True)

    def _is_annex(self, marker: Marker, index: int) -> bool:
        text = self.blocks[index].text
        return (
            self.body_seen
            and (marker.sure or self.blocks[index].kind is BlockKind.HEADING)
            and len(text) <= LONGEST_TITLE
        )

    def _attached(self, index: int) -> Marker | None:
        """A protocol or an approved procedure behind the signatures of the text it belongs to."""
        if not self.body_seen:
            return None
        marker, heading = attached(self.blocks[index].text), self.blocks[index].kind is BlockKind.HEADING
        if marker is None or (marker.style == "attached" and not self.approved):
            return None
        if marker.style == "protocol" and not (heading or self.signed or marker.sure):
            return None
        self.approved = False
        return marker

    def _open_annex(self, marker: Marker, index: int) -> None:
        self._begin()
        if marker.role is Role.SUPPLEMENT:
            self.supplements += 1
            self.annex = f"S{self.supplements}."
        elif marker.role is Role.PROTOCOL:
            self.protocols = max(self.protocols + 1, *marker.key, 0)
            self.annex = f"P{self.protocols}."
        else:
            wanted = marker.key[0] if marker.key else self.annexes + 1
            self.annexes = wanted if wanted not in self.annexes_used else max(self.annexes_used) + 1
            self.annexes_used.add(self.annexes)
            self.annex = f"A{self.annexes}."
        self.path.open_annex(self.blocks[index].text.strip(), self.blocks[index].level)
        self.annex_level = self.blocks[index].level
        self.genitive_title = marker.style == "attached"
        self.pending_title = self.genitive_title or not self.blocks[index].text[marker.end :].strip()
        self._place(is_heading=True)

    def _is_division(self, marker: Marker, index: int) -> bool:
        block = self.blocks[index]
        if marker.style == "I.":
            return not self.articles or self.article is None or bool(self.path) or block.kind is BlockKind.HEADING
        return marker.sure or block.kind is BlockKind.HEADING

    def _open_division(self, marker: Marker, index: int) -> None:
        self._begin()
        text, level = self.blocks[index].text.strip(), self.blocks[index].level
        prefixed = self.sectioned or marker.style == "I." or bool(self.articles)
        section = to_roman(marker.key[0]) if prefixed else ""
        if marker.style == "I." and (len(text) > LONGEST_TITLE or SENTENCE_END.search(text)):
            self.lead_in = self.body_seen = True
            self.path.open(Heading(marker.rank, marker.label, level, section))
            self._place(opens=True)
            return
        self.path.open(Heading(marker.rank, text, level, section))
        self.pending_title = not text[marker.end :].strip()
        self._place(is_heading=True)

    def _is_caption(self, index: int) -> bool:
        return index + 1 in self.articles and bool(CAPTION.match(self.blocks[index].text))

    def _plain_heading(self, index: int) -> None:
        """A heading without a number: a title above everything, the end of what stands as deep, a caption inside."""
        block = self.blocks[index]
        if not self.body_seen and self.article is None and not self.path:
            self._place(is_heading=True)
            return
        if self.annex and block.level <= min(self.annex_level, _HIGH_LEVEL):
            self._begin()
            self.annex = ""
            self.path.clear()
        if self.article is None or self._ends_article(index):
            self._begin()
            told = self.told and not SPEAKS_OF_ARTICLES.match(block.text)
            self.path.open_plain(block.text, block.level, told=told)
        else:
            self.unit += 1
        self._place(is_heading=True)

    def _ends_article(self, index: int) -> bool:
        """Whether a heading is no part of the article: as high, no sentence, and no numbers go on below it."""
        heading = self.blocks[index]
        guessed = heading.level < min(self.article_level, _HIGH_LEVEL + 1)
        ends = heading.level <= (self.article_level or self.usual_level) if self.told else guessed
        if not ends or SENTENCE_END.search(heading.text):
            return False
        return not (self.lists.numbers and next_number(self.blocks, self.claims, index + 1) == self.lists.next_number)

    def _open_sources(self, title: str) -> None:
        """A list of sources is no part of any clause, whatever it stands behind; its numbers count no points."""
        self._begin()
        self.annex, self.in_sources = "", True
        self.path.clear()
        self.path.open_plain(title, 0, told=False)
        self._place(is_heading=True)

    # -- text --------------------------------------------------------------------------------------------------

    def _take_nested(self, taken: Sequence[Marker]) -> None:
        """The first of a finer list on the same line, as in `2. (1) The Grant is used …`."""
        rest = self.text[taken[0].end :]
        finer = [it for it in markers(rest) if it.role in {Role.NUMBER, Role.ITEM} and it.key == (1,)]
        if finer and finer[0].style not in {option.style for option in taken}:
            self.text = rest
            self.lists.take(finer, lead_in=False, japanese=self.japanese)

    def _take(self, options: Sequence[Marker], text: str) -> bool:
        """Open the paragraph or item that the first words of a text name; False if they are just words."""
        self.text = text
        before = self.lists.numbers, self.lists.names[: self.lists.numbers]
        usable = [option for option in options if option.role in {Role.NUMBER, Role.ITEM}]
        decimal = next((option for option in usable if option.style == "1.1"), None)
        if decimal is not None:
            taken = self.lists.take_decimal(decimal.key, self.article_key)
        else:
            taken = self._take_second(usable) or self.lists.take(usable, lead_in=self.lead_in, japanese=self.japanese)
        if taken:
            self._take_nested(usable)
        if taken and (self.lists.numbers, self.lists.names[: self.lists.numbers]) != before:
            self.unit += 1
        return taken

    def _take_second(self, options: Sequence[Marker]) -> bool:
        """Paragraph 2 after an unnumbered first one, as Japanese acts write: the blocks before become paragraph 1."""
        first = options[0] if options else None
        if first is None or first.role is not Role.NUMBER or first.key != (2,) or self.article is None:
            return False
        if self.lists.numbers or not self.lead_in or (self.lists.levels and self.lists.levels[0].style == first.style):
            return False
        self._renumber_first()
        self.lists.paragraph(2)
        self.lists.levels[0] = replace(self.lists.levels[0], style=first.style)
        return True

    def _renumber_first(self) -> None:
        base = f"{self.annex}{self.article}"
        for index in range(len(self.places) - 1, -1, -1):
            place = self.places[index]
            if place.article != self.article_unit or place.clause is None:
                break
            if not place.is_heading:
                self.places[index] = replace(
                    place,
                    clause=f"{base}.1{place.clause[len(base) :]}",
                    marks=tuple((offset, f"{base}.1{mark[len(base) :]}") for offset, mark in place.marks),
                )

    def _body(self, index: int, options: Sequence[Marker]) -> None:
        self.pending_title = False
        self.body_seen = True
        self.lists.may_leap = self.article is not None and may_leap(self.blocks, self.claims, index)
        opens = index > self.preamble_end and self._take(options, self.blocks[index].text)
        if not opens and self._is_unnumbered_paragraph(index):
            opens = self._take_unnumbered()
        self.lead_in = self.lead_in or not opens
        self._place(opens=opens, marks=self._inline(index, 0))

    def _is_unnumbered_paragraph(self, index: int) -> bool:
        """In Japanese acts that do not number paragraphs, each line of whole sentences is one; so in their twin."""
        block = self.blocks[index]
        if not self.counts_paragraphs or index in self.uncounted or self.article is None or not self.lead_in:
            return False
        sentence = _JA_SENTENCE if self.japanese else _SENTENCE
        return block.kind is BlockKind.PARAGRAPH and bool(sentence.search(block.text)) and not self.claims[index]

    def _take_unnumbered(self) -> bool:
        if self.paragraphs == 0:
            self._renumber_first()
            self.paragraphs = 1
        self.paragraphs += 1
        self.lists.paragraph(self.paragraphs)
        self.unit += 1
        return True

    def _inline(self, index: int, start: int) -> tuple[tuple[int, str], ...]:
        """Items `(a) …; (b) …` inside one block, if they begin with the first and run on."""
        base, marks, expected = self._clause(), [], 1
        if base is None:
            return ()
        for match in _INLINE_ITEM.finditer(self.blocks[index].text, start):
            sign = match.group(1)
            value = int(sign) if sign.isdecimal() else ord(sign) - ord("a" if sign.isascii() else "а") + 1
            if value == expected or (not sign.isascii() and expected < value <= expected + 3):
                marks.append((match.start(1) - 1, f"{base}.{letters(expected)}"))
                expected += 1
        return tuple(marks) if len(marks) > 1 else ()
