"""The fast path: the bundled model in int8 on onnxruntime, without torch.

One text a run, as many runs at once as there are threads: on two cores that was faster than any batch (no padding, no
waiting of threads on each other), and it makes a text's vector independent of its neighbours, which dynamic
quantisation of a batch does not.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import onnxruntime as ort  # type: ignore[import-untyped]
from numpy.typing import NDArray
from tokenizers import Encoding as TokenizerEncoding
from tokenizers import Tokenizer

from kb.embed.build import Notify, ensure_build
from kb.embed.manifest import INPUT, MODEL_FILE, STATES, VECTOR, Manifest, read_manifest
from kb.embed.tokens import MAX_TOKENS, PASSAGE_PROMPT, QUERY_PROMPT, build_tokenizer
from kb.embed.weights import read_weights, weights_path
from kb.errors import HomeError
from kb.ports import Encoding, Vectors

T = TypeVar("T")
FEW = 64
"""So many texts belong to a question and its passages; they do not wait behind a batch that is being ingested."""


class OnnxEmbedder:
    """A `kb.ports.Embedder`; safe to use from several threads."""

    def __init__(self, manifest: Manifest, session: ort.InferenceSession, tokenizer: Tokenizer, threads: int) -> None:
        self._manifest = manifest
        self._session = session
        self._tokenizer = tokenizer
        self._batches = ThreadPoolExecutor(threads, thread_name_prefix="embed-batch")
        self._questions = ThreadPoolExecutor(threads, thread_name_prefix="embed-question")

    @property
    def identity(self) -> str:
        return self._manifest.name

    @property
    def dimension(self) -> int:
        return self._manifest.dimension

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        return self._stack(self._run_all(partial(self._vector, PASSAGE_PROMPT), texts, progress))

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._stack(self._run_all(partial(self._vector, QUERY_PROMPT), texts))

    def read_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> list[Encoding]:
        return self._run_all(partial(self._read, PASSAGE_PROMPT), texts, progress)

    def read_queries(self, texts: Sequence[str]) -> list[Encoding]:
        return self._run_all(partial(self._read, QUERY_PROMPT), texts)

    def _stack(self, vectors: list[Vectors]) -> Vectors:
        return np.stack(vectors) if vectors else np.empty((0, self.dimension), np.float32)

    def _run_all(
        self, run: Callable[[str], T], texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> list[T]:
        longest_first = sorted(range(len(texts)), key=lambda i: -len(texts[i]))  # no long one left over at the end
        pool = self._questions if len(texts) <= FEW else self._batches
        done: dict[int, T] = {}
        for i, result in zip(longest_first, pool.map(run, [texts[i] for i in longest_first]), strict=True):
            done[i] = result
            if progress:
                progress(1)
        return [done[i] for i in range(len(texts))]

    def _vector(self, prompt: str, text: str) -> Vectors:
        vector: Vectors = self._session.run([VECTOR], {INPUT: _ids(self._tokenizer.encode(prompt + text))})[0][0]
        return vector

    def _read(self, prompt: str, text: str) -> Encoding:
        tokens = self._tokenizer.encode(prompt + text)
        vector, states = self._session.run([VECTOR, STATES], {INPUT: _ids(tokens)})
        spans = np.array(tokens.offsets, np.int32).reshape(-1, 2) - len(prompt)
        own = (spans[:, 1] > 0) & (spans[:, 1] > spans[:, 0])
        return Encoding(vector[0], states[0][own].astype(np.float16), spans[own].clip(min=0))


def _ids(tokens: TokenizerEncoding) -> NDArray[np.int64]:
    return np.array([tokens.ids], np.int64)


def open_onnx(cache: Path, threads: int, notify: Notify) -> OnnxEmbedder:
    """Open the bundled model (about a second), building it first where the cache lacks it; `threads` 0 takes all."""
    weights = read_weights(weights_path())
    folder = ensure_build(cache, weights, notify)
    manifest = read_manifest(folder)
    if manifest is None:
        raise HomeError(f"the language model in {folder} vanished while it was opened; start again")
    tokenizer = build_tokenizer(weights.vocabulary)
    tokenizer.enable_truncation(MAX_TOKENS)
    return OnnxEmbedder(manifest, open_session(folder / MODEL_FILE), tokenizer, threads or len(os.sched_getaffinity(0)))


def open_session(path: Path) -> ort.InferenceSession:
    """A session whose runs each stay on the calling thread."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
