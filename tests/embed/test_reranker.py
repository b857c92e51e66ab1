"""A cross-encoder in a folder; a small one with random weights stands for all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import CrossEncoder
from transformers import BertConfig, BertForSequenceClassification

from kb.base import NO_FILTER, KnowledgeBase
from kb.config import Settings
from kb.embed import open_reranker
from kb.embed.bundled import transformers_tokenizer
from kb.embed.weights import read_weights, weights_path
from kb.errors import UsageError
from kb.search import JUDGED, Searcher

PIECES = 5000
TEXTS = ["Водопостачання відновили.", "Школу збудували на пагорбі.", "道路は復旧した。"]


def make_cross_encoder(folder: Path, labels: int = 1) -> str:
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=PIECES + 1, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        num_labels=labels, initializer_range=1.0,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    weights = read_weights(weights_path())
    pieces = [*weights.vocabulary.pieces[:PIECES], weights.vocabulary.pieces[-1]]
    transformers_tokenizer(replace(weights, vocabulary=replace(weights.vocabulary, pieces=pieces))).save_pretrained(
        folder
    )
    return str(folder)


def test_none_is_used_unless_one_is_named() -> None:
    assert open_reranker(Settings()) is None


def test_scores_are_those_of_the_model(tmp_path: Path) -> None:
    name = make_cross_encoder(tmp_path / "judge")
    reranker = open_reranker(Settings(reranker=name))
    assert reranker is not None
    expected = CrossEncoder(name, device="cpu").predict([("вода", text) for text in TEXTS])
    np.testing.assert_allclose(reranker.scores("вода", TEXTS), expected, atol=1e-5)
    assert len(set(np.round(expected, 4))) == len(TEXTS)
    assert reranker.scores("вода", []).shape == (0,)


def test_a_model_that_is_missing_or_gives_several_scores_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="KB_RERANKER"):
        open_reranker(Settings(reranker=str(tmp_path / "nowhere")))
    with pytest.raises(UsageError, match="3 scores a pair"):
        open_reranker(Settings(reranker=make_cross_encoder(tmp_path / "three", 3)))


def test_it_has_the_last_word_on_the_best_passages(corpora: KnowledgeBase) -> None:
    class Contrary:
        """Likes best what was ranked last."""

        def scores(self, query: str, texts: list[str]) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
            assert len(texts) == JUDGED
            return np.arange(len(texts), dtype=np.float32)

    searcher = Searcher(
        corpora._store,
        corpora._indexes,
        corpora.embedder,
        corpora._space,
        reranker=Contrary(),  # type: ignore[arg-type]
    )
    question = searcher._analyse("водопостачання")
    ranked = corpora._searcher._ranker.rank(
        question, corpora._indexes.lexical, 200, NO_FILTER, corpora._searcher._parts
    ).ranked
    judged = searcher._judged("водопостачання", ranked, Contrary())  # type: ignore[arg-type]
    assert [it.key for it in judged[:JUDGED]] == [it.key for it in ranked[:JUDGED]][::-1]
    assert judged[JUDGED:] == ranked[JUDGED:]
    assert [it.score for it in judged] == [it.score for it in ranked]
