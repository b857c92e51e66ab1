"""Finds the names of the gazetteer in a text, in one pass over its words: longest first, in any case and script.

Cyrillic and Latin words are met by their stems, so that `Бородянці` is Бородянка; Japanese names are met as they are
written. An adjective is an oblast only where `область` (or `ОВА`) follows, also at the end of a list, and an English
city is its oblast where `oblast` or `region` follows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from ingest.describe.words import fold, keys
from kb.gazetteer import NOTHING, rows

FILES = ("places", "organisations", "people")
_CJK = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f"
WORD = re.compile(rf"[^\W\d_{_CJK}](?:[^\W_{_CJK}]|\u0301|[-‑’'ʼ´`](?=[^\W\d_{_CJK}]))*")
_HAS_CJK = re.compile(f"[{_CJK}]")
_GAP = re.compile(r"[\s«»“”\"„,‚‘’']{1,4}")
_ABBREVIATION_GAP = re.compile(r"\.?\s{0,2}")
_LONGEST_ABBREVIATION = 2
_AND = {"і": "та", "й": "та", "&": "and"}
_ADJECTIVE = r"[А-ЯІЇЄҐA-Z][\w'’-]+(?:ськ|цьк|зьк)\w+"
_OBLAST_AHEAD = re.compile(
    rf"(?:(?:,|\s+(?:та|і|й|або|чи|и))?\s+{_ADJECTIVE})*\s+(?:област|обл\b|обласн|ОВА\b|ОДА\b)", re.IGNORECASE
)
_REGION_AHEAD = re.compile(
    r"(?:(?:,|,? and|,? or|/)\s+[A-Z][\w'’-]+)*\s+(?:[Oo]blasts?|[Rr]egions?|Regional|[Pp]rovinces?)\b"
)
_OBLAST_NAME = re.compile(r"(\S+) область$")
_CAPITAL = {"UA-30": "UA-32"}
"""Kyiv region is no part of Kyiv."""
_OBLAST_ID_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: the gazetteer's file and identifier, and the characters that are the name."""

    file: str
    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Pattern:
    """The stems of a name's words after the first; a name written small may begin small in a text, too."""

    file: str
    id: str
    rest: tuple[str, ...]
    small: bool = False
    oblast: bool = False


class _Names:
    """The gazetteer, compiled."""

    def __init__(self) -> None:
        self._by_stem: dict[str, list[_Pattern]] = defaultdict(list)
        self._exact: dict[str, list[_Pattern]] = defaultdict(list)
        self._japanese: dict[str, tuple[str, str]] = {}
        self._english_oblasts: dict[str, str] = {}
        self._small: set[str] = set()
        for file in FILES:
            for row in rows(file):
                for name in (row["uk"], row["en"], row["ja"], *row["variants"].split("|")):
                    self._add(file, row["id"], name)
                self._add_oblast(file, row["id"], row["uk"], row["en"])
        self.japanese = _alternatives(self._japanese)

    def _add(self, file: str, id_: str, name: str) -> None:
        if not name:
            return
        if _HAS_CJK.search(name):
            self._japanese.setdefault(name, (file, id_))
            return
        exact, name = name.startswith("="), name.removeprefix("=")
        words = [match.group() for match in WORD.finditer(name)]
        rest = tuple(_word_key(word) for word in words[1:])
        pattern = _Pattern(file, id_, rest, small=words[0][0].islower())
        if pattern.small:
            self._small.add(words[0][:2])
        if exact:
            self._exact[fold(words[0])].append(pattern)
        else:
            self._by_stem[keys(words[0])[0]].append(pattern)

    def _add_oblast(self, file: str, id_: str, ukrainian: str, english: str) -> None:
        found = _OBLAST_NAME.match(ukrainian)
        if found:
            self._by_stem[keys(found[1])[0]].append(_Pattern(file, id_, (), oblast=True))
            self._english_oblasts[english.split(maxsplit=1)[0]] = id_

    def japanese_entry(self, name: str) -> tuple[str, str]:
        return self._japanese[name]

    @lru_cache(maxsize=200_000)  # noqa: B019 (there is one object, for the life of the process)
    def beginning_with(self, word: str) -> tuple[_Pattern, ...]:
        """The names that may begin with a word of a text, those of most words first."""
        if word[0].islower() and word[:2] not in self._small:
            return ()
        folded = fold(word)
        found = list(self._exact.get(folded.removesuffix("'s"), ()))
        for key in keys(word):
            found += [pattern for pattern in self._by_stem.get(key, ()) if pattern.small or folded[0].isupper()]
        return tuple(sorted(found, key=lambda pattern: (-len(pattern.rest), pattern.oblast)))

    def oblast_of(self, city: str, english_name: str) -> str | None:
        """The oblast that shares a city's English name."""
        if city in _CAPITAL:
            return _CAPITAL[city]
        oblast = self._english_oblasts.get(english_name)
        return oblast if oblast and city.startswith(oblast) else None


def _alternatives(names: dict[str, tuple[str, str]]) -> re.Pattern[str]:
    """A pattern that meets the longest of the names; grouped by first letter, which the engine looks for at once."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        groups[name[0]].append(re.escape(name[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items()))


def _word_key(word: str) -> str:
    key = keys(word)[0]
    return _AND.get(key, key)


@cache
def _names() -> _Names:
    return _Names()


def find_names(text: str) -> list[Mention]:
    """Every name of the gazetteer in a text, in order of place; names do not overlap."""
    found = [*_spelled(text), *_japanese(text)]
    found.sort(key=lambda mention: mention.start)
    return [mention for mention in found if mention.id != NOTHING]


def _spelled(text: str) -> Iterator[Mention]:
    """Names in Cyrillic and Latin letters."""
    names, until = _names(), 0
    beginning_with = names.beginning_with
    for match in WORD.finditer(text):
        patterns = beginning_with(match.group())
        if not patterns or match.start() < until:
            continue
        for pattern in patterns:
            end = _end_of(text, match, pattern)
            if end is not None:
                until = end
                yield _as_oblast(text, Mention(pattern.file, pattern.id, match.start(), end), names)
                break


def _end_of(text: str, first: re.Match[str], pattern: _Pattern) -> int | None:
    """Where a name that begins with the word `first` ends, None if the text goes on otherwise."""
    if pattern.oblast:
        return first.end() if _OBLAST_AHEAD.match(text, first.end()) else None
    end, previous = first.end(), first.group()
    for wanted in pattern.rest:
        gap = _GAP.match(text, end)
        if gap is None and len(previous) <= _LONGEST_ABBREVIATION:
            gap = _ABBREVIATION_GAP.match(text, end)
        word = WORD.match(text, gap.end()) if gap else None
        if word is None or wanted not in {_AND.get(key, key) for key in keys(word.group())}:
            return None
        end, previous = word.end(), word.group()
    return end


def _as_oblast(text: str, mention: Mention, names: _Names) -> Mention:
    """`Kharkiv region` is the oblast and not the city."""
    if mention.file != "places" or not mention.id.startswith("UA-"):
        return mention
    oblast = names.oblast_of(mention.id, text[mention.start : mention.end])
    if oblast and _REGION_AHEAD.match(text, mention.end):
        return Mention(mention.file, oblast, mention.start, mention.end)
    return mention


def _japanese(text: str) -> Iterator[Mention]:
    names = _names()
    for match in names.japanese.finditer(text):
        file, id_ = names.japanese_entry(match.group())
        yield Mention(file, id_, match.start(), match.end())
