"""Which language a text is written in; made for documents, passages and queries of two words alike."""

from __future__ import annotations

import copy
import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

_LATIN_LANGUAGES = (
    "en",
    "nl",
    "fr",
    "de",
    "es",
    "pl",
    "it",
    "pt",
    "cs",
    "sk",
    "ro",
    "hu",
    "tr",
    "sv",
    "da",
    "no",
    "fi",
)
_SAMPLE = 4000
_SHORT_LATIN = 40
_LONG_HAN = 60
_SURE = 0.9
_KANA = re.compile(r"[\u3041-\u309f\u30a0-\u30ff\uff66-\uff9f]+")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff々〆]+")
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_UKRAINIAN = re.compile(
    r"[іїєґ]|(?<=[а-я])['’ʼ](?=[яюєї])|\b(?:та|що|як|із|від|щодо|це|де|чи|й|або|під|який)\b", re.IGNORECASE
)
_RUSSIAN = re.compile(r"[ыэъё]|\b(?:и|что|как|из|от|это|где|или|о|об|при|который)\b", re.IGNORECASE)
_SCRIPT_SIGNS = (("be", re.compile("[ўЎ]")), ("sr", re.compile("[ђћџљњјЂЋЏЉЊЈ]")))


@cache
def _model() -> LanguageIdentifier:
    """The whole model, 86 MB, which every choice of languages shares."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _identifier(languages: tuple[str, ...]) -> LanguageIdentifier:
    identifier = copy.copy(_model())
    identifier.set_languages(list(languages))
    return identifier


def _guess(text: str, languages: tuple[str, ...]) -> tuple[str, float]:
    language, probability = _identifier(languages).classify(text)
    return str(language), float(probability)


def _cyrillic(text: str) -> str:
    for language, signs in _SCRIPT_SIGNS:
        if signs.search(text):
            return language
    ukrainian, russian = len(_UKRAINIAN.findall(text)), len(_RUSSIAN.findall(text))
    if ukrainian != russian:
        return "uk" if ukrainian > russian else "ru"
    language, probability = _guess(text, ("uk", "ru"))
    return language if probability >= _SURE else "uk"


def _latin(text: str, count: int) -> str:
    language, probability = _guess(text, _LATIN_LANGUAGES)
    if count < _SHORT_LATIN and (text.isascii() or probability < _SURE):
        return "en"
    return language if probability >= 1 / 2 else "en"


def _count(letters: re.Pattern[str], text: str) -> int:
    """How many characters are in runs of such letters."""
    return sum(map(len, letters.findall(text)))


def detect(text: str) -> str:
    """The ISO 639-1 code of the main language of a text.

    The script decides first: kana or kanji mean `ja` even beside Latin names, Cyrillic letters mean Ukrainian or
    Russian by their distinctive letters and words. Short Latin strings are `en`, and so is a text without letters.
    """
    sample = text[:_SAMPLE]
    kana, han, cyrillic = _count(_KANA, sample), _count(_HAN, sample), _count(_CYRILLIC, sample)
    latin, hangul = _count(_LATIN, sample), _count(_HANGUL, sample)
    east_asian = 2 * (kana + han)
    if hangul > max(kana + han, cyrillic, latin):
        return "ko"
    if east_asian and east_asian >= max(latin / 2, cyrillic):
        return "zh" if not kana and han > _LONG_HAN else "ja"
    if cyrillic and cyrillic >= latin / 2:
        return _cyrillic(sample)
    return _latin(sample, latin) if latin else "en"
