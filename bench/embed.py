"""The fast path beside plain sentence-transformers, on the same texts in the same run.

    python bench/embed.py

Exits with 1 where the fast path is less than 2.5 times as fast or its mean cosine to float32 is below 0.995.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from transformers.utils import logging as transformers_logging

from kb.config import load_settings
from kb.embed import open_embedder, token_counter
from kb.embed.bundled import bundled_model
from kb.embed.calibration import CALIBRATED, calibration_rows
from kb.ports import Vectors

LEAST_SPEEDUP = 2.5
LEAST_COSINE = 0.995
ROWS_A_TEXT = 4
TEXTS = 160
QUERIES = 30


@dataclass(frozen=True)
class Engine:
    """One way to embed."""

    name: str
    passages: Callable[[list[str]], Vectors]
    queries: Callable[[list[str]], Vectors]


@dataclass(frozen=True)
class Timing:
    """What one engine did: tokens a second over all texts, median milliseconds of one query, the vectors."""

    tokens_per_second: float
    query_ms: float
    vectors: Vectors


def main() -> int:
    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    settings = load_settings()
    texts = sample_texts()
    count = token_counter(settings)
    tokens = sum(count(text) for text in texts)
    print(f"{len(texts)} texts in {len(CALIBRATED)} languages, {tokens / len(texts):.0f} tokens on average\n")
    plain, fast = plain_engine(), fast_engine()
    truth, ours = (measure(engine, texts, tokens) for engine in (plain, fast))
    cosines = (truth.vectors * ours.vectors).sum(axis=1)
    speedup = ours.tokens_per_second / truth.tokens_per_second
    print(f"{'engine':44s} {'tokens/s':>9s} {'query p50':>10s} {'cosine min':>11s} {'mean':>7s}")
    print(row(plain, truth) + f" {1:11.4f} {1:7.4f}")
    print(row(fast, ours) + f" {cosines.min():11.4f} {cosines.mean():7.4f}")
    print(f"\n{speedup:.2f} times as fast")
    return 0 if speedup >= LEAST_SPEEDUP and cosines.mean() >= LEAST_COSINE else 1


def sample_texts() -> list[str]:
    """Passages of the calibration text, joined to the length of a usual passage, all languages in turn."""
    passages = [row.texts for row in calibration_rows() if not row.is_query]
    starts = range(TEXTS // len(CALIBRATED))
    rows = [[passages[(start + step) % len(passages)] for step in range(ROWS_A_TEXT)] for start in starts]
    return [" ".join(texts[language] for texts in row) for row in rows for language in CALIBRATED]


def plain_engine() -> Engine:
    model = bundled_model()
    return Engine(
        "sentence-transformers, torch float32",
        lambda texts: np.asarray(model.encode(texts, prompt_name="passage", show_progress_bar=False), np.float32),
        lambda texts: np.asarray(model.encode(texts, prompt_name="query", show_progress_bar=False), np.float32),
    )


def fast_engine() -> Engine:
    embedder = open_embedder(load_settings(), print)
    return Engine("kb.embed, onnxruntime int8", embedder.encode_passages, embedder.encode_queries)


def measure(engine: Engine, texts: list[str], tokens: int) -> Timing:
    engine.passages(texts[:8])  # warm up
    started = time.perf_counter()
    vectors = engine.passages(texts)
    seconds = time.perf_counter() - started
    questions = [row.texts["uk"] for row in calibration_rows() if row.is_query][:QUERIES]
    return Timing(tokens / seconds, 1000 * statistics.median(one_query(engine, text) for text in questions), vectors)


def one_query(engine: Engine, text: str) -> float:
    started = time.perf_counter()
    engine.queries([text])
    return time.perf_counter() - started


def row(engine: Engine, timing: Timing) -> str:
    return f"{engine.name:44s} {timing.tokens_per_second:9,.0f} {timing.query_ms:7.1f} ms"


if __name__ == "__main__":
    sys.exit(main())
