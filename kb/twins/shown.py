"""The versions of a passage as a reader sees them: one for each document, cited at the same clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kb.cite import Source, cite
from kb.model import Citation, LinkKind, Passage, Twin
from kb.store.linkmap import Aligned
from kb.store.rows import date_of
from kb.store.store import Store, Stored

Shown = Sequence[tuple[Passage, Citation, Sequence[Aligned]]]


def twins_of(store: Store, shown: Shown) -> list[tuple[Twin, ...]]:
    """For each passage, with its citation and what is aligned with it, best first: its twins, one a document."""
    if not any(aligned for _, _, aligned in shown):
        return [()] * len(shown)
    found = store.stored(it.key for _, _, aligned in shown for it in aligned)
    kinds = store.links.map().kinds
    return [tuple(_twins(passage, citation, aligned, found, kinds)) for passage, citation, aligned in shown]


def _twins(
    passage: Passage,
    citation: Citation,
    aligned: Sequence[Aligned],
    found: Mapping[int, Stored],
    kinds: Mapping[tuple[str, str], LinkKind],
) -> list[Twin]:
    twins: dict[str, Twin] = {}
    for it in aligned:
        stored = found.get(it.key)
        kind = kinds.get((passage.document_id, stored.passage.document_id)) if stored else None
        if stored and kind and stored.passage.document_id not in twins:
            twins[stored.passage.document_id] = _twin(stored, kind, citation.clause, it)
    return sorted(
        twins.values(), key=lambda twin: (twin.kind is not LinkKind.OTHER_LANGUAGE, twin.language, twin.title)
    )


def _twin(stored: Stored, kind: LinkKind, clause: str | None, aligned: Aligned) -> Twin:
    passage = stored.passage
    marks = ((passage.start, passage.clause), *passage.clauses)
    begins = next((start for start, name in marks if clause and name == clause), None)
    answer = None if begins is None else (begins - passage.start, begins - passage.start)
    return Twin(
        document_id=passage.document_id,
        title=stored.title,
        language=stored.language,
        date=date_of(stored.date),
        source_name=stored.source_name,
        kind=kind,
        passage_id=passage.id,
        citation=cite(passage, Source(stored.title, stored.language, stored.date, stored.source_name), answer),
        numbers=aligned.numbers,
    )
