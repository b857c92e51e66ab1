"""What people said of documents against the rules that described them; it outlives every new reading.

Corrections are kept apart from what they correct and are applied whenever their document is committed, so that reading
it again, or reading it by OCR, does not overwrite them. A newer version at the same path takes over a correction where
it shows the same fault: it says of itself what the older one said, holds the fact that was struck out, or holds the
words of the fact that was added.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from kb.errors import InvalidField, NotFound
from kb.model import Document, DocumentType, Fact, FactKind


class Change(StrEnum):
    """What a person changes: one of a document's own values, or a fact that is added or struck out."""

    TITLE = "title"
    TYPE = "type"
    LANGUAGE = "language"
    DATE = "date"
    ADD = "add"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Correction:
    """One word of a person. `value` is empty for a date that there is none of.

    For a fact, `kind` and `stage` are its own and `words` those of the document that say so, empty where none do.
    `number` and `at` (ISO 8601) are given by the store, as is `found`: what the rules had found, to go back to.
    """

    change: Change
    value: str
    kind: FactKind | None = None
    stage: str = ""
    words: str = ""
    found: str = ""
    number: int = 0
    at: str = ""


def corrections(connection: sqlite3.Connection, document_id: str) -> tuple[Correction, ...]:
    """In the order in which they were made."""
    rows = connection.execute("SELECT * FROM corrections WHERE document_id = ? ORDER BY number", (document_id,))
    return tuple(
        Correction(
            Change(row["change"]),
            row["value"],
            FactKind(row["kind"]) if row["kind"] else None,
            row["stage"],
            row["words"],
            row["found"],
            row["number"],
            row["at"],
        )
        for row in rows
    )


def record(connection: sqlite3.Connection, document: Document, correction: Correction) -> Document:
    """Write a correction down and give the document as it then is.

    Taking back what a person said before leaves nothing behind. Raises `InvalidField` for what changes nothing.
    """
    held = corrections(connection, document.id)
    opposite = next((one for one in held if _is_opposite(one, correction)), None)
    if opposite is not None:
        return withdraw(connection, document, opposite.number)
    before = next((one for one in held if one.change is correction.change and correction.kind is None), None)
    corrected = apply(document, [correction])
    if corrected == document:
        raise InvalidField(correction.change.value, "this is what the document says already; nothing is changed")
    found = before.found if before else _found(document, correction)
    if before is not None:
        connection.execute("DELETE FROM corrections WHERE number = ?", (before.number,))
    if before is None or found != correction.value:
        _insert(connection, document.id, replace(correction, found=found))
    return corrected


def withdraw(connection: sqlite3.Connection, document: Document, number: int) -> Document:
    """Forget a correction and give the document as the rules had it; raises `NotFound`."""
    correction = next((one for one in corrections(connection, document.id) if one.number == number), None)
    if correction is None:
        raise NotFound(f"there is no correction {number} of document {document.id}; it may have been taken back before")
    connection.execute("DELETE FROM corrections WHERE number = ?", (number,))
    return _undone(document, correction)


def of_reading(connection: sqlite3.Connection, document: Document) -> Document:
    """A document that was just read, as people say it is; what the rules found this time is noted, to go back to."""
    held = corrections(connection, document.id)
    for correction in held:
        found = (_found(document, correction), correction.number)
        connection.execute("UPDATE corrections SET found = ? WHERE number = ?", found)
    return apply(document, held)


def carry(connection: sqlite3.Connection, before_id: str, document: Document) -> None:
    """Take the corrections of an older version over to a newer one, as it was read, where it shows the same fault."""
    held = corrections(connection, document.id)
    for correction in corrections(connection, before_id):
        known = any(_same_subject(one, correction) for one in held)
        if not known and _fits(document, correction):
            _insert(connection, document.id, correction)


def forget(connection: sqlite3.Connection, document_id: str) -> None:
    connection.execute("DELETE FROM corrections WHERE document_id = ?", (document_id,))


def apply(document: Document, made: Iterable[Correction]) -> Document:
    """The document as people say it is."""
    for correction in made:
        document = _applied(document, correction)
    return document


def _applied(document: Document, correction: Correction) -> Document:
    value = correction.value
    match correction.change:
        case Change.TITLE:
            return replace(document, title=value)
        case Change.TYPE:
            return replace(document, type=DocumentType(value))
        case Change.LANGUAGE:
            return replace(document, language=value)
        case Change.DATE:
            return _dated(document, date.fromisoformat(value) if value else None)
        case Change.REMOVE | Change.ADD:
            others = [fact for fact in document.facts if not _is(fact, correction)]
            known = [fact for fact in document.facts if _is(fact, correction)] or [_fact(document, correction)]
            return replace(document, facts=_sorted(others + known if correction.change is Change.ADD else others))


def _dated(document: Document, day: date | None) -> Document:
    """The document of another day; the fact of its issue follows."""
    facts = [fact for fact in document.facts if fact.kind is not FactKind.ISSUED]
    issued = [Fact(FactKind.ISSUED, day.isoformat(), 0, 0)] if day else []
    return replace(document, date=day, facts=_sorted([*facts, *issued]))


def _fact(document: Document, correction: Correction) -> Fact:
    assert correction.kind is not None
    start = document.text.find(correction.words) if correction.words else -1
    end = start + len(correction.words)
    place = (start, end) if start >= 0 else (0, 0)
    return Fact(correction.kind, correction.value, *place, correction.stage)


def _is(fact: Fact, correction: Correction) -> bool:
    return (fact.kind, fact.value, fact.stage) == (correction.kind, correction.value, correction.stage)


def _sorted(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    order = list(FactKind)
    return tuple(sorted(facts, key=lambda fact: (order.index(fact.kind), fact.start, fact.value)))


def _found(document: Document, correction: Correction) -> str:
    """What the rules had found where a correction stands: a value, or the places of a fact as JSON."""
    match correction.change:
        case Change.TITLE:
            return document.title
        case Change.TYPE:
            return document.type.value
        case Change.LANGUAGE:
            return document.language
        case Change.DATE:
            return document.date.isoformat() if document.date else ""
        case Change.REMOVE:
            return json.dumps([[fact.start, fact.end] for fact in document.facts if _is(fact, correction)])
        case Change.ADD:
            return ""


def _undone(document: Document, correction: Correction) -> Document:
    match correction.change:
        case Change.ADD:
            return _applied(document, replace(correction, change=Change.REMOVE))
        case Change.REMOVE:
            assert correction.kind is not None
            places = json.loads(correction.found)
            facts = [Fact(correction.kind, correction.value, a, b, correction.stage) for a, b in places]
            return replace(document, facts=_sorted([*document.facts, *facts]))
        case _:
            return _applied(document, replace(correction, value=correction.found))


def _fits(document: Document, correction: Correction) -> bool:
    """Whether a document that was just read shows the fault that a correction of its older version mends."""
    match correction.change:
        case Change.ADD:
            return not correction.words or correction.words in document.text
        case Change.REMOVE:
            return any(_is(fact, correction) for fact in document.facts)
        case _:
            return _found(document, correction) == correction.found


def _same_subject(one: Correction, other: Correction) -> bool:
    return (one.kind, one.change if one.kind is None else one.value, one.stage) == (
        other.kind, other.change if other.kind is None else other.value, other.stage,
    )  # fmt: skip


def _is_opposite(one: Correction, other: Correction) -> bool:
    return {one.change, other.change} == {Change.ADD, Change.REMOVE} and _same_subject(one, other)


def _insert(connection: sqlite3.Connection, document_id: str, correction: Correction) -> None:
    connection.execute(
        "INSERT INTO corrections (document_id, change, value, kind, stage, words, found, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document_id, correction.change.value, correction.value, correction.kind.value if correction.kind else "",
            correction.stage, correction.words, correction.found, datetime.now(UTC).isoformat(timespec="seconds"),
        ),
    )  # fmt: skip
