"""What a catalogue said of a document, kept beside what was found in it, so that it can be read again."""

from __future__ import annotations

import sqlite3

from kb.model import Document, DocumentType, Metadata
from kb.store.rows import date_of


def insert_given(connection: sqlite3.Connection, document: Document) -> None:
    """Write what was given of a document that was just inserted, in the same transaction."""
    given, kind = document.given, document.given_type
    if given != Metadata() or kind:
        day = given.date.isoformat() if given.date else None
        values = (document.id, given.title, given.language, day, given.url, kind.value if kind else None)
        connection.execute("INSERT INTO given VALUES (?, ?, ?, ?, ?, ?)", values)


def given(connection: sqlite3.Connection, document_id: str) -> tuple[Metadata, DocumentType | None]:
    """Empty metadata and None where nothing was given."""
    row = connection.execute("SELECT * FROM given WHERE document_id = ?", (document_id,)).fetchone()
    if row is None:
        return Metadata(), None
    metadata = Metadata(row["title"], row["language"], date_of(row["date"]), row["url"])
    return metadata, DocumentType(row["type"]) if row["type"] else None
