"""Recognised lines to blocks, and what stands in the margins."""

from __future__ import annotations

from ingest.ocr.blocks import OCRLine, blocks_of, text_of
from ingest.ocr.margins import without_furniture
from kb.model import Block, BlockKind

FULL = 500.0


def line(
    text: str,
    number: int,
    *,
    size: float = 10,
    end: float = FULL,
    paragraph: str = "1",
    page: int = 1,
    bold: bool = False,
) -> OCRLine:
    top = 800.0 - 14 * number
    weight = 0.17 if bold else 0.1
    return OCRLine(text, page, (60, top - size, end, top), size, 60, end, paragraph, vertical=False, weight=weight)


def blocks(*lines: OCRLine) -> list[Block]:
    return blocks_of([lines], titled=True)[0]


def test_words_of_japanese_stand_close_and_other_words_apart() -> None:
    assert text_of(["復興", "庁", "は", "Reconstruction", "Agency", "の"]) == "復興庁はReconstruction Agencyの"
    assert text_of(["1.", "課題"]) == "1. 課題"
    assert text_of(["Київ", "--", "Токіо"]) == "Київ — Токіо"


def test_large_letters_are_headings_and_the_first_is_the_title() -> None:
    found = blocks(
        line("Recovery of water", 0, size=16, end=250, paragraph="a"),
        line("The town had no water for six weeks and", 2, paragraph="b"),
        line("learned from it.", 3, end=150, paragraph="b"),
        line("What was learned", 5, size=13, end=200, paragraph="c"),
        line("Keep pipes in store near every station of the town.", 7, paragraph="d"),
    )
    assert [(block.kind, block.level) for block in found] == [
        (BlockKind.HEADING, 1),
        (BlockKind.PARAGRAPH, 0),
        (BlockKind.HEADING, 3),
        (BlockKind.PARAGRAPH, 0),
    ]
    assert found[1].text == "The town had no water for six weeks and learned from it."
    spans = [found[1].text[part.start : part.end] for part in found[1].lines]
    assert spans == ["The town had no water for six weeks and", "learned from it."]


def test_bold_lines_of_the_texts_own_size_are_headings_but_no_sentences_and_no_names_of_small_columns() -> None:
    found = blocks(
        line("6. Result", 0, end=120, paragraph="a", bold=True),
        line("The town had no water for six weeks and its people learned from it.", 1, end=300, paragraph="a"),
        line("Keep pipes in store.", 3, end=200, paragraph="b", bold=True),
        line("Place Pipes", 5, size=8.5, end=150, paragraph="c", bold=True),
        line("Kobe 12, the station by the river, and some more further on", 7, size=8.5, end=300, paragraph="d"),
        line("Sources", 9, end=100, paragraph="e", bold=True),
    )
    assert [block.text for block in found if block.kind is BlockKind.HEADING] == ["6. Result", "Sources"]
    assert found[1].text.startswith("The town")


def test_a_long_sentence_or_part_of_one_in_large_letters_is_no_heading() -> None:
    small = [line("A note in small print that goes on for a while and fills the page", n, size=8) for n in range(6, 12)]
    found = blocks(
        line("Do not copy bed numbers. Do not build for the population of before, nor for", 0, paragraph="a"),
        line("that of another country.", 1, end=200, paragraph="a"),
        line("the ruins of a house;", 3, end=200, paragraph="b"),
        line("What to copy", 5, end=150, paragraph="c"),
        *small,
    )
    assert [block.text for block in found if block.kind is BlockKind.HEADING] == ["What to copy"]


def test_items_of_a_list_are_parted_and_a_round_bullet_is_one() -> None:
    found = blocks(
        line("It has three parts:", 0, end=200),
        line("+ pumps for the stations of the town that had", 1),
        line("none before", 2, end=180),
        line("+ pipes", 3, end=120),
    )
    assert [(block.kind, block.text) for block in found] == [
        (BlockKind.PARAGRAPH, "It has three parts:"),
        (BlockKind.ITEM, "• pumps for the stations of the town that had none before"),
        (BlockKind.ITEM, "• pipes"),
    ]


def test_an_article_is_a_heading_whatever_its_size() -> None:
    found = blocks(
        line("сторони домовилися про таке.", 0, end=300, paragraph="a"),
        line("Стаття 7.", 2, end=120, paragraph="b"),
        line("Сторони звітують щороку.", 4, end=300, paragraph="c"),
    )
    assert [(block.kind, block.level) for block in found][1] == (BlockKind.HEADING, 4)


def test_words_broken_at_a_hyphen_are_joined_unless_they_are_written_with_it() -> None:
    found = blocks(line("Відбу-", 0), line("дова водо-", 1), line("провідно-каналізаційних мереж", 2, end=300))
    assert found[0].text == "Відбудова водопровідно-каналізаційних мереж"
    kept = blocks(line("a well-kept list of the well-", 0), line("kept pipes", 1, end=200))
    assert kept[0].text == "a well-kept list of the well-kept pipes"
    assert [kept[0].text[part.start : part.end] for part in kept[0].lines] == [
        "a well-kept list of the well-",
        "kept pipes",
    ]


def test_a_broken_web_address_is_one() -> None:
    (found,) = blocks(line("See https://delo.ua/news/kredyt-vid-", 0), line("yaponiji/", 1), line("p2.html", 2, end=90))
    assert found.text == "See https://delo.ua/news/kredyt-vid-yaponiji/p2.html"


def test_page_numbers_and_what_margins_repeat_are_left_out() -> None:
    def sheet(page: int) -> list[OCRLine]:
        head = line(f"Annual report — {page}", 1, page=page)
        body = line(f"Text of page {page} that stays, 7", 20, page=page)
        foot = OCRLine(f"- {page} -", page, (280, 30, 320, 40), 10, 280, 320, "9", vertical=False)
        return [head, body, foot]

    kept = without_furniture([sheet(page) for page in (1, 2, 3)], [842.0] * 3)
    assert [[it.text for it in lines] for lines in kept] == [[f"Text of page {n} that stays, 7"] for n in (1, 2, 3)]
    (alone,) = without_furniture([sheet(1)], [842.0])
    assert [it.text for it in alone] == ["Annual report — 1", "Text of page 1 that stays, 7"]


def test_a_document_of_two_pages_has_its_head_and_foot_taken_off() -> None:
    def page(number: int, head: OCRLine) -> list[OCRLine]:
        foot = OCRLine(f"Recovery Library {number}/2", number, (60, 40, 200, 50), 10, 60, 200, "z", vertical=False)
        return [head, line("The pumps of the town were lent by other", 20, page=number), foot]

    title = line("Reconstruction Agency opens eleven months after", 4, size=18)
    head = OCRLine("Reconstruction Agency opens", 2, (60, 810, 300, 820), 10, 60, 300, "h", vertical=False)
    pages = [page(1, title), page(2, head)]
    kept = without_furniture(pages, [842.0] * 2)
    assert [[it.text for it in lines] for lines in kept] == [[title.text, pages[0][1].text], [pages[1][1].text]]
    other = OCRLine("Members of the council", 2, (60, 810, 300, 820), 10, 60, 300, "h", vertical=False)
    assert without_furniture([page(1, title), page(2, other)], [842.0] * 2)[1][0] is other
