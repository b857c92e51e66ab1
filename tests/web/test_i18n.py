"""The three languages of the interface say the same things, each by its own rules."""

from __future__ import annotations

import re
from datetime import date
from string import Formatter

import pytest
from babel import Locale

from kb.web.i18n import LANGUAGES, Translator, choose, words
from kb.web.view import HERE

KEYS_IN_TEMPLATES = re.compile(r"""\bt(?:\.count)?\(\s*["']([a-z0-9_]+)["']""")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_all_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(words("uk")) == list(words("en")) == list(words("ja"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    expected = set(Locale.parse(language).plural_form.tags) | {"other"}
    plurals = {key: set(forms) for key, forms in words(language).items() if isinstance(forms, dict)}
    assert plurals
    assert plurals == dict.fromkeys(plurals, expected)


@pytest.mark.parametrize("key", words("uk"))
def test_translations_take_the_same_values(key: str) -> None:
    def used(language: str) -> set[str]:
        entry = words(language)[key]
        return fields(entry) if isinstance(entry, str) else set.union(*(fields(form) for form in entry.values()))

    assert used("uk") == used("en") == used("ja")


def test_every_word_of_the_templates_is_translated() -> None:
    for template in (HERE / "templates").glob("*.html"):
        for key in KEYS_IN_TEMPLATES.findall(template.read_text(encoding="utf-8")):
            if not key.endswith("_"):
                assert key in words("uk"), f"{template.name} uses {key}"


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "0 документів"),
        (1, "1 документ"),
        (2, "2 документи"),
        (5, "5 документів"),
        (11, "11 документів"),
        (12, "12 документів"),
        (21, "21 документ"),
        (22, "22 документи"),
        (111, "111 документів"),
        (1001, "1\N{NO-BREAK SPACE}001 документ"),
    ],
)
def test_ukrainian_counts(n: int, text: str) -> None:
    assert Translator("uk").count("documents", n) == text


@pytest.mark.parametrize(
    ("language", "text"), [("uk", "11 березня 2021 р."), ("en", "11 March 2021"), ("ja", "2021年3月11日")]
)
def test_dates(language: str, text: str) -> None:
    assert Translator(language).day(date(2021, 3, 11)).replace("\N{NARROW NO-BREAK SPACE}", " ") == text


def test_names_of_languages_and_collections() -> None:
    t = Translator("uk")
    assert (t.language_name("ja"), t.language_name("zz")) == ("японська", "zz")
    assert (t.collection_name("agreements"), t.collection_name("my-notes")) == ("Угоди", "my-notes")


@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "chosen"),
    [
        (None, None, "", "uk"),
        (None, None, "ru,de;q=0.8", "uk"),
        (None, None, "fr-CA, ja-JP;q=0.7, en;q=0.8", "en"),
        (None, None, "en;q=0, ja;q=0.1", "ja"),
        (None, None, "en;q=broken, ja", "ja"),
        (None, "ja", "en", "ja"),
        ("en", "ja", "uk", "en"),
        ("xx", "../..", "en", "en"),
    ],
)
def test_choice_of_language(asked: str | None, remembered: str | None, accepted: str, chosen: str) -> None:
    assert choose(asked, remembered, accepted) == chosen
