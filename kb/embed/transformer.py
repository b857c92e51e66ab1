"""Any sentence-transformers model, by path or hub name, on torch in float32."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from kb.embed.tokens import PASSAGE_PROMPT, QUERY_PROMPT
from kb.errors import UsageError
from kb.ports import Encoding, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor
    from transformers import PreTrainedTokenizerBase

BATCH = 8
CHUNK = 64
"""Texts between two reports of progress."""

_SAMPLE = 4096
_PASSAGE_PROMPTS = ("document", "passage", "corpus")  # the first that is not empty, unlike `encode_document`, which
_QUERY_PROMPTS = ("query",)  # takes the empty default of `document` before a model's own `passage`


class TransformerEmbedder:
    """A `kb.ports.Embedder` over a `SentenceTransformer`, which encodes with its own prompts."""

    def __init__(self, name: str, model: SentenceTransformer) -> None:
        self._model = model
        self._dimension = len(model.encode("", show_progress_bar=False))
        self._identity = f"{name.rstrip('/').rsplit('/', 1)[-1]}-{_fingerprint(model)}"

    @property
    def identity(self) -> str:
        return self._identity

    @property
    def dimension(self) -> int:
        return self._dimension

    def encode_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        parts = [np.empty((0, self._dimension), np.float32)]
        for start in range(0, len(texts), CHUNK):
            chunk = list(texts[start : start + CHUNK])
            parts.append(self._encode(self._model.encode_document, chunk, _PASSAGE_PROMPTS))
            if progress:
                progress(len(chunk))
        return np.concatenate(parts)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self._dimension), np.float32)
        return self._encode(self._model.encode_query, list(texts), _QUERY_PROMPTS)

    def read_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> list[Encoding]:
        read: list[Encoding] = []
        for start in range(0, len(texts), CHUNK):
            chunk = list(texts[start : start + CHUNK])
            read += self._read(self._model.encode_document, chunk, _PASSAGE_PROMPTS)
            if progress:
                progress(len(chunk))
        return read

    def read_queries(self, texts: Sequence[str]) -> list[Encoding]:
        return self._read(self._model.encode_query, list(texts), _QUERY_PROMPTS) if texts else []

    def _read(self, encode: Callable[..., Any], texts: list[str], names: tuple[str, ...]) -> list[Encoding]:
        prompt = self._prompt(names)
        outputs = encode(texts, prompt=prompt, batch_size=BATCH, output_value=None, show_progress_bar=False)
        return [self._encoding(prompt, text, output) for text, output in zip(texts, outputs, strict=True)]

    def _encoding(self, prompt: str, text: str, output: dict[str, Tensor]) -> Encoding:
        """Of what the model gives for one text; without states where it has none, or they cannot be told apart."""
        vector = _unit(output["sentence_embedding"].float().numpy())
        none = Encoding(vector, np.empty((0, self._dimension), np.float16), np.empty((0, 2), np.int32))
        tokenizer = self._model.tokenizer
        if "token_embeddings" not in output or not getattr(tokenizer, "is_fast", False):
            return none
        states = output["token_embeddings"][output["attention_mask"].bool()].float().numpy()
        spans = tokenizer(
            prompt + text, truncation=True, max_length=self._model.max_seq_length, return_offsets_mapping=True
        )["offset_mapping"]
        if len(spans) != len(states):
            return none
        places = np.array(spans, np.int32).reshape(-1, 2) - len(prompt)
        own = (places[:, 1] > 0) & (places[:, 1] > places[:, 0])
        return Encoding(vector, _unit(states[own]).astype(np.float16), places[own].clip(min=0))

    def _prompt(self, names: tuple[str, ...]) -> str:
        return next(filter(None, map(self._model.prompts.get, names)), "")

    def _encode(self, encode: Callable[..., object], texts: list[str], prompts: tuple[str, ...]) -> Vectors:
        vectors = encode(
            texts, prompt=self._prompt(prompts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)


def _unit(rows: Vectors) -> Vectors:
    unit: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
    return unit


class TransformerTokenCounter:
    """Counts the tokens of a named model, without special tokens; can be pickled."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, text: str) -> int:
        return len(_tokenizer(self._name).encode(text, add_special_tokens=False, verbose=False))


def open_transformer(name: str, threads: int) -> TransformerEmbedder:
    """Load a model from its folder, the hub's cache or the hub; raises `UsageError` saying what to do."""
    import torch  # noqa: PLC0415

    if threads:
        torch.set_num_threads(threads)
    model = _load_model(name)
    if not any(model.prompts.values()) and _is_e5(name):
        model.prompts.update(query=QUERY_PROMPT, document=PASSAGE_PROMPT)
    return TransformerEmbedder(name, model)


def _load_model(name: str) -> SentenceTransformer:
    """What is on disk needs no hub; the hub is asked only for what is not."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    try:
        return SentenceTransformer(name, device="cpu", local_files_only=True)
    except (OSError, ValueError):
        pass  # not on disk, or not wholly: the hub is the second way, and its failure is told
    try:
        return SentenceTransformer(name, device="cpu")
    except (OSError, ValueError) as error:
        raise _no_model(name, error) from error


@cache
def _tokenizer(name: str) -> PreTrainedTokenizerBase:
    """The tokenizer of a model that is on disk, as it is once the model has been opened."""
    from transformers import AutoTokenizer  # noqa: PLC0415

    try:
        tokenizer: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(name, local_files_only=True)
    except (OSError, ValueError) as error:
        raise _no_model(name, error) from error
    return tokenizer


def _no_model(name: str, error: Exception) -> UsageError:
    reason = next(iter(str(error).splitlines()), type(error).__name__)
    return UsageError(
        f"the model {name!r} is neither a folder of a sentence-transformers model nor on this disk, and the model hub "
        f"did not give it ({reason}). Set KB_MODEL to a folder that holds the model, download it where the hub "
        "can be reached and copy the folder here, or unset KB_MODEL to use the bundled model"
    )


def _fingerprint(model: SentenceTransformer) -> str:
    """Twelve hex digits over an even sample of every weight, and the prompts."""
    digest = hashlib.sha256(repr(sorted(model.prompts.items())).encode())
    for name, weight in sorted(model.state_dict().items()):
        flat = weight.reshape(-1)
        digest.update(name.encode() + flat[:: max(1, len(flat) // _SAMPLE)].float().numpy().tobytes())
    return digest.hexdigest()[:12]


def _is_e5(name: str) -> bool:
    """The published E5 models expect these prompts but do not name them; the instruct variants expect others."""
    words = name.lower().replace("/", "-").split("-")
    return "e5" in words and "instruct" not in words
