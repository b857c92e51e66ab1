"""Hyphens at the ends of lines: those that break a word, and those that belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from simplemma import is_known

from ingest.readers.addresses import address_goes_on

_WORD = re.compile(r"[^\W\d_]+(?:[-‐’'ʼ][^\W\d_]+)*")
BEFORE_HYPHEN = re.compile(r"([^\W\d_]+(?:['’ʼ][^\W\d_]+)*)[-‐\u00ad]$")
FIRST_WORD = re.compile(r"[^\W\d_]+")
_BREAKS = frozenset("-‐\u00ad")
BREAK_MARKS = ("\u2010", "\u00ad")  # what typesetting programs break words with
FEW_HYPHENS = 3  # at the ends of lines: a document with no more breaks no words, unless it is seen to
LEAST_HALF = 3  # letters of a word that the document itself writes
LEAST_PART = 4  # letters: shorter ones are words and syllables alike
_PREFIX = re.compile(  # what is written together with any word behind it
    "(?:пере|перед|після|спів|між|само|авто|теле|фото|відео|водо|земле|енерго|гідро|електро|мікро|макро|проти|"
    "auto|over|under|inter|super|counter|micro|macro|hydro)"
)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z]")


class Words:
    """The words of the document, to tell a hyphen that breaks a word from one that belongs to it."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._whole: set[str] = set()
        for above, piece in pairwise(["", *pieces]):
            self._whole.update(word.casefold().replace("‐", "-") for word in _WORD.findall(_unbroken(above, piece)))
        broken = [
            (left[1] + right[0]).casefold()
            for above, below in pairwise(pieces)
            if above[-1:] in _BREAKS
            and not address_goes_on(above, below)
            and (left := BEFORE_HYPHEN.search(above))
            and (right := FIRST_WORD.match(below))
        ]
        self._breaks_words = len(broken) > FEW_HYPHENS or any(word in self._whole for word in broken)
        self._only_breaks = not any("\u2010" in piece[:-1] for piece in pieces)
        self._has_own_mark = sum(piece[-1:] in BREAK_MARKS for piece in pieces) > FEW_HYPHENS

    def keeps_hyphen(self, left: str, right: str, mark: str) -> bool:
        """Whether `left` and `right`, broken at the hyphen `mark`, are a compound that is written with it."""
        if mark == "-" and self._has_own_mark:  # words are broken with another sign: this one is the compound's own
            return True
        if mark == "\u2010" and self._only_breaks:
            return False
        left, right = left.casefold(), right.casefold()
        if left + right in self._whole:
            return False
        if f"{left}-{right}" in self._whole or not self._breaks_words:
            return True
        return min(len(left), len(right)) >= LEAST_HALF and ({left, right} <= self._whole or _is_compound(left, right))


def _is_compound(left: str, right: str) -> bool:
    """Whether two words make no word together that a dictionary knows, while it knows both of them."""
    if min(len(left), len(right)) < LEAST_PART or _PREFIX.fullmatch(left):
        return False
    return not _is_word(left + right) and _is_word(left) and _is_word(right)


def _is_word(word: str) -> bool:
    if _CYRILLIC.search(word):
        plain = re.sub("['ʼ]", "’", word)
        return any(is_known(form, lang) for form in (word, plain, re.sub("’", "'", plain)) for lang in ("uk", "ru"))
    return bool(_LATIN.search(word)) and is_known(word, "en")


def _unbroken(above: str, piece: str) -> str:
    """A printed line without the halves of words that its ends may hold: a half is not a word of the document."""
    if above[-1:] in _BREAKS and BEFORE_HYPHEN.search(above):
        piece = FIRST_WORD.sub("", piece, count=1)
    return BEFORE_HYPHEN.sub("", piece) if piece[-1:] in _BREAKS else piece
