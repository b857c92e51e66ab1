"""Pages of known text, printed by two programs in three languages, come back word for word and page for page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from printed import HEADS, KnownPage, by_chromium, by_weasyprint, html, in_order, known_pages

from ingest.readers.pdf import read_pdf
from kb.model import Block, BlockKind, PageStatus, Reading

LEAST = 0.99
CASES = [
    (printer, language, columns)
    for printer in ("weasyprint", "chromium")
    for language in ("uk", "en", "ja")
    for columns in (1, 2)
]
_NOTE_NUMBER = re.compile(r"^\d\.? ?")


def read(printer: str, pages: list[KnownPage], language: str, folder: Path, columns: int) -> Reading:
    page = html(pages, language, columns=columns, notes="css" if printer == "weasyprint" else "placed")
    data = by_weasyprint(page) if printer == "weasyprint" else by_chromium(page, folder)
    return read_pdf(data, "printed.pdf")


def plain(block: Block, notes: set[str]) -> str:
    """The words of a block: the cells of a table row, a footnote without its number."""
    if block.kind is BlockKind.TABLE_ROW:
        return " ".join(block.cells)
    unnumbered = _NOTE_NUMBER.sub("", block.text)
    return unnumbered if unnumbered in notes else block.text


def units(texts: list[str], language: str) -> list[str]:
    """Words, or in Japanese characters."""
    joined = " ".join(texts)
    return list("".join(joined.split())) if language == "ja" else joined.split()


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("printer", "language", "columns"), CASES)
def test_printed_pages_come_back(printer: str, language: str, columns: int, tmp_path: Path) -> None:
    pages = known_pages(language)
    reading = read(printer, pages, language, tmp_path, columns)
    notes = {page.note for page in pages}
    found = [(plain(block, notes), block) for block in reading.blocks]
    wanted = units([text for page in pages for text in page.texts], language)
    assert in_order(wanted, units([text for text, _ in found], language)) >= LEAST
    assert [page.status for page in reading.pages] == [PageStatus.TEXT] * len(pages)
    for number, page in enumerate(pages, 1):
        of_page = [text for text, block in found if (block.page, block.page_end) == (number, number)]
        assert [text for text in page.texts if squeezed(text) not in set(map(squeezed, of_page))] == [], of_page
        assert of_page[-1] == page.note  # after the text, never in it
        rows = [block for _, block in found if block.kind is BlockKind.TABLE_ROW and block.page == number]
        assert [row.cells for row in rows] == list(page.rows)
        assert [row.text for row in rows] == [
            " · ".join(f"{name}: {cell}" for name, cell in zip(page.names, row, strict=True)) for row in page.rows
        ]
    everything = " ".join(block.text for block in reading.blocks)
    assert HEADS[language] not in everything
    assert not re.search(r"\d+ / \d+", everything)


def test_words_broken_at_hyphens_are_seen_by_these_tests(tmp_path: Path) -> None:
    """The printed pages do hold broken words, so that the tests above would fail if they were not made whole."""
    import pypdfium2  # noqa: PLC0415

    with pypdfium2.PdfDocument(by_weasyprint(html(known_pages("uk"), "uk", columns=2))) as file:
        lines = [line for page in file for line in page.get_textpage().get_text_bounded().splitlines()]
    assert sum(line.rstrip().endswith(("-", "\u2010", "\u00ad", "\ufffe")) for line in lines) > 20
