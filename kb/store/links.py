"""Links between documents, and which of their passages say the same; what a person decides is never overwritten.

Every link lies here twice, once as each of the two documents sees it; so does every aligned pair of passages.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from kb.model import Document, Link, LinkKind, LinkOrigin
from kb.store.database import Database
from kb.store.linkmap import Aligned, LinkMap, read_link_map


def insert_twin_key(connection: sqlite3.Connection, document: Document) -> None:
    """Keep what a catalogue calls all versions of a document's text, in the transaction that inserts it."""
    if document.twin:
        connection.execute("INSERT INTO twin_keys VALUES (?, ?)", (document.id, document.twin))


class LinkTable:
    """Queries and transactions over links, decisions and alignments."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._map = LinkMap()

    # Reading

    def of(self, document_id: str) -> list[Link]:
        """The links of a document, as it sees them: other languages first, then versions and copies."""
        found = self._connection.execute("SELECT * FROM links WHERE document_id = ?", (document_id,))
        return sorted(
            (_link(row) for row in found), key=lambda link: (link.kind is not LinkKind.OTHER_LANGUAGE, link.other_id)
        )

    def all(self) -> list[Link]:
        """Every link once: a version as the older document sees it, the others as the one with the lesser id."""
        found = map(_link, self._connection.execute("SELECT * FROM links ORDER BY document_id, other_id"))
        symmetric = (LinkKind.NEWER_VERSION, LinkKind.OLDER_VERSION)
        return [
            link
            for link in found
            if link.kind is LinkKind.NEWER_VERSION or (link.kind not in symmetric and link.document_id < link.other_id)
        ]

    def map(self) -> LinkMap:
        """All links and alignments as they are now, in memory."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = 'links'").fetchone()
        revision = int(row["value"]) if row else 0
        if self._map.revision != revision:
            self._map = read_link_map(self._connection, revision)
        return self._map

    def between(self, document_id: str, other_id: str) -> list[tuple[int, int]]:
        """(ordinal here, ordinal there) of the passages of two documents that say the same, in order."""
        found = self._connection.execute(
            "SELECT mine.ordinal, theirs.ordinal FROM passages AS mine JOIN alignments ON alignments.key = mine.key"
            " JOIN passages AS theirs ON theirs.key = alignments.other_key"
            " WHERE mine.document_id = ? AND theirs.document_id = ? ORDER BY mine.ordinal, theirs.ordinal",
            (document_id, other_id),
        )
        return [(row[0], row[1]) for row in found]

    def decisions(self) -> dict[tuple[str, str], LinkKind | None]:
        """What people decided for a pair of documents, each pair both ways; None: they do not belong together."""
        found: dict[tuple[str, str], LinkKind | None] = {}
        for row in self._connection.execute("SELECT * FROM link_decisions"):
            kind = LinkKind(row["kind"]) if row["kind"] else None
            found[row["document_id"], row["other_id"]] = kind
            found[row["other_id"], row["document_id"]] = kind.inverse if kind else None
        return found

    # Writing

    def put(self, links: Sequence[Link], alignments: Mapping[tuple[str, str], Sequence[tuple[int, Aligned]]]) -> None:
        """Write links, each in the place of what was said of its pair, and the aligned passages of their documents."""
        with self._database.transaction() as connection:
            for link in links:
                _drop(connection, link.document_id, link.other_id)
                _insert(connection, link, alignments.get((link.document_id, link.other_id), ()))
            _next_revision(connection)

    def drop(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take links away."""
        with self._database.transaction() as connection:
            for pair in pairs:
                _drop(connection, *pair)
            _next_revision(connection)

    def decide(self, document_id: str, other_id: str, kind: LinkKind | None) -> None:
        """Note a person's decision in the place of an earlier one; None says that the two do not belong together."""
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM link_decisions WHERE document_id = ? AND other_id = ?", (other_id, document_id)
            )
            at = datetime.now(UTC).isoformat(timespec="seconds")
            values = (document_id, other_id, kind.value if kind else None, at)
            connection.execute("INSERT OR REPLACE INTO link_decisions VALUES (?, ?, ?, ?)", values)

    def forget_found(self, document_ids: Iterable[str]) -> None:
        """Drop every link of these documents that no person made, so that they can be compared anew."""
        with self._database.transaction() as connection:
            for document_id in document_ids:
                rows = connection.execute(
                    "SELECT other_id FROM links WHERE document_id = ? AND origin <> ?", (document_id, LinkOrigin.PERSON)
                )
                for row in rows.fetchall():
                    _drop(connection, document_id, row["other_id"])
            _next_revision(connection)

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._database.connection


def _link(row: sqlite3.Row) -> Link:
    kind, origin = LinkKind(row["kind"]), LinkOrigin(row["origin"])
    return Link(row["document_id"], row["other_id"], kind, row["score"], origin)


def _insert(connection: sqlite3.Connection, link: Link, aligned: Sequence[tuple[int, Aligned]]) -> None:
    for it in (link, link.turned()):
        values = (it.document_id, it.other_id, it.kind.value, it.score, it.origin.value)
        connection.execute("INSERT INTO links VALUES (?, ?, ?, ?, ?)", values)
    for key, there in aligned:
        turned = [(theirs, mine) for mine, theirs in there.numbers]
        connection.executemany(
            "INSERT INTO alignments VALUES (?, ?, ?, ?)",
            (
                (key, there.key, there.score, json.dumps(there.numbers, ensure_ascii=False)),
                (there.key, key, there.score, json.dumps(turned, ensure_ascii=False)),
            ),
        )


def _drop(connection: sqlite3.Connection, one: str, other: str) -> None:
    for pair in ((one, other), (other, one)):
        connection.execute("DELETE FROM links WHERE document_id = ? AND other_id = ?", pair)
        connection.execute(
            "DELETE FROM alignments WHERE key IN (SELECT key FROM passages WHERE document_id = ?)"
            " AND other_key IN (SELECT key FROM passages WHERE document_id = ?)",
            pair,
        )


def links_change(connection: sqlite3.Connection, document_id: str) -> None:
    """Say that links change where a document has some whose passages go or get other keys, in the same transaction."""
    if connection.execute("SELECT 1 FROM links WHERE document_id = ?", (document_id,)).fetchone():
        _next_revision(connection)


def _next_revision(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO meta VALUES ('links', '1') ON CONFLICT (key) DO UPDATE SET value = value + 1")
