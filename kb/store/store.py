"""The truth of a data folder: documents, blocks, passages, vectors, jobs. Everything else can be rebuilt from it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from kb.embed.passages import Embedded
from kb.errors import NotFound
from kb.model import Definition, Document, DocumentSummary, DocumentType, Facets, Filter, Metadata, Passage, Reading
from kb.ports import Vectors
from kb.store import corrections, feedback, rows
from kb.store.corrections import Correction
from kb.store.database import Database, Generation
from kb.store.descriptions import (
    definitions,
    definitions_of,
    facts,
    insert_description,
    references,
    replace_description,
)
from kb.store.factcounts import fact_counts
from kb.store.files import OriginalFiles
from kb.store.given import given, insert_given
from kb.store.links import LinkTable, insert_twin_key, links_change
from kb.store.pin import Pin
from kb.store.tokens import TokenTable, insert_tokens
from kb.store.versions import forget_versions, note_version, replaced_by
from kb.store.where import where_clause

FACETS_KEPT = 64

SUMMARY = "documents.*, (SELECT count(*) FROM pages WHERE document_id = documents.id) AS page_count"
LABELS = """(SELECT json_group_array(DISTINCT kind || ':' || value) FROM facts WHERE document_id = documents.id
    AND kind IN ('sector', 'place', 'organisation'))"""
KEYS_PER_STATEMENT = 500
CONTENT = ("passages", "blocks", "pages", "facts", "clause_references", "definitions", "fingerprints")
"""The tables of what was found in a document; they are filled anew when it is read again."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A passage with its integer key (the id in every index) and the facts of its document that a hit shows."""

    key: int
    passage: Passage
    title: str
    collection: str
    type: DocumentType
    language: str
    date: str | None
    source_name: str
    source_url: str | None
    labels: tuple[str, ...] = ()
    """`sector:water`, `place:UA-32`: what the filters can ask for."""


@dataclass(frozen=True, slots=True)
class Place:
    """The document that a passage belongs to, whether the passage is nothing but a list of sources, and whether it is
    the first of a report or agreement, which introduces what the others say."""

    document_id: str
    lists_sources: bool
    introduces: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be taken in."""

    path: str
    reason: str
    permanent: bool
    at: str


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Store:
    """Queries and transactions over `store.sqlite3` and the original files beside it."""

    def __init__(self, home: Path, generation: Generation = Generation.CURRENT) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.database = Database(home / "store.sqlite3", generation)
        self.pin = Pin(self.database)
        self.links = LinkTable(self.database)
        self.tokens = TokenTable(self.database, self.pin)
        self.feedback = feedback.FeedbackTable(self.database)
        self.files = OriginalFiles(home / "files")
        self._facets: dict[tuple[int, Filter], Facets] = {}

    def close(self) -> None:
        self.database.close()

    # Facts about the whole

    def meta(self, key: str) -> str | None:
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row["value"]) if row else None

    def set_meta(self, key: str, value: str) -> None:
        with self.database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def revision(self) -> int:
        """Grows with every document that comes or goes."""
        return int(self.meta("revision") or 0)

    def count(self, table: Literal["documents", "passages"]) -> int:
        (count,) = self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(count)

    # Writing

    def commit(self, document: Document, passages: Sequence[Passage], embedded: Embedded, original: bytes) -> bool:
        """Make a document visible in one transaction; True if it replaced another version at its path.

        What people have corrected of it, or of the version that it replaces, holds.
        """
        self.files.put(document.sha256, original)
        with self.database.transaction() as connection:
            document = self._as_corrected(connection, document)
            self._remove(connection, document.id)
            self._insert(connection, document, passages, embedded)
            return self._locate(connection, document.path, document.id)

    def replace_content(self, document: Document, passages: Sequence[Passage], embedded: Embedded) -> None:
        """Put a better reading of a stored document in place of the old one, in one transaction; raises `NotFound`.

        Its identity stays, and with it the original file, locations, versions and links.
        """
        with self.database.transaction() as connection:
            changed = connection.execute(
                "UPDATE documents SET type = ?, language = ?, title = ?, date = ?,"
                " source_url = coalesce(?, source_url), format = ?,"
                " warnings = ?, passages = ? WHERE id = ?",
                (
                    document.type.value, document.language, document.title,
                    document.date.isoformat() if document.date else None, document.source_url,
                    document.reading.format, rows.dumps(document.reading.warnings), len(passages), document.id,
                ),
            )  # fmt: skip
            if not changed.rowcount:
                raise NotFound(f"document {document.id} was deleted while it was read again; nothing is left to do")
            links_change(connection, document.id)
            for table in CONTENT:
                connection.execute(f"DELETE FROM {table} WHERE document_id = ?", (document.id,))
            self._fill(connection, document, passages, embedded)
            self._next_revision(connection)

    def locate(self, path: str, document_id: str) -> bool:
        """Note that a known document lies at `path`; True if another version lay there, which then stops answering."""
        with self.database.transaction() as connection:
            return self._locate(connection, path, document_id)

    def delete(self, document_id: str) -> None:
        """Forget a document, its original file and its earlier versions; raises `NotFound`."""
        with self.database.transaction() as connection:
            row = connection.execute("SELECT sha256 FROM documents WHERE id = ?", (document_id,)).fetchone()
            if row is None:
                raise NotFound(f"there is no document {document_id}; `kb status` and /documents list what there is")
            feedback.forget(connection, [document_id, *replaced_by(connection, document_id)])
            earlier = forget_versions(connection, document_id)
            self._remove(connection, document_id)
            corrections.forget(connection, document_id)
        for sha256 in {row["sha256"], *earlier}:
            self.files.remove(sha256)

    def correct(self, document_id: str, correction: Correction) -> None:
        """Write down what a person says of a document; raises `NotFound`, and `InvalidField` if nothing changes."""
        document = self.document(document_id)
        with self.database.transaction() as connection:
            self._redescribe(connection, corrections.record(connection, document, correction))

    def withdraw(self, document_id: str, number: int) -> None:
        """Go back to what the rules had found; raises `NotFound`."""
        document = self.document(document_id)
        with self.database.transaction() as connection:
            self._redescribe(connection, corrections.withdraw(connection, document, number))

    def _as_corrected(self, connection: sqlite3.Connection, document: Document) -> Document:
        row = connection.execute("SELECT document_id FROM locations WHERE path = ?", (document.path,)).fetchone()
        if row is not None and row["document_id"] != document.id:
            corrections.carry(connection, row["document_id"], document)
        return corrections.of_reading(connection, document)

    def _redescribe(self, connection: sqlite3.Connection, document: Document) -> None:
        """Write a document's changed description; its passages get new keys, so that every index takes them anew."""
        replace_description(connection, document)
        links_change(connection, document.id)
        connection.execute("DELETE FROM fingerprints WHERE document_id = ?", (document.id,))
        connection.execute("PRAGMA defer_foreign_keys = ON")
        (first, last) = connection.execute(
            "SELECT min(key), (SELECT seq FROM sqlite_sequence WHERE name = 'passages') FROM passages"
            " WHERE document_id = ?",
            (document.id,),
        ).fetchone()
        if first is not None:
            shift = last - first + 1
            keys = "SELECT key FROM passages WHERE document_id = ?"
            connection.execute(f"UPDATE vectors SET key = key + ? WHERE key IN ({keys})", (shift, document.id))
            connection.execute("UPDATE passages SET key = key + ? WHERE document_id = ?", (shift, document.id))
            connection.execute(
                "UPDATE sqlite_sequence SET seq = (SELECT max(key) FROM passages) WHERE name = 'passages'"
            )
        self._next_revision(connection)

    def _insert(
        self, connection: sqlite3.Connection, document: Document, passages: Sequence[Passage], embedded: Embedded
    ) -> None:
        reading = document.reading
        values = (
            document.id, document.sha256, document.path, document.source_name, document.source_url,
            document.collection, document.type.value, document.language, document.title,
            document.date.isoformat() if document.date else None, reading.format, rows.dumps(reading.warnings),
            len(passages), now(),
        )  # fmt: skip
        connection.execute(f"INSERT INTO documents VALUES ({', '.join('?' * len(values))})", values)
        self._next_revision(connection)
        note_version(connection, document, now())
        insert_given(connection, document)
        insert_twin_key(connection, document)
        self._fill(connection, document, passages, embedded)

    def _fill(
        self, connection: sqlite3.Connection, document: Document, passages: Sequence[Passage], embedded: Embedded
    ) -> None:
        """Insert what was found in a document whose row is there; raises `Reindexed`."""
        self.pin.check()
        reading = document.reading
        connection.executemany(
            "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (rows.page_row(document.id, page) for page in reading.pages),
        )
        connection.executemany(
            "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (rows.block_row(document.id, ordinal, block) for ordinal, block in enumerate(reading.blocks)),
        )
        insert_description(connection, document)
        tokens = iter(embedded.tokens)
        for passage, vector in zip(passages, embedded.vectors.astype(np.float16), strict=True):
            cursor = connection.execute(
                "INSERT INTO passages (document_id, ordinal, start, end, text, language, page, page_end, clause,"
                " heading, clauses, lists_sources) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows.passage_row(passage),
            )
            connection.execute("INSERT INTO vectors VALUES (?, ?)", (cursor.lastrowid, vector.tobytes()))
            if embedded.tokens:
                insert_tokens(connection, int(cursor.lastrowid or 0), next(tokens))

    def _locate(self, connection: sqlite3.Connection, path: str, document_id: str) -> bool:
        row = connection.execute("SELECT document_id FROM locations WHERE path = ?", (path,)).fetchone()
        before = row["document_id"] if row else None
        connection.execute("INSERT OR REPLACE INTO locations VALUES (?, ?)", (path, document_id))
        connection.execute("DELETE FROM failures WHERE path = ?", (path,))
        if before is None or before == document_id:
            return False
        elsewhere = connection.execute("SELECT 1 FROM locations WHERE document_id = ?", (before,)).fetchone()
        if elsewhere is None:
            self._remove(connection, before)
        return True

    def _remove(self, connection: sqlite3.Connection, document_id: str) -> None:
        links_change(connection, document_id)
        if connection.execute("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount:
            self._next_revision(connection)

    def _next_revision(self, connection: sqlite3.Connection) -> None:
        connection.execute(
            "INSERT INTO meta VALUES ('revision', '1') ON CONFLICT (key) DO UPDATE SET value = value + 1"
        )

    # Reading documents

    def has(self, document_id: str) -> bool:
        return self._connection.execute("SELECT 1 FROM documents WHERE id = ?", (document_id,)).fetchone() is not None

    def documents(self, where: Filter) -> list[DocumentSummary]:
        condition, parameters = where_clause(where)
        found = self._connection.execute(
            f"SELECT {SUMMARY} FROM documents WHERE {condition} ORDER BY collection, date DESC, title", parameters
        )
        return [rows.summary_of(row) for row in found]

    def summary(self, document_id: str) -> DocumentSummary:
        """One line of the document list; raises `NotFound`."""
        row = self._connection.execute(f"SELECT {SUMMARY} FROM documents WHERE id = ?", (document_id,)).fetchone()
        if row is None:
            raise NotFound(f"there is no document {document_id}; `kb status` and /documents list what there is")
        return rows.summary_of(row)

    def document(self, document_id: str) -> Document:
        row = self._connection.execute("SELECT * FROM documents WHERE id = ?", (document_id,)).fetchone()
        if row is None:
            raise NotFound(
                f"there is no document {document_id}; it may have been deleted or replaced by a newer version"
            )
        metadata, kind = given(self._connection, document_id)
        return Document(
            id=row["id"],
            sha256=row["sha256"],
            path=row["path"],
            source_name=row["source_name"],
            source_url=row["source_url"],
            collection=row["collection"],
            type=DocumentType(row["type"]),
            language=row["language"],
            title=row["title"],
            date=rows.date_of(row["date"]),
            reading=self._reading(row),
            facts=facts(self._connection, document_id),
            references=references(self._connection, document_id),
            definitions=definitions(self._connection, document_id),
            given=metadata,
            given_type=kind,
        )

    def corrections(self, document_id: str) -> tuple[Correction, ...]:
        """What people have said of a document, in the order in which they said it."""
        return corrections.corrections(self._connection, document_id)

    def _reading(self, document: sqlite3.Row) -> Reading:
        select = self._connection.execute
        blocks = select("SELECT * FROM blocks WHERE document_id = ? ORDER BY ordinal", (document["id"],))
        pages = select("SELECT * FROM pages WHERE document_id = ? ORDER BY number", (document["id"],))
        return Reading(
            format=document["format"],
            blocks=tuple(rows.block_of(row) for row in blocks),
            pages=tuple(rows.page_of(row) for row in pages),
            metadata=Metadata(document["title"], document["language"], rows.date_of(document["date"])),
            warnings=tuple(json.loads(document["warnings"])),
        )

    def facets(self, where: Filter) -> Facets:
        """Documents under each value, among those that match the filter; kept until a document comes or goes."""
        kept = (self.revision(), where)
        if kept not in self._facets:
            if len(self._facets) >= FACETS_KEPT:
                self._facets.clear()
            self._facets[kept] = self._counted(where)
        return self._facets[kept]

    def _counted(self, where: Filter) -> Facets:
        condition, parameters = where_clause(where)

        def counts(expression: str) -> dict[str, int]:
            found = self._connection.execute(
                f"SELECT {expression} AS value, count(*) AS n FROM documents WHERE {condition}"
                " GROUP BY value HAVING value IS NOT NULL ORDER BY n DESC, value",
                parameters,
            )
            return {row["value"]: row["n"] for row in found}

        own = (counts(name) for name in ("collection", "type", "language", "substr(date, 1, 4)"))
        return Facets(*own, **fact_counts(self._connection, condition, parameters))

    # Reading passages

    def passages(self, document_id: str) -> list[Passage]:
        found = self._connection.execute(
            "SELECT * FROM passages WHERE document_id = ? ORDER BY ordinal", (document_id,)
        )
        return [rows.passage_of(row) for row in found]

    def keys_of(self, document_id: str) -> list[int]:
        """The keys of a document's passages, in the order of `passages`."""
        found = self._connection.execute(
            "SELECT key FROM passages WHERE document_id = ? ORDER BY ordinal", (document_id,)
        )
        return [row["key"] for row in found]

    def passage(self, passage_id: str) -> Passage:
        document_id, _, ordinal = passage_id.rpartition(":")
        row = self._connection.execute(
            "SELECT * FROM passages WHERE document_id = ? AND ordinal = ?", (document_id, ordinal)
        ).fetchone()
        if row is None:
            raise NotFound(f"there is no passage {passage_id}; its document may have been replaced by a newer version")
        return rows.passage_of(row)

    def stored(self, keys: Iterable[int]) -> dict[int, Stored]:
        """Passages by key; keys that are gone are left out."""
        found: dict[int, Stored] = {}
        for part in _parts(keys):
            for row in self._connection.execute(
                "SELECT passages.*, documents.title, documents.collection, documents.type, documents.date,"
                " documents.language AS document_language, documents.source_name, documents.source_url,"
                f" {LABELS} AS labels"
                " FROM passages JOIN documents ON documents.id = passages.document_id"
                f" WHERE passages.key IN ({', '.join('?' * len(part))})",
                part,
            ):
                found[row["key"]] = _stored(row)
        return found

    def definitions(self, document_ids: Collection[str]) -> dict[str, tuple[Definition, ...]]:
        """What the documents of one answer define; those that define nothing are left out."""
        return definitions_of(self._connection, document_ids)

    def places_of(self, keys: Iterable[int]) -> dict[int, Place]:
        """The document of each passage by key; keys that are gone are left out."""
        return {
            row["key"]: Place(row["document_id"], bool(row["lists_sources"]), bool(row["introduces"]))
            for part in _parts(keys)
            for row in self._connection.execute(
                "SELECT passages.key, document_id, lists_sources, ordinal = 0 AND type IN (?, ?) AS introduces"
                " FROM passages JOIN documents ON documents.id = document_id"
                f" WHERE passages.key IN ({', '.join('?' * len(part))})",
                [DocumentType.REPORT, DocumentType.AGREEMENT, *part],
            )
        }

    def keys(self, where: Filter) -> NDArray[np.int64]:
        """The keys of all passages whose documents match the filter, ascending."""
        condition, parameters = where_clause(where)
        found = self._connection.execute(
            "SELECT passages.key FROM passages JOIN documents ON documents.id = passages.document_id"
            f" WHERE {condition} ORDER BY passages.key",
            parameters,
        )
        return np.fromiter((row[0] for row in found), np.int64)

    def vectors(self, keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[str], Vectors]:
        """(keys still there, their languages, their uncentred unit vectors of shape (n, d)); raises `Reindexed`."""
        found: list[int] = []
        languages: list[str] = []
        blobs: list[bytes] = []
        for part in _parts(keys):
            for row in self._connection.execute(
                "SELECT key, language, vector FROM passages JOIN vectors USING (key)"
                f" WHERE key IN ({', '.join('?' * len(part))}) ORDER BY key",
                part,
            ):
                found.append(row["key"])
                languages.append(row["language"])
                blobs.append(row["vector"])
        self.pin.check()
        if not found:
            return np.empty(0, np.int64), [], np.empty((0, 0), np.float32)
        vectors = np.frombuffer(b"".join(blobs), np.float16).astype(np.float32).reshape(len(blobs), -1)
        return np.array(found, np.int64), languages, vectors

    # Failures

    def record_failure(self, path: str, reason: str, permanent: bool) -> None:
        with self.database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?)", (path, reason, permanent, now()))

    def failures(self) -> list[Failure]:
        found = self._connection.execute("SELECT * FROM failures ORDER BY path")
        return [Failure(row["path"], row["reason"], bool(row["permanent"]), row["at"]) for row in found]

    @property
    def _connection(self) -> sqlite3.Connection:
        return self.database.connection


def _stored(row: Any) -> Stored:
    return Stored(
        key=row["key"],
        passage=rows.passage_of(row),
        title=row["title"],
        collection=row["collection"],
        type=DocumentType(row["type"]),
        language=row["document_language"],
        date=row["date"],
        source_name=row["source_name"],
        source_url=row["source_url"],
        labels=tuple(json.loads(row["labels"])),
    )


def _parts(keys: Iterable[int]) -> Iterator[list[int]]:
    wanted = [int(key) for key in keys]
    for at in range(0, len(wanted), KEYS_PER_STATEMENT):
        yield wanted[at : at + KEYS_PER_STATEMENT]
