import time
from datetime import date

import pytest

from ingest.readers import read
from kb.errors import EmptyDocument
from kb.model import BlockKind, Metadata

DOCUMENT = """---
title: "Вода після цунамі"
date: 2024-03-11
language: uk
source: https://example.org/water
---
# Вода після цунамі

Текст із [посиланням](https://example.org/x) і *виділенням*,
що йде на другий рядок.

##Без пробілу##

1. перший
2. другий

| Рік | Сума |
|-----|------|
| 2011 | 10 млн |
| 2012 | 20 млн |
"""


def test_structure_and_front_matter() -> None:
    reading = read(DOCUMENT.encode(), "water.md")
    assert reading.metadata == Metadata("Вода після цунамі", "uk", date(2024, 3, 11), "https://example.org/water")
    assert [(block.kind, block.level, block.text) for block in reading.blocks] == [
        (BlockKind.HEADING, 1, "Вода після цунамі"),
        (BlockKind.PARAGRAPH, 0, "Текст із посиланням і виділенням, що йде на другий рядок."),
        (BlockKind.HEADING, 2, "Без пробілу"),
        (BlockKind.ITEM, 0, "1. перший"),
        (BlockKind.ITEM, 0, "2. другий"),
        (BlockKind.TABLE_ROW, 0, "Рік: 2011 · Сума: 10 млн"),
        (BlockKind.TABLE_ROW, 0, "Рік: 2012 · Сума: 20 млн"),
    ]
    assert reading.blocks[-1].cells == ("2012", "20 млн")


def test_numbers_of_lists_that_do_not_begin_with_one() -> None:
    reading = read(b"Parties agree:\n\n3.   Third paragraph.\n4.   Fourth paragraph.\n\n(b) an item\n", "a.md")
    assert [block.text for block in reading.blocks[1:]] == [
        "3. Third paragraph.",
        "4. Fourth paragraph.",
        "(b) an item",
    ]
    assert {block.kind for block in reading.blocks[1:]} == {BlockKind.ITEM}


def test_a_numbered_line_ends_the_paragraph_before_it() -> None:
    reading = read(b"a) the first case;\nb) the second case.\n2. The next paragraph.\n", "a.md")
    assert [block.text for block in reading.blocks] == [
        "a) the first case;",
        "b) the second case.",
        "2. The next paragraph.",
    ]


def test_hashtag_is_no_heading_and_html_is_left_out() -> None:
    reading = read(b"#recovery\n\n<div>Words</div> stay.\n", "a.md")
    assert [(block.kind, block.text) for block in reading.blocks] == [
        (BlockKind.PARAGRAPH, "#recovery"),
        (BlockKind.PARAGRAPH, "Words stay."),
    ]


def test_markup_without_words() -> None:
    with pytest.raises(EmptyDocument):
        read(b"---\n\n***\n\n#\n", "a.md")


def test_a_megabyte_is_fast() -> None:
    text = (
        "## Розділ\n\nТекст [посилання](https://example.org) та **виділення**. \n\n1. пункт\n2. пункт\n\n" * 8000
    ).encode()
    assert len(text) > 1_000_000
    began = time.perf_counter()
    assert len(read(text, "a.md").blocks) == 32_000
    assert time.perf_counter() - began < 20
