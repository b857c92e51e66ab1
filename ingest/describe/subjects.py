"""The sectors a document is about: those whose words are frequent enough, titles and headings counting more."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache

from ingest.describe.names import WORD
from ingest.describe.words import fold
from kb.gazetteer import rows
from kb.model import Block, BlockKind, Fact, FactKind

_TITLE, _HEADING, _PROSE = 6.0, 3.0, 1.0
_LISTED = 3.0
_MANY = 5
_LISTS = (BlockKind.ITEM, BlockKind.TABLE_ROW)
_WEAK = 0.5
"""What a word counts that every text on recovery uses, whatever its subject: roads, schools, staff."""
_LEAST = 2.5
_LEAST_PER_PAGE = 1.0
_PAGE, _JAPANESE_PAGE = 3000, 1300
_CJK = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_SHORTEST = 3
"""No beginning of a sector's word is shorter."""
_LEAST_SHARE = 0.4
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


def _hits(text: str) -> list[tuple[str, int, int, float]]:
    """(sector, start, end, what it counts) for every word that speaks of a sector."""
    words, found = _words(), []
    for match in WORD.finditer(text):
        for sector, following, weight in words.of(match.group()):
            if following is None or _followed(text, match.end(), following):
                found.append((sector, match.start(), match.end(), weight))
                break
    for match in words.any_japanese.finditer(text):
        sector, weight = words.japanese[match.group()]
        found.append((sector, match.start(), match.end(), weight))
    return found


def _followed(text: str, end: int, beginning: str) -> bool:
    word = WORD.match(text, end + 1)
    if word is None:
        return False
    lower = fold(word.group()).lower()
    return lower.startswith(beginning[:-1]) if beginning.endswith("*") else lower == beginning


def sector_facts(title: str, blocks: tuple[Block, ...], starts: list[int]) -> list[Fact]:
    """One fact for each sector, at the first word of the body (else of a heading) that speaks of it.

    A sentence, list or table that names many sectors says what a programme covers, each of them once.
    """
    points: dict[str, float] = defaultdict(float)
    first: dict[str, tuple[int, int, int]] = {}
    for sector, _, _, weight in _hits(title):
        points[sector] += _TITLE * weight
    listed: set[str] = set()
    for number, (start, block) in enumerate(zip(starts, blocks, strict=True)):
        heading = block.kind is BlockKind.HEADING
        found = _hits(block.text)
        for sector, at, end, weight in found:
            points[sector] += (_HEADING if heading else _PROSE) * weight
            place = (int(heading), start + at, start + end)
            first[sector] = min(first.get(sector, place), place)
        goes_on = block.kind in _LISTS and number and blocks[number - 1].kind is block.kind
        listed = (listed if goes_on else set()) | {sector for sector, *_ in found}
        if len(listed) >= _MANY and not heading and not (number + 1 < len(blocks) and _continues(blocks, number)):
            for sector in listed:
                points[sector] += _LISTED
    pages = _pages(blocks)
    enough = max(_LEAST, _LEAST_PER_PAGE * pages, _LEAST_SHARE * max(points.values(), default=0))
    chosen = [sector for sector, total in points.items() if total >= enough and sector in first]
    return [Fact(FactKind.SECTOR, sector, *first[sector][1:]) for sector in chosen]


def _pages(blocks: tuple[Block, ...]) -> float:
    """How many pages a text fills; Japanese says on fewer characters what others say on many."""
    characters = sum(len(block.text) for block in blocks)
    japanese = sum(len(_CJK.findall(block.text)) for block in blocks)
    return characters / (_JAPANESE_PAGE if 2 * japanese > characters else _PAGE)


def _continues(blocks: tuple[Block, ...], number: int) -> bool:
    """Whether the list or table goes on after this row."""
    return blocks[number].kind in _LISTS and blocks[number + 1].kind is blocks[number].kind
