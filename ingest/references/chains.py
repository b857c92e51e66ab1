"""What the grammars of English and Ukrainian share: heads (`Articles 5 and 6`) joined to chains (`paragraph 2 of …`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.numerals import parse_roman
from ingest.references.mention import Mention, Owner, Step, Unit

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
    match = re.fullmatch(r"(\d+|[IVXLCІХ]+)\s*(?:[-–]\s?(\d+)|([⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(bis|ter|quater|quinquies)|([A-Z]))?", written)
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


def expand(run: Sequence[Head], owner: Owner) -> Iterator[Mention]:
    """One mention for each number of the innermost head; several outer numbers each stand for themselves."""
    *outer, inner = run
    if any(len(head.values) > 1 for head in outer):
        yield from expand(run[:1], owner)
        return
    start, end = min(head.start for head in run), max(head.end for head in run)
    base = [step for head in outer for step in _steps(head, head.values[0])]
    values = sorted(inner.values, key=lambda value: value.start)
    for position, value in enumerate(values):
        first, last = position == 0, position == len(values) - 1
        yield Mention(
            start if first and start <= inner.start else inner.start if first else value.start,
            end if last and end >= inner.end else value.end,
            (*base, *_steps(inner, value)),
            owner,
        )


def _steps(head: Head, value: Value) -> list[Step]:
    name = article_name(value.name) if head.unit in {Unit.ARTICLE, Unit.ANNEX} else value.name
    units = [Unit.PARAGRAPH if inner.isdecimal() else Unit.ITEM for inner in value.inner]
    return [Step(head.unit, name), *map(Step, units, value.inner)]
