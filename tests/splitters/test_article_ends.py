"""Where an article ends: at headings as high as itself and at lists of sources, not at headings inside it."""

from __future__ import annotations

import pytest

from ingest.readers.shapes import legal_level
from ingest.readers.text import blocks_of
from ingest.splitters import split
from ingest.splitters.clauses import levels_are_told, mark
from ingest.splitters.markers import markers
from kb.model import Block, BlockKind, Reading


def heading(text: str, level: int) -> Block:
    return Block(BlockKind.HEADING, text, level=level)


def text(words: str) -> Block:
    return Block(BlockKind.PARAGRAPH, words)


def placed(blocks: list[Block], language: str) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(place.clause, place.heading) for place in mark(blocks, language) if not place.is_heading]


COMMENTARY = {
    "uk": [
        heading("Конвенція про уникнення подвійного оподаткування", 1),
        heading("Стаття 1. Особи, до яких застосовують Конвенцію", 2),
        text("1. Конвенція поширюється на резидентів однієї або обох держав."),
        text("2. Дохід прозорого утворення є доходом резидента тією мірою, якою держава оподатковує його так."),
        heading("Ставки податку в джерела", 2),
        text("Держава джерела обмежує свій податок ставками, наведеними нижче."),
        heading("Дивіденди", 3),
        text("Загальна межа становить п'ятнадцять відсотків."),
    ],
    "en": [
        heading("Convention for the elimination of double taxation", 1),
        heading("Article 1. Persons covered", 2),
        text("1. The Convention applies to residents of one or both States."),
        text("2. Income of a transparent entity is that of a resident as far as the State taxes it so."),
        heading("Limits on tax at source", 2),
        text("The State of source keeps to the rates below."),
        heading("Dividends", 3),
        text("The general limit is fifteen per cent."),
    ],
    "ja": [
        heading("二重課税の除去のための条約", 1),
        heading("第1条（対象となる者）", 2),
        text("１　条約は、一方又は双方の国の居住者に適用する。"),
        text("２　透明な団体の所得は、その国が居住者の所得として扱う限りで、居住者の所得とする。"),
        heading("源泉地国での課税の上限", 2),
        text("源泉地国は、次の率までしか課税しない。"),
        heading("配当", 3),
        text("上限は一般に十五％である。"),
    ],
}


@pytest.mark.parametrize("language", COMMENTARY)
def test_a_heading_as_high_as_the_article_ends_it_and_holds_deeper_ones(language: str) -> None:
    blocks = COMMENTARY[language]
    first, second, above, below = placed(blocks, language)
    assert (first[0], second[0], above[0], below[0]) == ("1.1", "1.2", None, None)
    assert above[1] == (blocks[4].text,)
    assert below[1] == (blocks[4].text, blocks[6].text)


INSIDE = {
    "uk": ("Стаття 5. Приймання обладнання", "Огляд", "1. Сторони оглядають обладнання.", "2. Сторони складають акт."),
    "en": ("Article 5. Acceptance", "Inspection", "1. The Parties inspect the equipment.", "2. They draw up a record."),
    "ja": ("第5条（検収）", "検査", "１　両者は、設備を検査する。", "２　両者は、記録を作る。"),
}


@pytest.mark.parametrize("language", INSIDE)
def test_a_deeper_heading_stays_inside_the_article(language: str) -> None:
    article, inner, first, second = INSIDE[language]
    blocks = [heading("Угода", 1), heading(article, 2), text(first), heading(inner, 3), text(second)]
    assert [clause for clause, _ in placed(blocks, language)] == ["5.1", "5.2"]


@pytest.mark.parametrize("language", INSIDE)
def test_a_heading_above_numbers_that_run_on_stays_inside_the_article(language: str) -> None:
    article, inner, first, second = INSIDE[language]
    blocks = [heading("Угода", 1), heading(article, 2), text(first), heading(inner, 2), text(second)]
    assert [clause for clause, _ in placed(blocks, language)] == ["5.1", "5.2"]


def test_a_sentence_printed_as_a_heading_stays_inside_the_article() -> None:
    blocks = [
        heading("Article 22. Elimination of double taxation", 2),
        text("1. Each State keeps to its own law."),
        heading("The second State shall eliminate double taxation as follows:", 2),
        text("Where a resident derives income from the first State, a credit is given."),
    ]
    assert [clause for clause, _ in placed(blocks, "en")] == ["22.1", "22.1"]


CHAPTERS = {
    "uk": ("Розділ V. Грант", "Стаття 78. Виплата", "Зміст гранту", "Чого немає в дайджесті"),
    "en": ("Chapter V. The grant", "Article 78. Payment", "Content of the grant", "What this digest leaves out"),
    "ja": ("第五章　交付金", "第七十八条（交付）", "交付金の内容", "省略した部分"),
}


@pytest.mark.parametrize("language", CHAPTERS)
def test_a_heading_as_high_as_the_chapter_ends_the_chapter_too(language: str) -> None:
    chapter, article, inner, last = CHAPTERS[language]
    body = text("Грант надають громаді. 交付金は、自治体に交付する。")
    blocks = [heading("Act", 1), heading(chapter, 2), heading(article, 3), body, heading(inner, 3), body,
              heading(last, 2), body]  # fmt: skip
    of_article, of_chapter, of_none = placed(blocks, language)
    assert of_article[0] == "78"
    assert of_chapter == ("V", (chapter, inner))
    assert of_none == (None, (last,))


def test_a_heading_that_names_repealed_articles_stays_in_its_chapter() -> None:
    body = text("これらの条は、本部を定めていた。")
    blocks = [heading("法", 1), heading("第一条（目的）", 2), body, heading("第三章　削除", 2),
              heading("第十一条から第二十三条まで", 2), body]  # fmt: skip
    assert placed(blocks, "ja")[-1] == ("III", ("第三章　削除", "第十一条から第二十三条まで"))


SOURCES = {
    "uk": ("Стаття 28. Набрання чинності", "6. Угода чинна десять років.", "Джерела",
           "1. Угода про інвестиції. Верховна Рада України, 2015-02-05. https://example.org/uk"),
    "en": ("Article 28. Entry into force", "6. The Agreement is valid for ten years.", "Sources",
           "1. Investment agreement. Ministry, 2015-02-05. https://example.org/en"),
    "ja": ("第28条（効力発生）", "６　協定は、十年間効力を有する。", "出典",
           "1. 投資協定。外務省、2015-02-05。https://example.org/ja"),
}  # fmt: skip


@pytest.mark.parametrize("language", SOURCES)
@pytest.mark.parametrize("level", [0, 2, 4])
def test_a_list_of_sources_belongs_to_no_clause_however_it_is_headed(language: str, level: int) -> None:
    article, paragraph, title, entry = SOURCES[language]
    headed = heading(title, level) if level else text(title)
    blocks = [heading("Agreement", 1), heading(article, 2), text(paragraph), headed, text(entry), text(entry)]
    assert placed(blocks, language)[-2:] == [(None, (title,)), (None, (title,))]
    spans = split(Reading("md", tuple(blocks)), mark(blocks, language), len, limit=400)
    assert [span.clause for span in spans if span.heading == (title,)] == [None]


@pytest.mark.parametrize("title", ["Sources of funding", "Джерела фінансування", "資料の提出"])
def test_an_article_about_sources_is_no_list_of_them(title: str) -> None:
    blocks = [heading("Article 12", 2), heading(title, 3), text("1. The State pays."), text("2. The oblast pays.")]
    assert [clause for clause, _ in placed(blocks, "en")] == ["12.1", "12.2"]


def test_points_outside_the_articles_of_an_act_take_no_number_of_an_article() -> None:
    title, article, other = heading("Treaty", 1), heading("Article 1. Scope", 2), heading("Declarations", 2)
    blocks = [title, article, text("1. All."), other, text("1. One declares.")]
    assert placed(blocks, "en")[-1] == (None, ("Declarations",))


@pytest.mark.parametrize(("article", "told"), [("Article 1\n\nScope", False), ("Article 1\n---------\n\nScope", True)])
def test_levels_are_told_by_underlines_and_guessed_by_shape(article: str, told: bool) -> None:
    blocks = blocks_of(f"Treaty\n\n{article} of all.\n")
    assert levels_are_told(blocks, [markers(block.text) for block in blocks]) is told


@pytest.mark.parametrize(("numbers", "expected"), [
    ([1, 2, 7], ["46.1", "46.2", "46.7"]),
    ([1, 9, 2], ["46.1", "46.1", "46.2"]),
    ([1, 2, 40], ["46.1", "46.2", "46.2"]),
])  # fmt: skip
def test_an_excerpt_may_leave_out_paragraphs(numbers: list[int], expected: list[str]) -> None:
    blocks = [heading("Article 46. Plan", 2), *(text(f"{number}. The plan is made.") for number in numbers)]
    assert [clause for clause, _ in placed(blocks, "en")] == expected


def test_a_number_set_right_before_a_quotation_mark_opens_a_paragraph() -> None:
    blocks = [heading("第二条（定義）", 2), text("「区域」とは、土地をいう。"), text("２「事業」とは、移転をいう。")]
    assert [clause for clause, _ in placed(blocks, "ja")] == ["2.1", "2.2"]


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("附則", 2),
        ("附　則", 2),
        ("別表第一（第二条関係）", 2),
        ("附則と旧規定の内容は取り上げていない。", 0),
        ("別表の中欄に掲げる者は、手数料を納める。", 0),
    ],
)
def test_a_sentence_about_an_annex_is_no_heading(line: str, level: int) -> None:
    assert legal_level(line) == level
