"""Small slips are mended by the words at hand, and nothing else is touched."""

from __future__ import annotations

import pytest

from kb.text.query import QueryTerm
from kb.text.spelling import Spelling, is_word

WORDS = {
    "відновлення": 30,
    "водопостачання": 12,
    "житла": 9,
    "reconstruction": 40,
    "recovery": 25,
    "temporary": 8,
    "petrol": 3,
    "бородянка": 5,
    "pumps": 4,
    "pumpe": 1,
}
HELD = {"відновлення", "житло", "recoveri", "jica", "§jica"}


@pytest.fixture
def spelling() -> Spelling:
    def is_held(term: QueryTerm) -> bool:
        return not HELD.isdisjoint(term.index_terms)

    return Spelling(is_held, lambda: list(WORDS.items()))


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("відновленя житла", "відновлення житла"),
        ("Водопостчаня у громадах", "водопостачання у громадах"),  # two errors
        ("recnostruction agency", "reconstruction agency"),  # letters that changed places
        ("temporry housing", "temporary housing"),
        ("як Борoдняка", "як бородянка"),
        ("pumpz", "pumps"),  # of two that are as near, the one that more passages have
        ("dslyjdktyyz ;bnkf", "відновлення житла"),
        ("кусщмукн", "recovery"),
    ],
)
def test_slips(spelling: Spelling, query: str, meant: str) -> None:
    assert spelling.corrected(query) == meant


@pytest.mark.parametrize(
    "query",
    [
        "відновленням житла",  # an inflected form of a word that is held
        "recovery, JICA",
        "zebra",  # no passage has it, but it is a word
        "pamps pumbz",  # a word of another kind; two errors in a short one
        "водапостачяняя",  # three errors
        "minister Petrov",
        '"reconstrution" -reconstrution',
        "pumpz-free",  # what stands first in a compound
        "復興庁",
        "2024 B-52",
        "",
    ],
)
def test_what_is_left_alone(spelling: Spelling, query: str) -> None:
    assert spelling.corrected(query) == query


def test_the_words_are_asked_for_only_when_one_is_unknown() -> None:
    def fail() -> list[tuple[str, int]]:
        raise AssertionError("not needed")

    assert Spelling(lambda term: True, fail).corrected("recnostruction") == "recnostruction"


def test_words_are_of_one_alphabet() -> None:
    assert is_word("Водопостачання") and is_word("Ōtsuchi") and is_word("обʼєкт")
    assert not any(map(is_word, ("復興庁", "2024", "B52")))
