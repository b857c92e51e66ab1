"""Words as names are compared by: one script, one case, without the endings that a Ukrainian sentence gives them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_TO_CYRILLIC = str.maketrans("abceikmhoptxyABCEIKMHOPTXY", "авсеікмнортхуАВСЕІКМНОРТХУ")
_TO_LATIN = str.maketrans("авсеікмнортхуАВСЕІКМНОРТХУ", "abceikmhoptxyABCEIKMHOPTXY")
_ONE_SIGN = str.maketrans(
    {"ґ": "г", "’": "'", "ʼ": "'", "′": "'", "`": "'", "´": "'", "\u0301": None, "‑": "-", "–": "-"}
)
_ENDINGS = re.compile(
    r"(?:ією|іями|іях|ія|ії|ію|ій|єю|ею|ою|ами|ями|ах|ях|ам|ям|ого|ому|ими|их|им|ий|ої|ім|ом|ем|єм|[аяоеєиіїуюйь])$"
)
_SHORTEST_STEM = 3
_SOFTENED = {"ці": "к", "зі": "г", "сі": "х"}


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Full width to half, one apostrophe, ґ as г, and one script: a look-alike letter joins the rest of its word."""
    plain = unicodedata.normalize("NFKC", word).translate(_ONE_SIGN)
    if not _CYRILLIC.search(plain):
        return plain
    if not re.search("[A-Za-z]", plain):
        return plain
    latin = plain.translate(_TO_LATIN)
    return plain.translate(_TO_CYRILLIC) if _CYRILLIC.search(latin) else latin


def stem(folded: str) -> str:
    """The part of a folded lower-case word that all its cases share; English loses its possessive alone."""
    if not _CYRILLIC.search(folded):
        return folded.removesuffix("'s").removesuffix("'")
    ending = _ENDINGS.search(folded, _SHORTEST_STEM)
    return folded[: ending.start()] if ending else folded


@lru_cache(maxsize=200_000)
def keys(word: str) -> tuple[str, ...]:
    """The stems a word of a text may have: `Бородянці` is `бородянц` and `бородянк`."""
    lower = fold(word).lower()
    first = stem(lower)
    hard = _SOFTENED.get(lower[-2:])
    return (first, lower[:-2] + hard) if hard and len(lower) > _SHORTEST_STEM else (first,)
