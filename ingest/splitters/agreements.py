"""Agreements and laws: one passage per numbered paragraph, cited by its clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.splitters.pack import Layout, Piece, Span, merge_tiny, pack
from ingest.splitters.walk import Place

_TINY = 15
_HEADING_WORTH_KEEPING = 4


def _piece(layout: Layout, index: int, place: Place, first_item: bool) -> Piece:
    return Piece(
        index,
        layout.tokens[index],
        place.clause,
        place.heading,
        opens=place.opens,
        glued=first_item,
        marks=place.marks,
    )


def _unit(layout: Layout, members: Sequence[tuple[int, Place]]) -> list[Piece]:
    """The text of one paragraph; the headings before it are in its heading path, unless they are all there is."""
    body = [(index, place) for index, place in members if not place.is_heading]
    pieces: list[Piece] = []
    for index, place in body:
        first_item = len(pieces) == 1 and place.opens
        pieces.append(_piece(layout, index, place, first_item))
    return pieces


def _lonely(layout: Layout, members: Sequence[tuple[int, Place]]) -> list[Piece]:
    """Headings of an article or part that has no text of its own, kept so that no words are lost."""
    pieces = [Piece(index, layout.tokens[index], place.clause, place.heading) for index, place in members]
    return pieces if sum(piece.tokens for piece in pieces) >= _HEADING_WORTH_KEEPING else []


def _article(layout: Layout, members: Sequence[tuple[int, Place]], following: Place | None) -> Iterator[Span]:
    units = [list(unit) for _, unit in groupby(members, key=lambda member: member[1].unit)]
    groups = [group for unit in units for group in pack(_unit(layout, unit), layout.limit)]
    path = members[-1][1].heading
    if not groups and (following is None or following.heading[: len(path)] != path):
        groups = pack(_lonely(layout, members), layout.limit)
    for group in merge_tiny(groups, _TINY, layout.limit):
        yield from layout.join(group)


def split_agreement(layout: Layout, places: Sequence[Place]) -> list[Span]:
    """The passages of a legal text in order; `places` are those of its blocks.

    A paragraph keeps its items while they fit; a longer one gives its lead-in with the first items, then groups of
    items, each cited by its first. Very short paragraphs join a neighbour in the same article.
    """
    articles = [
        list(members)
        for _, members in groupby(enumerate(places), key=lambda member: (member[1].voice, member[1].article))
    ]
    after: list[Place | None] = []
    next_of: dict[int, Place] = {}  # by language
    for members in reversed(articles):
        after.append(next_of.get(members[0][1].voice))
        next_of[members[0][1].voice] = members[0][1]
    return [
        span
        for members, following in zip(articles, reversed(after), strict=True)
        for span in _article(layout, members, following)
    ]
