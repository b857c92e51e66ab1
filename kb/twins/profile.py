"""A document as it is compared with others: what the store knows of it, and its fingerprint."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from kb.model import DocumentType
from kb.store.database import Database
from kb.store.rows import date_of
from kb.twins.fingerprint import Fingerprint


@dataclass(frozen=True)
class Profile:
    """`key` is what a catalogue calls all versions of the text, with the collection; None where it says nothing."""

    id: str
    title: str
    type: DocumentType
    language: str
    date: date | None
    url: str | None
    format: str
    key: tuple[str, str] | None
    passages: int
    print: Fingerprint


class Profiles:
    """The fingerprints of a data folder's documents, kept in its store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def missing(self) -> list[str]:
        """Documents with passages and without a fingerprint: those that came or changed since the last comparison."""
        found = self._connection.execute(
            "SELECT id FROM documents WHERE passages > 0 AND id NOT IN (SELECT document_id FROM fingerprints)"
            " ORDER BY id"
        )
        return [row["id"] for row in found]

    def forget(self) -> None:
        """Drop all, so that all documents are compared anew."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM fingerprints")

    def keep(self, prints: dict[str, Fingerprint]) -> None:
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO fingerprints VALUES (?, ?, ?, ?, ?, ?)",
                (
                    (
                        document_id, it.bag, it.shingles, it.sketch.tobytes(), json.dumps(sorted(it.numbers)),
                        it.mean.astype(np.float16).tobytes(),
                    )
                    for document_id, it in prints.items()
                ),
            )  # fmt: skip

    def all(self) -> dict[str, Profile]:
        """Every fingerprinted document by identifier."""
        return {profile.id: profile for profile in self._read()}

    def _read(self) -> Iterator[Profile]:
        for row in self._connection.execute(
            "SELECT documents.*, fingerprints.*, twin_keys.key AS twin FROM fingerprints"
            " JOIN documents ON documents.id = fingerprints.document_id"
            " LEFT JOIN twin_keys ON twin_keys.document_id = documents.id ORDER BY documents.id"
        ):
            yield Profile(
                id=row["id"],
                title=row["title"],
                type=DocumentType(row["type"]),
                language=row["language"],
                date=date_of(row["date"]),
                url=row["source_url"],
                format=row["format"],
                key=(row["collection"], row["twin"]) if row["twin"] else None,
                passages=row["passages"],
                print=Fingerprint(
                    row["bag"],
                    row["shingles"],
                    np.frombuffer(row["sketch"], np.uint64),
                    frozenset(json.loads(row["numbers"])),
                    np.frombuffer(row["mean"], np.float16).astype(np.float32),
                ),
            )

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._database.connection
