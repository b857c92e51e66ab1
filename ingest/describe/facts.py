"""The facts of a document, each pointing at the words that say so: one pass for names, one for sums, one for dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ingest.describe.days import day_facts
from ingest.describe.money import money_facts
from ingest.describe.names import Mention, find_names
from ingest.describe.parties import party_facts
from ingest.describe.releases import release_facts
from ingest.describe.subjects import sector_facts
from ingest.notes import without_sources
from kb.model import Block, DocumentType, Fact, FactKind, block_starts, document_text
from kb.text.ranges import Ranges

_KINDS = {"places": FactKind.PLACE, "organisations": FactKind.ORGANISATION}
_ORDER = {kind: number for number, kind in enumerate(FactKind)}


def facts_of(kind: DocumentType, title: str, day: date | None, blocks: tuple[Block, ...]) -> tuple[Fact, ...]:
    """What a document says, by kind and then by place; the parts it could do without are left out."""
    blocks = without_sources(blocks)
    text, starts = document_text(blocks), block_starts(blocks)
    money, is_news = money_facts(text, blocks), kind is DocumentType.PRESS_RELEASE
    spent = Ranges((fact.start, fact.end) for fact in money)
    mentions = [one for one in find_names(text) if not spent.overlaps(one.start, one.end)]
    found = [
        *day_facts(text, day, is_news),
        *party_facts(kind, title, text, mentions),
        *_names(mentions),
        *sector_facts(kind, title, blocks, starts, mentions),
        *money,
    ]
    if is_news:
        found += release_facts(text, blocks, starts, mentions)
    return tuple(sorted(found, key=lambda fact: (_ORDER[fact.kind], fact.start, fact.value)))


def _names(mentions: Sequence[Mention]) -> Iterator[Fact]:
    """Each place and organisation once, where it is first named."""
    seen: set[tuple[str, str]] = set()
    for mention in mentions:
        if mention.file in _KINDS and (mention.file, mention.id) not in seen:
            seen.add((mention.file, mention.id))
            yield Fact(_KINDS[mention.file], mention.id, mention.start, mention.end)
