"""What the store keeps beside a document's text: its facts, references and definitions; all go when it goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from kb.model import Definition, Document, Fact, FactKind, Reference


def insert_description(connection: sqlite3.Connection, document: Document) -> None:
    """Write the description of a document that was just inserted, in the same transaction."""
    _insert_facts(connection, document)
    connection.executemany(
        "INSERT INTO clause_references VALUES (?, ?, ?, ?)",
        ((document.id, it.start, it.end, it.clause) for it in document.references),
    )
    connection.executemany(
        "INSERT INTO definitions VALUES (?, ?, ?, ?, ?)",
        ((document.id, it.start, it.end, it.term, it.clause) for it in document.definitions),
    )


def replace_description(connection: sqlite3.Connection, document: Document) -> None:
    """Write what has changed of a document that stays as it was read: title, type, language, date and facts."""
    connection.execute(
        "UPDATE documents SET title = ?, type = ?, language = ?, date = ? WHERE id = ?",
        (
            document.title, document.type.value, document.language,
            document.date.isoformat() if document.date else None, document.id,
        ),
    )  # fmt: skip
    connection.execute("DELETE FROM facts WHERE document_id = ?", (document.id,))
    _insert_facts(connection, document)


def _insert_facts(connection: sqlite3.Connection, document: Document) -> None:
    connection.executemany(
        "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (document.id, ordinal, fact.kind.value, fact.value, fact.start, fact.end, fact.stage)
            for ordinal, fact in enumerate(document.facts)
        ),
    )


def facts(connection: sqlite3.Connection, document_id: str) -> tuple[Fact, ...]:
    """In the order in which the document names them."""
    found = connection.execute("SELECT * FROM facts WHERE document_id = ? ORDER BY ordinal", (document_id,))
    return tuple(Fact(FactKind(row["kind"]), row["value"], row["start"], row["end"], row["stage"]) for row in found)


def references(connection: sqlite3.Connection, document_id: str) -> tuple[Reference, ...]:
    found = connection.execute("SELECT * FROM clause_references WHERE document_id = ? ORDER BY start", (document_id,))
    return tuple(Reference(row["start"], row["end"], row["clause"]) for row in found)


def definitions(connection: sqlite3.Connection, document_id: str) -> tuple[Definition, ...]:
    found = connection.execute("SELECT * FROM definitions WHERE document_id = ? ORDER BY start", (document_id,))
    return tuple(Definition(row["term"], row["start"], row["end"], row["clause"]) for row in found)


def definitions_of(connection: sqlite3.Connection, document_ids: Collection[str]) -> dict[str, tuple[Definition, ...]]:
    """The definitions of several documents at once; documents that define nothing are left out."""
    found: dict[str, list[Definition]] = {}
    rows = connection.execute(
        f"SELECT * FROM definitions WHERE document_id IN ({', '.join('?' * len(document_ids))})"
        " ORDER BY document_id, start",
        tuple(document_ids),
    )
    for row in rows:
        definition = Definition(row["term"], row["start"], row["end"], row["clause"])
        found.setdefault(row["document_id"], []).append(definition)
    return {document_id: tuple(held) for document_id, held in found.items()}
