"""One spelling for each word and sign: widths, apostrophes, look-alike letters, old kanji.

What is folded is compared, never shown. Documents mix alphabets (`мiж` with a Latin i, `JIСА` with a Cyrillic СА,
`デ二シウク` with the kanji for two) because keyboards, OCR and broken fonts do.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

APOSTROPHES = "’ʼ′`´‘ʹ"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060"
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(INVISIBLE + "\u0301"))
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z]")
_LATIN_ONLY = re.compile("[dfgjlnqrsuvwz]")
_TO_CYRILLIC = str.maketrans("abceikmhoptxy", "авсеікмнортху")
_TO_LATIN = str.maketrans("авсеікмнортхуѕј", "abceikmhoptxysj")
_KANA_OF = dict(zip("二一力口工夕卜八才千へ", "ニーカロエタトハオチヘ", strict=True))
_KANA_TWIN = re.compile(f"(?<=[\u30a1-\u30fa\u30fc])[{''.join(_KANA_OF)}](?=[\u30a1-\u30fa\u30fc])")
_LIST_NUMERAL = re.compile("(?<=[第十])ニ(?=[\u4e00-\u9fff])")


@lru_cache(maxsize=200_000)
def fold_word(word: str) -> str:
    """Lower case, one apostrophe, no stress marks or soft hyphens, and one alphabet."""
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKC", word).translate(_ONE_APOSTROPHE).lower()
    if _CYRILLIC.search(folded) and _LATIN.search(folded):
        return _one_alphabet(folded)
    return folded


def fold_signs(run: str) -> str:
    """Japanese signs in full width and in the form they have today; half-width kana with sound marks get shorter."""
    return todays_signs(run if unicodedata.is_normalized("NFKC", run) else unicodedata.normalize("NFKC", run))


def todays_signs(text: str) -> str:
    """Old forms of kanji as present ones, and kanji among katakana as the kana they look like; of the same length."""
    text = _KANA_TWIN.sub(lambda match: _KANA_OF[match.group()], text.translate(_todays_kanji()))
    return _LIST_NUMERAL.sub("二", text)


def _one_alphabet(word: str) -> str:
    """The alphabet that some letter of the word can only belong to; Cyrillic where none can tell."""
    latin = word.translate(_TO_LATIN)
    if _LATIN_ONLY.search(word) and not _CYRILLIC.search(latin):
        return latin
    return word.translate(_TO_CYRILLIC)


@cache
def _todays_kanji() -> dict[int, str]:
    """Each old or variant form with its present one; `kanji.txt` has groups, the present form first."""
    groups = (files("kb.text") / "kanji.txt").read_text("utf-8").split()
    return {ord(old): group[0] for group in groups for old in group[1:]}
