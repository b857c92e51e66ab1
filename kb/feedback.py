"""Feedback of readers as golden queries, for a person to review before they count."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from kb.base import KnowledgeBase
from kb.errors import NotFound, UsageError
from kb.golden import ANSWERS, FEEDBACK, SPLITS
from kb.model import Document
from kb.quoting import stands_once
from kb.store.feedback import Feedback, Verdict

LOOK = "nobody has named a right passage: a person has to look, judge what answers, or call it unanswerable"


@dataclass(frozen=True, slots=True)
class Exported:
    """How many queries and judgements were written; `left_out` are right passages that no quote names any more."""

    queries: int
    judgements: int
    left_out: tuple[Feedback, ...]


def by_query(said: Sequence[Feedback]) -> list[tuple[str, list[Feedback]]]:
    """What was said, gathered by query; `said` is sorted by it."""
    return [(query, list(group)) for query, group in groupby(said, key=lambda it: it.query)]


def as_json(library: KnowledgeBase) -> list[dict[str, Any]]:
    """Each query with its verdicts, ready for JSON; `document` is None for one that is no longer here."""
    names = {it.id: f"{it.collection}/{it.source_name}" for it in library.documents()}
    return [
        {
            "query": query,
            "language": said[0].language,
            "verdicts": [_line(it, names.get(it.document_id)) for it in said],
        }
        for query, said in by_query(library.feedback.all())
    ]


def _line(said: Feedback, name: str | None) -> dict[str, Any]:
    return {"document": name, **{key: value for key, value in asdict(said).items() if key not in ("query", "language")}}


def write_golden(library: KnowledgeBase, file: Path) -> Exported:
    """Write all feedback as golden queries in the format of `corpora/golden/README.md`.

    Raises `UsageError` for a file that is there already: someone may be reviewing it.
    """
    if file.exists():
        raise UsageError(f"{file} is there already and may have been reviewed; name another file, or delete it")
    left_out: list[Feedback] = []
    queries = [_golden(library, query, said, left_out) for query, said in by_query(library.feedback.all())]
    text = "".join(json.dumps(query, ensure_ascii=False) + "\n" for query in queries)
    file.write_text(text, "utf-8")
    return Exported(len(queries), sum(len(query["judgements"]) for query in queries), tuple(left_out))


def _golden(library: KnowledgeBase, query: str, said: list[Feedback], left_out: list[Feedback]) -> dict[str, Any]:
    judgements: list[dict[str, Any]] = []
    right = [it for it in said if it.verdict is Verdict.RIGHT]
    for it in right:
        judgement = _judgement(library, it)
        if judgement is None:
            left_out.append(it)
        elif judgement not in judgements:
            judgements.append(judgement)
    return {
        "id": f"fb-{hashlib.sha256(query.encode()).hexdigest()[:12]}",
        "query": query,
        "language": said[0].language,
        "kind": FEEDBACK,
        "split": SPLITS[0],
        "judgements": judgements,
        "note": _note(len(right), len(said) - len(right), len(judgements)),
    }


def _note(right: int, wrong: int, judged: int) -> str:
    counted = f"Feedback: {right} right, {wrong} wrong"
    if judged:
        return f"{counted}; to be reviewed."
    return f"{counted}; {LOOK if not right else 'the right passage is no longer here as it was: a person has to look'}."


def _judgement(library: KnowledgeBase, said: Feedback) -> dict[str, Any] | None:
    """Where the words stand now; None where they do not stand once in the document, or in the newest version of it."""
    for document in _versions(library, said.document_id):
        if stands_once(said.words, document.text):
            return {
                "document": f"{document.collection}/{document.source_name}",
                "quote": said.words,
                "clause": said.clause,
                "grade": ANSWERS,
                "page": said.page if document.reading.format == "pdf" else None,
            }
    return None


def _versions(library: KnowledgeBase, document_id: str) -> Iterator[Document]:
    """The document itself, or those that have taken its place."""
    for candidate in dict.fromkeys([document_id, *(it.document_id for it in library.history(document_id))]):
        try:
            yield library.document(candidate)
        except NotFound:  # replaced in its turn
            continue
