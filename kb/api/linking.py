"""Links and aligned passages as the API tells them."""

from __future__ import annotations

from collections.abc import Sequence

from kb.api.schemas import AlignedOut, LinkOut, PassageOut
from kb.base import KnowledgeBase
from kb.model import Passage


def links_out(library: KnowledgeBase, document_id: str) -> list[LinkOut]:
    """What belongs together with a document."""
    return [
        LinkOut(
            document_id=other.id,
            title=other.title,
            language=other.language,
            date=other.date,
            kind=link.kind,
            score=link.score,
            origin=link.origin,
        )
        for link, other in library.links(document_id)
    ]


def passages_out(library: KnowledgeBase, document_id: str, passages: Sequence[Passage]) -> list[PassageOut]:
    """A document's passages, each with those of linked documents that say the same."""
    aligned: dict[int, list[AlignedOut]] = {}
    for link, other in library.links(document_id):
        for here, there in library.aligned(document_id, link.other_id):
            aligned.setdefault(here, []).append(AlignedOut(document_id=other.id, passage_id=f"{other.id}:{there}"))
    return [
        PassageOut.model_validate(passage).model_copy(update={"aligned": aligned.get(passage.ordinal, [])})
        for passage in passages
    ]
