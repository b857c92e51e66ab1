import io
import zipfile
from datetime import datetime

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ingest.readers import read
from ingest.readers.docx import read_docx
from kb.errors import CorruptDocument, EmptyDocument
from kb.model import BlockKind


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def report() -> Document:
    document = docx.Document()
    document.core_properties.title = "Уроки відновлення"
    document.core_properties.created = datetime(2024, 2, 19)
    document.add_heading("Уроки відновлення", 0)
    document.add_heading("Вода", 1)
    document.add_paragraph("Спочатку відновили насоси.")
    for text in ("перше", "друге"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("крапка", style="List Bullet")
    table = document.add_table(3, 2)
    for row, cells in zip(table.rows, (("Рік", "Сума"), ("2011", "10"), ("2012", "20")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    return document


def test_headings_lists_and_tables_in_order() -> None:
    reading = read(saved(report()), "report.docx")
    assert [(block.kind, block.level, block.text) for block in reading.blocks] == [
        (BlockKind.HEADING, 1, "Уроки відновлення"),
        (BlockKind.HEADING, 1, "Вода"),
        (BlockKind.PARAGRAPH, 0, "Спочатку відновили насоси."),
        (BlockKind.ITEM, 0, "1. перше"),
        (BlockKind.ITEM, 0, "2. друге"),
        (BlockKind.ITEM, 0, "• крапка"),
        (BlockKind.TABLE_ROW, 0, "Рік: 2011 · Сума: 10"),
        (BlockKind.TABLE_ROW, 0, "Рік: 2012 · Сума: 20"),
    ]
    assert reading.blocks[-1].cells == ("2012", "20")
    assert reading.metadata.title == "Уроки відновлення"
    assert str(reading.metadata.date) == "2024-02-19"


def test_without_breaks_no_page_is_claimed() -> None:
    reading = read(saved(report()), "report.docx")
    assert reading.pages == () and all(block.page is None for block in reading.blocks)


def test_explicit_page_breaks_count() -> None:
    document = docx.Document()
    document.add_paragraph("На першій.")
    document.add_page_break()
    document.add_paragraph("На другій.")
    document.add_paragraph("На третій.").paragraph_format.page_break_before = True
    reading = read(saved(document), "a.docx")
    assert [(block.text, block.page) for block in reading.blocks] == [
        ("На першій.", 1),
        ("На другій.", 2),
        ("На третій.", 3),
    ]
    assert [page.number for page in reading.pages] == [1, 2, 3]
    assert reading.pages[0].width == pytest.approx(612)


def rendered_break() -> object:
    return OxmlElement("w:lastRenderedPageBreak")


def test_rendered_page_breaks_before_and_inside_a_paragraph() -> None:
    document = docx.Document()
    document.add_paragraph("Перша.")
    document.add_paragraph("Друга.").runs[0]._r.insert(0, rendered_break())
    long = document.add_paragraph("Починається на другій ")
    long.add_run("і кінчається на третій.")._r.insert(0, rendered_break())
    reading = read(saved(document), "a.docx")
    assert [(block.page, block.page_end) for block in reading.blocks] == [(1, 1), (2, 2), (2, 3)]


def test_inserted_text_is_read_and_deleted_text_is_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Сума ")
    for tag, text_tag, text in (("w:del", "w:delText", "10"), ("w:ins", "w:t", "20")):
        change, run, word = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        word.text = text
        run.append(word)
        change.append(run)
        paragraph._p.append(change)
    assert [block.text for block in read(saved(document), "a.docx").blocks] == ["Сума 20"]


def test_multilevel_legal_numbering() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "77")
    for depth, (form, text) in enumerate((("decimal", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "(%3)"))):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", text)):
            child = OxmlElement(tag)
            child.set(qn("w:val"), value)
            level.append(child)
        abstract.append(level)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "78")
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "77")
    number.append(reference)
    numbering.extend([abstract, number])
    for depth in (0, 1, 1, 2, 2, 0, 1):
        properties = document.add_paragraph("x")._p.get_or_add_pPr()
        properties.get_or_add_numPr().get_or_add_ilvl().val = depth
        properties.get_or_add_numPr().get_or_add_numId().val = 78
    assert [block.text for block in read(saved(document), "a.docx").blocks] == [
        "1. x",
        "1.1. x",
        "1.2. x",
        "(a) x",
        "(b) x",
        "2. x",
        "2.1. x",
    ]


def test_a_zip_bomb_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(64 * 1024 * 1024))
    with pytest.raises(CorruptDocument, match="ZIP bomb"):
        read_docx(buffer.getvalue(), "bomb.docx")


def test_damaged_and_empty_documents() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    with pytest.raises(CorruptDocument, match="damaged"):
        read(buffer.getvalue(), "cut.docx")
    with pytest.raises(EmptyDocument, match="no words"):
        read(saved(docx.Document()), "blank.docx")
