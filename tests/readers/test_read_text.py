import pytest

from ingest.readers import read
from kb.errors import EmptyDocument
from kb.model import BlockKind, Reading

UKRAINIAN = "Міністерство відновлює водогони у громадах, де зруйновано насосні станції. "
JAPANESE = "復興庁は、津波で壊れた水道の復旧について教訓をまとめた。"


def texts(reading: Reading) -> list[str]:
    return [block.text for block in reading.blocks]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (UKRAINIAN, "utf-8"),
        (UKRAINIAN, "utf-8-sig"),
        (UKRAINIAN, "utf-16"),
        (UKRAINIAN, "utf-16-le"),
        (UKRAINIAN, "utf-16-be"),
        (UKRAINIAN, "cp1251"),
        (UKRAINIAN, "koi8_u"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "utf-16"),
        (JAPANESE, "iso2022_jp"),
        ("Київ", "cp1251"),
        ("Насоси для громад", "cp1251"),
        ("Насоси для громад", "koi8_u"),
        ("Насоси для громад", "utf-16-be"),
        ("水道の復旧", "cp932"),
        ("水道の復旧", "euc_jp"),
        ("水道の復旧", "iso2022_jp"),
        ("Água e reconstrução: custos já pagos.", "cp1252"),
    ],
)
@pytest.mark.parametrize("copies", [1, 30])
def test_encodings(text: str, encoding: str, copies: int) -> None:
    assert texts(read(("\n".join([text.strip()] * copies)).encode(encoding), "a.txt")) == [text.strip()] * copies


def test_wrapped_lines_are_joined_and_blank_lines_separate() -> None:
    text = """The pumps were delivered to four regions in the spring and
the first of them have been running since the beginning of May
without a break.

The second delivery is planned for the autumn of the same year
and will reach the communities that are farthest from the main
line.
"""
    first, second = texts(read(text.encode(), "a.txt"))
    assert first.startswith("The pumps were delivered to four regions in the spring and the first of them")
    assert second.endswith("farthest from the main line.")


def test_wrapped_paragraphs_without_blank_lines_begin_at_numbers_and_after_short_lines() -> None:
    text = """1. Уряд передає обладнання громадам безоплатно і протягом року
забезпечує його обслуговування у визначених майстернях області
коштом державного бюджету.
Облік ведуть громади.
2. Обладнання не може бути продане або передане іншим особам у
будь-який спосіб без письмової згоди Уряду та міністерства, що
здійснює нагляд.
"""
    assert [line[:12] for line in texts(read(text.encode(), "a.txt"))] == [
        "1. Уряд пере",
        "Облік ведуть",
        "2. Обладнанн",
    ]


def test_unwrapped_lines_stay_paragraphs() -> None:
    lines = ["Перший абзац.", "Другий абзац, довший за перший.", "Третій абзац.", "Четвертий.", "П’ятий абзац тексту."]
    assert texts(read("\n".join(lines).encode(), "a.txt")) == lines


def test_form_feeds_are_pages() -> None:
    reading = read("Перша сторінка.\n\fДруга сторінка.\n\n\f\n\fЧетверта.".encode(), "a.txt")
    assert [(block.text, block.page) for block in reading.blocks] == [
        ("Перша сторінка.", 1),
        ("Друга сторінка.", 2),
        ("Четверта.", 4),
    ]
    assert [(page.number, page.status.value) for page in reading.pages] == [
        (1, "text"),
        (2, "text"),
        (3, "blank"),
        (4, "text"),
    ]


def test_without_form_feeds_there_are_no_pages() -> None:
    reading = read(b"One page only.", "a.txt")
    assert reading.pages == () and reading.blocks[0].page is None


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("Розділ II", 2),
        ("CHAPTER 3. WATER", 2),
        ("第二章　復興", 2),
        ("Стаття 7. Визначення термінів", 4),
        ("Article 12", 4),
        ("（目的）", 4),
        ("ВИСНОВКИ ТА УРОКИ", 2),
        ("2.1 Lessons from the coast", 3),
        ("Стаття 7 цього Закону застосовується з травня.", 0),
        ("Article 7 shall apply to every project.", 0),
        ("Вода є.", 0),
    ],
)
def test_headings_by_shape(line: str, level: int) -> None:
    reading = read(f"Назва документа\n\n{line}\n\nТекст абзацу під заголовком, досить довгий.\n".encode(), "a.txt")
    block = reading.blocks[1]
    assert (block.kind is BlockKind.HEADING, block.level) == (level > 0, level)


def test_letter_spaced_words_are_closed_up() -> None:
    reading = read("З А К О Н У К Р А Ї Н И\n\nВерховна Рада п о с т а н о в л я є :".encode(), "a.txt")
    assert texts(reading) == ["ЗАКОН УКРАЇНИ", "Верховна Рада постановляє :"]


def test_underlined_lines_are_headings() -> None:
    text = (
        "Water after the tsunami, told by the people who restored it.\n=====\n\nText.\n\nPumps first.\n----\n\nText.\n"
    )
    levels = [(block.level, block.text[:5]) for block in read(text.encode(), "a.txt").blocks]
    assert levels == [(1, "Water"), (0, "Text."), (2, "Pumps"), (0, "Text.")]


def test_a_few_broken_bytes_do_not_spoil_a_file() -> None:
    data = (UKRAINIAN * 20).encode()
    reading = read(data[:100] + b"\xff" + data[100:], "a.txt")
    assert "відновлює водогони" in reading.blocks[0].text
    assert reading.warnings == ("read as UTF-8 with broken bytes",)


@pytest.mark.parametrize("words", ["①㈱東北", "Ⅱ ㎡ ℡ と①"])
def test_signs_that_python_knows_in_cp932_alone(words: str) -> None:
    def jis(pair: bytes) -> bytes:
        lead, low = pair[0] - (0x81 if pair[0] < 0xA0 else 0xC1), pair[1]
        return bytes((2 * lead + 0x22, low - 0x7E) if low >= 0x9F else (2 * lead + 0x21, low - 0x1F - (low > 0x7E)))

    pairs = [jis(sign.encode("cp932")) if ord(sign) > 127 else sign.encode() for sign in words]
    euc = b"".join(bytes(byte | 0x80 for byte in pair) if len(pair) > 1 else pair for pair in pairs)
    mail = b"".join(b"\x1b$B" + pair + b"\x1b(B" if len(pair) > 1 else pair for pair in pairs)
    assert texts(read(JAPANESE.encode("euc_jp") + euc, "a.txt")) == [JAPANESE + words]
    assert texts(read(mail, "a.txt")) == [words]


def test_utf16_without_a_mark_in_kanji_alone() -> None:
    assert texts(read("復興\n水道復旧計画\n".encode("utf-16-le"), "a.txt")) == ["復興", "水道復旧計画"]


def test_lines_that_are_only_rules_hold_no_words() -> None:
    with pytest.raises(EmptyDocument, match="no words"):
        read(b"-----\n=====\n", "a.txt")


def test_a_heading_of_two_characters_has_a_short_line_below() -> None:
    text = "復旧の記録\n=====\n\n本文である。\n\n出典\n--\n\n一つ目の資料である。\n"
    assert [(block.level, block.text) for block in read(text.encode(), "a.txt").blocks][2] == (2, "出典")


def test_a_numbered_source_with_its_address_is_no_heading() -> None:
    text = "Sources\n=======\n\n1. Water agreement, Kyodo News, 2015. https://example.org/news/1278\n"
    assert [block.kind for block in read(text.encode(), "a.txt").blocks] == [BlockKind.HEADING, BlockKind.ITEM]
