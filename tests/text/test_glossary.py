"""Concepts are found in running text in any of the three languages, and only where a phrase really stands."""

from __future__ import annotations

import pytest

from kb.text import glossary
from kb.text.analyzer import analyse
from kb.text.glossary import concepts, index_terms, names
from kb.text.language import detect
from kb.text.query import analyse_query


def found(text: str, language: str | None = None) -> dict[str, str]:
    """The concepts of a text, each with the words it stands for."""
    named = concepts(text, analyse(text, language or detect(text)))
    return {concept.text.removeprefix("§"): text[concept.start : concept.end] for concept in named}


@pytest.mark.parametrize(
    ("text", "concept", "words"),
    [
        ("Розбір завалів у Бородянці", "rubble-debris", "завалів"),
        ("Кошти Агентству відновлення передали", "agency-for-restoration-ukraine", "Агентству відновлення"),
        ("договір про відрядження працівників", "secondment", "відрядження працівників"),
        ("Переробка ВІДХОДІВ ВІД РУЙНУВАНЬ", "rubble-debris", "ВІДХОДІВ ВІД РУЙНУВАНЬ"),
        ("Plants for demolition wastes", "rubble-debris", "demolition wastes"),
        ("がれきの処分", "rubble-debris", "がれき"),
        ("ﾄﾞﾛｰﾝではなくガレキ", "rubble-debris", "ガレキ"),
        ("㎞で測るｼﾞｬｲｶの事業", "jica", "ｼﾞｬｲｶ"),
        ("津波で壊れた水道の復旧", "water-supply", "水道"),
        ("ＪＩＣＡの事業", "jica", "ＪＩＣＡ"),
    ],
)
def test_a_concept_is_found_in_whatever_form(text: str, concept: str, words: str) -> None:
    assert found(text)[concept] == words


def test_one_concept_answers_for_three_languages() -> None:
    texts = ("завали", "debris", "がれき")
    assert all("§rubble-debris" in {term.text for term in index_terms(text, detect(text))} for text in texts)


def test_of_phrases_at_one_word_the_longest_is_taken() -> None:
    assert "water-and-sewerage" in found("water supply and sewerage works")
    assert "water-supply" not in found("water supply and sewerage works")
    assert "water-supply" in found("water supply works")
    assert "waste-management" in found("がれき処理の計画")
    assert "rubble-debris" not in found("がれき処理の計画")


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("return of the residents", "return-of-residents"),
        ("повернення всіх жителів", "return-of-residents"),
        ("clearance of the mines", "demining"),
        ("обмін з досвідом", "knowledge-sharing"),
        ("water supply\u00a0and, sewerage", "water-and-sewerage"),
        ("the Fukushima No. 1 plant", "fukushima-daiichi"),
    ],
)
def test_stop_words_may_stand_inside_a_phrase(text: str, concept: str) -> None:
    assert any(name.startswith(concept) for name in found(text))


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("They signed for water. Supply began.", "water-supply"),
        ("Is it water? Supply it.", "water-supply"),
        ("Water\nSupply", "water-supply"),
        ("Need: water · Supply: none", "water-supply"),
        ("water | supply", "water-supply"),
        ("Почався обмін. Досвідом ділилися потім.", "knowledge-sharing"),
        ("Тема: обмін · Досвідом: ні", "knowledge-sharing"),
        ("обмін! Досвідом", "knowledge-sharing"),
        ("ガレ・キ", "rubble-debris"),
    ],
)
def test_nothing_is_found_across_a_sentence_a_line_or_a_cell(text: str, concept: str) -> None:
    assert concept not in found(text)


@pytest.mark.parametrize("text", ["supply of water", "water pumps supply", "обмін", "досвід обміну"])
def test_nothing_is_found_where_the_phrase_is_not(text: str) -> None:
    assert not {"water-supply", "knowledge-sharing"} & set(found(text))


def test_both_sides_of_a_cell_border_keep_their_own_concepts() -> None:
    assert {"rubble-debris", "school"} <= set(found("Тип: завали · Об'єкт: школа"))


def test_a_kana_word_that_the_analyzer_drops_is_a_word_of_the_query() -> None:
    (term,) = analyse_query("がれき", "ja")
    assert (term.index_terms, term.is_portable) == (("§rubble-debris",), True)


def test_places_are_those_of_the_text_where_folding_changes_its_length() -> None:
    text = "ﾃﾞｰﾀ、がれき、№1、завали"  # two signs of half-width kana fold to one, № folds to two
    places = [(term.start, term.end) for term in concepts(text, analyse(text, "uk")) if term.text == "§rubble-debris"]
    assert sorted(text[start:end] for start, end in places) == ["завали", "がれき"]


def test_nothing_in_nothing() -> None:
    assert concepts("", []) == []
    assert found("· | \n . 。") == {}


def test_names_are_the_first_of_each_row() -> None:
    assert names("en")["§rubble-debris"] == "debris"
    assert names("ja")["§water-supply"] == "水道"
    assert set(names("uk")) <= {f"§{concept}" for concept in _ids()}


def _ids() -> set[str]:
    lines = glossary._file().read_text("utf-8").splitlines()[1:]
    return {line.split("\t")[0] for line in lines}
