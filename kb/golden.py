"""Golden queries: questions with graded judgements, and the thresholds that the search must keep."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import UsageError

SPLITS = ("tune", "test")
ANSWERS = 2
FEEDBACK = "feedback"
"""The kind of a query that comes from readers, until a person has reviewed it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Where an answer stands: `document` is `collection/file name`, `quote` a verbatim piece of the passage.

    `page` and `clause` are None where there are none; `grade` is 2 (answers) or 1 (helps).
    """

    document: str
    quote: str
    page: int | None
    clause: str | None
    grade: int


@dataclass(frozen=True, slots=True)
class GoldenQuery:
    """A question with every document of the collections that answers or helps; none if it cannot be answered."""

    id: str
    query: str
    language: str
    kind: str
    split: str
    judgements: tuple[Judgement, ...]


def load_golden(path: Path, split: str | None = None) -> list[GoldenQuery]:
    """The queries of a .jsonl file or of all those in a folder; raises `UsageError` naming file and line."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
        raise UsageError(f"no golden queries at {path}; name a .jsonl file or a folder of them")
    queries = [
        _query(file, number, line)
        for file in files
        for number, line in enumerate(_text(file).split("\n"), 1)
        if line.strip()
    ]
    twice = [name for name, count in Counter(query.id for query in queries).items() if count > 1]
    if twice:
        raise UsageError(f"golden queries of {path} share an identifier: {', '.join(twice[:5])}; name each its own")
    return [query for query in queries if split in (None, query.split)]


def load_thresholds(path: Path) -> Mapping[str, float]:
    """The gates beside the golden queries; none where there is no `thresholds.toml`, `UsageError` if it is broken."""
    file = (path if path.is_dir() else path.parent) / "thresholds.toml"
    if not file.is_file():
        return {}
    try:
        thresholds = tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{file}: {error}; mend the thresholds") from error
    wrong = [name for name, value in thresholds.items() if type(value) not in (int, float)]
    if wrong:
        raise UsageError(f"{file}: the threshold of {', '.join(wrong)} is not a number; mend the thresholds")
    return thresholds


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read ({error}); save it as UTF-8") from error


def _query(file: Path, number: int, line: str) -> GoldenQuery:
    try:
        raw = json.loads(line)
        if raw["split"] not in SPLITS:
            raise ValueError(f"split is {raw['split']!r}, it can be {' or '.join(SPLITS)}")
        judgements = tuple(_judgement(judgement) for judgement in raw["judgements"])
        return GoldenQuery(raw["id"], raw["query"], raw["language"], raw["kind"], raw["split"], judgements)
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{file}, line {number}: {type(error).__name__} {error}; mend this golden query") from error


def _judgement(raw: Mapping[str, Any]) -> Judgement:
    return Judgement(raw["document"], raw["quote"], raw.get("page"), raw.get("clause"), int(raw["grade"]))
