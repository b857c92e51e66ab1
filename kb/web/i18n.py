"""The interface in Ukrainian, English and Japanese: words, plural forms, dates, names of languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_compact_decimal, format_decimal, format_percent, get_currency_name

LANGUAGES = ("uk", "en", "ja")
DEFAULT_LANGUAGE = "uk"
USUAL_TYPES = {"press-releases": "press_release", "agreements": "agreement", "reconstruction-agency": "report"}
LOCALES = Path(__file__).parent / "locales"

Words = Mapping[str, str | dict[str, str]]


def choose(asked: str | None, remembered: str | None, accepted: str) -> str:
    """The interface language: asked for in the address, remembered, preferred by the browser, else Ukrainian."""
    for candidate in (asked, remembered, *preferences(accepted)):
        if candidate in LANGUAGES:
            return str(candidate)
    return DEFAULT_LANGUAGE


def preferences(accepted: str) -> list[str]:
    """The primary languages of an Accept-Language header (RFC 9110), the best first."""
    weighted = []
    for part in accepted.split(","):
        tag, _, parameter = part.strip().partition(";")
        quality = parameter.strip().removeprefix("q=") or "1"
        try:
            weighted.append((float(quality), tag.split("-")[0].lower()))
        except ValueError:  # a browser's mistake is no reason to refuse it a page
            continue
    return [tag for weight, tag in sorted(weighted, key=lambda pair: -pair[0]) if weight > 0]


@lru_cache
def words(language: str) -> Words:
    """One locale file."""
    return tomllib.loads((LOCALES / f"{language}.toml").read_text(encoding="utf-8"))


class Translator:
    """Speaks one interface language; a missing key is an error, so that tests find it."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = words(language)
        self._locale = Locale.parse(language)
        self._dates = (
            Locale("en", "GB") if language == "en" else self._locale
        )  # readers from everywhere: day, month, year

    def __contains__(self, key: str) -> bool:
        return key in self._words

    def __call__(self, key: str, **values: object) -> str:
        text = self._words[key]
        assert isinstance(text, str), f"{key} has plural forms"
        return text.format(**values) if values else text

    def count(self, key: str, n: int) -> str:
        """`n` things, in the right plural form."""
        forms = self._words[key]
        assert isinstance(forms, dict), f"{key} has no plural forms"
        return forms[self._locale.plural_form(n)].format(n=self.number(n))

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self._locale)

    def percent(self, share: float) -> str:
        return format_percent(share, locale=self._locale)

    def seconds(self, milliseconds: float) -> str:
        return self("took", seconds=format_decimal(max(milliseconds, 1) / 1000, "0.0##", locale=self._locale))

    def day(self, value: date | None) -> str:
        return self("undated") if value is None else format_date(value, "long", locale=self._dates)

    def day_of(self, iso: str) -> str:
        """An ISO date in words; what is no date is shown as it is."""
        try:
            return self.day(date.fromisoformat(iso))
        except ValueError:
            return iso

    def money(self, number: Decimal, currency: str) -> str:
        """`8.8 billion Japanese yen`, `88億円`: every digit that counts, without rounding."""
        style: Literal["short", "long"] = "short" if self.language == "ja" else "long"
        amount = format_compact_decimal(number, format_type=style, locale=self._locale, fraction_digits=6)
        name = get_currency_name(currency, count=float(number), locale=self._locale)
        return f"{amount}{'' if self.language == 'ja' else ' '}{name}"

    def moment(self, value: datetime) -> str:
        return format_datetime(value.astimezone(), "medium", locale=self._dates)

    def language_name(self, code: str) -> str:
        """The name of a document's language, in the interface's."""
        return str(self._locale.languages.get(code, code))

    def own_name(self, code: str) -> str:
        """The name of a language in that language, for those who read it."""
        try:
            return str(Locale.parse(code).languages.get(code, code))
        except (UnknownLocaleError, ValueError):
            return self.language_name(code)

    def collection_name(self, slug: str) -> str:
        """The known collections have names; the others show theirs as it is."""
        name = self._words.get(f"collection_{slug}", slug)
        return str(name)

    def implies_type(self, collection: str, kind: str) -> bool:
        """Whether the collection's name says already what kind of document it is: "Agreements" holds agreements."""
        return USUAL_TYPES.get(collection) == kind and f"collection_{collection}" in self

    def type_name(self, value: str) -> str:
        key = f"type_{value}"
        return self(key) if key in self else value
