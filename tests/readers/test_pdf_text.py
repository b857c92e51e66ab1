"""Paragraphs, lists, footnotes and running heads of PDFs."""

from __future__ import annotations

import re

import pytest
from makepdf import PageMaker, PdfMaker

from ingest.readers.pdf import read_pdf
from ingest.readers.pdf.hyphens import Words
from kb.model import Block, BlockKind, PageStatus, Reading

UK = (
    "Після землетрусу місто відновило водопостачання за шість тижнів, бо запаси труб лежали поруч із кожною "
    "насосною станцією, а сусідні громади надіслали ремонтні бригади в перші три дні після лиха."
)
JA = (
    "市は被災から六週間で水道を復旧した。各ポンプ場の近くに管の備蓄があり、周辺の自治体が三日以内に応援班を送ったためである。"
    "費用は国の基金が負担し、町は検査だけを受けた（2012年度）。"
)
EN = (
    "The town restored its water supply within six weeks because spare pipes lay beside every pumping station, and "
    "neighbouring towns sent repair crews in the first three days after the disaster, paid by the national fund."
)


def texts(reading: Reading, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    return [block.text for block in reading.blocks if block.kind is kind]


def read(maker: PdfMaker) -> Reading:
    return read_pdf(maker.save(), "made.pdf")


@pytest.mark.parametrize("text", [UK, EN, JA])
def test_broken_lines_become_one_paragraph_with_its_own_spaces(text: str) -> None:
    maker = PdfMaker()
    maker.page().paragraph(72, 700, text, 300)
    assert texts(read(maker)) == [text]


def test_every_line_of_a_block_is_where_it_is_printed() -> None:
    maker = PdfMaker()
    maker.page().paragraph(72, 700, UK, 300)
    block = read(maker).blocks[0]
    joined = " ".join(block.text[line.start : line.end] for line in block.lines)
    assert len(block.lines) > 2 and joined == UK
    for number, line in enumerate(block.lines):
        left, bottom, right, top = line.box
        assert left == pytest.approx(72, abs=1) and 150 < right <= 373
        assert bottom < 700 - 13 * number < top
        assert line.page == 1


def test_paragraphs_are_parted_by_space_by_indent_and_by_an_early_end() -> None:
    maker = PdfMaker()
    page = maker.page()
    y = page.paragraph(72, 700, EN, 300)
    y = page.paragraph(72, y - 8, EN, 300)
    page.text(92, y, "Indented, a third paragraph begins here without any space")
    page.text(72, y - 13, "above it, and ends.")
    page.paragraph(72, y - 26, EN, 300)
    found = texts(read(maker))
    assert found == [EN, EN, "Indented, a third paragraph begins here without any space above it, and ends.", EN]


def test_a_word_broken_at_a_hyphen_is_made_whole_and_a_compound_keeps_it() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.text(72, 700, "The plan for reconstruction of public housing was long-term and re-")
    page.text(72, 687, "construction began when the town had agreed on it with its long-")
    page.text(72, 674, "term residents.")
    assert texts(read(maker)) == [
        "The plan for reconstruction of public housing was long-term and reconstruction began when the town had "
        "agreed on it with its long-term residents."
    ]


def test_a_hyphen_between_two_words_that_are_none_together_stays() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.text(72, 700, "План відновлення ухвалили, допомогу надали, житло збуду-")
    page.text(72, 687, "вали. Коли житло збудували і план ухвалили, голова прем'єр-")
    page.text(72, 674, "міністра зустрів і сказав, що допомогу від області вже на-")
    page.text(72, 661, "дали.")
    assert texts(read(maker)) == [
        "План відновлення ухвалили, допомогу надали, житло збудували. Коли житло збудували і план ухвалили, голова "
        "прем'єр-міністра зустрів і сказав, що допомогу від області вже надали."
    ]


def test_a_prefix_and_a_short_syllable_are_no_parts_of_a_compound() -> None:
    words = Words(["відновлення", "від-", "новлення", "план на-", "дали", "надали"])
    found = [words.keeps_hyphen(*pair, "-") for pair in (("пере", "селену"), ("сан", "ріку"), ("прем'єр", "міністри"))]
    assert found == [False, False, True]


def test_an_address_broken_over_lines_is_one() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.text(72, 700, "The plan for reconstruction of public housing was agreed and re-")
    page.text(72, 687, "construction began. Ministry of Justice of Japan, 2011. https://")
    page.text(72, 674, "jahis.law.nagoya-u.ac.jp/lawdb/long/folder/of/laws/news/2591-2/")
    page.text(72, 661, "kredyt-vid-yaponiji-na-vidbudovu-ta-dopomoha-gromadam-ukrayiny-")
    page.text(72, 648, "druga-chastyna.html and others.")
    assert texts(read(maker)) == [
        "The plan for reconstruction of public housing was agreed and reconstruction began. Ministry of Justice of "
        "Japan, 2011. https://jahis.law.nagoya-u.ac.jp/lawdb/long/folder/of/laws/news/2591-2/kredyt-vid-yaponiji-na-"
        "vidbudovu-ta-dopomoha-gromadam-ukrayiny-druga-chastyna.html and others."
    ]


def test_a_paragraph_goes_on_over_the_page() -> None:
    maker = PdfMaker()
    first, second = maker.page(), maker.page()
    first.paragraph(72, 90, EN[:150].rsplit(" ", 1)[0], 300)
    second.paragraph(72, 760, EN[len(EN[:150].rsplit(" ", 1)[0]) + 1 :], 300)
    block = read(maker).blocks[0]
    assert (block.text, block.page, block.page_end) == (EN, 1, 2)
    assert {line.page for line in block.lines} == {1, 2}


def test_list_items_are_blocks_of_their_own() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.text(72, 700, "The fund pays for:")
    for number, item in enumerate(["• pipes and valves;", "• pumps;", "2) generators;", "(c) repair crews."]):
        page.text(90, 680 - 14 * number, item)
    assert texts(read(maker), BlockKind.ITEM) == [
        "• pipes and valves;",
        "• pumps;",
        "2) generators;",
        "(c) repair crews.",
    ]


def _with_running_heads(pages: int) -> PdfMaker:
    maker = PdfMaker()
    for number in range(1, pages + 1):
        page = maker.page()
        page.text(72, 800, "Recovery of the coast, report", 8)
        page.text(72, 30, "Library of recovery", 8)
        page.text(500, 30, f"{number} / {pages}", 8)
        page.paragraph(72, 740, f"Page {number} says: {EN}", 300)
    return maker


@pytest.mark.parametrize("pages", [2, 3, 9])
def test_running_heads_and_page_numbers_are_left_out(pages: int) -> None:
    found = texts(read(_with_running_heads(pages)))
    assert found == [f"Page {number} says: {EN}" for number in range(1, pages + 1)]


def test_a_title_repeated_in_the_head_stays_on_the_first_page() -> None:
    maker = _with_running_heads(3)
    maker.pages[0].content = []
    maker.pages[0].text(72, 740, "Recovery of the coast, report", 20, bold=True)
    reading = read(maker)
    assert [block.text for block in reading.blocks].count("Recovery of the coast, report") == 1
    assert reading.blocks[0].level == 1


def _with_footnote(page: PageMaker) -> None:
    page.text(72, 740, "The law of 1949 gave the city land and money for its peace boulevard, and")
    page.text(390, 744, "1", 6)
    page.paragraph(72, 727, EN, 320)
    page.rule(72, 110, 200, 110)
    page.text(72, 100, "1", 5)
    page.text(76, 97, "Official Gazette, 6 August 1949.", 7.5)


def test_footnotes_follow_the_text_of_their_page() -> None:
    maker = PdfMaker()
    first, second = maker.page(), maker.page()
    _with_footnote(first)
    second.paragraph(72, 740, UK, 320)
    assert [block.text for block in read(maker).blocks][-2:] == ["1 Official Gazette, 6 August 1949.", UK]


def test_a_raised_number_that_points_to_a_footnote_does_not_grow_onto_the_word() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.text(72, 740, "The law gave land")
    page.text(157, 744, "12", 6)
    page.text(165, 740, "and 5 km")
    page.text(205, 744, "2", 6)
    page.text(210, 740, "of forest.")
    assert re.sub(r"\s+", " ", read(maker).blocks[0].text) == "The law gave land and 5 km2 of forest."


def test_pages_have_number_label_size_and_status() -> None:
    maker = PdfMaker()
    maker.page().text(72, 700, UK[:60])
    maker.page()
    maker.page(width=842.0, height=595.0).text(72, 500, EN[:60])
    pages = read_pdf(maker.save(first_label=7), "made.pdf").pages
    assert [(page.number, page.label, page.width, page.height) for page in pages] == [
        (1, "7", 595.0, 842.0),
        (2, "8", 595.0, 842.0),
        (3, "9", 842.0, 595.0),
    ]
    assert [page.status for page in pages] == [PageStatus.TEXT, PageStatus.BLANK, PageStatus.TEXT]
    assert pages[0].characters == len(UK[:60].replace(" ", ""))


def is_marked(block: Block) -> bool:
    return bool(block.lines) and all(line.end > line.start for line in block.lines)


def test_every_block_has_lines_to_mark() -> None:
    assert all(is_marked(block) for block in read(_with_running_heads(3)).blocks)
