from datetime import date

import pytest
from makeodt import odt
from makezip import extended

from ingest.readers import read
from kb.errors import CorruptDocument, EmptyDocument, EncryptedDocument
from kb.model import BlockKind, Reading

LISTS = (
    '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"'
    ' style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="а, б, .., аа"'
    ' style:num-suffix=")"/><text:list-level-style-number text:level="3" style:num-format="1" style:num-prefix="("'
    ' style:num-suffix=")" text:display-levels="2"/></text:list-style>'
    '<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style>'
)
STYLES = LISTS + (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Caption"/>'
    '<style:style style:name="P3" style:family="paragraph"><style:paragraph-properties fo:break-before="page"/>'
    "</style:style>"
)


def shape(reading: Reading) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in reading.blocks]


def test_headings_paragraphs_and_captions() -> None:
    body = (
        '<text:p text:style-name="P1">Уроки<text:s text:c="2"/>відновлення</text:p>'
        '<text:h text:outline-level="2">Вода</text:h><text:p>Насоси <text:span>передано</text:span>.</text:p>'
        '<text:p text:style-name="P2">Таблиця 1. Суми</text:p><text:section><text:p>У розділі.</text:p></text:section>'
    )
    reading = read(odt(body, STYLES), "a.odt")
    assert [(block.kind, block.level, block.text) for block in reading.blocks] == [
        (BlockKind.HEADING, 1, "Уроки відновлення"),
        (BlockKind.HEADING, 2, "Вода"),
        (BlockKind.PARAGRAPH, 0, "Насоси передано."),
        (BlockKind.CAPTION, 0, "Таблиця 1. Суми"),
        (BlockKind.PARAGRAPH, 0, "У розділі."),
    ]
    assert reading.pages == () and reading.blocks[0].page is None


def test_list_numbers_as_they_are_printed() -> None:
    def item(*content: str) -> str:
        return f"<text:list-item>{''.join(content)}</text:list-item>"

    deep = f"<text:list>{item('<text:p>глибоко</text:p>')}</text:list>"
    inner = f"<text:list>{item('<text:p>підпункт</text:p>', deep)}{item('<text:p>ще один</text:p>')}</text:list>"
    body = (
        f'<text:list text:style-name="L1">{item("<text:p>перший</text:p>", inner)}{item("<text:p>другий</text:p>")}'
        f'</text:list><text:list text:style-name="L2">{item("<text:p>крапка</text:p>")}</text:list>'
        f'<text:list text:style-name="L1" text:continue-numbering="true">{item("<text:p>третій</text:p>")}</text:list>'
        f'<text:list text:style-name="L1">{item("<text:p>знову перший</text:p>")}</text:list>'
    )
    assert [block.text for block in read(odt(body, STYLES), "a.odt").blocks] == [
        "1. перший",
        "а) підпункт",
        "(а.1) глибоко",
        "б) ще один",
        "2. другий",
        "• крапка",
        "3. третій",
        "1. знову перший",
    ]


def test_numbered_headings() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>'
        '<text:outline-level-style text:level="2" style:num-format=""/></text:outline-style>'
    )
    body = '<text:h text:outline-level="1">Вода</text:h><text:h text:outline-level="2">Насоси</text:h>'
    reading = read(odt(body + '<text:h text:outline-level="1">Житло</text:h>', outline=outline), "a.odt")
    assert [block.text for block in reading.blocks] == ["I. Вода", "Насоси", "II. Житло"]


def test_notes_boxes_and_what_is_not_the_text() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>видалено</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>Вода 3</text:p></text:index-body></text:table-of-content>"
        "<text:p>Сума<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Разом із ПДВ."
        "</text:p></text:note-body></text:note> становить 10.<office:annotation><text:p>перевірити</text:p>"
        "</office:annotation><draw:frame><draw:text-box><text:p>Врізка.</text:p></draw:text-box></draw:frame></text:p>"
        "<text:p><text:ruby><text:ruby-base>復興</text:ruby-base><text:ruby-text>ふっこう</text:ruby-text></text:ruby>"
        "庁</text:p>"
    )
    assert [block.text for block in read(odt(body), "a.odt").blocks] == [
        "Сума становить 10.",
        "[Разом із ПДВ.]",
        "Врізка.",
        "復興庁",
    ]


def test_tables_with_merged_and_repeated_cells() -> None:
    def cell(text: str, attribute: str = "columns-spanned", number: int = 1) -> str:
        return f'<table:table-cell table:number-{attribute}="{number}"><text:p>{text}</text:p></table:table-cell>'

    covered = "<table:covered-table-cell/>"
    rows = (
        f"<table:table-header-rows><table:table-row>{cell('Рік')}{cell('Сума', 'columns-spanned', 2)}"
        f"{covered}</table:table-row></table:table-header-rows>",
        f"<table:table-row>{cell('2011', 'rows-spanned', 2)}{cell('10')}{cell('20')}</table:table-row>",
        f"<table:table-row>{covered}{cell('7', 'columns-repeated', 2)}</table:table-row>",
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>',
    )
    reading = read(odt(f"<table:table>{''.join(rows)}</table:table>"), "a.odt")
    assert [block.text for block in reading.blocks] == [
        "Рік: 2011 · Сума: 10 · Сума: 20",
        "Рік: 2011 · Сума: 7 · Сума: 7",
    ]


def test_pages_where_the_program_left_breaks() -> None:
    body = (
        '<text:p>Перша.</text:p><text:p text:style-name="P3">Друга.</text:p>'
        "<text:p>Починається на другій <text:soft-page-break/>і кінчається на третій.</text:p>"
    )
    reading = read(odt(body, STYLES), "a.odt")
    assert [(block.page, block.page_end) for block in reading.blocks] == [(1, 1), (2, 2), (2, 3)]
    assert [(page.number, page.width, page.height) for page in reading.pages] == [
        (1, 595.3, 841.9),
        (2, 595.3, 841.9),
        (3, 595.3, 841.9),
    ]


def test_metadata() -> None:
    meta = (
        "<dc:title>Уроки відновлення</dc:title><dc:language>uk-UA</dc:language>"
        "<meta:creation-date>2024-02-19T10:00:00</meta:creation-date><dc:date>2025-01-01T10:00:00</dc:date>"
    )
    metadata = read(odt("<text:p>Текст.</text:p>", meta=meta), "a.odt").metadata
    assert (metadata.title, metadata.language, metadata.date) == ("Уроки відновлення", "uk", date(2024, 2, 19))


def test_encrypted_damaged_and_empty() -> None:
    plain = odt("<text:p>Текст.</text:p>")
    with pytest.raises(EncryptedDocument, match="password"):
        read(extended(plain, {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}), "a.odt")
    with pytest.raises(CorruptDocument, match="damaged"):
        read(odt("<text:p>Текст."), "a.odt")
    with pytest.raises(EmptyDocument, match="no words"):
        read(odt("<text:p/>"), "a.odt")
