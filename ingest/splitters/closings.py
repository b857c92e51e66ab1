"""Where a list of items ends: the paragraph that closes it belongs to what holds the list, not to the last item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.splitters.walk import Place
from kb.model import Block, BlockKind

# A sentence that ends, or a Japanese item that ends in a noun, as most do.
_ENDED = re.compile(r"(?:[.。!！?？;；:：…][»”’\"')）」』\]]*|[一-鿿ァ-ヶー]|こと|もの|とき|ところ|ため)\s*$")


def close_lists(blocks: Sequence[Block], places: Sequence[Place]) -> tuple[Place, ...]:
    """The same places, with paragraphs behind the last item lifted to the clause that holds the list.

    Every block that goes on in another clause than the words before it says so by a mark at its beginning.
    """
    following = _next_openings(places)
    found: list[Place] = []
    of_several: set[str] = set()  # the lists whose items have paragraphs of their own
    closed: Place | None = None  # the last item, of the list that has been closed
    for index, place in enumerate(places):
        if closed and (place.opens or (place.article, place.clause) != (closed.article, closed.clause)):
            closed = None
        clause = place.clause
        if clause and not place.opens and not place.is_heading and (closed or _is_new_paragraph(blocks, index)):
            inside, clause = clause.rpartition(".")[0], _holder(clause, following[index])
            if clause == place.clause:
                of_several.add(inside)
            elif inside in of_several:
                clause = place.clause
            else:
                closed = place
        found.append(replace(place, clause=clause))
    return _marked(found)


def _next_openings(places: Sequence[Place]) -> list[str | None]:
    """For each place the next clause that opens behind it in the same article."""
    found: list[str | None] = []
    opening: Place | None = None
    for place in reversed(places):
        found.append(opening.clause if opening and opening.article == place.article else None)
        if place.opens and place.clause:
            opening = place
    return found[::-1]


def _is_new_paragraph(blocks: Sequence[Block], index: int) -> bool:
    """Whether a block is a paragraph of its own and not the rest of a broken line."""
    block = blocks[index]
    begins = block.kind is BlockKind.PARAGRAPH and not block.text[:1].islower()
    return begins and index > 0 and bool(_ENDED.search(blocks[index - 1].text))


def _holder(clause: str, following: str | None) -> str:
    """The innermost clause around an item whose list goes on behind it; the paragraph or article if none does."""
    parts, ahead = clause.split("."), (following or "").split(".")
    depth = len(parts)
    while depth > 1 and _is_item(parts[depth - 1]):
        if ahead[: depth - 1] == parts[: depth - 1] and len(ahead) >= depth and _is_item(ahead[depth - 1]):
            break
        depth -= 1
    return clause if _is_item(parts[0]) else ".".join(parts[:depth])


def _is_item(name: str) -> bool:
    return name.split("-", maxsplit=1)[0].isalpha() and name.islower()


def _marked(places: Sequence[Place]) -> tuple[Place, ...]:
    """Places that go on in another clause than the words before them in the article, with a mark that tells."""
    found: list[Place] = []
    current: tuple[int, str | None] = (-1, None)
    for place in places:
        if place.is_heading:
            found.append(place)
            continue
        turns = current[0] == place.article and place.clause and place.clause != current[1] and not place.opens
        marks = ((0, place.clause), *place.marks) if turns and place.clause else place.marks
        found.append(replace(place, marks=marks))
        current = (place.article, marks[-1][1] if marks else place.clause)
    return tuple(found)
