import io
from collections.abc import Callable, Sequence
from datetime import date

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from ingest.readers import read
from ingest.readers.sheets import MOST_ROWS
from kb.errors import EmptyDocument
from kb.model import BlockKind, Reading


def saved(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def sheet(*rows: Sequence[object], title: str = "Проєкти") -> Workbook:
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    workbook.active.title = title
    for row in rows:
        workbook.active.append(list(row))
    return workbook


def shape(reading: Reading) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in reading.blocks]


def test_a_title_above_a_header_of_two_rows_and_merged_cells() -> None:
    workbook = sheet(
        ["Перелік проєктів відновлення"],
        [],
        ["Область", "2024", None, "Строк"],
        [None, "План", "Факт", None],
        [1, 2, 3, 4],
        ["Київська", 10, 10, date(2024, 2, 19)],
        [None, 1234.5, 20, None],
    )
    worksheet = workbook.active
    for area in ("A1:D1", "B3:C3", "A3:A4", "D3:D4", "A6:A7"):
        worksheet.merge_cells(area)
    worksheet["D6"].number_format = "dd.mm.yyyy"
    worksheet["B7"].number_format = "#,##0.00"
    reading = read(saved(workbook), "projects.xlsx")
    assert shape(reading) == [
        (BlockKind.HEADING, "Проєкти"),
        (BlockKind.CAPTION, "Перелік проєктів відновлення"),
        (BlockKind.TABLE_ROW, "Область: Київська · 2024 План: 10 · 2024 Факт: 10 · Строк: 19.02.2024"),
        (BlockKind.TABLE_ROW, "Область: Київська · 2024 План: 1 234,50 · 2024 Факт: 20"),
    ]
    assert reading.blocks[2].cells == ("Київська", "10", "10", "19.02.2024")
    assert reading.metadata.title == "Перелік проєктів відновлення"


def test_sheets_are_headings_hidden_ones_are_named_and_empty_ones_are_passed_over() -> None:
    workbook = sheet(["県", "金額"], ["岩手県", 10], title="水道")
    workbook.create_sheet("空")
    hidden = workbook.create_sheet("作業用")
    hidden.append(["秘", 1])
    hidden.sheet_state = "hidden"
    homes = workbook.create_sheet("住宅")
    homes.append(["県", "戸数"])
    homes.append(["宮城県", 1500])
    homes["B2"].number_format = "#,##0"
    reading = read(saved(workbook), "a.xlsx")
    assert [text for _, text in shape(reading)] == ["水道", "県: 岩手県 · 金額: 10", "住宅", "県: 宮城県 · 戸数: 1,500"]
    assert reading.warnings == ("the hidden sheet “作業用” was not read",)


def test_a_lone_sheet_without_a_name_of_its_own_has_no_heading() -> None:
    reading = read(saved(sheet(["Name", "Sum"], ["Pump", 3], title="Sheet1")), "a.xlsx")
    assert shape(reading) == [(BlockKind.TABLE_ROW, "Name: Pump · Sum: 3")]


def test_rows_without_a_header_stand_alone() -> None:
    reading = read(saved(sheet(["Насос", 5], ["Труба", 7])), "a.xlsx")
    assert [text for _, text in shape(reading)] == ["Проєкти", "Насос · 5", "Труба · 7"]


def test_very_large_sheets_are_limited_with_a_warning() -> None:
    workbook = openpyxl.Workbook(write_only=True)
    worksheet = workbook.create_sheet("Дані")
    worksheet.append(["Назва", "Число"])
    for number in range(MOST_ROWS + 10):
        worksheet.append(["рядок", number])
    reading = read(saved(workbook), "large.xlsx")
    assert sum(block.kind is BlockKind.TABLE_ROW for block in reading.blocks) == MOST_ROWS - 1
    assert "only the first 20000 rows of the sheet “Дані” were read" in reading.warnings[0]


def test_a_sheet_that_lies_about_its_size_and_a_cell_at_its_far_end() -> None:
    workbook = sheet(["Name", "Sum"], ["Pump", 3])
    workbook.active["XFD900"] = "far"
    data = saved(workbook)
    reading = read(data, "a.xlsx")
    assert [text for _, text in shape(reading)][-1] == "Name: Pump · Sum: 3"
    assert reading.warnings == ("only the first 200 columns of the sheet “Проєкти” were read",)


@pytest.mark.parametrize("fill", [lambda workbook: None, lambda workbook: workbook.active.append([None])])
def test_a_workbook_without_words(fill: Callable[[Workbook], None]) -> None:
    workbook = openpyxl.Workbook()
    fill(workbook)
    with pytest.raises(EmptyDocument, match="no cell"):
        read(saved(workbook), "empty.xlsx")
