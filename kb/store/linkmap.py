"""All links and alignments in memory, so that grouping a search's passages asks the database nothing.

About 200 bytes for each passage of a linked document; read anew only when links change.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kb.model import LinkKind


@dataclass(frozen=True, slots=True)
class Aligned:
    """A passage, by key, that says the same in another document: how surely (0 to 1), and where numbers disagree."""

    key: int
    score: float
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LinkMap:
    """The links as of one `revision` of them.

    `families` names the family of each linked document: one family holds all versions and copies of a text.
    `superseded` are the documents that have a newer version; `kinds` tells what the second document of a pair is to the
    first; `aligned` gives for a passage those that say the same in other documents, the surest first.
    """

    revision: int = -1
    families: Mapping[str, str] = field(default_factory=dict)
    superseded: frozenset[str] = frozenset()
    kinds: Mapping[tuple[str, str], LinkKind] = field(default_factory=dict)
    aligned: Mapping[int, tuple[Aligned, ...]] = field(default_factory=dict)


def read_link_map(connection: sqlite3.Connection, revision: int) -> LinkMap:
    kinds = {
        (row["document_id"], row["other_id"]): LinkKind(row["kind"])
        for row in connection.execute("SELECT document_id, other_id, kind FROM links ORDER BY document_id, other_id")
    }
    older = frozenset(pair[0] for pair, kind in kinds.items() if kind is LinkKind.NEWER_VERSION)
    return LinkMap(revision, families_of(kinds), older, kinds, _aligned(connection))


def families_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The least member of the family of each document, where linked documents are of one family."""
    parent: dict[str, str] = {}

    def head(member: str) -> str:
        while parent.setdefault(member, member) != member:
            parent[member] = member = parent[parent[member]]
        return member

    for one, other in pairs:
        first, second = sorted((head(one), head(other)))
        parent[second] = first
    return {member: head(member) for member in list(parent)}


def _aligned(connection: sqlite3.Connection) -> dict[int, tuple[Aligned, ...]]:
    found: dict[int, list[Aligned]] = {}
    for key, other, score, numbers in connection.execute(
        "SELECT key, other_key, score, numbers FROM alignments ORDER BY key, score DESC, other_key"
    ):
        pairs = () if numbers == "[]" else tuple((here, there) for here, there in json.loads(numbers))
        found.setdefault(key, []).append(Aligned(other, score, pairs))
    return {key: tuple(several) for key, several in found.items()}
