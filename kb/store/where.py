"""A `Filter` as SQL over the table `documents`."""

from __future__ import annotations

from collections.abc import Sequence

from kb.model import Filter


def where_clause(where: Filter) -> tuple[str, list[str]]:
    """An SQL condition and its parameters; an undated document matches no date range."""
    conditions: list[str] = []
    parameters: list[str] = []
    for column, values in (("collection", where.collections), ("type", where.types), ("language", where.languages)):
        if values:
            conditions.append(f"documents.{column} IN ({', '.join('?' * len(values))})")
            parameters.extend(values)
    if where.date_from:
        conditions.append("documents.date >= ?")
        parameters.append(where.date_from.isoformat())
    if where.date_to:
        conditions.append("documents.date <= ?")
        parameters.append(where.date_to.isoformat())
    for kind, values in (("sector", where.sectors), ("organisation", where.organisations)):
        if values:
            conditions.append(_says(kind, f"value IN ({', '.join('?' * len(values))})"))
            parameters.extend(values)
    if where.places:
        condition, inside = _in_places(where.places)
        conditions.append(_says("place", condition))
        parameters.extend(inside)
    return " AND ".join(conditions) or "1", parameters


def _says(kind: str, condition: str) -> str:
    return f"documents.id IN (SELECT document_id FROM facts WHERE kind = '{kind}' AND {condition})"


def _in_places(places: Sequence[str]) -> tuple[str, list[str]]:
    """A place is matched by itself and by every place in it, whose identifier goes on after a hyphen."""
    condition = " OR ".join("value = ? OR (value >= ? AND value < ?)" for _ in places)
    return f"({condition})", [edge for place in places for edge in (place, f"{place}-", f"{place}.")]
