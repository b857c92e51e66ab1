"""How many documents name each sector, place and organisation; a place counts for what it lies in, too."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

MOST = 60
"""How many places, and how many organisations, are counted: the most frequent ones."""
IN_REGION = "[A-Z][A-Z]-[0-9][0-9]-*"
"""Identifiers of places inside an oblast or prefecture, whose first five characters are its own."""


def fact_counts(connection: sqlite3.Connection, condition: str, parameters: Sequence[str]) -> dict[str, dict[str, int]]:
    """Documents by value for `sector`, `place` and `organisation`, the most frequent first.

    `condition` and its parameters restrict the table `documents`.
    """
    of_these = "" if condition == "1" else f"AND document_id IN (SELECT id FROM documents WHERE {condition})"

    def counts(values: str, kind: str, most: int = MOST) -> dict[str, int]:
        repeated = list(parameters) * values.count("{of_these}") if of_these else []
        found = connection.execute(
            f"SELECT value, count(*) AS n FROM ({values.format(kind=kind, of_these=of_these)})"
            f" GROUP BY value ORDER BY n DESC, value LIMIT {most}",
            repeated,
        )
        return {row["value"]: row["n"] for row in found}

    plain = "SELECT DISTINCT value, document_id FROM facts WHERE kind = '{kind}' {of_these}"
    region = (
        "SELECT substr(value, 1, 5), document_id FROM facts WHERE kind = '{kind}' {of_these}"
        f" AND value GLOB '{IN_REGION}'"
    )
    country = (
        "SELECT substr(value, 1, 2), document_id FROM facts WHERE kind = '{kind}' {of_these} AND value LIKE '__-%'"
    )
    return {
        "sector": counts(plain, "sector"),
        "place": counts(f"{plain} UNION {region} UNION {country}", "place"),
        "organisation": counts(plain, "organisation"),
    }
