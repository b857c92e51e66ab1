"""A reading to passages: the document's own structure first, then cuts where a passage is still too long."""

from __future__ import annotations

from ingest.splitters.agreements import split_agreement
from ingest.splitters.clauses import looks_legal
from ingest.splitters.pack import Layout, Piece, Span
from ingest.splitters.sections import split_sections
from kb.model import DocumentType, Reading
from kb.ports import TokenCounter

PASSAGE_TOKENS = 240

__all__ = ["PASSAGE_TOKENS", "Span", "split"]


def split(
    reading: Reading, type: DocumentType, language: str, count_tokens: TokenCounter, limit: int = PASSAGE_TOKENS
) -> tuple[Span, ...]:
    """The passages of a document, in order and without overlap; a passage's text is the document's from start to end.

    `limit` is in the model's tokens. Agreements, and whatever is plainly built of articles, are split by clause;
    everything else by section. A document with any words has at least one passage.
    """
    layout = Layout(reading.blocks, count_tokens, limit)
    legal = type is DocumentType.AGREEMENT or (type is not DocumentType.PRESS_RELEASE and looks_legal(layout.blocks))
    spans = split_agreement(layout, language) if legal else split_sections(layout)
    if not spans:
        spans = [span for index, tokens in enumerate(layout.tokens) for span in layout.join([Piece(index, tokens)])]
    return tuple(spans)
