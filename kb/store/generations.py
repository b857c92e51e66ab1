"""Three generations of vectors and tokens: those in use, the next ones while they are made, and the previous ones.

Each has tables of its own beside the others, so that going over to another one is a change of names.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kb.embed.passages import Embedded
from kb.store.database import Database, Generation
from kb.store.tokens import insert_tokens

TABLES = ("vectors", "tokens")
ASIDE = "_aside"
"""The ending of tables that have given their names away, within a transaction."""


@dataclass(frozen=True, slots=True)
class Maker:
    """What made a generation: the model's identity, that of the space of its tokens, and what `KB_MODEL` called it.

    `tokens` is None where there are none, `name` where nobody wrote it down.
    """

    model: str
    tokens: str | None
    name: str | None


class Generations:
    """Fills a generation and puts it in place of another; whoever calls what writes holds the writer lock."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def maker(self, generation: Generation) -> Maker | None:
        """What made a generation; None if there is no such generation."""
        return _maker(self._database.connection, generation)

    def begin(self, maker: Maker) -> None:
        """Make room for the next generation, and keep what an interrupted run of the same maker has done."""
        held = self.maker(Generation.NEXT)
        if held and (held.model, held.tokens) == (maker.model, maker.tokens):
            return
        with self._database.transaction() as connection:
            _clear_next(connection)
            _write_maker(connection, Generation.NEXT, maker)

    def missing(self, generation: Generation) -> list[int]:
        """The keys of passages that have no vector in a generation, ascending."""
        return _missing(self._database.connection, generation)

    def put(self, generation: Generation, keys: Sequence[int], embedded: Embedded) -> None:
        """Write vectors and tokens of passages, all or none."""
        with self._database.transaction() as connection:
            for key, vector in zip(keys, embedded.vectors.astype(np.float16), strict=True):
                connection.execute(f"INSERT INTO vectors{generation} VALUES (?, ?)", (key, vector.tobytes()))
            for key, tokens in zip(keys, embedded.tokens, strict=bool(embedded.tokens)):
                insert_tokens(connection, key, tokens, f"tokens{generation}")

    def advance(self) -> None:
        """Put the next generation in place of the current one, which becomes the previous one."""
        with self._database.transaction() as connection:
            _use(connection, Generation.NEXT)
            _clear_next(connection)

    def go_back(self) -> None:
        """Let the current and the previous generation change places."""
        with self._database.transaction() as connection:
            _use(connection, Generation.PREVIOUS)


def _use(connection: sqlite3.Connection, coming: Generation) -> None:
    """Put a generation in place of the current one, and that in place of the previous one."""
    _check_complete(connection, coming)
    was, comes = _maker(connection, Generation.CURRENT), _maker(connection, coming)
    _rename(connection, coming, ASIDE)
    if coming is not Generation.PREVIOUS:
        _rename(connection, Generation.PREVIOUS, coming)
    _rename(connection, Generation.CURRENT, Generation.PREVIOUS)
    _rename(connection, ASIDE, Generation.CURRENT)
    _write_maker(connection, Generation.PREVIOUS, was)
    _write_maker(connection, Generation.CURRENT, comes)
    _forget_comparisons(connection, was, comes)


def _maker(connection: sqlite3.Connection, generation: Generation) -> Maker | None:
    values = {row["key"]: str(row["value"]) for row in connection.execute("SELECT key, value FROM meta")}
    model, tokens, name = (values.get(f"{field}{generation}") for field in ("model", "tokens", "model_name"))
    return Maker(model, tokens, name) if model is not None else None


def _write_maker(connection: sqlite3.Connection, generation: Generation, maker: Maker | None) -> None:
    values = (maker.model, maker.tokens, maker.name) if maker else (None, None, None)
    for field, value in zip(("model", "tokens", "model_name"), values, strict=True):
        connection.execute("DELETE FROM meta WHERE key = ?", (f"{field}{generation}",))
        if value is not None:
            connection.execute("INSERT INTO meta VALUES (?, ?)", (f"{field}{generation}", value))


def _clear_next(connection: sqlite3.Connection) -> None:
    for table in TABLES:
        connection.execute(f"DELETE FROM {table}{Generation.NEXT}")
    _write_maker(connection, Generation.NEXT, None)


def _rename(connection: sqlite3.Connection, old: str, new: str) -> None:
    for table in TABLES:
        connection.execute(f"ALTER TABLE {table}{old} RENAME TO {table}{new}")


def _missing(connection: sqlite3.Connection, generation: Generation) -> list[int]:
    found = connection.execute(
        f"SELECT key FROM passages WHERE key NOT IN (SELECT key FROM vectors{generation}) ORDER BY key"
    )
    return [row["key"] for row in found]


def _check_complete(connection: sqlite3.Connection, generation: Generation) -> None:
    """Raises `RuntimeError`: whoever swaps has filled the generation and holds the writer lock."""
    if missing := _missing(connection, generation):
        raise RuntimeError(f"{len(missing)} passages have no vector in the generation that is to be used")


def _forget_comparisons(connection: sqlite3.Connection, old: Maker | None, new: Maker | None) -> None:
    """Fingerprints hold mean vectors; those of two models cannot be compared, so all documents are compared anew."""
    if old is None or new is None or old.model != new.model:
        connection.execute("DELETE FROM fingerprints")
