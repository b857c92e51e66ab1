"""The sentence that answers is marked, in whatever language it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from kb.base import KnowledgeBase
from kb.crosslingual import query_vectors
from kb.embed.centring import LanguageMeans, open_means
from kb.highlight import Highlight, Highlighter
from kb.index.lexical import Weights
from kb.model import Passage
from kb.ports import Embedder, Vectors
from kb.text.language import detect
from kb.text.query import analyse_query

UK = (
    "Місто Оцуті втратило ратушу і мера. "
    "Працівників надіслали інші муніципалітети Японії. "
    "Водопостачання відновили за шість місяців. "
    "Школу збудували на пагорбі."
)
EN = (
    "The town lost its hall and its mayor. "
    "Staff were sent by other municipalities. "
    "Water supply was restored in six months. "
    "The school was rebuilt on a hill."
)
JA = "町は庁舎と町長を失った。他の自治体が職員を派遣した。水道は六か月で復旧した。学校は高台に再建された。"
WATER = {"uk": "Водопостачання", "en": "Water supply", "ja": "水道"}
STAFF = {"uk": "Працівників", "en": "Staff", "ja": "他の自治体"}
TEXTS = {"uk": UK, "en": EN, "ja": JA}


class Counting:
    """The real embedder, counting what it is asked to embed."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.identity, self.dimension = embedder.identity, embedder.dimension
        self.passages: list[str] = []

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.passages += texts
        return self._embedder.encode_passages(texts, progress)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.encode_queries(texts)


@pytest.fixture(scope="module")
def means(corpora: KnowledgeBase) -> LanguageMeans:
    return open_means(corpora.settings.cache, corpora.embedder)


@pytest.fixture
def embedder(corpora: KnowledgeBase) -> Counting:
    return Counting(corpora.embedder)


@pytest.fixture
def highlighter(embedder: Counting) -> Highlighter:
    return Highlighter(embedder)


@pytest.fixture
def ask(highlighter: Highlighter, embedder: Counting, means: LanguageMeans) -> Callable[..., list[Highlight]]:
    def ask(query: str, *texts: str) -> list[Highlight]:
        language = detect(query)
        vectors = query_vectors(query, language, ("uk", "en", "ja"), embedder, means)
        weights: Weights = dict.fromkeys(analyse_query(query, language), 1.0)
        return highlighter.highlight(vectors, means, weights, [passage(text) for text in texts])

    return ask


def passage(text: str) -> Passage:
    return Passage("d:0", "d", 0, 0, len(text), text, detect(text), None, None, None, ())


@pytest.mark.parametrize("target", ["uk", "en", "ja"])
@pytest.mark.parametrize(
    "query", ["За скільки часу відновили водопостачання?", "How soon was water supply back?", "水道はいつ復旧したか"]
)
def test_the_answering_sentence_in_any_language(ask: Callable[..., list[Highlight]], query: str, target: str) -> None:
    (highlight,) = ask(query, TEXTS[target])
    assert TEXTS[target][slice(*highlight.answer)].startswith(WATER[target])


@pytest.mark.parametrize("target", ["uk", "en", "ja"])
def test_meaning_alone_finds_the_sentence(ask: Callable[..., list[Highlight]], target: str) -> None:
    (highlight,) = ask("Which colleagues came to help out?", TEXTS[target])
    assert TEXTS[target][slice(*highlight.answer)].startswith(STAFF[target])


def test_ranges_are_sorted_disjoint_and_inside_the_text(ask: Callable[..., list[Highlight]]) -> None:
    query = "водопостачання школа місто муніципалітети Японія water school 水道 学校 職員"
    for text, highlight in zip(TEXTS.values(), ask(query, *TEXTS.values()), strict=True):
        assert highlight.answer in highlight.ranges
        assert len(highlight.ranges) > 1
        assert all(0 <= start < end <= len(text) for start, end in highlight.ranges)
        assert all(one[1] <= other[0] for one, other in pairwise(highlight.ranges))


def test_words_outside_the_answer_are_marked_with_their_ends(ask: Callable[..., list[Highlight]]) -> None:
    (highlight,) = ask("Коли відновили водопостачання і яку школу?", UK)
    marked = [UK[slice(*span)] for span in highlight.ranges]
    assert "Водопостачання відновили за шість місяців." in marked
    assert "Школу" in marked


def test_a_passage_of_one_sentence_is_its_own_answer(ask: Callable[..., list[Highlight]], embedder: Counting) -> None:
    text = "Water supply was restored"
    assert ask("school", text) == [Highlight((0, len(text)), ((0, len(text)),))]
    assert embedder.passages == []


@pytest.mark.parametrize("text", ["·", "…", "   x", "\n\nRow: 3 · Row: 4\n\n"])
def test_strange_passages_have_an_answer_too(ask: Callable[..., list[Highlight]], text: str) -> None:
    (highlight,) = ask("water", text)
    assert text[slice(*highlight.answer)].strip() == text.strip()


def test_rivals_answer_nearly_as_well_and_others_do_not(ask: Callable[..., list[Highlight]]) -> None:
    text = "(a) training of engineers;\n\n(b) training of engineers!\n\nThe weather was fine in the mountains."
    (highlight,) = ask("training of engineers", text)
    shown = {text[slice(*span)][:3] for span in (highlight.answer, *highlight.rivals)}
    assert shown == {"(a)", "(b)"}


def test_no_passages_no_highlights(ask: Callable[..., list[Highlight]]) -> None:
    assert ask("water") == []


def test_a_query_of_no_words_still_has_an_answer(ask: Callable[..., list[Highlight]]) -> None:
    (highlight,) = ask("?!", EN)
    assert highlight.ranges == (highlight.answer,)


def test_sentences_are_embedded_once(ask: Callable[..., list[Highlight]], embedder: Counting) -> None:
    first = ask("water supply", EN, UK)
    assert len(embedder.passages) == len(set(embedder.passages)) == 8
    assert ask("water supply", EN, UK) == first
    assert ask("water supply", f"{EN} {UK}", EN) != first
    assert len(embedder.passages) == 8


def test_the_oldest_sentences_are_forgotten(
    ask: Callable[..., list[Highlight]], embedder: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.highlight.CACHED_SENTENCES", 4)
    first = ask("water supply", EN)
    ask("water supply", UK)
    assert ask("water supply", EN) == first
    assert len(embedder.passages) == 12
