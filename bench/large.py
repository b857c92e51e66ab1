"""A large knowledge base for measuring speed: the passages at hand again and again, each a little different.

Every copy drops a tenth of the words and turns vector and tokens at random, so that no two passages are alike and every
index is as large, and every search as long, as with so many real ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from kb.base import KnowledgeBase
from kb.config import Settings
from kb.embed.passages import Embedded
from kb.late import PassageTokens
from kb.model import Block, BlockKind, Document, Passage, Reading

TURN = 0.02
"""How far a vector is turned: the standard deviation of what is added to each of its numbers."""

DROPPED = 0.1


def enlarge(source: KnowledgeBase, home: Path, passages: int) -> KnowledgeBase:
    """A knowledge base in an empty folder with at least so many passages, made from those of `source`."""
    library = KnowledgeBase.open(Settings(home=home, cache=source.settings.cache, threads=source.settings.threads))
    random = np.random.default_rng(0)
    made = 0
    with library.writing():
        for document, held, embedded in _again_and_again(source):
            copied = _copy(document, held, made, random)
            library.add(*copied, _turned(embedded, random), copied[0].id.encode())
            made += len(held)
            if made >= passages:
                break
        library.save()
    return library


def _again_and_again(source: KnowledgeBase) -> Iterator[tuple[Document, list[Passage], Embedded]]:
    documents = []
    for summary in source.documents():
        keys = source._store.keys_of(summary.id)
        vectors = source._store.vectors(np.array(keys, np.int64))[2]
        tokens = source._store.tokens.tokens(keys)
        embedded = Embedded(vectors, tuple(tokens[key] for key in keys))
        documents.append((source.document(summary.id), source.passages(summary.id), embedded))
    while documents:
        yield from documents


def _copy(
    document: Document, passages: list[Passage], number: int, random: np.random.Generator
) -> tuple[Document, list[Passage]]:
    sha256 = hashlib.sha256(f"{number} {document.id}".encode()).hexdigest()
    texts = [_thinned(passage.text, random) for passage in passages]
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    copy = replace(
        document, id=sha256[:16], sha256=sha256, path=f"{number}/{document.path}", twin=None, references=(),
        definitions=(), facts=(), reading=Reading(document.reading.format, blocks),
    )  # fmt: skip
    changed = [
        replace(it, id=f"{copy.id}:{it.ordinal}", document_id=copy.id, text=text, start=0, end=len(text), clauses=())
        for it, text in zip(passages, texts, strict=True)
    ]
    return copy, changed


def _thinned(text: str, random: np.random.Generator) -> str:
    words = text.split(" ")
    return (
        " ".join(word for word, kept in zip(words, random.random(len(words)) >= DROPPED, strict=True) if kept) or text
    )


def _turned(embedded: Embedded, random: np.random.Generator) -> Embedded:
    vectors = embedded.vectors + random.normal(0, TURN, embedded.vectors.shape).astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
    tokens = (
        PassageTokens(it.codes ^ random.integers(0, 4, it.codes.shape, np.int8), it.places) for it in embedded.tokens
    )
    return Embedded(vectors, tuple(tokens))
