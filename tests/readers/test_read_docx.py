import io
import zipfile
from datetime import datetime

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from makezip import extended, rewritten

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


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
DECLARED = f'xmlns:w="{W}" xmlns:mc="{MC}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="urn:wps"'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(*content: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(content)}</w:p>"


def bodied(markup: str, document: Document | None = None) -> bytes:
    """A document whose body is this markup."""
    document = document or docx.Document()
    body = document.element.body
    for element in parse_xml(f"<w:body {DECLARED}>{markup}</w:body>"):
        body.insert(len(body) - 1, element)
    return saved(document)


def with_notes(data: bytes, kind: str, notes: dict[int, str]) -> bytes:
    """The package with a part of footnotes or endnotes."""
    part = "".join(f'<w:{kind} w:id="{number}">{paragraph(run(text))}</w:{kind}>' for number, text in notes.items())
    relation = (
        f'<Relationship Id="n{kind}" Target="{kind}s.xml" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}s"/></Relationships>'
    )
    override = (
        f'<Override PartName="/word/{kind}s.xml" ContentType="application/vnd.openxmlformats-officedocument'
        f'.wordprocessingml.{kind}s+xml"/></Types>'
    )
    data = rewritten(data, "word/_rels/document.xml.rels", lambda text: text.replace("</Relationships>", relation))
    data = rewritten(data, "[Content_Types].xml", lambda text: text.replace("</Types>", override))
    return extended(data, {f"word/{kind}s.xml": f"<w:{kind}s {DECLARED}>{part}</w:{kind}s>"})


def texts(data: bytes, name: str = "a.docx") -> list[str]:
    return [block.text for block in read(data, name).blocks]


def test_notes_follow_the_paragraph_that_points_at_them() -> None:
    def reference(kind: str, number: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'

    data = bodied(
        paragraph(run("Сума"), reference("footnote", 1), run(" і строк"), reference("footnote", 2), run("."))
        + paragraph(run("Далі."), reference("endnote", 1))
    )
    data = with_notes(data, "footnote", {-1: "separator", 1: "З ПДВ.", 2: "До 2030 року."})
    assert texts(with_notes(data, "endnote", {1: "Кінцева."})) == [
        "Сума і строк.",
        "[З ПДВ.]",
        "[До 2030 року.]",
        "Далі.",
        "[Кінцева.]",
    ]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{paragraph(run('У рамці.'))}</w:txbxContent>"
    shape = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
        "</w:r>"
    )
    old = f"<w:r><w:pict><v:textbox>{box.replace('У рамці', 'У старій рамці')}</v:textbox></w:pict></w:r>"
    assert texts(bodied(paragraph(run("Текст."), shape) + paragraph(old))) == ["Текст.", "У рамці.", "У старій рамці."]


def test_content_controls_prompts_and_hidden_words() -> None:
    def control(content: str, properties: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    ten = control(f"<w:tc>{paragraph(run('10'))}</w:tc>")
    row = f"<w:tr><w:tc>{paragraph(run('2011'))}</w:tc>{ten}</w:tr>"
    markup = (
        control(paragraph(run("Блок."), control(run(" Рядок."))))
        + control(paragraph(run("Клацніть тут")), "<w:showingPlcHdr/>")
        + paragraph(run("Видно."), run("приховано", "<w:vanish/>"), run(" Теж.", '<w:vanish w:val="0"/>'))
        + f"<w:tbl><w:tr><w:tc>{paragraph(run('Рік'))}</w:tc><w:tc>{paragraph(run('Сума'))}</w:tc></w:tr>{control(row)}"
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph(run('2012'))}</w:tc><w:tc>{paragraph(run('0'))}</w:tc></w:tr>"
        "</w:tbl>"
    )
    assert texts(bodied(markup)) == ["Блок. Рядок.", "Видно. Теж.", "Рік: 2011 · Сума: 10"]


def test_links_keep_their_words_and_contents_and_readings_stay_out() -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", 1)
    link = f'<w:hyperlink w:anchor="x">{run("посилання")}</w:hyperlink>'
    ruby = (
        f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('ふっこう')}</w:rt><w:rubyBase>{run('復興')}</w:rubyBase></w:ruby></w:r>"
    )
    style = document.styles["toc 1"].style_id
    markup = (
        paragraph(run("Вступ 3"), style=style) + paragraph(run("Див. "), link, run(".")) + paragraph(ruby, run("庁"))
    )
    assert texts(bodied(markup, document)) == ["Див. посилання.", "復興庁"]


def test_tables_inside_tables_frames_and_cells_over_rows() -> None:
    def cell(content: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"

    def table(*rows: str) -> str:
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"

    def words(text: str) -> str:
        return cell(paragraph(run(text)))

    inner = table(words("Рік") + words("Сума"), words("2011") + words("10"), words("2012") + words("20"))
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    outer = table(
        words("Громада") + cell(paragraph(run("План і факт")), '<w:gridSpan w:val="2"/>'),
        cell(paragraph(run("Ірпінь")), down) + words("10") + words("10"),
        cell(paragraph(), on) + words("30") + cell(inner + paragraph()),
    )
    assert texts(bodied(table(cell(paragraph(run("Рамка.")) + inner)) + outer)) == [
        "Рамка.",
        "Рік: 2011 · Сума: 10",
        "Рік: 2012 · Сума: 20",
        "Громада: Ірпінь · План і факт: 10 · План і факт: 10",
        "Громада: Ірпінь · План і факт: 30 · План і факт: Рік: 2011 · Сума: 10; Рік: 2012 · Сума: 20",
    ]


def test_headers_and_footers_stay_out() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Колонтитул"
    document.sections[0].footer.paragraphs[0].text = "Сторінка 1"
    document.add_paragraph("Текст.")
    assert texts(saved(document)) == ["Текст."]


def test_macros_are_not_run_and_are_named() -> None:
    document = docx.Document()
    document.add_paragraph("Текст.")
    data = rewritten(
        saved(document),
        "[Content_Types].xml",
        lambda text: text.replace(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    )
    reading = read(extended(data, {"word/vbaProject.bin": b"macro"}), "a.docm")
    assert [block.text for block in reading.blocks] == ["Текст."]
    assert reading.warnings == ("holds macros; they were not run and not read",)
