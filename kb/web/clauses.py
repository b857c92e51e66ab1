"""What a document's page shows of its clauses: references as links, defined terms in the text and at the side."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.clauses import clause_offsets
from kb.model import BLOCK_SEPARATOR, Definition, Document, Passage, TermUse
from kb.terms import uses
from kb.web.reading import Note, Notes

_LONGEST = 220


@dataclass(frozen=True, slots=True)
class TermLine:
    """A defined term at the side: its name, the words that define it, and where in the page they stand."""

    name: str
    words: str
    href: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms that the shown passage uses, and all that the document defines."""

    used: tuple[TermLine, ...]
    defined: tuple[TermLine, ...]


def clause_notes(document: Document, passages: Sequence[Passage], passage: Passage | None) -> Notes:
    """The links and terms of the text view; a term is explained within the shown passage only."""
    offsets = clause_offsets(document, passages)
    links = [
        Note(it.start, it.end, f"#{anchor(it.clause)}", _heading_at(offsets[it.clause], passages))
        for it in document.references
        if it.clause in offsets
    ]
    terms = [
        Note(passage.start + use.start, passage.start + use.end, "", words)
        for use, words in _used(document, passage)
        if passage
    ]
    anchors: dict[int, tuple[str, ...]] = {}
    for clause in sorted({it.clause for it in document.references} & offsets.keys()):
        anchors[offsets[clause]] = (*anchors.get(offsets[clause], ()), anchor(clause))
    for definition in document.definitions:
        anchors[definition.start] = (*anchors.get(definition.start, ()), _definition_anchor(definition))
    return Notes(tuple(_disjoint([*links, *terms])), anchors)


def glossary(document: Document, passages: Sequence[Passage], passage: Passage | None, as_text: bool) -> Glossary:
    """The terms at the side of the page; from the page images they lead to the text view."""
    page = "" if as_text else f"/documents/{document.id}?view=text"
    lines = {it.term: _line(document, it, page) for it in document.definitions}
    used = dict.fromkeys(use.term for use, _ in _used(document, passage))
    return Glossary(tuple(lines[term] for term in used), tuple(lines.values()))


def anchor(clause: str) -> str:
    """The name of a clause's place in the page."""
    return f"clause-{clause}"


def _definition_anchor(definition: Definition) -> str:
    return f"term-{definition.start}-{definition.end}"


def _line(document: Document, definition: Definition, page: str) -> TermLine:
    return TermLine(definition.term, words_of(document, definition), f"{page}#{_definition_anchor(definition)}")


def words_of(document: Document, definition: Definition) -> str:
    """The words that define a term, cut after some lines."""
    words = document.text[definition.start : definition.end].replace(BLOCK_SEPARATOR, " ").strip()
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST].rstrip()}…"


def _used(document: Document, passage: Passage | None) -> list[tuple[TermUse, str]]:
    if passage is None:
        return []
    words = {it.term: words_of(document, it) for it in document.definitions}
    found = uses(passage.text, document.language, document.definitions, passage.start)
    return [(use, words[use.term]) for use in found]


def _heading_at(offset: int, passages: Sequence[Passage]) -> str:
    """The innermost heading of the passage that holds, or first follows, a place."""
    at = bisect_right([passage.end for passage in passages], offset)
    heading = passages[at].heading if at < len(passages) else ()
    return heading[-1] if heading else ""


def _disjoint(notes: Iterable[Note]) -> list[Note]:
    """In order; where two overlap the first stays, a link before a term."""
    chosen: list[Note] = []
    for note in sorted(notes, key=lambda note: (note.start, not note.href, -note.end)):
        if not chosen or note.start >= chosen[-1].end:
            chosen.append(note)
    return chosen
