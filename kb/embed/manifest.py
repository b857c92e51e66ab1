"""The note beside a built model that says what it is; it is written last, so a folder without it is half made."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.config import BUNDLED_MODEL
from kb.embed.adapter import adapter_digest
from kb.embed.weights import Weights

BUILD_VERSION = 6
"""Raise with any change of export or quantisation: older builds are then left aside and made anew."""

MODEL_FILE = "model.onnx"
MANIFEST_FILE = "manifest.json"
INPUT, VECTOR, STATES = "ids", "vector", "states"


@dataclass(frozen=True)
class Manifest:
    """`name` identifies model, weights and build; `least_cosine` is against float32 on a few texts, when built."""

    name: str
    bytes: int
    dimension: int
    least_cosine: float

    def write(self, folder: Path) -> None:
        (folder / MANIFEST_FILE).write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")


def build_name(weights: Weights) -> str:
    """The folder's name: model, precision, version of the build, first digits of the SHA-256 of weights and update."""
    return f"{BUNDLED_MODEL}-int8-{BUILD_VERSION}-{weights.sha256[:12]}-{adapter_digest()}"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a whole build, or None where there is none or the model file is not as long as it says."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8")))
        whole = (folder / MODEL_FILE).stat().st_size == manifest.bytes
    except (OSError, ValueError, TypeError):
        return None
    return manifest if whole else None
