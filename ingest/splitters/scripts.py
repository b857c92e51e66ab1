"""Texts of two languages in turn, as treaties are printed: a passage is in one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from ingest.readers.legible import script_of
from kb.model import Block

FEW_LETTERS = 40  # fewer say nothing of the language: a name, a number with its unit
SAMPLE = 400  # characters of a block that are looked at
_ADDRESS = re.compile(r"\S*(?:/|@|\.[a-z]{2,4}\b)\S*")
_LETTER = re.compile(r"[^\W\d_]")


class OfBlock(Protocol):
    """Whatever knows which block it is."""

    @property
    def block(self) -> int: ...


P = TypeVar("P", bound=OfBlock)


def by_script(pieces: Sequence[P], blocks: Sequence[Block]) -> list[list[P]]:
    """The pieces in runs of one script; a block of few letters goes with what stands before it."""
    if len(pieces) == 1:
        return [list(pieces)]
    runs: list[list[P]] = []
    running = ""
    for piece in pieces:
        script = _script(blocks[piece.block].text)
        if runs and (not script or not running or script == running):
            runs[-1].append(piece)
        else:
            runs.append([piece])
        running = script or running
    return runs


def _script(text: str) -> str:
    plain = _ADDRESS.sub(" ", text[:SAMPLE])
    return script_of(plain) if len(_LETTER.findall(plain)) >= FEW_LETTERS else ""
