"""What is wrong with a PDF is said in words; no bytes make the reader fail in any other way."""

from __future__ import annotations

import io
import random

import pytest
from makepdf import PdfMaker
from pypdf import PdfReader, PdfWriter

from ingest.readers.pdf import read_pdf
from ingest.readers.pdf.properties import sensible_title
from kb.errors import CorruptDocument, DocumentError, EmptyDocument, EncryptedDocument
from kb.model import PageStatus

TEXT = "Шість тижнів без води навчили громаду тримати запас труб біля кожної насосної станції. " * 3


def made(pages: int = 3) -> bytes:
    maker = PdfMaker()
    for number in range(pages):
        maker.page().paragraph(72, 700, f"Сторінка {number + 1}. {TEXT}", 400)
    return maker.save(title="Запас труб")


def encrypted(user: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made())))
    writer.encrypt(user, "owner", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "fault", "words"),
    [
        (b"", EmptyDocument, "empty"),
        (b"\x00" * 4096, EmptyDocument, "empty"),
        (b"PK\x03\x04" + b"x" * 100, CorruptDocument, "ZIP archive"),
        (b"<html><body>Not found</body></html>", CorruptDocument, "does not begin with %PDF"),
        (b"%PDF-1.7\n" + b"\x07" * 500 + b"\n%%EOF", CorruptDocument, "not a readable PDF"),
        (PdfMaker().save(), EmptyDocument, "no pages"),
        (encrypted("secret"), EncryptedDocument, "password"),
    ],
)
def test_each_fault_has_its_own_words(data: bytes, fault: type[DocumentError], words: str) -> None:
    with pytest.raises(fault, match=words) as caught:
        read_pdf(data, "report.pdf")
    assert "report.pdf" in str(caught.value)


def test_an_empty_user_password_opens() -> None:
    assert len(read_pdf(encrypted(""), "report.pdf").blocks) == 3


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_file_cut_in_the_middle_is_corrupt(share: float) -> None:
    data = made(6)
    with pytest.raises(CorruptDocument, match="cut short"):
        read_pdf(data[: int(len(data) * share)], "cut.pdf")


def test_a_file_that_lost_only_its_last_lines_is_read_with_a_warning() -> None:
    data = made()
    reading = read_pdf(data[: data.rindex(b"startxref")], "cut.pdf")
    assert len(reading.pages) == 3 and "end of the file is missing" in reading.warnings[0]


def test_a_broken_table_of_objects_is_repaired() -> None:
    data = made()
    start = data.rindex(b"xref\n0")
    reading = read_pdf(data[:start] + data[start:].replace(b"0000", b"9999", 8), "odd.pdf")
    assert [block.text for block in reading.blocks] == [block.text for block in read_pdf(data, "good.pdf").blocks]


def test_scanned_pages_are_named() -> None:
    maker = PdfMaker()
    maker.page().paragraph(72, 700, TEXT, 400)
    for number in range(3):
        maker.page().picture()
        maker.pages[-1].text(290, 20, str(number + 2))
    maker.page().paragraph(72, 700, TEXT, 400)
    maker.page().picture()
    reading = read_pdf(maker.save(), "mixed.pdf")
    assert reading.warnings == ("pages 2-4, 6 have no readable text and need OCR",)
    assert [page.status for page in reading.pages].count(PageStatus.NEEDS_OCR) == 4


def test_a_scan_with_a_text_layer_is_text() -> None:
    maker = PdfMaker()
    page = maker.page()
    page.picture()
    page.paragraph(72, 700, TEXT, 400)
    assert read_pdf(maker.save(), "ocr.pdf").pages[0].status is PageStatus.TEXT


def test_a_scan_without_text_needs_ocr() -> None:
    maker = PdfMaker()
    maker.page().picture()
    reading = read_pdf(maker.save(), "scan.pdf")
    assert (reading.blocks, reading.warnings) == ((), ("page 1 has no readable text and needs OCR",))
    assert reading.pages[0].status is PageStatus.NEEDS_OCR and "picture" in reading.pages[0].warnings[0]


UKRAINIAN = (
    "Міністерство розвитку громад повідомляє про відновлення водопостачання в усіх селах області за шість тижнів. "
)
JAPANESE = "復興庁は東日本大震災からの復興のために設置された。町は水道を六週間で復旧した。"
ENGLISH = (
    "The ministry reports on the recovery of water supply in the towns and villages of the coast after the flood. "
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\ue001\ue002\ue003\ue004 \ue005\ue006\ue007\ue008 ", "shapes"),
        ("\ufffd\ufffd\ufffd\ufffd\ufffd \ufffd\ufffd ", "shapes"),
        ("".join(chr(3 + ord(sign) % 28) for sign in ENGLISH), "shapes"),
        ("ÄÜb w K ÝMx Ünd Åß ", "another encoding"),
        ("??????????? ???????? ?????? ? ?????????? ", "question marks"),
        (UKRAINIAN.encode("cp1251").decode("latin-1"), "another encoding"),
        (UKRAINIAN.encode("utf-8").decode("cp1251", "replace"), "another encoding"),
        (UKRAINIAN.encode("koi8-u").decode("cp1251"), "do not form words"),
        (JAPANESE.encode("utf-8").decode("shift-jis", "replace"), "another encoding"),
        (JAPANESE.encode("euc-jp").decode("latin-1"), "another encoding"),
        ("".join(sign if sign == " " else chr(ord(sign) - 29) for sign in ENGLISH), "do not form words"),
    ],
)
def test_text_that_means_nothing_is_left_out_and_needs_ocr(text: str, words: str) -> None:
    maker = PdfMaker()
    maker.page().paragraph(72, 700, (text * 10)[:900].strip(), 400)
    maker.page().paragraph(72, 700, TEXT, 400)
    reading = read_pdf(maker.save(), "glyphs.pdf")
    assert [block.page for block in reading.blocks] == [2]
    broken, good = reading.pages
    assert (broken.status, broken.script, good.status, good.script) == (
        PageStatus.NEEDS_OCR,
        "",
        PageStatus.TEXT,
        "cyrillic",
    )
    assert words in broken.warnings[0] and "OCR" in broken.warnings[0] and good.warnings == ()


@pytest.mark.parametrize(
    ("text", "script"),
    [(UKRAINIAN, "cyrillic"), (JAPANESE, "japanese"), (ENGLISH, "latin"), ("12 / 34, 56 (78)", "")],
)
def test_every_page_knows_its_script(text: str, script: str) -> None:
    maker = PdfMaker()
    maker.page().paragraph(72, 700, text.strip(), 400)
    maker.page()
    assert [page.script for page in read_pdf(maker.save(), "page.pdf").pages] == [script, ""]


def test_blank_pages_only_are_an_empty_document() -> None:
    maker = PdfMaker()
    maker.page()
    with pytest.raises(EmptyDocument, match="blank"):
        read_pdf(maker.save(), "blank.pdf")


def mutated(data: bytes, seed: int) -> bytes:
    """Bytes changed, cut out, put in or cut off, the same for the same seed."""
    chance = random.Random(seed)
    broken = bytearray(data)
    at = chance.randrange(len(broken))
    match seed % 4:
        case 0:
            for _ in range(chance.choice([1, 20, 400])):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
        case 1:
            del broken[at : at + chance.randrange(1, 2000)]
        case 2:
            broken[at:at] = chance.randbytes(chance.randrange(1, 300))
        case _:
            del broken[at:]
    return bytes(broken)


@pytest.mark.parametrize("seed", range(60))
def test_no_bytes_make_the_reader_fail_otherwise(seed: int) -> None:
    try:
        reading = read_pdf(mutated(made(), seed), "mutated.pdf")
    except DocumentError as fault:
        assert "mutated.pdf" in str(fault)
    else:
        assert reading.blocks or PageStatus.NEEDS_OCR in [page.status for page in reading.pages]
        assert all(block.page is not None for block in reading.blocks)


def test_metadata_says_language_and_title_but_no_date() -> None:
    maker = PdfMaker()
    maker.page().paragraph(72, 700, TEXT, 400)
    metadata = read_pdf(maker.save(title="Запас труб біля станції", language="uk-UA"), "x.pdf").metadata
    assert (metadata.title, metadata.language, metadata.date) == ("Запас труб біля станції", "uk", None)


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - zvit_final.doc",
        "zvit.indd",
        "Untitled-1",
        "report2023",
        "12-34",
        "презентація",
        "C:\\a\\b",
        "made",
    ],
)
def test_what_programs_write_is_no_title(title: str) -> None:
    assert sensible_title(title, "made.pdf") is None


@pytest.mark.parametrize("title", ["復興の歩み", "Звіт за 2023 рік", "Lessons"])
def test_what_people_write_is_a_title(title: str) -> None:
    assert sensible_title(title, "made.pdf") == title


def test_the_fault_of_one_file_is_not_told_of_the_next() -> None:
    with pytest.raises(EncryptedDocument):
        read_pdf(encrypted("secret"), "locked.pdf")
    with pytest.raises(EmptyDocument, match="no pages"):
        read_pdf(PdfMaker().save(), "report.pdf")
