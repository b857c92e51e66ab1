"""The ledger of pages and documents, asked for what a person should look at."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from kb.model import PageStatus
from kb.quality import LOW_CONFIDENCE, PAGES_SHOWN, Concern, Item, PageConcern, Section
from kb.store.database import Database

_WAITING = f"pages.status = '{PageStatus.NEEDS_OCR.value}'"
_UNSURE = f"(pages.confidence IS NOT NULL AND pages.confidence < {LOW_CONFIDENCE})"
_PAGES = {
    Concern.NEEDS_OCR: _WAITING,
    Concern.LOW_CONFIDENCE: f"NOT {_WAITING} AND {_UNSURE}",
    Concern.PAGE_WARNINGS: f"pages.warnings <> '[]' AND NOT {_WAITING} AND NOT {_UNSURE}",
}
# What a document says of its waiting pages is said already where they are listed.
_OWN_WARNINGS = (
    "SELECT value FROM json_each(documents.warnings) WHERE value NOT LIKE '% need OCR' AND value NOT LIKE '% needs OCR'"
)
_DOCUMENTS = {
    Concern.DOCUMENT_WARNINGS: f"EXISTS ({_OWN_WARNINGS})",
    Concern.UNDATED: "documents.date IS NULL",
}


class Ledger:
    """Every method reads; all may be called from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def section(self, concern: Concern, limit: int, offset: int = 0) -> Section:
        """One list, `limit` documents or files from the `offset`-th on, in a stable order."""
        if concern is Concern.FAILED:
            return self._failed(limit, offset)
        if concern in _PAGES:
            return self._with_pages(concern, limit, offset)
        return self._with_documents(concern, limit, offset)

    def waiting_documents(self) -> list[str]:
        """The ids of all documents with pages that wait for OCR, the shortest queue first."""
        found = self._select(
            f"SELECT document_id FROM pages WHERE {_WAITING} GROUP BY document_id ORDER BY count(*), document_id"
        )
        return [str(row["document_id"]) for row in found]

    def waiting_pages(self, documents: Collection[str] | None = None) -> int:
        """How many pages wait for OCR, in all documents or in these."""
        found = self._select(f"SELECT document_id, count(*) AS n FROM pages WHERE {_WAITING} GROUP BY document_id")
        return sum(row["n"] for row in found if documents is None or row["document_id"] in documents)

    def _failed(self, limit: int, offset: int) -> Section:
        (total,) = self._select("SELECT count(*) FROM failures")[0]
        found = self._select("SELECT * FROM failures ORDER BY path LIMIT ? OFFSET ?", limit, offset)
        items = tuple(
            Item(row["path"], None, None, None, row["path"].rpartition("/")[2], notes=(row["reason"],)) for row in found
        )
        return Section(Concern.FAILED, total, 0, offset, items)

    def _with_pages(self, concern: Concern, limit: int, offset: int) -> Section:
        where = _PAGES[concern]
        total, pages = self._select(f"SELECT count(DISTINCT document_id), count(*) FROM pages WHERE {where}")[0]
        found = self._select(
            "SELECT documents.*, count(*) AS n FROM documents JOIN pages ON pages.document_id = documents.id"
            f" WHERE {where} GROUP BY documents.id"
            " ORDER BY min(coalesce(pages.confidence, 1)), documents.collection, documents.title, documents.id"
            " LIMIT ? OFFSET ?",
            limit,
            offset,
        )
        items = tuple(self._item(row, self._pages_of(row["id"], where), row["n"]) for row in found)
        return Section(concern, total, pages, offset, items)

    def _pages_of(self, document_id: str, where: str) -> tuple[PageConcern, ...]:
        found = self._select(
            f"SELECT * FROM pages WHERE document_id = ? AND {where} ORDER BY number LIMIT ?", document_id, PAGES_SHOWN
        )
        return tuple(
            PageConcern(row["number"], row["label"], row["confidence"], tuple(json.loads(row["warnings"])))
            for row in found
        )

    def _with_documents(self, concern: Concern, limit: int, offset: int) -> Section:
        where = _DOCUMENTS[concern]
        (total,) = self._select(f"SELECT count(*) FROM documents WHERE {where}")[0]
        found = self._select(
            f"SELECT *, (SELECT json_group_array(value) FROM ({_OWN_WARNINGS})) AS notes FROM documents WHERE {where}"
            " ORDER BY collection, title, id LIMIT ? OFFSET ?",
            limit,
            offset,
        )
        notes = concern is Concern.DOCUMENT_WARNINGS
        items = tuple(self._item(row, notes=tuple(json.loads(row["notes"])) if notes else ()) for row in found)
        return Section(concern, total, 0, offset, items)

    def _item(
        self,
        row: sqlite3.Row,
        pages: tuple[PageConcern, ...] = (),
        page_count: int = 0,
        notes: tuple[str, ...] = (),
    ) -> Item:
        return Item(
            row["title"], row["id"], row["collection"], row["language"], row["source_name"], pages, page_count, notes
        )

    def _select(self, statement: str, *parameters: str | int) -> list[sqlite3.Row]:
        return self._database.connection.execute(statement, parameters).fetchall()
