"""The update of the encoder: whole, small, part of the model's identity, and worth having."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from kb.embed import adapter
from kb.embed.adapter import BadAdapter, Factors, add_update, read_adapter
from kb.embed.bundled import adapted_encoder, bert_encoder
from kb.embed.calibration import calibration_rows
from kb.embed.manifest import build_name
from kb.embed.weights import Weights, read_weights, weights_path
from kb.ports import Embedder

FIVE_MEGABYTES = 5_000_000
LANGUAGES = ("uk", "en", "ja")


@pytest.fixture(scope="module")
def weights() -> Weights:
    return read_weights(weights_path())


@pytest.fixture(scope="module")
def path() -> Path:
    found = adapter.adapter_path()
    assert found is not None
    return found


def test_update_is_small_and_covers_every_dense_layer(path: Path, weights: Weights) -> None:
    factors = read_adapter(path)
    assert path.stat().st_size < FIVE_MEGABYTES
    assert len(factors) == 6 * weights.shape.layers
    assert all(np.isfinite(pair.up).all() and np.abs(pair.up @ pair.down).max() > 0 for pair in factors.values())


def test_weights_are_the_originals_plus_the_product(path: Path, weights: Weights) -> None:
    original, adapted, factors = bert_encoder(weights), adapted_encoder(weights), read_adapter(path)
    for name, before in original.named_parameters():
        change = adapted.get_parameter(name) - before
        pair = factors.get(name.removesuffix(".weight")) if name.endswith(".weight") else None
        expected = np.zeros(before.shape, np.float32) if pair is None else pair.up @ pair.down
        np.testing.assert_allclose(change.detach().numpy(), expected, atol=1e-5)


def test_another_update_is_another_model(
    path: Path, weights: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = build_name(weights)
    monkeypatch.setattr(adapter, "__file__", str(tmp_path / "adapter.py"))
    without = build_name(weights)
    (tmp_path / adapter.FILE).write_bytes(path.read_bytes() + b"\0")
    assert len({shipped, without, build_name(weights)}) == 3


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not an archive"])
def test_damaged_update_is_refused(tmp_path: Path, content: bytes) -> None:
    damaged = tmp_path / adapter.FILE
    damaged.write_bytes(content)
    with pytest.raises(BadAdapter, match="reinstall"):
        read_adapter(damaged)


@pytest.mark.parametrize(
    ("layer", "rows"), [("encoder.layer.99.output.dense", 384), ("encoder.layer.0.output.dense", 7)]
)
def test_update_of_another_encoder_is_refused(weights: Weights, layer: str, rows: int) -> None:
    factors = {layer: Factors(np.zeros((2, 1536), np.float32), np.zeros((rows, 2), np.float32))}
    with pytest.raises(BadAdapter, match="does not fit"):
        add_update(bert_encoder(weights), factors)


def test_fast_path_is_close_to_the_adapted_model(plain: SentenceTransformer, fast: Embedder) -> None:
    texts = [row.texts[language] for row in calibration_rows()[:10] for language in LANGUAGES]
    cosines = (plain.encode(texts, prompt_name="passage") * fast.encode_passages(texts)).sum(axis=1)
    assert cosines.mean() >= 0.995


def test_translations_are_found_more_often_than_by_the_original(
    original: SentenceTransformer, plain: SentenceTransformer
) -> None:
    assert found_first(plain) > found_first(original)


def found_first(model: SentenceTransformer) -> float:
    """Of all texts and translations in one pool: how many of the nearest two are the text's translations."""
    rows = [row.texts for row in calibration_rows() if not row.is_query]
    vectors = model.encode([row[language] for language in LANGUAGES for row in rows], prompt_name="passage")
    scores = vectors @ vectors.T
    np.fill_diagonal(scores, -1)
    nearest = np.argsort(-scores, axis=1)[:, : len(LANGUAGES) - 1]
    return float((nearest % len(rows) == (np.arange(len(scores)) % len(rows))[:, None]).mean())
