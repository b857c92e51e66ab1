"""Turns dataclasses into SQLite rows and back."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from typing import Any

from kb.model import Block, BlockKind, DocumentSummary, DocumentType, Line, Page, PageStatus, Passage


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def block_row(document_id: str, ordinal: int, block: Block) -> tuple[Any, ...]:
    lines = [[line.start, line.end, line.page, *(round(edge, 2) for edge in line.box)] for line in block.lines]
    return (
        document_id, ordinal, block.kind.value, block.text, block.page, block.page_end,
        block.level, dumps(lines), dumps(block.cells),
    )  # fmt: skip


def block_of(row: sqlite3.Row) -> Block:
    lines = tuple(
        Line(int(a), int(b), int(p), (x0, y0, x1, y1)) for a, b, p, x0, y0, x1, y1 in json.loads(row["lines"])
    )
    cells = tuple(json.loads(row["cells"]))
    return Block(BlockKind(row["kind"]), row["text"], row["page"], row["page_end"], row["level"], lines, cells)


def page_row(document_id: str, page: Page) -> tuple[Any, ...]:
    return (
        document_id, page.number, page.label, page.width, page.height, page.characters, page.status.value,
        page.script, page.confidence, dumps(page.warnings),
    )  # fmt: skip


def page_of(row: sqlite3.Row) -> Page:
    return Page(
        number=row["number"],
        label=row["label"],
        width=row["width"],
        height=row["height"],
        characters=row["characters"],
        status=PageStatus(row["status"]),
        script=row["script"],
        confidence=row["confidence"],
        warnings=tuple(json.loads(row["warnings"])),
    )


def passage_row(passage: Passage) -> tuple[Any, ...]:
    return (
        passage.document_id, passage.ordinal, passage.start, passage.end, passage.text, passage.language,
        passage.page, passage.page_end, passage.clause, dumps(passage.heading), dumps(passage.clauses),
        passage.lists_sources,
    )  # fmt: skip


def passage_of(row: sqlite3.Row) -> Passage:
    return Passage(
        id=f"{row['document_id']}:{row['ordinal']}",
        document_id=row["document_id"],
        ordinal=row["ordinal"],
        start=row["start"],
        end=row["end"],
        text=row["text"],
        language=row["language"],
        page=row["page"],
        page_end=row["page_end"],
        clause=row["clause"],
        heading=tuple(json.loads(row["heading"])),
        clauses=tuple((int(offset), str(clause)) for offset, clause in json.loads(row["clauses"])),
        lists_sources=bool(row["lists_sources"]),
    )


def date_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def summary_of(row: sqlite3.Row) -> DocumentSummary:
    return DocumentSummary(
        id=row["id"],
        title=row["title"],
        collection=row["collection"],
        type=DocumentType(row["type"]),
        language=row["language"],
        date=date_of(row["date"]),
        source_name=row["source_name"],
        source_url=row["source_url"],
        format=row["format"],
        pages=row["page_count"],
        passages=row["passages"],
        warnings=tuple(json.loads(row["warnings"])),
    )
