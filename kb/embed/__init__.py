"""Texts to vectors: the bundled model on a fast path, any other sentence-transformers model by setting."""

from __future__ import annotations

from collections.abc import Callable

from kb.config import BUNDLED_MODEL, Settings
from kb.embed.tokens import MAX_TOKENS, BundledTokenCounter
from kb.ports import Embedder, Reranker, TokenCounter

__all__ = ["MAX_TOKENS", "open_embedder", "open_reranker", "token_counter"]


def open_embedder(settings: Settings, notify: Callable[[str], None] | None = None) -> Embedder:
    """The embedder that the settings name; `notify` is told of work that takes long.

    Raises `kb.errors.UsageError` for a model that cannot be had and `kb.errors.HomeError` where building fails.
    """
    if settings.model == BUNDLED_MODEL:
        from kb.embed.onnx import open_onnx  # noqa: PLC0415

        return open_onnx(settings.cache, settings.threads, notify or _silent)
    from kb.embed.transformer import open_transformer  # noqa: PLC0415

    return open_transformer(settings.model, settings.threads)


def open_reranker(settings: Settings) -> Reranker | None:
    """The cross-encoder that the settings name, or None; raises `kb.errors.UsageError` for one that cannot be had."""
    if not settings.reranker:
        return None
    from kb.embed.reranker import open_reranker as open_cross_encoder  # noqa: PLC0415

    return open_cross_encoder(settings.reranker, settings.threads)


def token_counter(settings: Settings) -> TokenCounter:
    """A counter of the model's tokens that can be pickled and loads its tokenizer on first use."""
    if settings.model == BUNDLED_MODEL:
        return BundledTokenCounter()
    from kb.embed.transformer import TransformerTokenCounter  # noqa: PLC0415

    return TransformerTokenCounter(settings.model)


def _silent(_message: str) -> None:
    """Nobody wants to know."""
