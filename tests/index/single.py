"""A store with documents of one passage each, in a space of eight dimensions that tests can reckon in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kb.embed.passages import Embedded
from kb.model import Block, BlockKind, Document, DocumentType, Filter, Passage, Reading
from kb.ports import Vectors
from kb.store.store import Store

DIMENSION = 8


@dataclass(frozen=True)
class Shelf:
    """A real store; `put` adds a document and gives its passage's key."""

    store: Store
    folder: Path

    def put(self, text: str, vector: Vectors | None = None, language: str = "en") -> int:
        known = set(self.store.keys(Filter()).tolist())
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        reading = Reading("md", (Block(BlockKind.PARAGRAPH, text),))
        document = Document(
            sha256[:16], sha256, text, "f.md", None, "notes", DocumentType.OTHER, language, "T", None, reading
        )
        passage = Passage(f"{document.id}:0", document.id, 0, 0, len(text), text, language, None, None, None, ())
        row = direction(known_number(text)) if vector is None else vector
        self.store.commit(document, [passage], Embedded(row[None, :]), text.encode())
        (key,) = set(self.store.keys(Filter()).tolist()) - known
        return int(key)

    def drop(self, text: str) -> None:
        self.store.delete(hashlib.sha256(text.encode()).hexdigest()[:16])


def known_number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])


def direction(seed: int) -> Vectors:
    """A unit vector that half precision holds nearly."""
    vector = np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)
