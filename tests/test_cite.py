"""A citation names the place as lawyers of the document's language do, and the finest clause that holds the answer."""

from __future__ import annotations

import pytest

from kb.cite import Source, cite, clause_at
from kb.model import Passage

ARTICLE = {"uk": "Стаття 7. Звільнення", "en": "Article 7. Exemptions", "ja": "第7条（免除）", "ru": "Статья 7. Льготы"}


def passage(
    clause: str | None = None,
    heading: tuple[str, ...] = (),
    pages: tuple[int | None, int | None] = (None, None),
    clauses: tuple[tuple[int, str], ...] = (),
) -> Passage:
    return Passage("d:0", "d", 0, 100, 150, "x" * 50, "en", *pages, clause, heading, clauses)


def source(language: str = "en", date: str | None = None) -> Source:
    return Source("T", language, date, "f.pdf")


def place(clause: str, language: str, *heading: str) -> str:
    """What the label says between the title and the file's name."""
    label = cite(passage(clause, heading), source(language)).label
    return label.removeprefix("T").removesuffix(" (f.pdf)").lstrip(", 、")


@pytest.mark.parametrize(
    ("clause", "uk", "en", "ja"),
    [
        ("7", "ст. 7", "Art. 7", "第7条"),
        ("7.2", "п. 2 ст. 7", "Art. 7(2)", "第7条第2項"),
        ("7.2.b", "пп. б) п. 2 ст. 7", "Art. 7(2)(b)", "第7条第2項第2号"),
        ("7.b", "пп. б) ст. 7", "Art. 7(b)", "第7条第2号"),
        ("7.2.b.c", "пп. в) пп. б) п. 2 ст. 7", "Art. 7(2)(b)(c)", "第7条第2項第2号ハ"),
        ("7-2", "ст. 7-2", "Art. 7-2", "第7条の2"),
        ("7-2-1.3", "п. 3 ст. 7-2-1", "Art. 7-2-1(3)", "第7条の2の1第3項"),
        ("7.2.b-1", "пп. б-1) п. 2 ст. 7", "Art. 7(2)(b-1)", "第7条第2項第2号の1"),
        ("7.2.e", "пп. д) п. 2 ст. 7", "Art. 7(2)(e)", "第7条第2項第5号"),
        ("7.2.aa", "пп. ч) п. 2 ст. 7", "Art. 7(2)(aa)", "第7条第2項第27号"),
    ],
)
def test_a_clause_of_an_article(clause: str, uk: str, en: str, ja: str) -> None:
    assert [place(clause, language, ARTICLE[language]) for language in ("uk", "en", "ja")] == [uk, en, ja]


def test_russian_has_its_own_letters() -> None:
    assert place("7.2.e", "ru", ARTICLE["ru"]) == "пп. д) п. 2 ст. 7"
    assert place("7.h", "ru", ARTICLE["ru"]) == "пп. з) ст. 7"


def test_more_items_than_letters_keep_their_name() -> None:
    assert place("7.az", "uk", ARTICLE["uk"]) == "пп. az) ст. 7"


def test_any_other_language_is_cited_as_english() -> None:
    assert place("7.2", "fr", "Article 7") == "Art. 7(2)"


@pytest.mark.parametrize(
    ("clause", "language", "heading", "words"),
    [
        ("A1", "uk", (), "додаток 1"),
        ("A1.3", "uk", ("Додаток 1",), "додаток 1, п. 3"),
        ("A2.3.1", "en", ("Annex 2",), "Annex 2, para. 3.1"),
        ("A2.3.1", "en", ("Annex 2", "Article 3. Rules"), "Annex 2, Art. 3(1)"),
        ("A1.3.1", "uk", ("Додаток 1", "Стаття 3"), "додаток 1, п. 1 ст. 3"),
        ("A1", "ja", ("附属書1",), "附属書1"),
        ("A2.3", "ja", ("別紙二",), "別紙二、第3項"),
        ("A2.3", "en", ("Schedule II. Costs",), "Schedule II, para. 3"),
        ("A1.3.a", "en", ("ANNEX",), "Annex 1, para. 3(a)"),
        ("P1.2", "uk", ("ПОРЯДОК обліку насосів",), "Порядок, п. 2"),
        ("P1.2.a", "en", ("PROTOCOL",), "Protocol, para. 2(a)"),
        ("P1.2", "ja", ("議定書",), "議定書、第2項"),
        ("A1.3.1", "ja", ("附属書1", "第3条"), "附属書1、第3条第1項"),
        ("A1.3", "ru", ("Приложение 1",), "приложение 1, п. 3"),
        ("S1.1.2", "ja", ("附則", "第1条（施行期日）"), "附則第1条第2項"),
        ("S1.2", "ja", ("附則",), "附則第2項"),
        ("S2.1", "ja", ("附則",), "附則（2）第1項"),
    ],
)
def test_annexes_and_supplementary_provisions(clause: str, language: str, heading: tuple[str, ...], words: str) -> None:
    assert place(clause, language, *heading) == words


@pytest.mark.parametrize(
    ("clause", "language", "heading", "words"),
    [
        ("II.1", "uk", ("II. Прикінцеві положення",), "п. 1 розд. II"),
        ("II", "uk", ("Розділ II. Вода",), "розд. II"),
        ("II.2.a", "uk", ("Глава 2. Вода",), "пп. а) п. 2 гл. 2"),
        ("III.2", "ru", ("III. Вода",), "п. 2 разд. III"),
        ("3.2", "en", ("Cooperation",), "Cooperation, para. 3.2"),
        ("2.1", "uk", ("Нота Японії",), "Нота Японії, п. 2.1"),
        ("1", "uk", ("Порядок, початкова редакція",), "Порядок, початкова редакція, п. 1"),
        ("3", "uk", ("Зміни березня 2026 року",), "Зміни березня 2026 року, п. 3"),
        ("3", "uk", ("Зв'язок із планами",), "Зв'язок із планами, п. 3"),
        ("3.a", "en", ("Agreed Minutes of 2024",), "Agreed Minutes of 2024, para. 3(a)"),
        ("3.2.b", "en", (), "para. 3.2(b)"),
        ("II.3", "en", ("CHAPTER II. WATER",), "Chapter II, para. 3"),
        ("II", "en", ("II. Water",), "Section II"),
        ("V", "uk", ("Розділ V. Грант", "Зміст гранту"), "розд. V, Зміст гранту"),
        ("V.2", "uk", ("Розділ V. Грант", "Зміст гранту"), "розд. V, Зміст гранту, п. 2"),
        ("III", "uk", ("III. Прикінцеві положення", "Строки"), "розд. III, Строки"),
        ("III", "uk", ("Розділ III. Виключено", "Статті 11–23"), "розд. III, Статті 11–23"),
        ("II", "ru", ("Раздел II. Вода", "Сроки"), "разд. II, Сроки"),
        ("V", "en", ("Chapter V. The grant", "Content of the grant"), "Chapter V, Content of the grant"),
        ("III", "en", ("Part III. Deleted", "Articles 11 to 23"), "Part III, Articles 11 to 23"),
        ("V", "ja", ("第五章　交付金", "交付金の内容"), "第五章、交付金の内容"),
        ("III", "ja", ("第三章　削除", "第十一条から第二十三条まで"), "第三章、第十一条から第二十三条まで"),
        ("I.1", "ja", ("第1章　総則",), "第1章1"),  # a chapter is no article
        ("I.1.2", "ja", ("第1章　総則",), "第1章1(2)"),
        ("II.1", "ja", ("II. 水",), "IIの第1項"),
        ("2.1", "ja", (), "第2項(1)"),
        ("2.b", "ja", (), "第2項(2)"),
        ("3.b", "uk", (), "пп. б) п. 3"),
        ("3", "ru", (), "п. 3"),
    ],
)
def test_points_outside_articles(clause: str, language: str, heading: tuple[str, ...], words: str) -> None:
    assert place(clause, language, *heading) == words


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("7.2", "ч. 2 ст. 7"),
        ("7.2.b", "п. 2 ч. 2 ст. 7"),
        ("7.b-1", "п. 2-1 ст. 7"),
        ("7.2.b.c", "пп. в) п. 2 ч. 2 ст. 7"),
    ],
)
def test_an_act_has_parts_where_an_agreement_has_points(clause: str, words: str) -> None:
    label = cite(passage(clause, ("Стаття 7. Насоси",)), Source("Закон України про воду", "uk", None, "f.txt")).label
    assert label == f"Закон України про воду, {words} (f.txt)"


@pytest.mark.parametrize(
    "heading", ["Ст. 7. Назва", "С т а т т я 7. Назва", "СТАТТЯ 7", "ARTICLE 7", "第七条　目的", "第二十三条の二"]
)
def test_an_article_is_known_however_it_is_printed(heading: str) -> None:
    assert place("7", "uk", "Розділ II", heading) == "ст. 7"


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [("uk", "T, с. 3", "T, с. 3–5"), ("en", "T, p. 3", "T, pp. 3–5"), ("ja", "T、3頁", "T、3–5頁")],
)
def test_pages_and_page_ranges(language: str, one: str, several: str) -> None:
    labels = [cite(passage(pages=(3, last)), source(language)).label for last in (None, 3, 5)]
    assert labels == [f"{one} (f.pdf)", f"{one} (f.pdf)", f"{several} (f.pdf)"]


def test_where_there_is_no_clause_the_innermost_heading_stands() -> None:
    label = cite(passage(heading=("Part I", "Water"), pages=(2, 2)), source(date="2024-02-19")).label
    assert label == "T, Water, p. 2 (f.pdf, 2024-02-19)"
    assert cite(passage(), source()).label == "T (f.pdf)"


def test_the_answer_picks_the_finer_clause() -> None:
    of = passage("7.2", ("Article 7",), (1, 2), ((110, "7.2.a"), (130, "7.2.b")))
    cited = [cite(of, source(), answer) for answer in (None, (0, 9), (10, 29), (29, 45), (30, 45))]
    assert [citation.clause for citation in cited] == ["7.2", "7.2", "7.2.a", "7.2", "7.2.b"]
    assert cited[-1].label == "T, Art. 7(2)(b), pp. 1–2 (f.pdf)"
    assert (cited[-1].start, cited[-1].end, cited[-1].page, cited[-1].page_end) == (100, 150, 1, 2)
    assert cited[-1].heading == ("Article 7",)


@pytest.mark.parametrize(
    ("rivals", "clause"),
    [((), "7.2.a"), (((12, 20),), "7.2.a"), (((30, 45),), "7.2"), (((0, 9),), "7.2"), (((46, 49),), "7")],
)
def test_rivals_of_the_answer_are_cited_by_what_holds_them_all(
    rivals: tuple[tuple[int, int], ...], clause: str
) -> None:
    of = passage("7.2", ("Article 7",), clauses=((110, "7.2.a"), (130, "7.2.b"), (146, "7.3")))
    assert cite(of, source(), (10, 29), rivals).clause == clause


def test_rivals_of_different_points_leave_the_answer_its_own() -> None:
    of = passage("A1.2", ("Annex 1",), clauses=((110, "A1.3"), (130, "A1.4")))
    assert cite(of, source(), (30, 45), ((10, 29),)).clause == "A1.4"
    assert cite(passage("2", clauses=((110, "3"),)), source(), (10, 29), ((0, 9),)).clause == "3"


def test_clause_at_an_offset_of_the_document() -> None:
    assert clause_at(passage("7"), 149) == "7"
    assert clause_at(passage(None, clauses=((120, "1"),)), 119) is None
    assert clause_at(passage(None, clauses=((120, "1"),)), 120) == "1"


def test_an_item_is_cited_by_the_mark_that_the_document_writes() -> None:
    text = "1. Терміни: 8) один; 9) другий."
    passage = Passage("d:0", "d", 0, 100, 100 + len(text), text, "uk", None, None, "1.1", ("Стаття 1. Терміни",),
                      ((112, "1.1.h"), (121, "1.1.i")))  # fmt: skip
    source = Source("Закон", "uk", None, "law.txt")
    assert cite(passage, source, (21, 30)).label == "Закон, п. 9 ч. 1 ст. 1 (law.txt)"
    assert cite(passage, source, (0, 5)).label == "Закон, ч. 1 ст. 1 (law.txt)"


def test_pages_and_articles_of_an_attachment_are_said_to_be_its_own() -> None:
    carried = ("Attachment: plan.pdf", "2. Water")
    assert cite(passage(heading=carried, pages=(3, 4)), source()).label == (
        "T, Attachment: plan.pdf, 2. Water, pp. 3–4 (f.pdf)"
    )
    assert cite(passage(heading=carried[:1], pages=(3, 3)), source()).label == "T, Attachment: plan.pdf, p. 3 (f.pdf)"
    assert place("7.2", "uk", "Вкладення: угода.pdf", ARTICLE["uk"]) == "Вкладення: угода.pdf, п. 2 ст. 7"


def test_an_answer_over_several_clauses_is_cited_by_what_holds_them() -> None:
    of = passage("7.2", ("Article 7",), clauses=((110, "7.2.a"), (130, "7.2.b"), (146, "7.3")))
    spans = ((0, 11), (10, 40), (10, 30), (31, 49))
    assert [cite(of, source(), span).clause for span in spans] == ["7.2", "7.2", "7.2.a", "7"]


def test_a_passage_as_a_whole_is_cited_by_what_holds_all_of_it() -> None:
    paragraphs = passage("5.1", ("第5条",), clauses=((110, "5.2"), (130, "5.3")))
    assert cite(paragraphs, source("ja")).label == "T、第5条 (f.pdf)"
    assert cite(passage("13.1", clauses=((110, "13.1.a"), (120, "13.1.b"))), source()).clause == "13.1"
    assert cite(passage("13.1.c", clauses=((110, "13.1.d"),)), source()).clause == "13.1"
    points = passage("1", ("Зміни",), clauses=((110, "2"),))
    assert (cite(points, source("uk")).clause, cite(points, source("uk")).label) == (None, "T, Зміни (f.pdf)")
