"""A `Filter` as SQL over the table `documents`."""

from __future__ import annotations

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
    return " AND ".join(conditions) or "1", parameters
