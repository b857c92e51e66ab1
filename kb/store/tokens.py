"""The coded tokens of passages, for late interaction; a data folder has them for all passages or for none."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np

from kb.late import Codes, PassageTokens
from kb.store.database import Database
from kb.store.pin import Pin

KEYS_PER_STATEMENT = 500


class TokenTable:
    """Tokens by the key of their passage; reading raises `Reindexed` where they are not those of the pin."""

    def __init__(self, database: Database, pin: Pin) -> None:
        self._database = database
        self._pin = pin

    def codes(self, keys: Sequence[int]) -> list[Codes]:
        """The codes of each passage, in the order of the keys; none (0, 0) for one that is gone."""
        rows = self._select("key, codes, tokens", keys)
        held = {row["key"]: _codes(row) for row in rows}
        return [held.get(key, np.empty((0, 0), np.int8)) for key in keys]

    def tokens(self, keys: Sequence[int]) -> dict[int, PassageTokens]:
        """Codes and places by key; keys that are gone are left out."""
        rows = self._select("*", keys)
        return {row["key"]: PassageTokens(_codes(row), np.frombuffer(row["places"], "<i4")) for row in rows}

    def _select(self, columns: str, keys: Sequence[int]) -> list[sqlite3.Row]:
        found: list[sqlite3.Row] = []
        for at in range(0, len(keys), KEYS_PER_STATEMENT):
            part = list(keys[at : at + KEYS_PER_STATEMENT])
            marks = ", ".join("?" * len(part))
            found += self._database.connection.execute(f"SELECT {columns} FROM tokens WHERE key IN ({marks})", part)
        self._pin.check()
        return found


def insert_tokens(connection: sqlite3.Connection, key: int, tokens: PassageTokens, table: str = "tokens") -> None:
    """Write the tokens of one passage."""
    places = np.ascontiguousarray(tokens.places, "<i4").tobytes()
    codes = np.ascontiguousarray(tokens.codes).tobytes()
    connection.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", (key, len(tokens.codes), codes, places))


def _codes(row: sqlite3.Row) -> Codes:
    return (
        np.frombuffer(row["codes"], np.int8).reshape(row["tokens"], -1) if row["tokens"] else np.empty((0, 0), np.int8)
    )
