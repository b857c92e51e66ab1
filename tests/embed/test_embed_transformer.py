"""Any other sentence-transformers model, by its folder; a small one with random weights stands for all."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
from transformers import BertConfig, BertModel

from kb.config import Settings
from kb.embed import open_embedder, token_counter
from kb.embed.bundled import _tokenizer
from kb.embed.weights import read_weights, weights_path
from kb.errors import UsageError

SIZE = 32
TEXTS = [f"Звіт номер {i}: відновлено {i * 3} будинків." for i in range(70)]


def make_model(folder: Path, prompts: dict[str, str], seed: int = 1) -> Path:
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=250_037, hidden_size=SIZE, num_hidden_layers=1, num_attention_heads=2, intermediate_size=SIZE
    )
    BertModel(config).save_pretrained(folder)
    _tokenizer(read_weights(weights_path())).save_pretrained(folder)
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
    assert counter("Hello world") == 2


@pytest.mark.parametrize("name", ["nobody/no-such-model", "/no/such/folder"])
def test_model_that_cannot_be_had_says_what_to_do(name: str) -> None:
    with pytest.raises(UsageError, match="Set KB_MODEL to a folder") as caught:
        open_embedder(Settings(model=name))
    assert name in str(caught.value)
