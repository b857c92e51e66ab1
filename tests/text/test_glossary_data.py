"""The glossary is a table the index may trust: whole, unambiguous, and the same words in three languages."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files

import pytest

from kb.text.analyzer import analyse

LANGUAGES = ("uk", "en", "ja")
COLUMNS = ["id", "category", *LANGUAGES, "note"]
SEPARATOR = " | "
SCRIPTS = {"uk": re.compile("[а-яіїєґ]", re.IGNORECASE), "ja": re.compile("[\u3041-\u30ff\u4e00-\u9fff]")}
FOREIGN = {
    "uk": re.compile("[\u3041-\u30ff\u4e00-\u9fff]"),
    "en": re.compile("[\u0400-\u04ff\u3041-\u30ff\u4e00-\u9fff]"),
}
FOREIGN["ja"] = re.compile("[\u0400-\u04ff]")
MIXED_ALPHABETS = re.compile("[a-zA-Z][\u0400-\u04ff]|[\u0400-\u04ff][a-zA-Z]")
KANA_ONLY = re.compile("^[\u3041-\u309f]{1,2}$")


@dataclass(frozen=True, slots=True)
class Row:
    """A concept: its names in each language, best first."""

    id: str
    category: str
    names: dict[str, list[str]]
    note: str


def lines() -> list[str]:
    text = files("kb.text").joinpath("glossary.tsv").read_text(encoding="utf-8")
    assert text.endswith("\n")
    return text[:-1].split("\n")


def rows() -> list[Row]:
    found = []
    for line in lines()[1:]:
        concept, category, *cells, note = line.split("\t")
        names = {
            language: cell.split(SEPARATOR) if cell else [] for language, cell in zip(LANGUAGES, cells, strict=True)
        }
        found.append(Row(concept, category, names, note))
    return found


def key(name: str, language: str) -> str:
    """What the index compares: a sequence of terms, in Japanese the characters themselves."""
    if language == "ja":
        return re.sub(r"[\s・]", "", unicodedata.normalize("NFKC", name)).casefold()
    return " ".join(term.text for term in analyse(name, language))


def named(language: str) -> list[tuple[str, str]]:
    return [(row.id, name) for row in rows() for name in row.names[language]]


def test_the_table_is_clean() -> None:
    header, *body = lines()
    assert header.split("\t") == COLUMNS
    for line in body:
        cells = line.split("\t")
        assert len(cells) == len(COLUMNS), line
        assert line == unicodedata.normalize("NFC", line)
        for cell in cells:
            assert cell == cell.strip() and "  " not in cell, line
            assert "|" not in cell.replace(SEPARATOR, ""), line
            assert all(cell.split(SEPARATOR)) or not cell, line


def test_ids_are_unique_and_rows_sorted() -> None:
    order = [(row.category, row.id) for row in rows()]
    assert order == sorted(order)
    assert len({row.id for row in rows()}) == len(order) >= 450
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", row.id) for row in rows())


def test_nearly_every_concept_has_a_name_in_every_language() -> None:
    whole = [row.id for row in rows() if all(row.names.values())]
    assert len(whole) >= 0.97 * len(rows())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_means_one_concept_only(language: str) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for concept, name in named(language):
        owners[key(name, language)].add(concept)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_is_long_enough_to_be_safe_in_running_text(language: str) -> None:
    for concept, name in named(language):
        assert len(key(name, language)) >= 2, (concept, name)
        assert not KANA_ONLY.match(name), (concept, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_written_in_their_own_script(language: str) -> None:
    for concept, name in named(language):
        assert not FOREIGN[language].search(name), (concept, name)
        assert not MIXED_ALPHABETS.search(name), (concept, name)
    for row in rows():
        if language in SCRIPTS and not SCRIPTS[language].search(SEPARATOR.join(row.names[language])):
            assert set(row.names[language]) & set(row.names["en"]), row.id  # a Latin name used as it stands


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("復旧", "復興"),
        ("無償資金協力", "円借款"),
        ("贈与契約", "借款契約"),
        ("復興庁", "復興インフラ発展庁"),
        ("Агентство реконструкції Японії", "Агентство відновлення"),
        ("緊急復旧計画", "緊急復旧・復興プロジェクト"),
        ("地方・国土発展省", "地方・国土・インフラ発展省"),
        ("МЗС України", "МЗС Японії"),
        ("在ウクライナ日本国大使館", "駐日ウクライナ大使館"),
        ("ウクライナ財務省", "財務省"),
        ("世界銀行", "IBRD"),
    ],
)
def test_what_must_stay_apart_is_apart(one: str, other: str) -> None:
    ids = {name: row.id for row in rows() for names in row.names.values() for name in names}
    assert ids[one] != ids[other]


@pytest.mark.parametrize(
    ("uk", "en", "ja"),
    [
        ("Харків", "Kharkov", "ハリコフ"),
        ("міський голова", "mayor", "市長"),
        ("внутрішньо переміщена особа", "IDP", "国内避難民"),
        ("режим найбільшого сприяння", "MFN", "最恵国待遇"),
        ("водоканал", "water utility", "水道公社"),
        ("обмін нотами", "exchange of notes", "交換公文"),
        ("Шкрум", "Shkrum", "シュクルム"),
        ("ЯАМС", "JICA", "国際協力機構"),
        ("МЗС", "MOFA", "外務省"),
        ("ДСНС", "SESU", "非常事態庁"),
        ("ОВА", "regional military administration", "州軍行政府"),
        ("ЄС", "EU", "欧州連合"),
        ("МБРР", "IBRD", "国際復興開発銀行"),
        ("ЮНІДО", "UNIDO", "国連工業開発機関"),
        ("Посольство Японії в Україні", "Japanese Embassy in Ukraine", "在ウクライナ日本国大使館"),
    ],
)
def test_a_concept_has_the_same_row_in_three_languages(uk: str, en: str, ja: str) -> None:
    def concept(name: str, language: str) -> set[str]:
        return {found for found, other in named(language) if key(other, language) == key(name, language)}

    assert concept(uk, "uk") == concept(en, "en") == concept(ja, "ja") != set()
