"""Columns, headings, tables and turned pages of PDFs."""

from __future__ import annotations

from pathlib import Path

import pytest
from makepdf import PdfMaker, wrapped
from printed import by_chromium

from ingest.readers.pdf import read_pdf
from kb.model import Block, BlockKind, Reading

LEFT = (
    "Перша колонка розповідає про те, як громада склала план відбудови разом із мешканцями, обрала місце для нових "
    "будинків і домовилася з префектурою про кошти на дороги, воду та школу протягом двох років."
)
RIGHT = (
    "Друга колонка розповідає про те, як держава створила окремий фонд, дозволила громадам самим обирати проєкти зі "
    "списку і перевіряла лише результат, а не кожен рахунок, що прискорило роботу втричі."
)


def read(maker: PdfMaker, **options: object) -> Reading:
    return read_pdf(maker.save(**options), "made.pdf")  # type: ignore[arg-type]


def of_kind(reading: Reading, kind: BlockKind) -> list[Block]:
    return [block for block in reading.blocks if block.kind is kind]


def test_a_full_width_title_is_read_before_two_columns_left_then_right() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.text(72, 760, "Two roads to recovery, and what they have in common today", 14, bold=True)
    page.paragraph(72, 720, LEFT, 210)
    page.paragraph(312, 720, RIGHT, 210)
    page.text(72, 560, "What follows stands below both columns and is as wide as the page is.")
    texts = [block.text for block in read(maker).blocks]
    assert [text[:13] for text in texts] == ["Two roads to ", LEFT[:13], RIGHT[:13], "What follows "]
    assert texts[1:3] == [LEFT, RIGHT]


def test_a_paragraph_goes_on_in_the_next_column() -> None:
    lines = wrapped(LEFT + " " + RIGHT, 210, 10)
    maker = PdfMaker()
    page = maker.page()
    half = len(lines) // 2
    for number, line in enumerate(lines):
        column, row = divmod(number, half)
        page.text(72 + 240 * min(column, 1), 700 - 13 * (row if column < 2 else half + row), line)
    assert [block.text for block in read(maker).blocks] == [LEFT + " " + RIGHT]


def test_headings_have_the_levels_of_their_sizes() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.text(72, 780, "Recovery of water supply", 20, bold=True)
    y = 740.0
    for number in (1, 2):
        page.text(72, y, f"{number}. Part", 14, bold=True)
        page.text(72, y - 24, f"{number}.1 Section", 11, bold=True)
        y = page.paragraph(72, y - 42, LEFT, 400) - 20
    levels = [(block.text, block.level) for block in of_kind(read(maker), BlockKind.HEADING)]
    assert levels == [
        ("Recovery of water supply", 1),
        ("1. Part", 2),
        ("1.1 Section", 3),
        ("2. Part", 2),
        ("2.1 Section", 3),
    ]


def test_the_outline_makes_headings_of_lines_in_body_print() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.text(72, 760, "Recovery of water supply", 20, bold=True)
    page.text(72, 730, "Lessons for others")
    page.paragraph(72, 710, LEFT, 400)
    reading = read(maker, outline=[("Lessons for others", 1)])
    assert [block.text for block in of_kind(reading, BlockKind.HEADING)] == [
        "Recovery of water supply",
        "Lessons for others",
    ]


ROWS = [["Name", "Place", "Cost"], ["Pipes", "Kyiv", "12"], ["Pumps", "Lviv", "340"], ["Wells", "Sumy", "7"]]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_row_names_its_columns(ruled: bool) -> None:
    maker = PdfMaker()
    page = maker.page()
    page.paragraph(72, 760, LEFT, 400)
    page.table(72, 600, [120, 120, 80], ROWS, ruled)
    page.paragraph(72, 480, RIGHT, 400)
    reading = read(maker)
    rows = of_kind(reading, BlockKind.TABLE_ROW)
    assert [row.text for row in rows] == [f"Name: {a} · Place: {b} · Cost: {c}" for a, b, c in ROWS[1:]]
    assert [row.cells for row in rows] == [tuple(row) for row in ROWS[1:]]
    assert [rows[0].text[line.start : line.end] for line in rows[0].lines] == ["Pipes", "Kyiv", "12"]
    assert [block.text for block in of_kind(reading, BlockKind.PARAGRAPH)] == [LEFT, RIGHT]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_that_goes_on_keeps_its_column_names(repeated: bool) -> None:
    maker = PdfMaker()
    first, second = maker.page(), maker.page()
    first.table(72, 200, [120, 120, 80], ROWS[:3], True)
    second.table(72, 780, [120, 120, 80], [*(ROWS[:1] if repeated else []), ["Tanks", "Odesa", "55"]], True)
    second.paragraph(72, 600, LEFT, 400)
    last = of_kind(read(maker), BlockKind.TABLE_ROW)[-1]
    assert (last.text, last.page) == ("Name: Tanks · Place: Odesa · Cost: 55", 2)


def test_cells_close_to_their_rules_are_kept_apart() -> None:
    maker = PdfMaker()
    page = maker.page()
    cells = [["Town", "Pumps", "Pipes"], ["Ōtsuchi", "123456", "98765"], ["Natorih", "222222", "11111"]]
    edges, y = (100, 137, 173, 203), 700
    for number, row in enumerate(cells):
        for x, cell in zip(edges, row, strict=False):
            page.text(x + 1, y - 13 - 18 * number, cell, 10)
    for number in range(4):
        page.rule(edges[0], y - 18 * number, edges[-1], y - 18 * number)
    for edge in edges:
        page.rule(edge, y - 54, edge, y)
    assert [row.cells for row in of_kind(read(maker), BlockKind.TABLE_ROW)] == [tuple(row) for row in cells[1:]]


def test_cells_of_several_lines_are_whole() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.table(72, 700, [150, 150], [["Measure", "What was learned"], ["", ""], ["", ""]], True)
    page.text(77, 669, "Water", 7)
    page.text(227, 674, "Spare pipes lie beside", 7)
    page.text(227, 666.5, "every pumping station", 7)
    page.text(77, 651, "Roads", 7)
    page.text(227, 651, "Gravel first", 7)
    assert [row.cells for row in of_kind(read(maker), BlockKind.TABLE_ROW)] == [
        ("Water", "Spare pipes lie beside every pumping station"),
        ("Roads", "Gravel first"),
    ]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_as_seen(rotate: int) -> None:
    """The same line is seen at the same place whether the page is turned or not, and cropped."""
    seen_width, seen_height = 400.0, 300.0
    turned = rotate % 180 != 0
    width, height = (seen_height, seen_width) if turned else (seen_width, seen_height)
    maker = PdfMaker()
    page = maker.page(width=width + 60, height=height + 90, rotate=rotate, crop=(20, 30, 20 + width, 30 + height))
    x, y = 50.0, 200.0  # as seen
    place = {0: (x, y), 90: (seen_height - y, x), 180: (seen_width - x, seen_height - y), 270: (y, seen_width - x)}
    page.text(place[rotate][0] + 20, place[rotate][1] + 30, "Line of a turned page", 10, angle=rotate)
    reading = read(maker)
    left, bottom, right, top = reading.blocks[0].lines[0].box
    assert (reading.pages[0].width, reading.pages[0].height) == (seen_width, seen_height)
    assert left == pytest.approx(x, abs=1) and right == pytest.approx(x + 105, abs=6)
    assert bottom < y < top and top - bottom == pytest.approx(11, abs=1)


@pytest.mark.parametrize("angle", [90, 270])
def test_text_that_stands_sideways_is_read_in_its_own_order(angle: int) -> None:
    maker = PdfMaker()
    page = maker.page()
    for number, line in enumerate(wrapped(LEFT, 400, 10)):
        page.text(
            200 + 13 * number if angle == 90 else 400 - 13 * number, 100 if angle == 90 else 700, line, angle=angle
        )
    block = read(maker).blocks[0]
    assert block.text == LEFT
    left, bottom, right, top = block.lines[0].box
    assert top - bottom > 300 and right - left == pytest.approx(11, abs=1)


def test_a_table_wider_than_its_column_is_not_one_with_the_table_it_is_printed_over() -> None:
    maker = PdfMaker()
    page = maker.page()
    end = page.paragraph(60, 740, LEFT * 2, 220)
    cities = [["Місто", "Рік", "Сума"], ["Кобе", "1995", "20"], ["Сендай", "2011", "31"]]
    page.table(60, end, [80, 80, 84], cities, True)
    end = page.paragraph(300, 740, RIGHT * 2, 220)
    page.table(300, end + 9, [110, 110], [["Place", "Years"], ["Iwate", "9"], ["Miyagi", "14"]], True)
    page.paragraph(300, end - 70, RIGHT, 220)
    assert [block.text for block in read(maker).blocks] == [
        LEFT * 2,
        "Місто: Кобе · Рік: 1995 · Сума: 20",
        "Місто: Сендай · Рік: 2011 · Сума: 31",
        RIGHT * 2,
        "Place: Iwate · Years: 9",
        "Place: Miyagi · Years: 14",
        RIGHT,
    ]


def test_two_tables_under_one_that_is_wider_than_its_column_are_two() -> None:
    """The edge of the wide table crosses both; what stands between them is in neither."""
    maker = PdfMaker()
    page = maker.page()
    page.paragraph(60, 780, LEFT, 220)
    rows = [["Місто", "Рік", "Сума"], *(["Кобе", str(1995 + number), "20"] for number in range(17))]
    page.table(60, 700, [80, 80, 84], rows, True)
    end = page.paragraph(300, 780, RIGHT, 220)
    page.table(300, end + 9, [110, 110], [["Place", "Years"], ["Iwate", "9"], ["Miyagi", "14"]], True)
    page.text(300, end - 72, "Other years", 12, bold=True)
    page.table(300, end - 90, [60, 160], [["Town", "Homes"], ["Tohno", "8"], ["Otsuchi", "13"]], True)
    page.paragraph(300, end - 170, RIGHT, 220)
    found = read(maker).blocks
    assert [block.text for block in found if "Місто" not in block.text] == [
        LEFT,
        RIGHT,
        "Place: Iwate · Years: 9",
        "Place: Miyagi · Years: 14",
        "Other years",
        "Town: Tohno · Homes: 8",
        "Town: Otsuchi · Homes: 13",
        RIGHT,
    ]
    assert [block.text for block in found if block.kind is BlockKind.HEADING] == ["Other years"]


def test_a_heading_that_ends_in_a_bracket_is_not_one_with_the_text_below_it() -> None:
    """However wide the first words of that text are, for Japanese has no spaces between them."""
    text = "F-REIは二〇二三年四月に浪江町で発足し、ロボットと農業とエネルギーの研究を進めている。"
    maker = PdfMaker()
    page = maker.page()
    page.text(72, 700, "一、F-REI（福島国際研究教育機構）", 10, bold=True)
    page.paragraph(72, 682, text * 3, 400)
    found = read(maker).blocks
    assert [block.text for block in found] == ["一、F-REI（福島国際研究教育機構）", text * 3]
    assert found[0].kind is BlockKind.HEADING


def test_bold_headings_in_fonts_that_the_file_draws_are_known(tmp_path: Path) -> None:
    """As browsers print Japanese: PDFium knows neither the name nor the weight of such a font."""
    text = "町は高台に移り、学校と病院を建て直した。" * 5
    body = "".join(f"<h3>{name}</h3><p>{text}</p>" for name in ("記録は散らばる", "来訪者の数"))
    for mode in ("vertical-rl", "horizontal-tb"):
        style = f'html {{ font: 10pt/1.7 "Noto Serif CJK JP"; writing-mode: {mode} }} h3 {{ font-size: 10pt }}'
        page = f'<!DOCTYPE html><html lang="ja"><meta charset="utf-8"><style>{style}</style>{body}</html>'
        found = read_pdf(by_chromium(page, tmp_path), "printed.pdf").blocks
        assert [(block.kind, block.text) for block in found] == [
            (BlockKind.HEADING, "記録は散らばる"),
            (BlockKind.PARAGRAPH, text),
            (BlockKind.HEADING, "来訪者の数"),
            (BlockKind.PARAGRAPH, text),
        ]


def test_vertical_writing_is_read_in_columns_from_the_right() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.column(500, 700, "ABCDEFGHIJKLMNOP")
    page.column(482, 700, "QRSTUVWXYZABCDEF")
    block = read(maker).blocks[0]
    assert block.text == "ABCDEFGHIJKLMNOP QRSTUVWXYZABCDEF"
    left, bottom, right, top = block.lines[0].box
    assert left == pytest.approx(500, abs=2) and right == pytest.approx(511, abs=2)
    assert (bottom, top) == (pytest.approx(550, abs=6), pytest.approx(708, abs=6))


def test_page_numbers_and_heads_that_stand_sideways_are_left_out() -> None:
    maker = PdfMaker()
    for number in range(1, 4):
        page = maker.page()
        page.text(290, 790, str(number), angle=270)
        page.text(290, 60, "Recovery", angle=270)
        for line_number, line in enumerate(wrapped(f"{number} {LEFT} {RIGHT}", 600, 10)):
            page.text(400 - 13 * line_number, 740, line, angle=270)
    assert [block.text for block in read(maker).blocks] == [f"{number} {LEFT} {RIGHT}" for number in (1, 2, 3)]
