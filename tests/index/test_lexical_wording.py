"""Phrases, exclusions, slips, quantities and names, on a real index."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.index.lexical import LexicalIndex
from kb.model import DocumentType, Filter, Passage
from kb.store.store import Stored
from kb.text.language import detect
from kb.text.operators import read_wording
from kb.text.query import analyse_query

TEXTS = {
    1: "Water supply was restored; the supply of water began in May.",
    2: "The grant agreement was signed. A loan agreement followed.",
    3: "Угоду про грант підписав Кубраков у Бородянці 19 лютого 2024 року.",
    4: "Позику в 700 млн дол. США надали агентству.",
    5: "クブラコフ副首相は令和6年2月19日、7億ドルの借款に署名した。",
    6: "復興庁は東京にある。がれきの処理は進んだ。",
    7: "Shkrum visited Rikuzentakata.",
}  # fmt: skip


def stored(key: int, text: str, title: str = "T", heading: tuple[str, ...] = ()) -> Stored:
    language = detect(text)
    passage = Passage(f"d:{key}", "d", key, 0, len(text), text, language, None, None, None, heading)
    return Stored(key, passage, title, "c", DocumentType.REPORT, language, "2024-02-19", "f.md", None)


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    index = LexicalIndex(tmp_path / "lexical")
    index.add([stored(key, text) for key, text in TEXTS.items()])
    index.add([stored(8, "It was done.", "Recovery law", ("Grant", "Agreement on water"))])
    index.save()
    return index


def found(index: LexicalIndex, query: str) -> set[int]:
    """The passages that share a word with a query, in whatever language, and are permitted."""
    wording = read_wording(query)
    weights = index.weights(analyse_query(query, detect(wording.text)))
    results = [index.search(weights, language, 10, Filter(), wording)[0] for language in ("uk", "en", "ja")]
    return {key for keys in results for key in keys.tolist()}


def permitted(index: LexicalIndex, query: str) -> set[int] | None:
    keys = index.permitted(read_wording(query))
    return None if keys is None else set(keys.tolist())


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ('"water supply"', {1}),
        ('"supply water"', set()),
        ('"supply of water"', {1}),
        ('"supply to water"', set()),
        ('"grant agreement"', {2}),  # and not 8, where a heading ends between them
        ('"agreement on water"', {8}),
        ('"recovery law"', {8}),
        ('"agreements followed"', {2}),
        ("«угода про грант»", {3}),
        ("「復興庁」", {6}),
        ("「庁復」", set()),
        ("「がれき」", {6}),
        ("「東京に」 「処理」", {6}),
        ('"water supply" -may', set()),
        ('"zebra"', set()),
    ],
)
def test_phrases(index: LexicalIndex, query: str, keys: set[int]) -> None:
    assert permitted(index, query) == keys
    assert found(index, query) <= keys


@pytest.mark.parametrize(
    ("query", "left_out"),
    [
        ("agreement -loan", {2, 4, 5}),  # what a loan is called in the other languages is left out too
        ("grant -позика", {4, 5}),  # the loan agreement is another concept, as it is in the glossary
        ("署名 -借款", {4, 5}),
        ("grant -Кубракова", {3, 5}),
        ('water -"supply of water"', {1}),
        ("復興 -がれき", {6}),
        ("water -zebra", set()),
    ],
)
def test_exclusions(index: LexicalIndex, query: str, left_out: set[int]) -> None:
    assert permitted(index, query) == set(range(1, 9)) - left_out
    assert not found(index, query) & left_out


@pytest.mark.parametrize("query", ["water supply", "-loan", "Kyiv - Tokyo", ""])
def test_without_operators_all_may_answer(index: LexicalIndex, query: str) -> None:
    assert index.permitted(read_wording(query)) is None


def test_an_exclusion_does_not_change_the_coverage(index: LexicalIndex) -> None:
    weights = index.weights(analyse_query("grant -zebra", "en"))
    plain = index.search(weights, "en", 10, Filter())
    narrowed = index.search(weights, "en", 10, Filter(), read_wording("grant -zebra"))
    assert plain[0].tolist() == narrowed[0].tolist() and plain[1] == pytest.approx(narrowed[1])


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("USD 700 million", {4, 5}),
        ("$700,000,000", {4, 5}),
        ("19.02.2024", {3, 5}),
        ("令和6年2月", {3, 5}),
        ("Kubrakov", {3, 5}),
        ("クブラコフ", {3, 5}),
        ("Шкрум", {7}),
        ("Рікудзентаката", {7}),
        ("ボロジャンカ", {3}),
    ],
)
def test_quantities_and_names_are_found_in_every_language(index: LexicalIndex, query: str, keys: set[int]) -> None:
    assert found(index, query) == keys


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("agrement restord", "agreement restored"),
        ("agreements signed", "agreements signed"),
        ("клинопис", "клинопис"),
        ("агенству", "агентству"),
        ("цфеук", "water"),
        ('"agrement" -agrement', '"agrement" -agrement'),
    ],
)
def test_slips_are_mended_by_the_words_of_the_passages(index: LexicalIndex, query: str, meant: str) -> None:
    assert index.corrected(query) == meant


def test_new_words_mend_from_the_moment_they_are_saved(index: LexicalIndex) -> None:
    assert index.corrected("transformrs") == "transformrs"
    index.add([stored(9, "Transformers were delivered.")])
    index.save()
    assert index.corrected("transformrs") == "transformers"
