"""Passages of the real reports and press releases: under their headings, lists with their lead-in, no word lost."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from counting import count_tokens

from ingest.readers import read
from ingest.splitters import PASSAGE_TOKENS, Span, clauses, split
from kb.model import BlockKind, DocumentType, Reading, block_starts, document_text

CORPORA = Path(__file__).parents[2] / "corpora"
TYPES = {"press-releases": DocumentType.PRESS_RELEASE, "reconstruction-agency": DocumentType.REPORT}


def is_scan(path: Path) -> bool:
    """Whether a file holds images of pages: how well those are read is measured where OCR is."""
    source = CORPORA / "_sources" / path.parent.name / f"{path.stem}.md"
    return 'layout = "scan"' in source.read_text(encoding="utf-8")


FILES = [
    path
    for folder in TYPES
    for path in sorted((CORPORA / folder).iterdir())
    if path.suffix != ".jsonl" and not is_scan(path)
]


@cache
def passages(path: Path) -> tuple[Reading, tuple[Span, ...]]:
    reading = read(path.read_bytes(), path.name)
    places = clauses(reading, TYPES[path.parent.name], path.stem[-2:])
    assert places is None, "a report or a release was taken for a law"
    return reading, split(reading, places, count_tokens)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_passage_knows_the_headings_above_it(path: Path) -> None:
    reading, spans = passages(path)
    above: list[tuple[int, int, str]] = []  # offset, level and words of the headings, the title left out
    for start, block in list(zip(block_starts(reading.blocks), reading.blocks, strict=True)):
        if block.kind is BlockKind.HEADING:
            above.append((start, block.level, block.text))
    for span in spans:
        before = [heading for heading in above[1:] if heading[0] < span.start]
        assert bool(span.heading) == bool(before), (span.heading, before[-1:])
        assert not before or span.heading[-1] == before[-1][2]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_list_is_not_parted_from_its_lead_in(path: Path) -> None:
    reading, spans = passages(path)
    starts, begun = block_starts(reading.blocks), {span.start for span in spans}
    for index in range(1, len(starts)):
        lead_in, first = reading.blocks[index - 1], reading.blocks[index]
        if first.kind is BlockKind.ITEM and lead_in.kind is BlockKind.PARAGRAPH and starts[index] in begun:
            assert count_tokens(lead_in.text) + count_tokens(first.text) > PASSAGE_TOKENS, lead_in.text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_word_under_the_headings_is_lost(path: Path) -> None:
    reading, spans = passages(path)
    text = document_text(reading.blocks)
    covered = "".join("".join(text[span.start : span.end].split()) for span in spans)
    for block in reading.blocks:
        if block.kind is not BlockKind.HEADING:
            assert "".join(block.text.split()) in covered
