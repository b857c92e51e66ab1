"""Turns the bundled weights into an int8 ONNX file; run as a process of its own so that torch's memory goes with it.

    python -m kb.embed.export FOLDER

The word embeddings, four fifths of the weights, stay in their exact 4 bits: the graph unpacks the rows it looks up.
The matrix products take integer weights (one scale a column) and dynamically quantised activations. Weights use
7 of their 8 bits: that costs 0.0003 of cosine, and without it products saturate on processors with AVX2 but no VNNI.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]
from torch import Tensor, nn

from kb.embed.bundled import adapted_encoder
from kb.embed.calibration import calibration_rows
from kb.embed.manifest import INPUT, MODEL_FILE, STATES, VECTOR, Manifest, build_name
from kb.embed.onnx import open_session
from kb.embed.tokens import PASSAGE_PROMPT, build_tokenizer
from kb.embed.weights import Weights, read_weights, weights_path

OPSET = 17
KEPT_EXACT = [f"/encoder/encoder/layer.{place}/output/dense/dense/MatMul" for place in range(6)]
"""Single words blow up what these six of 72 products are given, which spoils the scale of all other words."""

SMOOTHING = 0.5
"""How much of an outlying input channel's size moves into the weights (alpha of SmoothQuant)."""

SMOOTHING_TEXTS, CHECKED_TEXTS = 48, 12
LEAST_COSINE = 0.98
"""Against float32; an export below this is broken, since 0.995 is usual."""


class PackedWords(nn.Module):
    """Word embeddings kept as 4-bit blocks; equal to the float table, bit for bit."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        scales, nibbles = weights.blocks("emb.word")
        rows = weights.shape.vocabulary
        self.register_buffer("scales", torch.from_numpy(scales.reshape(rows, -1).copy()))
        self.register_buffer("nibbles", torch.from_numpy(nibbles.reshape(rows, -1, nibbles.shape[-1]).copy()))

    def forward(self, ids: Tensor) -> Tensor:
        packed = self.get_buffer("nibbles")[ids].float()
        high = torch.floor(packed / 16)
        unpacked = torch.cat([packed - 16 * high, high], dim=-1) - 8
        return (unpacked * self.get_buffer("scales")[ids].float().unsqueeze(-1)).flatten(-2)


class Smoothed(nn.Module):
    """A dense layer whose outlying input channels are scaled down and its weights up: equal, but kinder to int8.

    SmoothQuant (Xiao et al. 2023, arXiv:2211.10438); `largest` are the channels' largest inputs (d,).
    """

    def __init__(self, dense: nn.Linear, largest: Tensor) -> None:
        super().__init__()
        weight = dense.weight.detach()
        scale = largest.clamp(min=1e-5) ** SMOOTHING / weight.abs().amax(dim=0).clamp(min=1e-5) ** (1 - SMOOTHING)
        self.dense = nn.Linear(dense.in_features, dense.out_features)
        self.dense.weight = nn.Parameter(weight * scale)
        self.dense.bias = dense.bias
        self.register_buffer("inverse", 1 / scale)

    def forward(self, inputs: Tensor) -> Tensor:
        outputs: Tensor = self.dense(inputs * self.get_buffer("inverse"))
        return outputs


class SentenceEncoder(nn.Module):
    """Token ids of one text (1, n) to its unit vector (1, dimension) and its unit token states (1, n, dimension).

    The vector is the normalised mean of the states before these are normalised.
    """

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.words = PackedWords(weights)
        self.encoder = adapted_encoder(weights)
        self.encoder.set_attn_implementation("eager")

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.encoder(inputs_embeds=self.words(ids)).last_hidden_state
        return nn.functional.normalize(hidden.mean(dim=1), dim=-1), nn.functional.normalize(hidden, dim=-1)


def main(folder: Path) -> None:
    """Write the model and its manifest into `folder`, which exists and is empty."""
    weights = read_weights(weights_path())
    exact, quick = folder / "float32.onnx", folder / MODEL_FILE
    _export(weights, exact)
    _quantise(exact, quick)
    cosine = _least_cosine(weights, exact, quick)
    if cosine < LEAST_COSINE:
        raise SystemExit(f"quantised vectors differ from float32 (cosine {cosine:.3f}) on this processor")
    exact.unlink()
    Manifest(build_name(weights), quick.stat().st_size, weights.shape.hidden, round(cosine, 5)).write(folder)


def smooth(encoder: SentenceEncoder, texts: list[list[int]]) -> None:
    """Wrap every dense layer of the encoder, by what it is given for these texts."""
    dense = {name: part for name, part in encoder.encoder.named_modules() if isinstance(part, nn.Linear)}
    largest: dict[str, Tensor] = {}

    def watch(name: str) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
        def note(_layer: nn.Module, inputs: tuple[Tensor, ...]) -> None:
            seen = inputs[0].detach().abs().amax(dim=(0, 1))
            largest[name] = torch.maximum(largest[name], seen) if name in largest else seen

        return note

    hooks = [layer.register_forward_pre_hook(watch(name)) for name, layer in dense.items()]
    for ids in texts:
        encoder(torch.tensor([ids]))
    for hook in hooks:
        hook.remove()
    for name, layer in dense.items():
        parent, _, child = name.rpartition(".")
        setattr(encoder.encoder.get_submodule(parent), child, Smoothed(layer, largest[name]))


def _export(weights: Weights, path: Path) -> None:
    encoder = SentenceEncoder(weights).eval()
    example = torch.tensor([[0, 41, 1294, 12, 5, 2]])
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer warns of shapes that are checked by the cosines below
        smooth(encoder, _calibration_ids(weights)[:SMOOTHING_TEXTS])
        torch.onnx.export(
            encoder,
            (example,),
            str(path),
            input_names=[INPUT],
            output_names=[VECTOR, STATES],
            dynamic_axes={INPUT: {1: "tokens"}, STATES: {1: "tokens"}},
            opset_version=OPSET,
            dynamo=False,
        )


def _quantise(source: Path, target: Path) -> None:
    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=KEPT_EXACT,
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )


def _calibration_ids(weights: Weights) -> list[list[int]]:
    """Texts of every calibrated language in turn."""
    tokenizer = build_tokenizer(weights.vocabulary)
    return [tokenizer.encode(PASSAGE_PROMPT + text).ids for row in calibration_rows() for text in row.texts.values()]


def _least_cosine(weights: Weights, exact: Path, quick: Path) -> float:
    ids = [np.array([one], np.int64) for one in _calibration_ids(weights)[-CHECKED_TEXTS:]]
    a, b = (_vectors(path, ids) for path in (exact, quick))
    return float((a * b).sum(axis=1).min())


def _vectors(path: Path, ids: list[NDArray[np.int64]]) -> NDArray[np.float32]:
    session = open_session(path)
    return np.concatenate([session.run([VECTOR], {INPUT: one})[0] for one in ids])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
