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


def test_vertical_pages_come_back(tmp_path: Path) -> None:
    pages = known_pages("ja")
    data = by_chromium(html(pages, "ja", vertical=True, notes="placed"), tmp_path)
    reading = read_pdf(data, "vertical.pdf")
    notes = {page.note for page in pages}
    found = [(plain(block, notes), block) for block in reading.blocks]
    wanted = units([text for page in pages for text in page.texts], "ja")
    assert in_order(wanted, units([text for text, _ in found], "ja")) >= LEAST
    for number, page in enumerate(pages, 1):
        of_page = [text for text, block in found if (block.page, block.page_end) == (number, number)]
        assert [text for text in page.texts if squeezed(text) not in set(map(squeezed, of_page))] == [], of_page
        rows = [block.cells for _, block in found if block.kind is BlockKind.TABLE_ROW and block.page == number]
        assert rows == list(page.rows)
    assert HEADS["ja"] not in " ".join(block.text for block in reading.blocks)


def test_every_vertical_line_has_a_tall_narrow_box_left_of_the_one_before(tmp_path: Path) -> None:
    text = "震災のあと町は高台に移り、二十年かけて学校と病院と駅を建て直した。" * 8
    reading = read_pdf(by_chromium(vertical(f"<p>{text}</p>"), tmp_path), "vertical.pdf")
    (block,) = reading.blocks
    assert block.text == text and len(block.lines) > 3
    boxes = [line.box for line in block.lines]
    for left, bottom, right, top in boxes:
        assert 9 < right - left < 13 and top - bottom > 4 * (right - left)
    assert all(after[2] <= before[0] + 1 for before, after in zip(boxes, boxes[1:], strict=False))
    assert "".join(block.text[line.start : line.end] for line in block.lines) == text


def test_figures_side_by_side_in_a_column_are_read_where_they_stand(tmp_path: Path) -> None:
    """Tate-chu-yoko: two or three figures set level inside a column."""
    sentence = "町は平成<i>23</i>年<i>3</i>月<i>11</i>日の津波のあと、<i>100</i>戸の住宅を高台に建てた。"
    page = vertical(f"<p>{sentence * 6}</p>", "i { font-style: normal; text-combine-upright: all; }")
    reading = read_pdf(by_chromium(page, tmp_path), "vertical.pdf")
    assert [block.text for block in reading.blocks] == [re.sub("<.*?>", "", sentence) * 6]


def test_stops_set_beside_their_column_are_read_where_they_belong(tmp_path: Path) -> None:
    """Up and to the right, as programs set the stops of level text in a column."""
    sentence = "町は<i>、</i>津波のあと高台に移り<i>、</i>学校と病院を建て直した<i>。</i>"
    page = vertical(f"<p>{sentence * 6}</p>", "i { font-style: normal; position: relative; left: .6em; top: -.6em }")
    reading = read_pdf(by_chromium(page, tmp_path), "vertical.pdf")
    assert [block.text for block in reading.blocks] == [re.sub("<.*?>", "", sentence) * 6]


def vertical(body: str, style: str = "") -> str:
    return f"""<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><style>@page {{ size: A5; margin: 15mm }}
html {{ font: 10pt/1.7 "Noto Serif CJK JP"; writing-mode: vertical-rl }} p {{ margin: 0 }}
{style}</style>{body}</html>"""
