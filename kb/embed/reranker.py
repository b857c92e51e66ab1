"""A cross-encoder as the last judge, for those who have one: it reads question and passage together.

Any model that `sentence_transformers.CrossEncoder` opens, by `KB_RERANKER`; none is bundled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kb.errors import UsageError
from kb.ports import Vectors

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BATCH = 8


class CrossEncoderReranker:
    """A `kb.ports.Reranker` over a `CrossEncoder` on the CPU."""

    def __init__(self, model: CrossEncoder) -> None:
        self._model = model

    def scores(self, query: str, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty(0, np.float32)
        pairs = [(query, text) for text in texts]
        return np.asarray(self._model.predict(pairs, batch_size=BATCH, show_progress_bar=False), np.float32)


def open_reranker(name: str, threads: int) -> CrossEncoderReranker:
    """Load a cross-encoder from its folder, the hub's cache or the hub; raises `UsageError` saying what to do."""
    import torch  # noqa: PLC0415
    from sentence_transformers import CrossEncoder  # noqa: PLC0415

    if threads:
        torch.set_num_threads(threads)
    try:
        model = CrossEncoder(name, device="cpu")
    except (OSError, ValueError) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise UsageError(
            f"the cross-encoder {name!r} cannot be had ({reason}); set KB_RERANKER to a folder that holds one, "
            "or unset it to rank without"
        ) from error
    if model.num_labels != 1:
        raise UsageError(
            f"the model {name!r} gives {model.num_labels} scores a pair, a cross-encoder for ranking gives one; "
            "set KB_RERANKER to another, or unset it to rank without"
        )
    return CrossEncoderReranker(model)
