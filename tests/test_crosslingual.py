"""A query is said again in the passages' language, as far as the glossary can, and the two vectors meet halfway."""

from __future__ import annotations

import numpy as np
import pytest

from kb.base import KnowledgeBase
from kb.crosslingual import Lens, gloss, read_query
from kb.embed.centring import LanguageMeans, open_means
from kb.embed.tokenspace import DIRECTIONS, open_token_space
from kb.ports import Vectors


@pytest.fixture(scope="module")
def means(corpora: KnowledgeBase) -> LanguageMeans:
    return open_means(corpora.settings.cache, corpora.embedder)


def vectors(library: KnowledgeBase, means: LanguageMeans, query: str, language: str, *targets: str) -> list[Vectors]:
    found = read_query(query, language, targets, Lens(library.embedder, means)).vectors
    assert list(found) == list(targets)
    return list(found.values())


@pytest.mark.parametrize(
    ("query", "language", "target", "words"),
    [
        ("Розбір завалів і водопостачання", "uk", "ja", "がれき 水道"),
        ("がれきと水道", "ja", "uk", "уламок водопостачання"),
        ("debris after the tsunami", "en", "ja", "がれき 津波"),
        ("がれき", "ja", "en", "debris"),
    ],
)
def test_concepts_are_named_in_the_target_language(query: str, language: str, target: str, words: str) -> None:
    assert gloss(query, language, target) == words


def test_only_the_outermost_concept_is_named() -> None:
    assert gloss("water supply and sewerage", "en", "ja") == "上下水道"
    assert gloss("Агентство відновлення", "uk", "ja") == "復興インフラ発展庁"


def test_numbers_and_latin_names_are_kept_in_their_place() -> None:
    assert gloss("Скільки завалів прибрала Maersk у 2011 році?", "uk", "ja") == "がれき maersk 2011"
    assert gloss("2011年のがれき、36,239トン", "ja", "en").split()[:2] == ["2011", "debris"]


def test_english_words_are_no_names() -> None:
    assert gloss("beautiful debris", "en", "uk") == "уламок"


@pytest.mark.parametrize("query", ["Що тут найкраще?", "2011 Maersk", "", "🙂", "!?"])
def test_empty_where_the_query_names_no_concept(query: str) -> None:
    assert gloss(query, "uk", "ja") == ""


def test_empty_for_a_language_without_glossary() -> None:
    assert gloss("debris", "en", "fr") == ""


def test_vectors_are_units_of_the_models_dimension(corpora: KnowledgeBase, means: LanguageMeans) -> None:
    for vector in vectors(corpora, means, "Розбір завалів", "uk", "uk", "en", "ja", "ru"):
        assert vector.shape == (corpora.embedder.dimension,)
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


def test_the_own_language_is_untouched(corpora: KnowledgeBase, means: LanguageMeans) -> None:
    query = "Розбір завалів"
    (plain,) = means.centre_queries(corpora.embedder.encode_queries([query]), ["uk"])
    own, other, unknown = vectors(corpora, means, query, "uk", "uk", "ja", "fr")
    assert own == pytest.approx(plain, abs=1e-4)
    assert unknown == pytest.approx(own)
    assert float(other @ own) < 0.999


def test_without_concepts_all_languages_share_one_vector(corpora: KnowledgeBase, means: LanguageMeans) -> None:
    own, other = vectors(corpora, means, "Що тут найкраще?", "uk", "uk", "ja")
    assert np.array_equal(own, other)


def test_the_gloss_brings_the_query_nearer_to_its_passage(corpora: KnowledgeBase, means: LanguageMeans) -> None:
    own, glossed = vectors(corpora, means, "Розбір завалів", "uk", "uk", "ja")
    passage = corpora.embedder.encode_passages(["津波で発生したがれきの処理が行われた。"])
    (centred,) = means.centre_passages(passage, ["ja"])
    assert float(glossed @ centred) > float(own @ centred)


def test_a_gloss_weight_of_zero_asks_nothing_but_the_question(corpora: KnowledgeBase, means: LanguageMeans) -> None:
    lens = Lens(corpora.embedder, means)
    own, other = read_query("Розбір завалів", "uk", ["uk", "ja"], lens, 0.0).vectors.values()
    assert np.array_equal(own, other)


def test_tokens_are_those_of_the_question_itself(corpora: KnowledgeBase, means: LanguageMeans) -> None:
    space = open_token_space(corpora.settings.cache, corpora.embedder)
    asked = read_query("Розбір завалів", "uk", ["ja"], Lens(corpora.embedder, means, space)).tokens
    assert asked.vectors.shape == (len(asked.weights), DIRECTIONS)
    assert asked.weights.sum() == pytest.approx(1.0, abs=1e-5)
    assert len(read_query("Розбір завалів", "uk", ["ja"], Lens(corpora.embedder, means)).tokens.weights) == 0
