"""One analyzer for every index and query: text in, index terms with their places out.

The script of a word decides how it is analysed, so that a Latin name in a Ukrainian or Japanese text becomes the same
term everywhere: Cyrillic words are lemmatised (simplemma), Latin words stemmed (Snowball English), runs of kanji and
kana cut into overlapping pairs of characters, numbers brought to one notation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import simplemma
import snowballstemmer

from kb.text.stopwords import STOPWORDS

VERSION = "4"

_CJK = "\u3005\u3006\u3040-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
_WORD = rf"[^\W\d_{_CJK}](?:[^\W\d_{_CJK}]|\u0301|['’ʼ′`´](?=[^\W\d_]))*"
_NUMBER = r"\d{1,3}(?:[,，\u00a0\u202f \u2009]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_TOKEN = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<number>{_NUMBER})|(?P<word>{_WORD})")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z]")
_HIRAGANA_PAIR = re.compile("^[\u3040-\u309f]{2}$")
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ′`´", "'"))
_LATIN_TO_CYRILLIC = str.maketrans("abceikmhoptxy", "авсеікмнортху")
_CYRILLIC_TO_LATIN = str.maketrans("авсеікмнортху", "abceikmhoptxy")
# What typists and recognisers put for katakana: ideographs, and one hiragana, of the same shape.
_KANA_LOOK_ALIKES = str.maketrans("二一力口工夕卜八才千へ", "ニーカロエタトハオチヘ")
_LOOK_ALIKE = re.compile("(?<=[\u30a1-\u30f4\u30fc])[二一力口工夕卜八才千へ](?=[\u30a1-\u30f4\u30fc])")
_english = snowballstemmer.stemmer("english")


@dataclass(frozen=True, slots=True)
class Term:
    """An index term and the characters of the text, `start` to `end`, that gave it."""

    text: str
    start: int
    end: int


def analyse(text: str, language: str) -> list[Term]:
    """The index terms of a text in reading order; `language` only decides between Ukrainian and Russian lemmas."""
    return [term for match in _TOKEN.finditer(text) for term in _terms(match, language) if term.text not in STOPWORDS]


def _terms(match: re.Match[str], language: str) -> Iterator[Term]:
    start, end, run = match.start(), match.end(), match.group()
    if match.lastgroup == "cjk":
        yield from _pairs(run, start)
    elif match.lastgroup == "number":
        yield Term(_number(run), start, end)
    else:
        word = _fold(run)
        if word not in STOPWORDS:
            yield Term(_base_form(word, "ru" if language == "ru" else "uk"), start, end)


def _pairs(run: str, start: int) -> Iterator[Term]:
    """Overlapping character pairs; pairs of hiragana alone are grammar, not subject."""
    folded = _LOOK_ALIKE.sub(_as_katakana, unicodedata.normalize("NFKC", run))
    if len(folded) != len(run):  # half-width kana with sound marks shrink: places are then those of the run
        yield from (Term(folded[i : i + 2], start, start + len(run)) for i in range(len(folded) - 1))
        return
    if len(folded) == 1:
        yield Term(folded, start, start + 1)
    for i in range(len(folded) - 1):
        pair = folded[i : i + 2]
        if not _HIRAGANA_PAIR.match(pair):
            yield Term(pair, start + i, start + i + 2)


def _as_katakana(match: re.Match[str]) -> str:
    return match.group().translate(_KANA_LOOK_ALIKES)


def _number(run: str) -> str:
    """`36 239`, `36,239` and `３６２３９` are one term, so are `22,44` and `22.44`."""
    digits = unicodedata.normalize("NFKC", run)
    digits = re.sub(r"[, ](?=\d{3}(?:\D|$))", "", digits)
    return digits.replace(",", ".")


def _fold(word: str) -> str:
    """Lower case, one apostrophe, no stress marks, and no look-alikes of the other alphabet inside a word.

    A word of both alphabets is Cyrillic, unless only its Latin letters have no twin in the other one, as in `JIСА`.
    """
    folded = unicodedata.normalize("NFKC", word).translate(_APOSTROPHES).replace("\u0301", "").lower()
    if not _CYRILLIC.search(folded):
        return folded
    latin, cyrillic = folded.translate(_CYRILLIC_TO_LATIN), folded.translate(_LATIN_TO_CYRILLIC)
    return latin if _LATIN.search(cyrillic) and not _CYRILLIC.search(latin) else cyrillic


@lru_cache(maxsize=200_000)
def _base_form(word: str, language: str) -> str:
    if _CYRILLIC.search(word):
        return str(simplemma.lemmatize(word, lang=language)).lower()
    return str(_english.stemWord(word.removesuffix("'s")))
