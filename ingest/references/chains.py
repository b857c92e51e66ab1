"""What the grammars of English and Ukrainian share: heads (`Articles 5 and 6`), joined to chains (`paragraph 2 of`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.references.mention import Mention, Owner, Step, Unit
from kb.text.numerals import parse_roman

_ORDINALS = {"bis": 2, "ter": 3, "quater": 4, "quinquies": 5}
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class Value:
    """One number or letter of a head, with the items in brackets behind it: `5 (2) (b)`."""

    start: int
    end: int
    name: str
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """A word for a kind of clause with its numbers."""

    unit: Unit
    start: int
    end: int
    values: tuple[Value, ...]


def article_name(written: str) -> str:
    """`7-2` of `7 bis`, `VII bis`, `7²`, `7-2`; of `7B` too."""
    match = re.fullmatch(
        r"(\d+|[IVXLCІХ]+)\s*(?:[-–]\s?(\d+)|([⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(bis|ter|quater|quinquies)|([A-Z]))?", written
    )
    if match is None:
        return written
    number = match[1] if match[1].isdecimal() else str(parse_roman(match[1]) or written)
    if match[2] or match[3]:
        return f"{number}-{match[2] or match[3].translate(_SUPERSCRIPT)}"
    inserted = _ORDINALS[match[4]] if match[4] else ord(match[5]) - ord("A") + 1 if match[5] else None
    return f"{number}-{inserted}" if inserted else number


def chains(heads: Sequence[Head], text: str, joins: Callable[[str, Head, Head], int]) -> Iterator[list[Head]]:
    """Heads that name one place together, from the outside in.

    `joins` tells of the words between two heads whether the second lies inside the first (1), the first inside the
    second (-1), or neither (0).
    """
    position = 0
    while position < len(heads):
        run, direction = [heads[position]], 0
        while position + 1 < len(heads):
            step = joins(text[run[-1].end : heads[position + 1].start], run[-1], heads[position + 1])
            if step == 0 or (direction and step != direction):
                break
            direction = step
            position += 1
            run.append(heads[position])
        yield run if direction >= 0 else run[::-1]
        position += 1


def numbers(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The numbers of a list in a text; what stands behind the list is seen, but not taken."""
    for match in pattern.finditer(text, start):
        if match.start() >= end:
            return
        yield match


def attribute(
    runs: Sequence[list[Head]], text: str, joined: re.Pattern[str], owner_of: Callable[[int, int], Owner]
) -> list[Mention]:
    """The mentions of a block in order; what is said of the last of a joined row holds for the whole row.

    In `статті 5, пункт 2 статті 6 Кодексу` both belong to the Code; in `пункту 1, пункту 2 розділу I` both lie in
    section I.
    """
    found: list[Mention] = []
    later: list[Head] = []
    context: list[Head] = []
    owner = Owner.UNSAID
    for run in reversed(runs):
        start, end = min(head.start for head in run), max(head.end for head in run)
        own = owner_of(start, end)
        is_joined = bool(later) and joined.fullmatch(text, end, min(head.start for head in later)) is not None
        context = _shared(run, later, context) if own is Owner.UNSAID and is_joined else []
        if own is Owner.UNSAID and is_joined:
            own = Owner.UNSAID if owner is Owner.ARTICLE and run[0].unit is Unit.ARTICLE else owner
        owner, later = own, run
        found[:0] = expand(run, own, context)
    return found


def _shared(run: Sequence[Head], later: Sequence[Head], context: Sequence[Head]) -> list[Head]:
    """What the next mention of a row lies in and this one, of the same kind, does not name itself."""
    if later[-1].unit.value < run[0].unit.value:
        return []
    return [head for head in (*context, *later[:-1]) if head.unit.value < run[0].unit.value and len(head.values) == 1]


def expand(run: Sequence[Head], owner: Owner, context: Sequence[Head] = ()) -> Iterator[Mention]:
    """The mentions of a chain in order: one for the whole, or one for each number and one for what they lie in."""
    *outer, inner = run
    base = [step for head in (*context, *outer) for step in _steps(head, head.values[0])]
    found = list(expand(outer, owner, context)) if outer and len(inner.values) > 1 else []
    if any(len(head.values) > 1 for head in outer):
        found = list(expand(outer[:1], owner, context))
    elif len(inner.values) == 1:
        start, end = min(head.start for head in run), max(head.end for head in run)
        found = [Mention(start, end, (*base, *_steps(inner, inner.values[0])), owner)]
    else:
        for position, value in enumerate(inner.values):
            start = value.start if position else inner.start
            found.append(Mention(start, value.end, (*base, *_steps(inner, value)), owner))
    yield from sorted(found, key=lambda mention: mention.start)


def _steps(head: Head, value: Value) -> list[Step]:
    name = article_name(value.name) if head.unit in {Unit.ARTICLE, Unit.ANNEX} else value.name
    units = [Unit.PARAGRAPH if inner.isdecimal() else Unit.ITEM for inner in value.inner]
    return [Step(head.unit, name), *map(Step, units, value.inner)]
