import io

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation as Deck
from pptx.util import Inches

from ingest.readers import read
from kb.errors import EmptyDocument
from kb.model import BlockKind

TITLE, BULLETS, BLANK = 0, 1, 6


def saved(deck: Deck) -> bytes:
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def test_slides_are_pages_titles_are_headings_and_notes_come_last() -> None:
    deck = Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[TITLE])
    first.shapes.title.text = "Уроки Японії"
    first.placeholders[1].text = "Київ, 2024"
    second = deck.slides.add_slide(deck.slide_layouts[BULLETS])
    second.shapes.title.text = "Водопостачання"
    second.placeholders[1].text = "Насоси\nТруби"
    second.notes_slide.notes_text_frame.text = "Розповісти про Сендай.\nПоказати схему."
    reading = read(saved(deck), "deck.pptx")
    assert [(block.kind, block.page, block.text) for block in reading.blocks] == [
        (BlockKind.HEADING, 1, "Уроки Японії"),
        (BlockKind.PARAGRAPH, 1, "Київ, 2024"),
        (BlockKind.HEADING, 2, "Водопостачання"),
        (BlockKind.ITEM, 2, "• Насоси"),
        (BlockKind.ITEM, 2, "• Труби"),
        (BlockKind.PARAGRAPH, 2, "Розповісти про Сендай."),
        (BlockKind.PARAGRAPH, 2, "Показати схему."),
    ]
    assert [(page.number, page.width) for page in reading.pages] == [(1, 720.0), (2, 720.0)]


def test_boxes_are_read_as_the_eye_reads_them() -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    for text, left, top in (("right", 5, 1), ("bottom", 1, 5), ("left", 1, 1.1), ("top", 1, 0.2)):
        box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(0.7))
        box.text_frame.text = f"The box at the {text}."
    words = [block.text.split()[-1] for block in read(saved(deck), "a.pptx").blocks]
    assert words == ["top.", "left.", "right.", "bottom."]


def test_tables_with_merged_cells_and_charts_as_rows() -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    table = slide.shapes.add_table(3, 3, Inches(1), Inches(1), Inches(5), Inches(2)).table
    for number, row in enumerate([["Рік", "Сума", ""], ["2011", "10", "10"], ["", "20", "5"]]):
        for column, text in enumerate(row):
            table.cell(number, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    data = CategoryChartData()
    data.categories = ["2011", "2012"]
    data.add_series("Бюджет", (1.5, 2))
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Inches(1), Inches(4), Inches(3), Inches(2), data)
    assert [block.text for block in read(saved(deck), "a.pptx").blocks] == [
        "Рік: 2011 · Сума: 10 · Сума: 10",
        "Рік: 2011 · Сума: 20 · Сума: 5",
        "2011 · Бюджет: 1.5",
        "2012 · Бюджет: 2",
    ]


def test_hidden_slides_are_named_and_a_slide_of_pictures_is_blank() -> None:
    deck = Presentation()
    hidden = deck.slides.add_slide(deck.slide_layouts[BULLETS])
    hidden.shapes.title.text = "Запасний слайд"
    hidden._element.set("show", "0")
    deck.slides.add_slide(deck.slide_layouts[BLANK])
    reading = read(saved(deck), "a.pptx")
    assert reading.warnings == ("hidden slides were read too: 1",)
    assert [page.status.value for page in reading.pages] == ["text", "blank"]


def test_grouped_shapes_are_read() -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame.text = "У групі."
    assert [block.text for block in read(saved(deck), "a.pptx").blocks] == ["У групі."]


def test_a_deck_without_words() -> None:
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[BLANK])
    with pytest.raises(EmptyDocument, match="no slide holds words"):
        read(saved(deck), "a.pptx")
