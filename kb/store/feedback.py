"""What readers say of hits: the right passage for a question, or a wrong one; nothing is kept of who said it.

A passage is remembered by words of it, not by its number, so that a verdict outlives a new reading of its document.
Like corrections it goes when a person deletes the document, and not before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from enum import StrEnum

from kb.quoting import squeezed
from kb.store.database import Database


class Verdict(StrEnum):
    """Whether a passage answers the question it was shown for."""

    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One verdict; `words` are of the passage, `rank` is the place at which it was shown, `at` an ISO 8601 moment."""

    query: str
    language: str
    document_id: str
    words: str
    page: int | None
    clause: str | None
    verdict: Verdict
    rank: int | None
    at: str

    def is_of(self, document_id: str, text: str) -> bool:
        """Whether it was said of the passage with this text."""
        return self.document_id == document_id and squeezed(self.words) in squeezed(text)


class FeedbackTable:
    """All methods may be called from any thread, also while another process takes documents in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Feedback]:
        """Query by query, each in the order in which it was said."""
        return self._select("SELECT * FROM feedback ORDER BY query, number")

    def of_query(self, query: str) -> list[Feedback]:
        return self._select("SELECT * FROM feedback WHERE query = ? ORDER BY number", query)

    def record(self, said: Feedback, text: str) -> Feedback:
        """Keep a verdict on the passage with this text; the same one is kept once, a contrary one takes its place."""
        with self._database.transaction() as connection:
            for before in self.of_query(said.query):
                if not before.is_of(said.document_id, text):
                    continue
                if before.verdict is said.verdict:
                    return before
                connection.execute(
                    "DELETE FROM feedback WHERE query = ? AND document_id = ? AND words = ?",
                    (before.query, before.document_id, before.words),
                )
            connection.execute(
                "INSERT INTO feedback (query, language, document_id, words, page, clause, verdict, rank, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                astuple(said),
            )
        return said

    def _select(self, statement: str, *values: str) -> list[Feedback]:
        return [_feedback(row) for row in self._database.connection.execute(statement, values)]


def forget(connection: sqlite3.Connection, document_ids: Iterable[str]) -> None:
    """Drop what was said of documents that a person deletes."""
    connection.executemany("DELETE FROM feedback WHERE document_id = ?", ((it,) for it in document_ids))


def _feedback(row: sqlite3.Row) -> Feedback:
    return Feedback(
        row["query"],
        row["language"],
        row["document_id"],
        row["words"],
        row["page"],
        row["clause"],
        Verdict(row["verdict"]),
        row["rank"],
        row["at"],
    )
