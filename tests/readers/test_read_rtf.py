from datetime import date

import pytest

from ingest.readers import read
from kb.errors import CorruptDocument, EmptyDocument
from kb.model import BlockKind

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset204 Times New Roman;}{\f1\fnil\fcharset128 MS Mincho;}{\f2\fswiss\fcharset0 Arial;}}"
)


def escaped(text: str, encoding: str) -> str:
    return "".join(
        chr(byte) if byte < 128 and chr(byte) not in "{}\\" else f"\\'{byte:02x}" for byte in text.encode(encoding)
    )


def uk(text: str) -> str:
    return escaped(text, "cp1251")


def rtf(body: str, code_page: int = 1251, before: str = "") -> bytes:
    return (rf"{{\rtf1\ansi\ansicpg{code_page}\deff0{FONTS}{before}" + "\n" + body + "}").encode("latin-1")


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data, "a.rtf").blocks]


def test_headings_by_style_and_outline_list_labels_and_metadata() -> None:
    before = (
        r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2\sbasedon0 heading 2;}{\s7 Title;}}"
        rf"{{\info{{\title {uk('Уроки')}}}{{\creatim\yr2024\mo2\dy19\hr10}}}}"
    )
    body = "\n".join(
        (
            rf"\pard\s7 {uk('Назва')}\par",
            rf"\pard\s1 {uk('Вода')}\par",
            rf"\pard\s2 {uk('Насоси')}\par",
            rf"\pard\s0\outlinelevel2 {uk('Труби')}\par",
            rf"\pard\plain {uk('Звичайний абзац.')}\par",
            rf"{{\listtext\pard 1.\tab}}{uk('перший')}\par",
            r"{\listtext\pard \'b7\tab}" + uk("крапка") + r"\par",
        )
    )
    reading = read(rtf(body, before=before), "a.rtf")
    assert [(block.kind, block.level, block.text) for block in reading.blocks] == [
        (BlockKind.HEADING, 1, "Назва"),
        (BlockKind.HEADING, 1, "Вода"),
        (BlockKind.HEADING, 2, "Насоси"),
        (BlockKind.HEADING, 3, "Труби"),
        (BlockKind.PARAGRAPH, 0, "Звичайний абзац."),
        (BlockKind.ITEM, 0, "1. перший"),
        (BlockKind.ITEM, 0, "• крапка"),
    ]
    assert (reading.metadata.title, reading.metadata.date) == ("Уроки", date(2024, 2, 19))


@pytest.mark.parametrize("copies", [1, 200])
def test_code_pages(copies: int) -> None:
    ukrainian, japanese = "Відновлення житла у громадах.", "能登半島の復興計画。表と予算。"
    assert texts(rtf(uk(ukrainian * copies) + r"\par")) == [ukrainian * copies]
    # Word writes the second byte of a character as a plain letter where it is one.
    words = "".join(
        f"\\'{pair[0]:02x}" + (chr(pair[1]) if chr(pair[1]).isalnum() and pair[1] < 128 else f"\\'{pair[1]:02x}")
        for pair in (sign.encode("cp932") for sign in japanese * copies)
    )
    assert texts(rtf(rf"\f1 {words}\par")) == [japanese * copies]
    assert texts(rtf(words + r"\par", code_page=932).replace(rb"\fcharset204", b"")) == [japanese * copies]


def test_unicode_escapes_with_their_substitutes_and_bare_bytes() -> None:
    assert texts(rtf(r"\u1050?\u1080?\u1111?\u1074? \uc2\u24489\'95\'9c {\uc0\u-10179\u-8704} end\par")) == [
        "Київ 復 😀 end"
    ]
    assert texts(rtf("bare " + "Київ".encode("cp1251").decode("latin-1") + r"\par")) == ["bare Київ"]


def test_notes_follow_their_paragraph_and_what_is_not_the_text_is_left_out() -> None:
    body = (
        rf"{{\header\pard {uk('Колонтитул')}\par}}{uk('Сума')}"
        rf"{{\super\chftn{{\footnote\pard {uk('Разом із ПДВ.')}\par}}}}"
        rf" {uk('становить 10.')}{{\v hidden}}{{\deleted gone}}{{\*\unknown secret}}\par"
        r'{\field{\*\fldinst HYPERLINK "http://example.org"}{\fldrslt link}}{\pict\bin4 ab}c} end \{x\}\par'
        r"{\*\atnid 1}{\annotation note}"
    )
    assert texts(rtf(body)) == ["Сума становить 10.", "[Разом із ПДВ.]", "link end {x}"]


def test_tables_with_merged_cells() -> None:
    body = "\n".join(
        (
            rf"\trowd\cellx1\clmgf\cellx2\clmrg\cellx3\pard\intbl {uk('Рік')}\cell {uk('Сума')}\cell\cell\row",
            r"\trowd\clvmgf\cellx1\cellx2\cellx3\pard\intbl 2011\cell 10\cell 10\cell\row",
            rf"\trowd\clvmrg\cellx1\cellx2\cellx3\pard\intbl\cell 30\par {uk('разом')}\cell 40\cell\row",
            rf"\pard {uk('Після таблиці.')}\par",
        )
    )
    assert texts(rtf(body)) == [
        "Рік: 2011 · Сума: 10 · Сума: 10",
        "Рік: 2011 · Сума: 30 разом · Сума: 40",
        "Після таблиці.",
    ]


def test_groups_beyond_reason_and_no_words() -> None:
    with pytest.raises(CorruptDocument, match="groups inside groups"):
        read(rtf("{" * 100_000), "deep.rtf")
    with pytest.raises(EmptyDocument, match="no words"):
        read(rtf(r"\par\par"), "empty.rtf")


def test_a_file_that_breaks_off() -> None:
    data = rtf(rf"{uk('Перший абзац.')}\par {uk('Другий абзац.')}\par")
    assert texts(data[:-12])[0] == "Перший абзац."
