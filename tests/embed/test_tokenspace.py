"""Token states become codes that can be compared between languages, whatever the model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kb.config import Settings
from kb.embed.passages import embed_passages, with_context
from kb.embed.tokenspace import DIRECTIONS, TokenSpace, open_token_space
from kb.late import meetings
from kb.model import Passage
from kb.ports import Embedder, Encoding

WATER = {"uk": "Водопостачання відновили за шість місяців.", "ja": "水道は六か月で復旧した。"}
SCHOOL = {"uk": "Школу збудували на пагорбі.", "ja": "学校は高台に再建された。"}


@pytest.fixture(scope="module")
def space(settings: Settings, fast: Embedder) -> TokenSpace:
    return open_token_space(settings.cache, fast)


def passage(text: str, language: str) -> Passage:
    return Passage("d:0", "d", 0, 0, len(text), text, language, None, None, None, ("Heading",))


def test_tokens_know_their_place_in_the_passage(fast: Embedder, space: TokenSpace) -> None:
    it = passage(WATER["uk"], "uk")
    (tokens,) = embed_passages(fast, space, [it], [with_context("Title", it)]).tokens
    assert tokens.codes.shape == (len(tokens.places), DIRECTIONS)
    assert tokens.codes.dtype == np.int8
    assert tokens.places[0] < 0 < tokens.places[-1] == len(it.text) - 1
    assert (np.diff(tokens.places) >= 0).all()
    assert len("Водопостачання") - 1 in tokens.places
    assert (np.abs(tokens.codes).max(axis=1) == 127).all()


@pytest.mark.parametrize(("asked", "told"), [("uk", "ja"), ("ja", "uk"), ("uk", "uk"), ("ja", "ja")])
def test_a_question_meets_its_passage_better_than_another(
    fast: Embedder, space: TokenSpace, asked: str, told: str
) -> None:
    passages = [passage(texts[told], told) for texts in (WATER, SCHOOL)]
    tokens = embed_passages(fast, space, passages, [it.text for it in passages]).tokens
    for wanted, texts in enumerate((WATER, SCHOOL)):
        question = space.question(fast.read_queries([texts[asked]])[0], asked)
        assert int(np.argmax(meetings(question, [it.codes for it in tokens]))) == wanted


def test_coding_costs_little(fast: Embedder, space: TokenSpace) -> None:
    (read,) = fast.read_passages([WATER["uk"]])
    exact = (read.states.astype(np.float32) - space.passages["uk"]) @ space.directions
    codes = space.code(read, "uk").codes.astype(np.float32)
    cosines = (exact * codes).sum(axis=1) / np.linalg.norm(exact, axis=1) / np.linalg.norm(codes, axis=1)
    assert cosines.min() > 0.999


def test_an_unknown_language_is_centred_by_the_mean_of_all(fast: Embedder, space: TokenSpace) -> None:
    (read,) = fast.read_passages(["eau"])
    assert space.code(read, "fr").codes.shape[1] == DIRECTIONS
    assert not np.array_equal(space.code(read, "fr").codes, space.code(read, "en").codes)


def test_a_text_without_tokens(space: TokenSpace) -> None:
    empty = Encoding(np.zeros(384, np.float32), np.empty((0, 384), np.float16), np.empty((0, 2), np.int32))
    assert space.code(empty, "uk").codes.shape == (0, DIRECTIONS)
    assert len(space.question(empty, "uk").weights) == 0


def test_the_space_is_kept_and_a_damaged_file_is_made_anew(
    tmp_path: Path, space: TokenSpace, fast: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.embed.tokenspace.estimate_token_space", lambda _embedder: space)
    assert open_token_space(tmp_path, fast) is space
    monkeypatch.setattr("kb.embed.tokenspace.estimate_token_space", None)
    assert open_token_space(tmp_path, fast).identity == space.identity
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:999])
    with pytest.raises(TypeError):
        open_token_space(tmp_path, fast)
    file.write_bytes(b"")
    with pytest.raises(TypeError):
        open_token_space(tmp_path, fast)


def test_without_a_space_passages_get_vectors_alone(fast: Embedder) -> None:
    it = passage(WATER["uk"], "uk")
    embedded = embed_passages(fast, None, [it], [it.text])
    assert embedded.tokens == ()
    assert embedded.vectors.shape == (1, fast.dimension)
    assert embed_passages(fast, None, [], []).vectors.shape == (0, fast.dimension)
