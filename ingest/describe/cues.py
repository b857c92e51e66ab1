"""What the words around a date or a sum say of it; the nearest cue in the same sentence decides."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from ingest.describe.tables import rows

_REACH_BACK, _REACH_ON, _REACH_FAR = 140, 90, 240
_SENTENCE_END = re.compile(
    r"(?<!\bм)(?<!\bст)(?<!\bім)(?<!\bсмт)[.!?…]['\"»”)]*\s+(?=[\"«“(]?[A-ZА-ЯІЇЄҐ])|[。！？]|\n"
)
_PARAGRAPH = 400
_ROW_PART = " · "
_CLOSE = 4
"""Characters between a date or sum and the word behind it that speaks of it alone."""
_FURTHER_ON = 12
"""How many characters a cue behind a word is held farther than one before it: texts announce what they tell."""


@cache
def _cues(kind: str) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    found = (row for row in rows("cues") if row["kind"] == kind)
    return tuple((row["value"], row["side"], re.compile(row["pattern"], re.IGNORECASE)) for row in found)


def around(text: str, start: int, end: int, bounds: tuple[int, int] | None = None) -> tuple[str, str]:
    """What stands before and after a range in its own sentence, at most a few dozen words, inside the bounds.

    In a table's row that is the first cell and the range's own.
    """
    first, last = bounds or (0, len(text))
    before = text[max(first, start - _REACH_BACK) : start]
    after = text[end : min(last, end + (_REACH_ON if bounds is None else _REACH_FAR))]
    *_, begin = [0, *(match.end() for match in _SENTENCE_END.finditer(before))]
    stop = _SENTENCE_END.search(after)
    before, after = before[begin:], after[: stop.start()] if stop else after
    line = text.rfind("\n", 0, start) + 1
    head, part, _ = text[line:start].partition(_ROW_PART)
    if part:
        before = f"{head} {before.rpartition(_ROW_PART)[2]}"
    return before, after.partition(_ROW_PART)[0]


def meaning(kind: str, text: str, start: int, end: int, bounds: tuple[int, int] | None = None) -> str:
    """The value whose cue is nearest to the range `start` to `end`, empty if there is none in its sentence.

    A cue that stands right before the end of the bounds speaks of what comes there.
    """
    before, after = around(text, start, end, bounds)
    ends_at_next = bounds is not None and end + len(after) == bounds[1] < len(text)
    begins_at_last = bounds is not None and start - len(before) == bounds[0] > 0
    best, least = "", _REACH_BACK + _REACH_FAR
    for value, side, pattern in _cues(kind):
        if side != "after":
            for match in pattern.finditer(before):
                if side == "any" and begins_at_last and match.start() < min(_CLOSE, len(before) - match.end()):
                    continue
                if len(before) - match.end() < least:
                    best, least = value, len(before) - match.end()
        if side != "before":
            match_on = pattern.search(after)
            if match_on is None or (side == "any" and ends_at_next and len(after) - match_on.end() < _FURTHER_ON):
                continue
            if match_on.start() + _FURTHER_ON < least:
                best, least = value, match_on.start() + _FURTHER_ON
    return best


def meaning_of_paragraph(kind: str, text: str, start: int, wanted: Collection[str]) -> str:
    """The wanted value whose cue comes last in the paragraph before a place, empty if there is none."""
    before = text[max(0, start - _PARAGRAPH) : start].rpartition("\n")[2]
    found = [
        (match.end(), value)
        for value, side, pattern in _cues(kind)
        if value in wanted and side != "after"
        for match in pattern.finditer(before)
    ]
    return max(found)[1] if found else ""
