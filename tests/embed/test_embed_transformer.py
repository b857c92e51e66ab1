"""Any other sentence-transformers model, by its folder; a small one with random weights stands for all."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, StaticEmbedding, Transformer
from transformers import BertConfig, BertModel

from kb.config import Settings
from kb.embed import open_embedder, token_counter
from kb.embed.bundled import transformers_tokenizer
from kb.embed.tokenspace import estimate_token_space
from kb.embed.weights import read_weights, weights_path
from kb.errors import UsageError

SIZE = 32
PIECES = 5000
TEXTS = [f"Звіт номер {i}: відновлено {i * 3} будинків." for i in range(70)]


def make_model(folder: Path, prompts: dict[str, str], seed: int = 1) -> Path:
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=PIECES + 1, hidden_size=SIZE, num_hidden_layers=1, num_attention_heads=2, intermediate_size=SIZE
    )
    BertModel(config).save_pretrained(folder)
    weights = read_weights(weights_path())
    pieces = [*weights.vocabulary.pieces[:PIECES], weights.vocabulary.pieces[-1]]
    few = replace(weights, vocabulary=replace(weights.vocabulary, pieces=pieces))
    transformers_tokenizer(few).save_pretrained(folder)
    modules = [Transformer(str(folder)), Pooling(SIZE, "mean")]
    SentenceTransformer(modules=modules, device="cpu", prompts=prompts).save(str(folder))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_model(tmp_path_factory.mktemp("models") / "tiny", {"query": "ask: ", "passage": "tell: "})


def test_model_in_a_folder_uses_its_own_prompts(folder: Path) -> None:
    embedder = open_embedder(Settings(model=str(folder)))
    model = SentenceTransformer(str(folder), device="cpu")
    told: list[int] = []
    passages = embedder.encode_passages(TEXTS, told.append)
    assert sum(told) == len(TEXTS)
    assert passages.shape == (len(TEXTS), embedder.dimension) == (len(TEXTS), SIZE)
    expected = model.encode([f"tell: {text}" for text in TEXTS], normalize_embeddings=True)
    np.testing.assert_allclose(passages, expected, atol=1e-5)
    asked = model.encode(["ask: вода"], normalize_embeddings=True)
    np.testing.assert_allclose(embedder.encode_queries(["вода"]), asked, atol=1e-5)


def test_no_texts_give_no_vectors(folder: Path) -> None:
    embedder = open_embedder(Settings(model=str(folder)))
    assert embedder.encode_passages([]).shape == embedder.encode_queries([]).shape == (0, SIZE)


def test_identity_follows_the_weights(folder: Path, tmp_path: Path) -> None:
    same = open_embedder(Settings(model=str(folder))).identity
    other = make_model(tmp_path / "tiny", {"query": "ask: ", "passage": "tell: "}, seed=2)
    assert open_embedder(Settings(model=str(folder))).identity == same
    assert open_embedder(Settings(model=str(other))).identity != same


def test_e5_models_without_prompts_get_those_of_their_paper(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "some-e5-tiny", {})
    embedder = open_embedder(Settings(model=str(folder)))
    expected = SentenceTransformer(str(folder), device="cpu").encode(["query: вода"], normalize_embeddings=True)
    np.testing.assert_allclose(embedder.encode_queries(["вода"]), expected, atol=1e-5)


def test_counter_counts_with_the_models_own_tokenizer(folder: Path) -> None:
    counter = pickle.loads(pickle.dumps(token_counter(Settings(model=str(folder)))))
    assert counter("Hello world") > token_counter(Settings())("Hello world") == 2


@pytest.mark.parametrize("name", ["nobody/no-such-model", "/no/such/folder"])
def test_model_that_cannot_be_had_says_what_to_do(name: str) -> None:
    with pytest.raises(UsageError, match="Set KB_MODEL to a folder") as caught:
        open_embedder(Settings(model=name))
    assert name in str(caught.value)


def test_tokens_are_read_without_prompt_and_special_tokens(folder: Path) -> None:
    embedder = open_embedder(Settings(model=str(folder)))
    told: list[int] = []
    read = embedder.read_passages(TEXTS, told.append)
    assert sum(told) == len(TEXTS)
    np.testing.assert_allclose(np.stack([it.vector for it in read]), embedder.encode_passages(TEXTS), atol=1e-5)
    for text, it in zip(TEXTS, read, strict=True):
        assert it.states.shape == (len(it.spans), SIZE)
        assert it.spans[0, 0] == 0
        assert it.spans[-1, 1] == len(text)
    (asked,) = embedder.read_queries(["вода"])
    assert [tuple(span) for span in asked.spans][-1][1] == 4
    assert embedder.read_queries([]) == []


def test_a_model_of_words_alone_has_no_token_states(tmp_path: Path) -> None:
    """Then search ranks by vectors and words, and nothing breaks."""
    weights = read_weights(weights_path())
    few = replace(weights, vocabulary=replace(weights.vocabulary, pieces=weights.vocabulary.pieces[:PIECES]))
    static = StaticEmbedding(transformers_tokenizer(few).backend_tokenizer, embedding_dim=SIZE)
    SentenceTransformer(modules=[static], device="cpu").save(str(tmp_path / "static"))
    embedder = open_embedder(Settings(model=str(tmp_path / "static")))
    (read,) = embedder.read_passages(["вода"])
    assert (read.states.shape, read.spans.shape) == ((0, SIZE), (0, 2))
    assert not estimate_token_space(embedder).directions.size
