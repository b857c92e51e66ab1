"""One key for one name, in whatever script: Шкрум, Shkrum and シュクルム are all `шкрум`'s sounds, `SKRM`.

The key keeps what survives a rendering: classes of consonants, the vowels a, e and o between them, and a first vowel.
It drops what does not: i, u and y, soft signs, length, the vowels that Japanese puts after consonants, the endings of
Ukrainian cases, and h- and v-sounds that no vowel follows (ハルキウ, Харків, Kharkiv; クブラコフ, Кубраков).

Romanisations read: Ukraine's official one of 2010 with common variants (-sky, Kiev's ie), Hepburn; in Cyrillic the
Kyiv school's and Polivanov's ways of writing Japanese.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from simplemma import is_known, lemmatize

from kb.text.analyzer import Term
from kb.text.dates import month_number
from kb.text.fold import fold_signs, fold_word

MARK, KATAKANA_MARK = "≈", "≋"
"""Begin the terms of names; no word does."""
LEAST_CONSONANTS = 3
LEAST_SOUNDS = 4
_SHORTEST = 4
_ABBREVIATION = 6
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc\uff66-\uff9f]{3,}")
_NO_ALPHABET = re.compile("[^\\W\\d_]?[\u2e80-\uffff]|[\\W\\d_]")
_SHCH = re.compile("シチ(?=[ェャュョ])|シチ(?!$)")
_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("D(?=i)", "Z"),  # ディ, ジ, дя
        ("T(?=i)", "C"),  # ティ, チ, ті
        ("M(?=[PB])", "N"),  # ン
        ("(?<=.)[VH](?![aeoi])", ""),  # ハルキウ, クブラコフ, バフムート
        ("V", "B"),
        ("^i(?=[aeou])", ""),  # イェ, є, ye
        ("(?<=[TD])o", ""),  # ト, ド
        ("(?<=.)[iu]", ""),
        (r"(.)\1+", r"\1"),
        ("[aeo]+$", ""),
    )
)
_ENDINGS = re.compile(
    r"(?:ові|еві|єві|ого|ому|ими|ами|ями|ою|ею|єю|ої|ій|им|ім|их|ом|ем|єм|ам|ям|ах|ях|ий|[аяуюеєиіїоьй])$"
)
_SOFTENED = {"ці": "к", "зі": "г", "сі": "х"}

_CYRILLIC_SOUNDS = (
    ("щ", "S"), ("шч", "S"), ("дж", "Z"), ("дз", "Z"), ("тс", "C"), ("зьк", "SK"), ("зк", "SK"), ("ж", "Z"), ("з", "Z"),
    ("ш", "S"), ("ц", "C"), ("ч", "C"), ("ґ", "H"), ("г", "H"), ("х", "H"), ("ф", "H"), ("в", "V"), ("б", "B"),
    ("п", "P"), ("д", "D"), ("т", "T"), ("к", "K"), ("л", "R"), ("р", "R"), ("м", "M"), ("н", "N"), ("с", "S"),
    ("я", "ia"), ("ю", "i"), ("є", "ie"), ("ї", "i"), ("й", "i"), ("ё", "io"), ("ь", ""), ("ъ", ""), ("'", ""),
    ("а", "a"), ("е", "e"), ("э", "e"), ("о", "o"), ("и", "i"), ("і", "i"), ("ы", "i"), ("у", "u"),
)  # fmt: skip
_LATIN_SOUNDS = (
    ("shch", "S"), ("sch", "S"), ("tch", "C"), ("zsk", "SK"), ("dzh", "Z"), ("zh", "Z"), ("kh", "H"), ("ts", "C"),
    ("tz", "C"), ("ch", "C"), ("sh", "S"), ("dz", "Z"), ("ph", "H"), ("th", "T"), ("ck", "K"), ("x", "KS"),
    ("qu", "KV"), ("q", "K"), ("c", "K"), ("j", "Z"), ("z", "Z"), ("g", "H"), ("h", "H"), ("f", "H"), ("w", "V"),
    ("v", "V"), ("b", "B"), ("p", "P"), ("d", "D"), ("t", "T"), ("k", "K"), ("l", "R"), ("r", "R"), ("m", "M"),
    ("n", "N"), ("s", "S"), ("y", "i"), ("'", ""), ("a", "a"), ("e", "e"), ("o", "o"), ("i", "i"), ("u", "u"),
)  # fmt: skip
_SMALL = dict(zip("ァィゥェォャュョヮ", ("a", "i", "u", "e", "o", "ia", "iu", "io", "a"), strict=True))
_ROWS = (
    ("K", "カキクケコ"), ("H", "ガギグゲゴ"), ("S", "サシスセソ"), ("Z", "ザジズゼゾ"), ("T", "タチツテト"),
    ("D", "ダヂヅデド"), ("N", "ナニヌネノ"), ("H", "ハヒフヘホ"), ("B", "バビブベボ"), ("P", "パピプペポ"),
    ("M", "マミムメモ"), ("R", "ラリルレロ"),
)  # fmt: skip
_KANA = {sign: (row, vowel) for row, signs in _ROWS for sign, vowel in zip(signs, "aiueo", strict=True)}
_KANA |= {sign: ("", vowel) for sign, vowel in zip("アイウエオ", "aiueo", strict=True)} | {"ン": ("N", "")}
_KANA |= {"ツ": ("C", "u"), "ヅ": ("Z", "u"), "フ": ("H", "u")}
_KANA |= {"ヤ": ("", "ia"), "ユ": ("", "iu"), "ヨ": ("", "io"), "ワ": ("V", "a"), "ヴ": ("V", "u"), "ヲ": ("", "o")}


def name_terms(text: str, terms: Sequence[Term], *, is_query: bool = False) -> list[Term]:
    """The names of an analysed text as terms: capitalised words that are no dictionary words there, and katakana.

    In a query, where names are often written small, words that no dictionary knows are names too. Katakana of a query
    is not looked for by sound among katakana, where its own signs say more.
    """
    found = [
        Term(mark + key, term.start, term.end)
        for term in terms
        if (word := text[term.start : term.end]) and _is_name(text, word, term.start, is_query)
        for key in keys(word)
        for mark in (MARK, KATAKANA_MARK)[: 1 + is_query]
    ]
    mark = MARK if is_query else KATAKANA_MARK
    for match in _KATAKANA.finditer(text):
        found += [Term(mark + key, *match.span()) for key in keys(match.group())]
    return found


@lru_cache(maxsize=100_000)
def keys(name: str) -> tuple[str, ...]:
    """The keys that a name is found by; none for what is too short to tell names apart."""
    if _KATAKANA.search(name):
        sounds: Iterable[str] = (_kana_sounds(fold_signs(name)),)
    else:
        folded = fold_word(name).removesuffix("'s")
        if _CYRILLIC.search(folded):
            sounds = (_sounds(stem, _CYRILLIC_SOUNDS) for stem in _stems(folded))
        else:
            sounds = (_sounds(_plain_latin(folded), _LATIN_SOUNDS),)
    return tuple(dict.fromkeys(key for sound in sounds if (key := _key(sound)) and _tells_apart(key)))


def _is_name(text: str, word: str, start: int, is_query: bool) -> bool:
    """Whether a word is a name here: a capital alone says little, since titles begin with one too."""
    if len(word) < _SHORTEST or _NO_ALPHABET.match(word):
        return False
    if not word[0].isupper():
        return is_query and not is_common(fold_word(word))
    return not (word.isupper() and len(word) <= _ABBREVIATION) and not is_common(fold_word(word))


@lru_cache(maxsize=100_000)
def is_common(word: str) -> bool:
    """Whether a dictionary has the word as something else than a proper name."""
    language = "uk" if _CYRILLIC.search(word) else "en"
    return month_number(word) is not None or (is_known(word, language) and lemmatize(word, language)[0].islower())


def _stems(word: str) -> Iterator[str]:
    """The word itself, without the ending of its case, and with the consonant that the ending had softened."""
    yield word
    ending = _ENDINGS.search(word)
    if ending and ending.start() >= _SHORTEST - 1:
        yield word[: ending.start()]
    if word[-2:] in _SOFTENED:
        yield word[:-2] + _SOFTENED[word[-2:]]


def _plain_latin(word: str) -> str:
    """Without marks over letters: ō is o, é is e."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def _sounds(word: str, table: Iterable[tuple[str, str]]) -> str:
    for letters, sound in table:
        word = word.replace(letters, sound)
    return word


def _kana_sounds(word: str) -> str:
    """Consonant classes and vowels, as the other tables give them; u is left out: it may only carry a consonant."""
    sounds: list[tuple[str, str]] = []
    for sign in _SHCH.sub("シ", word).replace("ー", "").replace("ッ", ""):
        small = _SMALL.get(sign)
        if small is None:
            sounds.append(_KANA.get(sign, ("", "")))
        elif sounds:
            row, vowel = sounds[-1]
            sounds[-1] = ("V" if (row, vowel) == ("", "u") else row, "i" * (vowel == "i") + small)
    return "".join(row + (vowel if row == "" else vowel.replace("u", "")) for row, vowel in sounds)


def _key(sounds: str) -> str:
    """What is left of a name's sounds when everything that renderings disagree on is dropped."""
    for pattern, replacement in _RULES:
        sounds = pattern.sub(replacement, sounds)
    return sounds


def _tells_apart(key: str) -> bool:
    return len(key) >= LEAST_SOUNDS and sum(sound.isupper() for sound in key) >= LEAST_CONSONANTS
