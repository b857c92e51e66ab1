"""The low-rank update of the bundled encoder that brings questions near their passages in other languages.

It was trained on translated manuals and catalogues (see docs/training.md) and is added to the weights when the model
is built, so it costs nothing at search time. Leaving the file out gives the original model.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from kb.errors import RecoveryKBError

if TYPE_CHECKING:
    from torch import nn

FILE = "adapter.npz"


class BadAdapter(RecoveryKBError):
    """The update cannot be read or does not fit the encoder."""


@dataclass(frozen=True)
class Factors:
    """The update of one layer's weights is `up @ down`: (out, rank) by (rank, in)."""

    down: NDArray[np.float32]
    up: NDArray[np.float32]


def adapter_path() -> Path | None:
    """The file beside this module, or None where the package carries none."""
    path = Path(__file__).with_name(FILE)
    return path if path.is_file() else None


def adapter_digest() -> str:
    """Eight hex digits that name the update in the model's identity; `plain` where there is none."""
    path = adapter_path()
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8] if path else "plain"


def read_adapter(path: Path) -> dict[str, Factors]:
    """The factors by the names of the encoder's linear layers; raises `BadAdapter`."""
    try:
        with np.load(io.BytesIO(path.read_bytes())) as arrays:
            floats = {name: arrays[name].astype(np.float32) for name in arrays.files}
        layers = sorted({name.rsplit(".", 1)[0] for name in floats})
        return {name: Factors(floats[f"{name}.down"], floats[f"{name}.up"]) for name in layers}
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise BadAdapter(f"cannot read the encoder's update {path}: {error}; reinstall the package") from error


def add_update(encoder: nn.Module, factors: dict[str, Factors], share: float = 1.0) -> None:
    """Add `share` times each layer's update to its weights, in place; raises `BadAdapter` where one does not fit."""
    import torch  # noqa: PLC0415

    with torch.no_grad():
        for name, pair in factors.items():
            try:
                weight = encoder.get_submodule(name).get_parameter("weight")
                weight.add_(torch.from_numpy(pair.up @ pair.down), alpha=share)
            except (AttributeError, RuntimeError, ValueError) as error:
                raise BadAdapter(f"the update of {name} does not fit the encoder: {error}") from error
