"""Words that name a passage stand once in its document, in one cell or paragraph on one page."""

from __future__ import annotations

from shelf import SOURCES, document_id

from kb.base import KnowledgeBase
from kb.model import Block, BlockKind, Document, DocumentType, Line, Passage, Reading
from kb.quoting import LONGEST, SHORTEST_AT_ALL, Quote, quote, squeezed, stands_once

P, ROW = BlockKind.PARAGRAPH, BlockKind.TABLE_ROW


def document(*blocks: Block) -> Document:
    return Document("d", "s", "/x.pdf", "x.pdf", None, "c", DocumentType.OTHER, "en", "X", None, Reading("pdf", blocks))


def passage(document: Document, start: int, end: int, clauses: tuple[tuple[int, str], ...] = ()) -> Passage:
    return Passage("d:0", "d", 0, start, end, document.text[start:end], "en", 1, 2, "7", (), clauses)


def test_words_that_are_said_twice_name_nothing() -> None:
    paper = document(Block(P, "Pumps were sent. Kyiv got them in spring."), Block(P, "Pumps were sent."))
    assert quote(paper, passage(paper, 0, 41)).words == "Kyiv got them in spring."


def test_a_quote_stays_on_one_page_and_in_one_clause() -> None:
    lines = (Line(0, 27, 4, (0, 0, 1, 1)), Line(27, 60, 5, (0, 0, 1, 1)))
    paper = document(Block(P, "The grant is paid in yen to an account of the recipient now", 4, 5, lines=lines))
    assert quote(paper, passage(paper, 0, 59, ((0, "7.2"),))) == Quote("The grant is paid in yen to", 4, "7.2")


def test_of_a_row_one_cell_is_quoted() -> None:
    cells = ("Otsuchi", "three pumps of 1959")
    paper = document(Block(ROW, "Town: Otsuchi · Pumps: three pumps of 1959", cells=cells))
    assert quote(paper, passage(paper, 0, 42)).words == "three pumps of 1959"


def test_long_japanese_is_cut_and_still_found() -> None:
    paper = document(Block(P, "津波で浄水場と配水管が失われた地域では" * 8 + "応急給水により飲料水を確保した。"))
    found = quote(paper, passage(paper, 0, len(paper.text)))
    assert SHORTEST_AT_ALL <= len(found.words) <= LONGEST
    assert found.words in paper.text


def test_every_passage_of_the_shelf_has_one(feedback_shelf: KnowledgeBase) -> None:
    for source in SOURCES:
        held = feedback_shelf.document(document_id(source.name))
        for it in feedback_shelf.passages(held.id):
            found = quote(held, it)
            assert squeezed(found.words) in squeezed(it.text)
            assert stands_once(found.words, held.text)
            assert len(found.words) <= LONGEST
