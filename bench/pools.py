"""Public evaluation sets as pools of passages in several languages, put into knowledge bases of their own.

The sets lie outside the repository, in the folder that `KB_EVAL_DATA` names; their README tells source and licence.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.base import KnowledgeBase
from kb.config import Settings
from kb.embed.passages import with_context
from kb.model import Block, BlockKind, Document, DocumentType, Passage, Reading

JSQUAD_QUERIES = 1500


@dataclass(frozen=True, slots=True)
class Text:
    """A passage or a question; translations of one passage share the subject, which its questions ask for."""

    subject: str
    language: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """All passages compete for every query; in a `mirror` pool the query is a text itself, and its own subject in
    languages other than the wanted one is left out.
    """

    name: str
    passages: tuple[Text, ...]
    queries: tuple[Text, ...]
    mirror: bool = False


def read_pools(folder: Path) -> list[Pool]:
    """The four sets; raises `SystemExit` saying what to do where they are not."""
    if not (folder / "ntrex").is_dir():
        raise SystemExit(f"no evaluation data in {folder.resolve()}: set KB_EVAL_DATA to its folder")
    return [_ntrex(folder / "ntrex"), _tatoeba(folder / "tatoeba"), _xquad(folder / "xquad"), _jsquad(folder)]


def shelve(pool: Pool, home: Path, cache: Path) -> tuple[KnowledgeBase, dict[int, Text]]:
    """A knowledge base in an empty folder that holds each passage as a document, and its texts by passage key."""
    library = KnowledgeBase.open(Settings(home=home, cache=cache))
    documents = [_document(number, text) for number, text in enumerate(pool.passages)]
    passages = [_passage(document, text) for document, text in zip(documents, pool.passages, strict=True)]
    texts = [with_context(it.title, it2) if it.title else it2.text for it, it2 in zip(documents, passages, strict=True)]
    embedded = library.embed(passages, texts)
    with library.writing():
        for row, (document, passage) in enumerate(zip(documents, passages, strict=True)):
            library.add(document, [passage], embedded.part(row, row + 1), document.id.encode())
        library.save()
    keys = {
        library._store.keys_of(document.id)[0]: text for document, text in zip(documents, pool.passages, strict=True)
    }
    return library, keys


def _document(number: int, text: Text) -> Document:
    sha256 = hashlib.sha256(f"{number} {text.language} {text.subject}".encode()).hexdigest()
    reading = Reading("text", (Block(BlockKind.PARAGRAPH, text.text),))
    facts = (f"pool/{number}", str(number), None, "pool", DocumentType.OTHER, text.language, text.title, None)
    return Document(sha256[:16], sha256, *facts, reading)


def _passage(document: Document, text: Text) -> Passage:
    return Passage(
        f"{document.id}:0", document.id, 0, 0, len(text.text), text.text, text.language, None, None, None, ()
    )


def _ntrex(folder: Path) -> Pool:
    passages = tuple(_text(row, row["id"].rsplit(":", 1)[0]) for row in _lines(folder / "passages.jsonl"))
    queries = tuple(_text(row, row["relevant"][0]) for row in _lines(folder / "queries.jsonl"))
    return Pool("NTREX", passages, queries, mirror=True)


def _tatoeba(folder: Path) -> Pool:
    pairs = [row for name in ("uk-en", "ja-en") for row in _lines(folder / f"{name}.jsonl")]
    texts = tuple(Text(row["id"], it, row[it]) for row in pairs for it in row if it != "id")
    return Pool("Tatoeba", texts, texts, mirror=True)


def _xquad(folder: Path) -> Pool:
    rows = [{**row, "language": it} for it in ("en", "ru") for row in _lines(folder / f"passages.{it}.jsonl")]
    passages = tuple(_text(row, row["id"].rsplit("-", 1)[0]) for row in rows)
    asked = [row for it in ("en", "ru") for row in _lines(folder / f"queries.{it}.jsonl")]
    return Pool("XQuAD", passages, tuple(_text(row, row["relevant"][0]) for row in asked))


def _jsquad(folder: Path) -> Pool:
    passages = tuple(_text(row, row["id"]) for row in _lines(folder / "jsquad-valid/passages.jsonl"))
    asked = _lines(folder / "jsquad-valid/queries.jsonl")[:JSQUAD_QUERIES]
    return Pool("JSQuAD", passages, tuple(_text(row, row["relevant"][0]) for row in asked))


def _text(row: dict[str, Any], subject: str) -> Text:
    return Text(str(subject), row["language"], row["text"], row.get("title") or "")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def languages(texts: Iterable[Text]) -> list[str]:
    return sorted({text.language for text in texts})
