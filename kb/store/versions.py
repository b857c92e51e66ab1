"""The history of what lay at a path: every version that was taken in, the newest of them answering."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from kb.errors import NotFound
from kb.model import Document, Version
from kb.store.rows import date_of

_AT_SAME_PATHS = (
    "SELECT path FROM locations WHERE document_id = :id UNION SELECT path FROM versions WHERE document_id = :id"
)


def note_version(connection: sqlite3.Connection, document: Document, at: str) -> None:
    """Remember that a document lies at its path from now on; `at` is an ISO 8601 moment."""
    day = document.date.isoformat() if document.date else None
    connection.execute(
        "INSERT INTO versions (path, document_id, ingested, sha256, title, source_name, date)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (document.path, document.id, at, document.sha256, document.title, document.source_name, day),
    )


def history(connection: sqlite3.Connection, document_id: str) -> list[Version]:
    """Everything that lies or lay at this document's paths, the newest first; one entry where nothing came before."""
    found = connection.execute(
        "SELECT document_id, title, source_name, date, max(ingested) AS ingested,"
        " document_id IN (SELECT document_id FROM locations) AS current FROM versions"
        f" WHERE path IN ({_AT_SAME_PATHS}) GROUP BY document_id ORDER BY current DESC, ingested DESC, max(rowid) DESC",
        {"id": document_id},
    )
    return [
        Version(
            row["document_id"],
            row["title"],
            row["source_name"],
            date_of(row["date"]),
            datetime.fromisoformat(row["ingested"]),
            bool(row["current"]),
        )
        for row in found
    ]


def digest_of_version(connection: sqlite3.Connection, document_id: str) -> tuple[str, str]:
    """(SHA-256, file name) of a document, also of one that a newer version has replaced; raises `NotFound`."""
    row = connection.execute(
        "SELECT sha256, source_name FROM documents WHERE id = :id"
        " UNION ALL SELECT sha256, source_name FROM versions WHERE document_id = :id AND sha256 <> ''",
        {"id": document_id},
    ).fetchone()
    if row is None:
        raise NotFound(f"there is no document or earlier version {document_id}; /documents lists what there is")
    return str(row["sha256"]), str(row["source_name"])


def replaced_by(connection: sqlite3.Connection, document_id: str) -> list[str]:
    """The earlier versions that lay where a document lies and answer nowhere any more."""
    found = connection.execute(
        "SELECT DISTINCT document_id FROM versions WHERE path IN (SELECT path FROM locations WHERE document_id = ?)"
        " AND document_id NOT IN (SELECT id FROM documents)",
        (document_id,),
    )
    return [str(row["document_id"]) for row in found]


def forget_versions(connection: sqlite3.Connection, document_id: str) -> list[str]:
    """Drop the history of where a document lies; the SHA-256 of every original that nothing needs any more."""
    gone = connection.execute(
        "DELETE FROM versions WHERE document_id = :id"
        " OR path IN (SELECT path FROM locations WHERE document_id = :id) RETURNING sha256",
        {"id": document_id},
    ).fetchall()
    return [
        row["sha256"]
        for row in gone
        if row["sha256"]
        and not connection.execute(
            "SELECT 1 FROM documents WHERE sha256 = ? AND id <> ? UNION SELECT 1 FROM versions WHERE sha256 = ?",
            (row["sha256"], document_id, row["sha256"]),
        ).fetchone()
    ]
