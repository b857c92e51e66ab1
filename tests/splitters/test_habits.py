"""Numbering habits of three languages: habits.txt gives a text in each, with the clause and heading of every block."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.readers.text import blocks_of
from ingest.splitters.clauses import mark

HEADING, NO_CLAUSE = "#", "-"


@dataclass
class Habit:
    """A text's paragraphs, and for each its clause as written in the file with the innermost heading above it."""

    name: str
    language: str
    paragraphs: list[str] = field(default_factory=list)
    expected: list[tuple[str, str]] = field(default_factory=list)


def habits() -> list[Habit]:
    found: list[Habit] = []
    heading = ""
    for line in (Path(__file__).parent / "habits.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            language, _, name = line.removeprefix("== ").partition(": ")
            found.append(Habit(name, language))
            heading = ""
        elif line.startswith(">"):
            heading = line.removeprefix(">").strip()
        elif found and line:
            clause, _, text = line.partition("\t")
            found[-1].paragraphs.append(text)
            found[-1].expected.append((clause, "" if clause == HEADING else heading))
    return found


@pytest.mark.parametrize("habit", habits(), ids=lambda habit: f"{habit.language} {habit.name}")
def test_habit(habit: Habit) -> None:
    blocks = blocks_of("\n\n".join(habit.paragraphs) + "\n")
    assert [block.text for block in blocks] == habit.paragraphs
    found = [
        (HEADING, "") if it.is_heading else (it.clause or NO_CLAUSE, it.heading[-1] if it.heading else "")
        for it in mark(blocks, habit.language)
    ]
    assert found == habit.expected


def test_the_table_is_large_enough_in_every_language() -> None:
    counts = {language: sum(habit.language == language for habit in habits()) for language in ("uk", "en", "ja")}
    assert all(count >= 14 for count in counts.values()), counts
