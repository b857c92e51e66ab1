"""Help with foreign passages: terms glossed, the most telling first, and the same passage in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kb.base import KnowledgeBase
from kb.model import SearchPage
from kb.reading_help import MOST_TERMS, key_terms

JA = "大槌町と仙台市では、津波の後、応急給水を行い、がれきを片付け、JICAと復興庁が支援した。"


def as_rare(terms: Sequence[tuple[str, ...]]) -> list[float]:
    return [1.0] * len(terms)


def test_terms_are_named_for_the_reader_with_their_places() -> None:
    glosses = key_terms(JA, "ja", "uk", as_rare)
    named = {gloss.words: gloss.name for gloss in glosses}
    assert named["がれき"] in ("уламок", "завал", "завали")
    assert named["仙台市"] == "Сендай"
    assert named["復興庁"] == "Агентство реконструкції Японії"
    assert all(JA[gloss.start : gloss.end] == gloss.words for gloss in glosses)


@pytest.mark.parametrize(
    ("text", "language", "reader", "words", "name"),
    [
        ("Rubble was sorted in Borodianka.", "en", "ja", "Rubble", "がれき"),
        ("Завали розібрали в Сендаї.", "uk", "en", "Сендаї", "Sendai"),
        ("Завали розібрали в Сендаї.", "uk", "ja", "Сендаї", "仙台市"),
    ],
)
def test_every_language_glosses_for_every_other(text: str, language: str, reader: str, words: str, name: str) -> None:
    assert (words, name) in {(it.words, it.name) for it in key_terms(text, language, reader, as_rare)}


def test_small_letters_are_no_names() -> None:
    assert "Sumy" not in {it.name for it in key_terms("Надано суму в єнах і обмін нотами.", "uk", "en", as_rare)}


def test_what_the_reader_can_read_is_not_glossed() -> None:
    glosses = key_terms("Помпи (復興庁, JICA) прибули.", "uk", "ja", as_rare)
    assert not {"復興庁", "JICA"} & {it.name for it in glosses}
    assert not any(it.words == "復興庁" for it in glosses)


def test_rare_terms_and_those_of_the_answer_come_first() -> None:
    def rare(terms: Sequence[tuple[str, ...]]) -> list[float]:
        return [float(at) for at in range(len(terms))]

    forwards = key_terms(JA, "ja", "uk", rare)
    assert forwards[0].start > forwards[-1].start
    start = JA.index("がれき")
    assert key_terms(JA, "ja", "uk", rare, (start, start + 6))[0].words == "がれき"


def test_there_are_never_many() -> None:
    text = "水道、下水道、道路、橋、病院、学校、住宅、がれき、堤防、電力、農業、漁業。" * 2
    glosses = key_terms(text, "ja", "uk", as_rare)
    assert len(glosses) == MOST_TERMS
    assert len({it.name for it in glosses}) == MOST_TERMS


def test_the_same_passage_is_found_where_a_version_exists(library: KnowledgeBase, page: SearchPage) -> None:
    hit = next(hit for hit in page.hits if "Ishinomaki" in hit.text)
    help_ = library.reading_help(hit, "uk")
    assert help_
    assert help_.same
    assert (help_.same.language, help_.same.title) == ("uk", "Ісіномакі, перший місяць")
    assert help_.same.passage_id in {twin.passage_id for twin in hit.twins}
    assert help_.same.text == library.passage(help_.same.passage_id).text
    assert help_.same.text[slice(*help_.same.nearest)].startswith("Після цунамі водопостачання")
    japanese = library.reading_help(hit, "ja")
    assert japanese
    assert japanese.same is None


def test_no_help_in_one_s_own_language(library: KnowledgeBase, page: SearchPage) -> None:
    assert all(library.reading_help(hit, hit.language) is None for hit in page.hits)
