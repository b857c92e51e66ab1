"""The clause of every block of a legal text, in Ukrainian, English and Japanese alike.

Identifiers: article `7`, inserted article `7-1`, paragraph `7.2`, item `7.2.b` (items are letters by position). Annex
1 puts `A1.` before, a protocol or an approved procedure behind the text `P1.`, the supplementary provisions of a
Japanese act `S1.`. Numbered points outside articles, as in amending acts and final provisions, carry the Roman number
of their section: `II.1`; without a section just `1`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.readers.shapes import legal_level
from ingest.splitters.belief import Claim, believed
from ingest.splitters.closings import close_lists
from ingest.splitters.markers import Marker, Role, markers
from ingest.splitters.quotes import quoted
from ingest.splitters.voices import is_japanese, voices
from ingest.splitters.walk import Place, Walk
from kb.model import Block, BlockKind

_CONTENTS_LINE = re.compile(r"(?:\.{3,}|…+|\s{3,}|\t)\s*\d{1,4}\s*$")


def _claims(blocks: Sequence[Block]) -> list[tuple[Marker, ...]]:
    flags = quoted([block.text for block in blocks])
    return [
        () if inside or block.kind is BlockKind.TABLE_ROW or _CONTENTS_LINE.search(block.text) else markers(block.text)
        for block, inside in zip(blocks, flags, strict=True)
    ]


def article_blocks(blocks: Sequence[Block], claims: Sequence[tuple[Marker, ...]]) -> set[int]:
    """The blocks that open an article; `Section 3` counts as one only where nothing is called an article."""
    found: list[Claim] = []
    fresh = False
    for index, options in enumerate(claims):
        role = options[0].role if options else None
        fresh = fresh or role in {Role.ANNEX, Role.SUPPLEMENT}
        if role is Role.ARTICLE:
            found.append(Claim(index, options[0], fresh))
            fresh = False
    named = [claim for claim in found if claim.marker.style == "article"]
    return believed(named or found)


def _restarts(claims: Sequence[tuple[Marker, ...]]) -> bool:
    """Whether point 1 comes again after a division, so that a point needs its section's number to be found."""
    divisions = points = 0
    for options in claims:
        if options and options[0].role is Role.DIVISION:
            divisions += 1
        elif divisions and options and options[0].role is Role.NUMBER and options[0].key == (1,):
            points += 1
            divisions = 0
    return points > 1


def levels_are_told(blocks: Sequence[Block], claims: Sequence[tuple[Marker, ...]]) -> bool:
    """Whether the depth of headings comes from the document itself, and is no guess by the shape of their words."""
    roles = {Role.ARTICLE, Role.DIVISION, Role.ANNEX}
    return any(
        block.kind is BlockKind.HEADING
        and options
        and options[0].role in roles
        and block.level != legal_level(block.text)
        for block, options in zip(blocks[1:], claims[1:], strict=True)  # the first may be taken for the title
    )


def looks_legal(blocks: Sequence[Block]) -> bool:
    """Whether a document of any type is built of articles: at least three, from the first or second on."""
    claims = _claims(blocks)
    articles = sorted(article_blocks(blocks, claims))
    return len(articles) >= 3 and claims[articles[0]][0].key[0] <= 2  # noqa: PLR2004


def mark(blocks: Sequence[Block], language: str) -> tuple[Place, ...]:
    """The place of every block of a legal text, in order; `language` only decides how unnumbered paragraphs count.

    Where a treaty stands in two languages, each is followed by itself, so that both give a paragraph the same clause.
    """
    claims = _claims(blocks)
    found = voices(blocks, claims, article_blocks(blocks, claims), language)
    numbered = any(options and options[0].style == "項" for options in claims)
    places: dict[int, Place] = {}
    for rank, voice in enumerate(found):
        read = [blocks[index] for index in voice.read]
        walk = _walk(read, _claims(read) if len(found) > 1 else claims)
        walk.japanese = is_japanese([blocks[index] for index in voice.own]) if rank else language == "ja"
        walk.counts_paragraphs = language == "ja" and not numbered
        walk.uncounted = frozenset(at for at, index in enumerate(voice.read) if index in voice.uncounted)
        own = set(voice.own)
        places |= {
            index: replace(place, voice=rank)
            for index, place in zip(voice.read, close_lists(read, walk.run()), strict=True)
            if index in own
        }
    return tuple(places[index] for index in range(len(blocks)))


def _walk(blocks: Sequence[Block], claims: Sequence[tuple[Marker, ...]]) -> Walk:
    articles = article_blocks(blocks, claims)
    walk = Walk(blocks, claims, articles)
    walk.sectioned = _restarts(claims)
    walk.told = levels_are_told(blocks, claims)
    levels = Counter(blocks[index].level for index in articles)
    walk.usual_level = levels.most_common(1)[0][0] if levels else 0
    return walk
