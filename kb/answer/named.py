"""Whether the names of a sentence stand in its passages, whatever script they are written in there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from kb.answer.evidence import Evidence
from kb.answer.likeness import Text
from kb.gazetteer.mentions import mentions
from kb.text.analyzer import Term, analyse
from kb.text.dates import month_number
from kb.text.glossary import concepts
from kb.text.names import is_common, keys

_UPPER, _LETTER = "A-Z\u00c0-\u00deА-ЯІЇЄҐЁЪЫЭ", "A-Za-z\u00c0-\u024f\u0400-\u04ff"
_CAPITALISED = re.compile(rf"(?<![{_LETTER}'’ʼ-])[{_UPPER}][{_LETTER}]+(?:['’ʼ-][{_LETTER}]+)*")
_PLACE_SIGNS = re.compile(
    "(?!被災|各|両|同|当該|関係|他)[\u4e00-\u9fff々ヶ]{2,5}?(?:市(?!町村|区町村)|町|村|(?<!都道府)県|省(?!令)|庁(?!舎))"
)
_KATAKANA_NAME = re.compile("[\u30a1-\u30faー]{2,}(?:・[\u30a1-\u30faー]{2,})+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_OPENING = " \t\"'«“„(•–—-"
_HOME = frozenset({"JP", "UA"})
"""Countries that a passage need not name: its document is about them."""
_HOME_WORDS = frozenset({"japanese", "ukrainian", "ukrainians"})
Range = tuple[int, int]


def without_names(sentence: Text, evidence: Sequence[Evidence]) -> list[str]:
    """The names of a sentence that no passage has.

    A name is there as written, inflected, in another script, or by its entry in gazetteer or glossary. A place is named
    by every place in it. Capitals of a language that no passage is in are names only where no dictionary has the word.
    """
    text, language = sentence
    entries, ideas = mentions(text, language), concepts(text, analyse(text, language))
    foreign = all(it.language != language for it in evidence)
    there = _Held(evidence)
    missing = []
    for start, end in _named(text, entries, foreign):
        name = text[start:end]
        known = {it.text for it in entries if it.start < end and start < it.end}
        meant = known or {it.text for it in ideas if it.start <= start and end <= it.end}
        if not (there.has_words(name, language) or there.has_any(meant) or there.sounds_like(name)):
            missing.append(name)
    return list(dict.fromkeys(missing))


class _Held:
    """What passages name."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        self._plain = "\n".join(it.whole for it in evidence)
        terms = [(it, analyse(it.whole, it.language)) for it in evidence]
        self._words = {term.text for _, found in terms for term in found}
        self._entries = {term.text for it, found in terms for term in concepts(it.whole, found)}
        self._entries |= {term.text for it in evidence for term in mentions(it.whole, it.language)}

    def has_words(self, name: str, language: str) -> bool:
        own = {term.text for term in analyse(name, language)}
        return name in self._plain or (bool(own) and own <= self._words)

    def has_any(self, entries: Collection[str]) -> bool:
        return any(it in _HOME or it in self._entries or self._has_part_of(it) for it in entries)

    def _has_part_of(self, entry: str) -> bool:
        return any(it.startswith(f"{entry}-") for it in self._entries)

    def sounds_like(self, name: str) -> bool:
        wanted = set(keys(name))
        return bool(wanted) and any(not wanted.isdisjoint(keys(word)) for word in set(_WORD.findall(self._plain)))


def _named(text: str, entries: Sequence[Term], foreign: bool) -> list[Range]:
    """Where the sentence names something: gazetteer entries, capitals, and in Japanese what is written as names are."""
    return sorted({(it.start, it.end) for it in entries} | set(_capitals(text, foreign)) | set(_signs(text)))


def _capitals(text: str, foreign: bool) -> Iterator[Range]:
    for match in _CAPITALISED.finditer(text):
        word = match.group().lower()
        first = not text[: match.start()].strip(_OPENING)
        ordinary = not match.group().isupper() and (first or foreign) and all(is_common(it) for it in word.split("-"))
        if not ordinary and word not in _HOME_WORDS and month_number(word) is None:
            yield match.span()


def _signs(text: str) -> Iterator[Range]:
    for match in _PLACE_SIGNS.finditer(text):
        yield match.span()
    for match in _KATAKANA_NAME.finditer(text):
        start = match.start()
        for part in match.group().split("・"):
            yield start, start + len(part)
            start += len(part) + 1
