"""Blocks become headings, lists and tables, and the passage is marked wherever it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from shelf import SOURCES, document_id

from kb.base import KnowledgeBase
from kb.model import Block, BlockKind, Document, Passage
from kb.web.reading import Node, Run, column_names, is_numbered, nodes

AGREEMENT, REPORT = document_id("investment-agreement-uk.docx"), document_id("water-and-homes-ja.pdf")


def marked(found: list[Node]) -> list[Run]:
    runs = [run for node in found for run in node.runs]
    cells = [run for node in found for row in node.rows for cell in row for run in cell]
    return [run for run in [*runs, *cells] if run.marked]


@pytest.fixture
def agreement(shelf: KnowledgeBase) -> Document:
    return shelf.document(AGREEMENT)


def test_kinds_follow_the_blocks(shelf: KnowledgeBase, agreement: Document) -> None:
    assert [node.kind for node in nodes(agreement, None)] == ["heading", "paragraph", "table"]
    kinds = [(node.kind, node.page) for node in nodes(shelf.document(REPORT), None) if node.kind in ("page", "list")]
    assert kinds == [("page", 3), ("page", 4), ("list", None)]


def test_every_attachment_of_a_message_begins_its_pages_anew(agreement: Document) -> None:
    blocks = [
        Block(BlockKind.HEADING, "Attachment: a.pdf", level=2),
        Block(BlockKind.PARAGRAPH, "One.", 1, 1),
        Block(BlockKind.HEADING, "Attachment: b.pdf", level=2),
        Block(BlockKind.PARAGRAPH, "Two.", 1, 1),
    ]
    message = replace(agreement, reading=replace(agreement.reading, blocks=tuple(blocks)))
    assert [node.page for node in nodes(message, None) if node.kind == "page"] == [1, 1]


def test_rows_are_one_table_with_its_headers(agreement: Document) -> None:
    table = nodes(agreement, None)[-1]
    assert table.header == ["Етап", "Строк"]
    assert [[cell[0].text for cell in row] for row in table.rows] == [
        ["консультації", "шість місяців"],
        ["арбітраж", "без строку"],
    ]


def test_the_passage_is_marked_and_begins_once(shelf: KnowledgeBase, agreement: Document) -> None:
    for passage in shelf.passages(AGREEMENT):
        runs = marked(nodes(agreement, passage))
        assert sum(run.first for run in runs) == 1
    first = shelf.passages(AGREEMENT)[0]
    assert [run.text for run in marked(nodes(agreement, first))] == [first.text]


def test_a_passage_may_begin_and_end_inside_blocks(agreement: Document) -> None:
    start, end = agreement.text.index("Якщо спір"), agreement.text.index("консультації · Строк")
    passage = Passage("x:0", agreement.id, 0, start, end, agreement.text[start:end], "uk", None, None, None, ())
    runs = marked(nodes(agreement, passage))
    assert runs[0].text.startswith("Якщо спір")
    assert [run.first for run in runs] == [True, False, False]
    assert [run.text for run in runs[1:]] == ["консультації", "шість місяців"]


def test_the_title_is_not_said_twice(agreement: Document) -> None:
    titles = [node for node in nodes(agreement, None) if node.runs and node.runs[0].text == agreement.title]
    assert titles == []


def test_names_of_columns() -> None:
    row = SOURCES[1].blocks[3]
    assert column_names(row) == ["Етап", "Строк"]


@pytest.mark.parametrize(
    "text", ["1. Перше", "а) друге", "(b) third", "（二）第二", "・項目", "①最初", "— риска", "iv) x"]
)
def test_items_with_a_mark_of_their_own(text: str) -> None:
    assert is_numbered([Run(text, marked=False)])


@pytest.mark.parametrize("text", ["Перше", "見守り相談員の配置", "2011 рік", "A town"])
def test_items_without(text: str) -> None:
    assert not is_numbered([Run(text, marked=False)])
