"""A reading to passages: the document's own structure first, then cuts where a passage is still too long."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.splitters.agreements import split_agreement
from ingest.splitters.clauses import looks_legal, mark
from ingest.splitters.pack import Layout, Piece, Span
from ingest.splitters.sections import split_sections
from ingest.splitters.walk import Place
from kb.model import DocumentType, Reading
from kb.ports import TokenCounter

PASSAGE_TOKENS = 240

__all__ = ["PASSAGE_TOKENS", "Place", "Span", "clauses", "split"]


def clauses(reading: Reading, type: DocumentType, language: str) -> tuple[Place, ...] | None:
    """The place of every block of an agreement, or of what is plainly built of articles; None for other texts."""
    legal = type is DocumentType.AGREEMENT or (type is not DocumentType.PRESS_RELEASE and looks_legal(reading.blocks))
    return mark(reading.blocks, language) if legal else None


def split(
    reading: Reading,
    places: Sequence[Place] | None,
    count_tokens: TokenCounter,
    limit: int = PASSAGE_TOKENS,
) -> tuple[Span, ...]:
    """The passages of a document, in order and without overlap; a passage's text is the document's from start to end.

    `places` are those of `clauses`: a legal text is split by clause, everything else by section. `limit` is in the
    model's tokens. A document with any words has at least one passage.
    """
    layout = Layout(reading.blocks, count_tokens, limit)
    spans = split_agreement(layout, places) if places is not None else split_sections(layout)
    if not spans:
        spans = [span for index, tokens in enumerate(layout.tokens) for span in layout.join([Piece(index, tokens)])]
    return tuple(spans)
