"""The sums of a document and what each of them is: requested, pledged, agreed, delivered, a ceiling, a total."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.describe.cues import meaning, meaning_of_paragraph
from kb.model import Block, BlockKind, Fact, FactKind, block_starts
from kb.text.amounts import Money, find_money

_UNIT = (
    r"(?P<unit>(?:JPY|USD|UAH|EUR)(?:\s+(?:million|billion|trillion))?"
    r"|(?:(?:тис\.?|млн|млрд|трлн)\s+)?(?:єн|доларів|гривень|грн|євро)|[兆億万]?(?:円|ドル|ユーロ))"
    r"(?:\s+(?:a year|per year|на рік|на місяць))?"
)
_UNIT_CELL = re.compile(rf"\s*{_UNIT}\s*")
_UNIT_OF_ROW = re.compile(rf".*[,，（(]\s*{_UNIT}[)）]?\s*")
_CELL = re.compile(r"(?:(?:about|близько|майже|понад|約)\s*)?(\d[\d., ]*\d|\d)(?=$|\s+[^\W\d_])")

_OF_PARAGRAPH = ("notes_exchanged", "agreement_signed")
"""What a sentence before may have said of a sum: the agreement that it is the sum of."""


def money_facts(text: str, blocks: tuple[Block, ...]) -> list[Fact]:
    """One fact for each sum and what it is said to be; a mention that says nothing yields to one that does."""
    found: dict[tuple[str, str], Fact] = {}
    sums = sorted([*find_money(text), *_of_unit_columns(blocks)], key=lambda money: money.start)
    edges = [0, *(money.end for money in sums)], [*(money.start for money in sums), len(text)]
    for number, money in enumerate(sums):
        bounds = edges[0][number], max(money.end, edges[1][number + 1])
        stage = _stage(text, money, bounds)
        found.setdefault((money.value, stage), Fact(FactKind.AMOUNT, money.value, money.start, money.end, stage))
    said = {value for value, stage in found if stage}
    return [fact for (value, stage), fact in found.items() if stage or value not in said]


def _stage(text: str, money: Money, bounds: tuple[int, int]) -> str:
    """What is said of a sum: between its neighbours, in its sentence, of the agreement before it; else vaguely."""
    return (
        meaning("amount", text, money.start, money.end, bounds)
        or meaning("amount", text, money.start, money.end)
        or meaning_of_paragraph("amount", text, money.start, _OF_PARAGRAPH)
        or meaning("weak", text, money.start, money.end, bounds)
        or meaning("weak", text, money.start, money.end)
    )


def _of_unit_columns(blocks: tuple[Block, ...]) -> list[Money]:
    """Sums of table rows that name their unit in a cell of its own or in their first: `about 1.6 | JPY trillion`."""
    found: list[Money] = []
    for start, block in zip(block_starts(blocks), blocks, strict=True):
        unit = _unit_of(block.cells) if block.kind is BlockKind.TABLE_ROW else ""
        if not unit:
            continue
        at = 0
        for cell in block.cells:
            place = block.text.find(cell, at) if cell else -1
            number = _CELL.match(cell)
            if place >= 0 and number:
                found += _sums(number[1], unit, start + place + number.start(1))
            at = max(at, place + len(cell))
    return found


def _unit_of(cells: Sequence[str]) -> str:
    """The currency and scale of a row's figures, empty if it names none."""
    for match in (
        *(_UNIT_CELL.fullmatch(cell) for cell in cells),
        *(_UNIT_OF_ROW.fullmatch(cell) for cell in cells[:1]),
    ):
        if match is not None:
            return match["unit"]
    return ""


def _sums(figures: str, unit: str, start: int) -> list[Money]:
    """The sum that a cell's figures and the row's unit make, at the figures' place."""
    code, _, scale = unit.partition(" ")
    words = f"{code} {figures} {scale}" if code.isascii() else f"{figures}{' ' if scale else ''}{unit}"
    return [Money(one.number, one.currency, start, start + len(figures)) for one in find_money(words)[:1]]
