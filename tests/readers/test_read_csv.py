import pytest

from ingest.readers import read
from ingest.readers.sheets import MOST_ROWS, sheet_blocks
from kb.errors import EmptyDocument
from kb.model import BlockKind, Reading

UKRAINIAN = "Область;Проєкт;Сума, млн грн\nКиївська;Школа;10\nХарківська;Міст;20,5\nОдеська;Порт;30\n"
JAPANESE = "都道府県,事業名,金額\n岩手県,水道の復旧,10\n宮城県,災害公営住宅,20\n福島県,除染,30\n"


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]


@pytest.mark.parametrize("copies", [1, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8_u"])
def test_ukrainian_encodings(encoding: str, copies: int) -> None:
    head, *rows = UKRAINIAN.splitlines(keepends=True)
    reading = read((head + "".join(rows * copies)).encode(encoding), "projects.csv")
    assert reading.format == "csv" and len(reading.blocks) == 3 * copies
    assert texts(reading)[1] == "Область: Харківська · Проєкт: Міст · Сума, млн грн: 20,5"


@pytest.mark.parametrize("copies", [1, 200])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp932", "euc_jp", "iso2022_jp"])
def test_japanese_encodings(encoding: str, copies: int) -> None:
    head, *rows = JAPANESE.splitlines(keepends=True)
    reading = read((head + "".join(rows * copies)).encode(encoding), "jigyo.csv")
    assert len(reading.blocks) == 3 * copies
    assert texts(reading)[0] == "都道府県: 岩手県 · 事業名: 水道の復旧 · 金額: 10"


@pytest.mark.parametrize("sign", [";", ",", "\t", "|"])
def test_the_delimiter_is_told_from_the_content(sign: str) -> None:
    text = "\n".join(
        sign.join(row) for row in (["Name", "Town", "Sum"], ["Pump", "Kharkiv", "3"], ["Pipe", "Odesa", "4"])
    )
    assert texts(read(text.encode(), "a.csv"))[0] == "Name: Pump · Town: Kharkiv · Sum: 3"


def test_quotes_line_breaks_in_cells_and_the_hint_of_excel() -> None:
    text = 'sep=;\nНазва;Опис\n"Насос ""Мрія""";"перший\nрядок; другий"\n'
    assert texts(read(text.encode(), "a.csv")) == ['Назва: Насос "Мрія" · Опис: перший рядок; другий']


def test_an_even_table_without_a_name_is_found_and_prose_named_as_a_table_is_not_one() -> None:
    table = "oblast;project;sum\nKyiv;school;1\nKharkiv;bridge;2\nOdesa;port;3\n"
    assert read(table.encode(), "export.txt").format == "csv"
    prose = "Dear colleagues, we are grateful.\nThe pumps have arrived.\nYours, Ivan, Kyiv.\n"
    reading = read(prose.encode(), "letter.csv")
    assert (reading.format, reading.warnings) == ("text", ("named .csv but holds text",))


def test_very_long_tables_are_limited_with_a_warning() -> None:
    reading = read(b"name,sum\n" + b"pump,1\n" * (MOST_ROWS + 5), "a.csv")
    assert len(reading.blocks) == MOST_ROWS - 1
    assert reading.warnings == ("only the first 20000 rows were read; split the table to have the rest",)


def test_a_table_of_empty_cells() -> None:
    with pytest.raises(EmptyDocument):
        read(b"sep=;\n;;\n;;\n", "a.csv")


def test_lines_above_the_header_and_group_rows() -> None:
    rows = [
        ["Звіт за 2024 рік", "", ""],
        ["Станом на", "01.01.2025", ""],
        ["Громада", "2023", "2024"],
        ["1", "2", "3"],
        ["Київська область", "", ""],
        ["Ірпінь", "5", "6"],
    ]
    assert [(block.kind, block.text) for block in sheet_blocks(rows)] == [
        (BlockKind.PARAGRAPH, "Звіт за 2024 рік"),
        (BlockKind.CAPTION, "Станом на 01.01.2025"),
        (BlockKind.TABLE_ROW, "Київська область"),
        (BlockKind.TABLE_ROW, "Громада: Ірпінь · 2023: 5 · 2024: 6"),
    ]
