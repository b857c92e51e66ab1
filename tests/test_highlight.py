"""The sentence that answers is marked, in whatever language it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from kb.base import KnowledgeBase
from kb.crosslingual import Lens, read_query
from kb.embed.centring import open_means
from kb.embed.passages import embed_passages
from kb.embed.tokenspace import open_token_space
from kb.highlight import Highlight, highlight
from kb.index.lexical import Weights
from kb.late import NO_TOKENS
from kb.model import Passage
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


@pytest.fixture(scope="module")
def lens(corpora: KnowledgeBase) -> Lens:
    cache, embedder = corpora.settings.cache, corpora.embedder
    return Lens(embedder, open_means(cache, embedder), open_token_space(cache, embedder))


@pytest.fixture
def ask(corpora: KnowledgeBase, lens: Lens) -> Callable[..., list[Highlight]]:
    def ask(query: str, *texts: str) -> list[Highlight]:
        language = detect(query)
        asked = read_query(query, language, ("uk", "en", "ja"), lens).tokens
        weights: Weights = dict.fromkeys(analyse_query(query, language), 1.0)
        passages = [passage(text) for text in texts]
        embedded = embed_passages(corpora.embedder, lens.space, passages, texts)
        return highlight(asked, weights, list(zip(passages, embedded.tokens, strict=True)))

    return ask


def passage(text: str) -> Passage:
    return Passage("d:0", "d", 0, 0, len(text), text, detect(text), None, None, None, ())


@pytest.mark.parametrize("target", ["uk", "en", "ja"])
@pytest.mark.parametrize(
    "query", ["За скільки часу відновили водопостачання?", "How soon was water supply back?", "水道はいつ復旧したか"]
)
def test_the_answering_sentence_in_any_language(ask: Callable[..., list[Highlight]], query: str, target: str) -> None:
    (mark,) = ask(query, TEXTS[target])
    assert TEXTS[target][slice(*mark.answer)].startswith(WATER[target])


@pytest.mark.parametrize("target", ["uk", "en", "ja"])
def test_meaning_alone_finds_the_sentence(ask: Callable[..., list[Highlight]], target: str) -> None:
    (mark,) = ask("Which colleagues came to help out?", TEXTS[target])
    assert TEXTS[target][slice(*mark.answer)].startswith(STAFF[target])


def test_without_tokens_the_words_find_the_sentence() -> None:
    weights: Weights = dict.fromkeys(analyse_query("water supply", "en"), 1.0)
    (mark,) = highlight(NO_TOKENS, weights, [(passage(EN), None)])
    assert EN[slice(*mark.answer)].startswith(WATER["en"])


def test_ranges_are_sorted_disjoint_and_inside_the_text(ask: Callable[..., list[Highlight]]) -> None:
    query = "водопостачання школа місто муніципалітети Японія water school 水道 学校 職員"
    for text, mark in zip(TEXTS.values(), ask(query, *TEXTS.values()), strict=True):
        assert mark.answer in mark.ranges
        assert len(mark.ranges) > 1
        assert all(0 <= start < end <= len(text) for start, end in mark.ranges)
        assert all(one[1] <= other[0] for one, other in pairwise(mark.ranges))


def test_words_outside_the_answer_are_marked_with_their_ends(ask: Callable[..., list[Highlight]]) -> None:
    (mark,) = ask("Коли відновили водопостачання і яку школу?", UK)
    marked = [UK[slice(*span)] for span in mark.ranges]
    assert "Водопостачання відновили за шість місяців." in marked
    assert "Школу" in marked


def test_a_passage_of_one_sentence_is_its_own_answer(ask: Callable[..., list[Highlight]]) -> None:
    text = "Water supply was restored"
    assert [(it.answer, it.ranges) for it in ask("school", text)] == [((0, len(text)), ((0, len(text)),))]


@pytest.mark.parametrize("text", ["·", "…", "   x", "\n\nRow: 3 · Row: 4\n\n"])
def test_strange_passages_have_an_answer_too(ask: Callable[..., list[Highlight]], text: str) -> None:
    (mark,) = ask("water", text)
    assert text[slice(*mark.answer)].strip() == text.strip()


def test_rivals_answer_nearly_as_well_and_others_do_not(ask: Callable[..., list[Highlight]]) -> None:
    text = "(a) training of engineers;\n\n(b) training of engineers!\n\nThe weather was fine in the mountains."
    (highlight,) = ask("training of engineers", text)
    shown = {text[slice(*span)][:3] for span in (highlight.answer, *highlight.rivals)}
    assert shown == {"(a)", "(b)"}


def test_no_passages_no_highlights(ask: Callable[..., list[Highlight]]) -> None:
    assert ask("water") == []


def test_a_query_of_no_words_still_has_an_answer(ask: Callable[..., list[Highlight]]) -> None:
    (mark,) = ask("?!", EN)
    assert mark.ranges == (mark.answer,)
