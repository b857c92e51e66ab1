"""The catalogue of a built collection, index.jsonl: what each file is, what it rests on, what text it was made of."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from document import Document
from registry import OfficialSource, terms_of


def index_of(folder: Path) -> list[dict[str, Any]]:
    """The entries of a collection's index.jsonl, none where there is no such file."""
    path = folder / "index.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def catalogue_entry(document: Document, registry: Sequence[OfficialSource]) -> dict[str, Any]:
    """What a loader needs to know about a built file, with the terms of each of its sources."""
    return {
        "file": document.file,
        "title": document.title,
        "url": document.url,
        "issued": document.date.isoformat(),
        "type": document.type,
        "language": document.language,
        "publisher": "recovery-kb contributors",
        "twin": document.twin,
        "license": document.license,
        "sources": [{**asdict(source), **asdict(terms_of(source, registry))} for source in document.sources],
    }
