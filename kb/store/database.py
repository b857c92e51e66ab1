"""Connections to the SQLite file: one per thread, write-ahead log, foreign keys on."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from kb.errors import HomeError
from kb.store.schema import migrate


class Generation(StrEnum):
    """Which vectors and tokens are meant; the values are the endings of their tables and notes."""

    CURRENT = ""
    NEXT = "_next"
    PREVIOUS = "_previous"


class Database:
    """Hands each thread its own connection and wraps writes in one transaction.

    With another generation than the current one, whoever reads vectors and tokens reads those, and cannot write any.
    """

    def __init__(self, path: Path, generation: Generation = Generation.CURRENT) -> None:
        self._path = path
        self.generation = generation
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        try:
            migrate(self.connection)
        except sqlite3.DatabaseError as error:
            raise HomeError(f"{path} cannot be opened as a database: {error}; restore it from a copy") from error

    @property
    def connection(self) -> sqlite3.Connection:
        existing: sqlite3.Connection | None = getattr(self._local, "connection", None)
        return existing if existing is not None else self._connect()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        if self.generation:  # a temporary view hides the table of its name from this connection alone
            for table in ("vectors", "tokens"):
                connection.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table}{self.generation}")
        self._local.connection = connection
        self._connections.append(connection)
        return connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, also when the process is killed in the middle."""
        connection = self.connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def close(self) -> None:
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        self._local = threading.local()
