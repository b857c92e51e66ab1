"""Documents made for a test: Markdown files of one folder, taken in for real."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.pipeline import ingest
from kb.base import KnowledgeBase

STORY = (
    "IRPIN, 11 April 2023 — Japan will send {n} more machines to clear rubble and mines in Kyiv oblast, the ministry "
    "said on Tuesday. The machines come from four makers and are paid for by a grant of JPY {grant}.\n\n"
    "Irpin and Borodianka receive the first excavators in May, once their drivers have been trained in Tokyo. "
    "The town's engineers have prepared a yard where concrete is crushed and sorted before it is used for roads.\n\n"
    "The deputy minister thanked the agency and asked that two towns in Sumy oblast be added in the autumn, because "
    "their water works were hit in March and are being rebuilt with pumps lent by a neighbouring hromada."
)


def story(n: str = "32", grant: str = "75.5 billion", title: str = "Japan sends machines to Kyiv oblast") -> str:
    return f"# {title}\n\n{STORY.format(n=n, grant=grant)}\n"


def take_in(library: KnowledgeBase, folder: Path, files: Mapping[str, str], *catalogue: Mapping[str, Any]) -> None:
    """Write the files and a catalogue of them, and ingest the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    if catalogue:
        lines = (json.dumps(entry, ensure_ascii=False) + "\n" for entry in catalogue)
        (folder / "index.jsonl").write_text("".join(lines), "utf-8")
    assert ingest(library, [folder]).failed == []


def ids(library: KnowledgeBase) -> dict[str, str]:
    """Identifiers by file name."""
    return {document.source_name: document.id for document in library.documents()}


def links(library: KnowledgeBase) -> set[tuple[str, str, str]]:
    """(file, what the other is to it, other file) for every link, both ways."""
    names = {document.id: document.source_name for document in library.documents()}
    return {
        (names[document_id], link.kind.value, other.source_name)
        for document_id in names
        for link, other in library.links(document_id)
    }
