"""The sectors a document is about: those whose words are frequent enough, titles and headings counting more."""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from ingest.describe.names import WORD, Mention, find_names
from ingest.describe.words import fold
from kb.gazetteer import rows
from kb.model import Block, BlockKind, DocumentType, Fact, FactKind

_TITLE, _HEADING, _PROSE = 6.0, 3.0, 1.0
_LISTED = 3.0
_MANY = 5
_LISTS = (BlockKind.ITEM, BlockKind.TABLE_ROW)
_WEAK = 0.5
"""What a word counts that every text on recovery uses, whatever its subject: roads, schools, staff."""
_LEAST = 2.5
_LEAST_PER_PAGE = 1.25
_PAGE, _JAPANESE_PAGE = 3000, 1300
_CJK = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_SHORTEST = 3
"""No beginning of a sector's word is shorter."""
_LEAST_SHARE = 0.35
"""A sector with fewer points than this share of the first one's is mentioned, not treated."""


class _Words:
    """The sectors' words: beginnings of words (`водопостачан*`) and whole words; the second word of two follows.

    A weak word (`~road*`) counts less than another.
    """

    def __init__(self) -> None:
        self._first: dict[str, list[tuple[str, str | None, float]]] = defaultdict(list)
        japanese: dict[str, tuple[str, float]] = {}
        for row in rows("sectors"):
            for pattern in f"{row['words_uk']}|{row['words_en']}".split("|"):
                head, _, following = pattern.removeprefix("~").partition(" ")
                self._first[head].append((row["id"], following or None, _weight(pattern)))
            japanese |= {word.removeprefix("~"): (row["id"], _weight(word)) for word in row["words_ja"].split("|")}
        self._starts = {head[:_SHORTEST] for head in self._first}
        self.japanese = japanese
        self.any_japanese = re.compile("|".join(sorted(japanese, key=len, reverse=True)))

    @lru_cache(maxsize=200_000)  # noqa: B019 (there is one object, for the life of the process)
    def of(self, word: str) -> tuple[tuple[str, str | None, float], ...]:
        """(sector, what the next word must begin with or None, what the word counts) for a word of a text."""
        lower = fold(word).lower()
        if lower[:_SHORTEST] not in self._starts:
            return ()
        beginnings = [lower, *(f"{lower[:length]}*" for length in range(_SHORTEST, len(lower) + 1))]
        return tuple(pair for key in beginnings for pair in self._first.get(key, ()))


def _weight(pattern: str) -> float:
    return _WEAK if pattern.startswith("~") else 1.0


@cache
def _words() -> _Words:
    return _Words()


class _Hit(NamedTuple):
    """A word that speaks of a sector, where it stands and what it counts."""

    sector: str
    start: int
    end: int
    weight: float


def _hits(text: str, shift: int = 0) -> list[_Hit]:
    """The words of a text that speak of sectors; `shift` is where the text begins in its document."""
    words, found = _words(), []
    for match in WORD.finditer(text):
        for sector, following, weight in words.of(match.group()):
            if following is None or _followed(text, match.end(), following):
                found.append(_Hit(sector, shift + match.start(), shift + match.end(), weight))
                break
    for match in words.any_japanese.finditer(text):
        sector, weight = words.japanese[match.group()]
        found.append(_Hit(sector, shift + match.start(), shift + match.end(), weight))
    return found


def _followed(text: str, end: int, beginning: str) -> bool:
    word = WORD.match(text, end + 1)
    if word is None:
        return False
    lower = fold(word.group()).lower()
    return lower.startswith(beginning[:-1]) if beginning.endswith("*") else lower == beginning


class _Points:
    """What the words of a document count for each sector, and where each sector is first spoken of.

    The name of an organisation speaks of its sector once, however often the text repeats it.
    """

    def __init__(self) -> None:
        self.of: dict[str, float] = defaultdict(float)
        self.first: dict[str, tuple[int, int, int]] = {}
        self._named: set[tuple[str, str]] = set()

    def add(self, hits: Iterable[_Hit], names: Sequence[Mention], times: float) -> set[str]:
        """Count words among the names of organisations, in order; the sectors that other words speak of."""
        starts = [one.start for one in names]
        said: set[str] = set()
        for hit in hits:
            at = bisect.bisect_right(starts, hit.start) - 1
            name = names[at].id if at >= 0 and hit.end <= names[at].end else None
            if name is None:
                said.add(hit.sector)
            if name is None or (hit.sector, name) not in self._named:
                self.of[hit.sector] += times * hit.weight
            self._named.add((hit.sector, name or ""))
        return said

    def place(self, hits: Iterable[_Hit], *, heading: bool) -> None:
        for hit in hits:
            place = (int(heading), hit.start, hit.end)
            self.first[hit.sector] = min(self.first.get(hit.sector, place), place)


def sector_facts(
    kind: DocumentType, title: str, blocks: tuple[Block, ...], starts: list[int], mentions: Sequence[Mention]
) -> list[Fact]:
    """One fact for each sector, at the first word of the body (else of a heading) that speaks of it.

    A sentence, list or table of an agreement or a release that names many sectors says what a programme covers, each of
    them once; that of a report tells what else there was. `mentions` are the names in the text, in order.
    """
    points, listed = _Points(), set[str]()
    points.add(_hits(title), _organisations(find_names(title)), _TITLE)
    names = _organisations(mentions)
    for number, (start, block) in enumerate(zip(starts, blocks, strict=True)):
        heading = block.kind is BlockKind.HEADING
        found = _hits(block.text, start)
        said = points.add(found, names, _HEADING if heading else _PROSE)
        points.place(found, heading=heading)
        goes_on = block.kind in _LISTS and number and blocks[number - 1].kind is block.kind
        listed = (listed if goes_on else set()) | said
        if kind is DocumentType.REPORT or heading or (number + 1 < len(blocks) and _continues(blocks, number)):
            continue
        for sector in listed if len(listed) >= _MANY else ():
            points.of[sector] += _LISTED
    enough = max(_LEAST, _LEAST_PER_PAGE * _pages(blocks), _LEAST_SHARE * max(points.of.values(), default=0))
    chosen = [sector for sector, total in points.of.items() if total >= enough and sector in points.first]
    return [Fact(FactKind.SECTOR, sector, *points.first[sector][1:]) for sector in chosen]


def _organisations(mentions: Iterable[Mention]) -> list[Mention]:
    return [one for one in mentions if one.file == "organisations"]


def _pages(blocks: tuple[Block, ...]) -> float:
    """How many pages a text fills; Japanese says on fewer characters what others say on many."""
    characters = sum(len(block.text) for block in blocks)
    japanese = sum(len(_CJK.findall(block.text)) for block in blocks)
    return characters / (_JAPANESE_PAGE if 2 * japanese > characters else _PAGE)


def _continues(blocks: tuple[Block, ...], number: int) -> bool:
    """Whether the list or table goes on after this row."""
    return blocks[number].kind in _LISTS and blocks[number + 1].kind is blocks[number].kind
