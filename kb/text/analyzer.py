"""One analyzer for every index and query: text in, index terms with their places out.

The script of a word decides how it is analysed, so that a Latin name in a Ukrainian or Japanese text becomes the same
term everywhere: Cyrillic words are lemmatised (simplemma), Latin words stemmed (Snowball English), runs of kanji and
kana cut into overlapping pairs of characters, numbers brought to one notation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import simplemma
import snowballstemmer

from kb.text.fold import APOSTROPHES, INVISIBLE, fold_signs, fold_word
from kb.text.stopwords import STOPWORDS

VERSION = "6"

CJK = (
    "\u2e80-\u2fd5\u3005\u3006\u3040-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\uff66-\uff9f\U00020000-\U0003134f"
)
_LETTER = rf"[^\W\d_{CJK}]"
_WORD = rf"{_LETTER}(?:{_LETTER}|\u0301|[{INVISIBLE}](?=\w)|['{APOSTROPHES}](?=[^\W\d_]))*"
_NUMBER = r"\d{1,3}(?:[,，\u00a0\u202f \u2009]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_TOKEN = re.compile(rf"(?P<cjk>[{CJK}]+)|(?P<number>{_NUMBER})|(?P<word>{_WORD})")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_HIRAGANA = "\u3040", "\u309f"
_english = snowballstemmer.stemmer("english")


class Term(NamedTuple):
    """An index term and the characters of the text, `start` to `end`, that gave it."""

    text: str
    start: int
    end: int


def analyse(text: str, language: str) -> list[Term]:
    """The index terms of a text in reading order; `language` only decides between Ukrainian and Russian lemmas."""
    return [term for term in tokens(text, language) if is_subject(term.text)]


def tokens(text: str, language: str) -> list[Term]:
    """Every word of a text as a term, those without a subject of their own among them: what a phrase is made of."""
    return [term for match in _TOKEN.finditer(text) for term in _terms(match, language)]


def is_subject(term: str) -> bool:
    """Whether a term tells what a text is about: no stop word, and no pair of hiragana, which is grammar."""
    return term not in STOPWORDS and not (_HIRAGANA[0] <= term[0] <= _HIRAGANA[1] and _is_hiragana_pair(term))


def _is_hiragana_pair(term: str) -> bool:
    return len(term) > 1 and _HIRAGANA[0] <= term[1] <= _HIRAGANA[1]


def _terms(match: re.Match[str], language: str) -> Iterator[Term]:
    start, end, run = match.start(), match.end(), match.group()
    if match.lastgroup == "cjk":
        yield from _pairs(run, start)
    elif match.lastgroup == "number":
        yield Term(_number(run), start, end)
    else:
        word = fold_word(run)
        yield Term(word if word in STOPWORDS else _base_form(word, "ru" if language == "ru" else "uk"), start, end)


def _pairs(run: str, start: int) -> Iterator[Term]:
    """Overlapping character pairs; a sign alone where nothing stands beside it."""
    folded = fold_signs(run)
    end = start + len(run)
    if len(folded) == 1:
        yield Term(folded, start, end)
    elif len(folded) != len(run):  # half-width kana with sound marks shrink: places are then those of the run
        yield from (Term(folded[at : at + 2], start, end) for at in range(len(folded) - 1))
    else:
        yield from (Term(folded[at : at + 2], start + at, start + at + 2) for at in range(len(folded) - 1))


def _number(run: str) -> str:
    """`36 239`, `36,239` and `３６２３９` are one term, so are `22,44` and `22.44`."""
    if run.isdecimal() and run.isascii():
        return run
    digits = unicodedata.normalize("NFKC", run)
    digits = re.sub(r"[, ](?=\d{3}(?:\D|$))", "", digits)
    return digits.replace(",", ".")


@lru_cache(maxsize=200_000)
def _base_form(word: str, language: str) -> str:
    if _CYRILLIC.search(word):
        return str(simplemma.lemmatize(word, lang=language)).lower().replace("ґ", "г")
    return str(_english.stemWord(word.removesuffix("'s")))
