"""Where the numbered text of an agreement begins and ends: behind its preamble, before its signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.splitters.markers import Marker, Role
from kb.model import Block, BlockKind
from kb.text.furniture import is_source_heading, is_source_list

_SIGNATURE = re.compile(
    r"(?:DONE|Done)\s+(?:at|in|on|this)\b|IN WITNESS WHEREOF|In witness whereof|Президент України|"
    r"(?:ВЧИНЕНО|Вчинено|УЧИНЕНО|Учинено|СОВЕРШЕНО|Совершено)\b|Голова Верховної Ради|"
    r"Прем.єр-міністр України|以上の証拠として|"
    r"Виконуючий обов.язки\s*$|Signed\s+(?:at|in)\b"
)
_APPROVED = re.compile(r"(?:ЗАТВЕРДЖЕН[ОІАИЙ]|СХВАЛЕН[ОІАИЙ])(?:\s|$)")
_NOTE_ENDS = re.compile(
    r"I (?:have the hono|avail myself|should be grateful|should like to)|If the (?:above|foregoing)|"
    r"Маю честь|Користуюся|本使は|以上を申し進め|本大臣は"
)
_AGREED = re.compile(
    r"(?:HAVE|Have|have) (?:AGREED|agreed|decided|DECIDED)\b.{0,40}[:,]?\s*$|"
    r"(?:домовилися|погодилися|домовились|погодились)\s.{0,40}:\s*$|次のとおり(?:協定|合意)(?:した|する)。?$"
)
_LONGEST_PREAMBLE = 60
_FARTHEST = 100  # blocks between two numbered paragraphs


def preamble_end(blocks: Sequence[Block], articles: set[int]) -> int:
    """The block with the words that end a preamble, -1 if there is none; numbers up to it count recitals."""
    first = min(min(articles, default=_LONGEST_PREAMBLE), _LONGEST_PREAMBLE)
    return max((index for index, block in enumerate(blocks[:first]) if _AGREED.search(block.text)), default=-1)


def approves(text: str) -> bool:
    """Whether a block is the stamp above a procedure or programme that the text before it approves."""
    return bool(_APPROVED.match(text))


def ends_text(text: str, *, in_list: bool) -> bool:
    """Whether a block opens the signatures, or closes the numbered proposals of a note."""
    return bool(_SIGNATURE.match(text) or approves(text) or (in_list and _NOTE_ENDS.match(text)))


def sources_begin(blocks: Sequence[Block], index: int) -> bool:
    """Whether a block is the heading of a list of sources: it says so, and entries follow."""
    text = blocks[index].text
    if not is_source_heading(text):
        return False
    return is_source_list((text,), "\n".join(block.text for block in blocks[index + 1 : index + 3]))


def next_number(blocks: Sequence[Block], claims: Sequence[tuple[Marker, ...]], start: int) -> int | None:
    """The first numbered paragraph from a block on, before another heading; None if there is none."""
    for at in range(start, min(start + _FARTHEST, len(blocks))):
        first = claims[at][0] if claims[at] else None
        if blocks[at].kind is BlockKind.HEADING or (first and first.role is Role.ARTICLE):
            return None
        if first and first.role is Role.NUMBER:
            return first.key[0]
    return None


def may_leap(blocks: Sequence[Block], claims: Sequence[tuple[Marker, ...]], index: int) -> bool:
    """Whether the number of a block may follow after a wide gap: no lower one comes after it in its article."""
    first = claims[index][0] if claims[index] else None
    if first is None or first.role is not Role.NUMBER:
        return False
    following = next_number(blocks, claims, index + 1)
    return following is None or following > first.key[0]
