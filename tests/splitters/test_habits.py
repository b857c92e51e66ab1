"""Numbering habits of three languages: a text in each habit, and the identifier and heading of every block of it."""

from __future__ import annotations

from itertools import dropwhile

import pytest

from ingest.readers.text import blocks_of
from ingest.splitters.clauses import mark

Expected = list[tuple[str | None, str | None]]
"""A block's clause (None outside clauses) and the innermost heading above it (None where there is none)."""


def found(text: str, language: str) -> Expected:
    """What the text's blocks that are no headings got, from the first clause on."""
    places = [place for place in mark(blocks_of(text), language) if not place.is_heading]
    named = [(place.clause, place.heading[-1] if place.heading else None) for place in places]
    return list(dropwhile(lambda entry: entry == (None, None), named))


def text_of(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"


UK_HEAD = ("УГОДА", "Сторони домовилися про таке:")
EN_HEAD = ("AGREEMENT", "The Parties have agreed as follows:")
JA_HEAD = ("協定", "両国は、次のとおり協定した。")
PUMPS, PIPES = "The Parties shall exchange pumps.", "The Parties shall exchange pipes."
НАСОСИ, ТРУБИ = "Сторони обмінюються насосами.", "Сторони обмінюються трубами."
ポンプ, 配管 = "両国は、ポンプを交換する。", "両国は、配管を交換する。"
# fmt: off
HABITS: dict[str, tuple[str, tuple[str, ...], Expected]] = {
    # -- Ukrainian ------------------------------------------------------------------------------------------------
    "uk article with a title": ("uk", (
        *UK_HEAD, "Стаття 1. Насоси", НАСОСИ, "Стаття 2. Труби", ТРУБИ),
        [("1", "Стаття 1. Насоси"), ("2", "Стаття 2. Труби")]),
    "uk article in Roman numbers": ("uk", (
        *UK_HEAD, "Стаття I", НАСОСИ, "Стаття II", ТРУБИ, "Стаття ІІІ", НАСОСИ, "Стаття IV", ТРУБИ),
        [("1", "Стаття I"), ("2", "Стаття II"), ("3", "Стаття ІІІ"), ("4", "Стаття IV")]),
    "uk article in Cyrillic Roman numbers with titles": ("uk", (
        *UK_HEAD, "Стаття І. Насоси", НАСОСИ, "Стаття ІІ. Труби", ТРУБИ, "Стаття ІІІ. Кошти", НАСОСИ),
        [("1", "Стаття І. Насоси"), ("2", "Стаття ІІ. Труби"), ("3", "Стаття ІІІ. Кошти")]),
    "uk abbreviated article": ("uk", (
        *UK_HEAD, "Ст. 1. Насоси", НАСОСИ, "Ст. 2. Труби", ТРУБИ),
        [("1", "Ст. 1. Насоси"), ("2", "Ст. 2. Труби")]),
    "uk article with the title on the next line": ("uk", (
        *UK_HEAD, "СТАТТЯ 1", "Насоси", НАСОСИ, "СТАТТЯ 2", "Труби", ТРУБИ),
        [("1", "СТАТТЯ 1. Насоси"), ("2", "СТАТТЯ 2. Труби")]),
    "uk article with a dash": ("uk", (
        *UK_HEAD, "Стаття 1 – Насоси", НАСОСИ, "Стаття 2 – Труби", ТРУБИ),
        [("1", "Стаття 1. Насоси"), ("2", "Стаття 2. Труби")]),
    "uk spaced letters": ("uk", (
        *UK_HEAD, "С т а т т я 1. Насоси", НАСОСИ, "С т а т т я 2. Труби", ТРУБИ),
        [("1", "Стаття 1. Насоси"), ("2", "Стаття 2. Труби")]),
    "uk text on the article's line": ("uk", (
        *UK_HEAD, f"Стаття 1. {НАСОСИ}", f"Стаття 2. {ТРУБИ}", f"Стаття 3. {НАСОСИ}"),
        [("1", "Стаття 1"), ("2", "Стаття 2"), ("3", "Стаття 3")]),
    "uk parts, points and subpoints": ("uk", (
        *UK_HEAD, "Стаття 1. Насоси", "1. Сторона передає:", "1) насоси:", "а) великі;", "б) малі;", "2) труби.", f"2. {ТРУБИ}"),
        [("1.1", "Стаття 1. Насоси"), ("1.1.a", "Стаття 1. Насоси"), ("1.1.a.a", "Стаття 1. Насоси"),
         ("1.1.a.b", "Стаття 1. Насоси"), ("1.1.b", "Стаття 1. Насоси"), ("1.2", "Стаття 1. Насоси")]),
    "uk inserted articles, paragraphs and items": ("uk", (
        *UK_HEAD, "Стаття 1. Насоси", f"1. {НАСОСИ}", f"1-1. {ТРУБИ}", "2. Сторона передає:", "1) насоси;", "1-1) труби;",
        "Стаття 1-1. Труби", ТРУБИ, "Стаття 1². Крани", НАСОСИ),
        [("1.1", "Стаття 1. Насоси"), ("1.1-1", "Стаття 1. Насоси"), ("1.2", "Стаття 1. Насоси"),
         ("1.2.a", "Стаття 1. Насоси"), ("1.2.a-1", "Стаття 1. Насоси"), ("1-1", "Стаття 1-1. Труби"),
         ("1-2", "Стаття 1². Крани")]),
    "uk decimal paragraphs": ("uk", (
        *UK_HEAD, "Стаття 1. Насоси", f"1.1. {НАСОСИ}", "1.2. Сторона передає:", "1.2.1. насоси;", "1.2.2. труби.",
        "Стаття 2. Труби", f"2.1. {ТРУБИ}"),
        [("1.1", "Стаття 1. Насоси"), ("1.2", "Стаття 1. Насоси"), ("1.2.a", "Стаття 1. Насоси"),
         ("1.2.b", "Стаття 1. Насоси"), ("2.1", "Стаття 2. Труби")]),
    "uk points directly inside sections": ("uk", (
        "ЗАКОН", "Розділ I. Насоси", "Стаття 1. Облік", НАСОСИ, "Розділ II", "ПРИКІНЦЕВІ ТА ПЕРЕХІДНІ ПОЛОЖЕННЯ",
        "1. Закон набирає чинності завтра.", "2. Уряду:", "1) вести облік;", "2) подати звіт."),
        [("1", "Стаття 1. Облік"), ("II.1", "Розділ II. ПРИКІНЦЕВІ ТА ПЕРЕХІДНІ ПОЛОЖЕННЯ"),
         ("II.2", "Розділ II. ПРИКІНЦЕВІ ТА ПЕРЕХІДНІ ПОЛОЖЕННЯ"),
         ("II.2.a", "Розділ II. ПРИКІНЦЕВІ ТА ПЕРЕХІДНІ ПОЛОЖЕННЯ"),
         ("II.2.b", "Розділ II. ПРИКІНЦЕВІ ТА ПЕРЕХІДНІ ПОЛОЖЕННЯ")]),
    "uk sections and chapters above articles": ("uk", (
        "ЗАКОН", "РОЗДІЛ I", "ВОДА", "Глава 1", "НАСОСИ", "Стаття 1. Облік", НАСОСИ, "Глава 2. Труби", "Стаття 2. Звіт", ТРУБИ),
        [("1", "Стаття 1. Облік"), ("2", "Стаття 2. Звіт")]),
    "uk resolution with an attached procedure": ("uk", (
        "КАБІНЕТ МІНІСТРІВ УКРАЇНИ", "ПОСТАНОВА", "Кабінет Міністрів України постановляє:", "1. Затвердити Порядок, що додається.",
        "2. Міністерству вести облік.", "Прем’єр-міністр України", "ЗАТВЕРДЖЕНО", "постановою Кабінету Міністрів України",
        "ПОРЯДОК", "обліку насосів", "1. Цей Порядок визначає облік насосів.", "2. Облік ведуть громади:", "1) щомісяця;", "2) щороку."),
        [("1", None), ("2", None), (None, None), (None, None), (None, None),
         ("P1.1", "ПОРЯДОК обліку насосів"), ("P1.2", "ПОРЯДОК обліку насосів"),
         ("P1.2.a", "ПОРЯДОК обліку насосів"), ("P1.2.b", "ПОРЯДОК обліку насосів")]),
    "uk annexes": ("uk", (
        *UK_HEAD, "Стаття 1. Насоси", НАСОСИ, "Додаток 1", "Перелік насосів", "1. Великі насоси.", "2. Малі насоси.",
        "Додаток № 2. Перелік труб", "1. Великі труби."),
        [("1", "Стаття 1. Насоси"), ("A1.1", "Додаток 1. Перелік насосів"), ("A1.2", "Додаток 1. Перелік насосів"),
         ("A2.1", "Додаток № 2. Перелік труб")]),
    "uk annex without a number": ("uk", (
        *UK_HEAD, "Стаття 1. Насоси", НАСОСИ, "ДОДАТОК", "Перелік насосів", "1. Великі насоси."),
        [("1", "Стаття 1. Насоси"), ("A1.1", "ДОДАТОК. Перелік насосів")]),
    "uk protocol after an agreement": ("uk", (
        *UK_HEAD, "Стаття 1. Насоси", НАСОСИ, "ПРОТОКОЛ", "1. Сторони уточнюють строки.", "2. Сторони уточнюють кошти."),
        [("1", "Стаття 1. Насоси"), ("P1.1", "ПРОТОКОЛ"), ("P1.2", "ПРОТОКОЛ")]),
    "uk a reference at the start of a line is text": ("uk", (
        *UK_HEAD, "Стаття 1. Насоси", НАСОСИ, "Стаття 1 цієї Угоди не поширюється на труби.", "Стаття 2. Труби",
        "Відповідно до статті 1 Сторони діють.", "Статтю 1 застосовують щороку."),
        [("1", "Стаття 1. Насоси"), ("1", "Стаття 1. Насоси"), ("2", "Стаття 2. Труби"), ("2", "Стаття 2. Труби")]),
    "uk section sign": ("uk", (
        "СТАТУТ", "§ 1. Насоси", НАСОСИ, "§ 2. Труби", ТРУБИ),
        [("1", "§ 1. Насоси"), ("2", "§ 2. Труби")]),
    # -- English --------------------------------------------------------------------------------------------------
    "en article in Roman numbers": ("en", (
        *EN_HEAD, "Article I", PUMPS, "Article II", PIPES, "Article III", PUMPS, "Article IV", PIPES, "Article V", PUMPS),
        [("1", "Article I"), ("2", "Article II"), ("3", "Article III"), ("4", "Article IV"), ("5", "Article V")]),
    "en article with a heading on the next line": ("en", (
        *EN_HEAD, "ARTICLE 1", "Pumps", PUMPS, "ARTICLE 2", "PIPES", PIPES),
        [("1", "ARTICLE 1. Pumps"), ("2", "ARTICLE 2. PIPES")]),
    "en abbreviated article": ("en", (
        *EN_HEAD, "Art. 1 Pumps", PUMPS, "Art. 2. Pipes", PIPES),
        [("1", "Art. 1. Pumps"), ("2", "Art. 2. Pipes")]),
    "en articles in words": ("en", (
        *EN_HEAD, "ARTICLE ONE", PUMPS, "ARTICLE TWO", PIPES),
        [("1", "ARTICLE ONE"), ("2", "ARTICLE TWO")]),
    "en sections in two figures": ("en", (
        "LOAN AGREEMENT", "ARTICLE 1", "The Loan", "Section 1.01. The Bank lends yen.", "Section 1.02. The Borrower repays:",
        "(a) the principal; and", "(b) the interest.", "ARTICLE 2", "Use", "Section 2.01 Pumps are bought."),
        [("1.1", "ARTICLE 1. The Loan"), ("1.2", "ARTICLE 1. The Loan"), ("1.2.a", "ARTICLE 1. The Loan"),
         ("1.2.b", "ARTICLE 1. The Loan"), ("2.1", "ARTICLE 2. Use")]),
    "en sections only": ("en", (
        "ACT", "Section 1. Pumps", PUMPS, "Section 2. Pipes", PIPES),
        [("1", "Section 1. Pumps"), ("2", "Section 2. Pipes")]),
    "en section sign": ("en", (
        "ACT", "§ 1 Pumps", PUMPS, "§ 2 Pipes", PIPES),
        [("1", "§ 1. Pumps"), ("2", "§ 2. Pipes")]),
    "en items to the third depth": ("en", (
        *EN_HEAD, "Article 1", "1. The Parties exchange:", "(a) pumps:", "(i) of steel:", "(A) large;", "(B) small;", "(ii) of brass;",
        "(b) pipes.", f"2. {PIPES}"),
        [("1.1", "Article 1"), ("1.1.a", "Article 1"), ("1.1.a.a", "Article 1"), ("1.1.a.a.a", "Article 1"),
         ("1.1.a.a.b", "Article 1"), ("1.1.a.b", "Article 1"), ("1.1.b", "Article 1"), ("1.2", "Article 1")]),
    "en unnumbered paragraphs": ("en", (
        *EN_HEAD, "Article 1", PUMPS, PIPES, "Article 2", PIPES),
        [("1", "Article 1"), ("1", "Article 1"), ("2", "Article 2")]),
    "en recitals of a preamble": ("en", (
        "AGREEMENT", "The Governments of A and B,", "Recalling their friendship,", "(1) Desiring to restore water,",
        "(2) Noting the need for pumps,", "Have agreed as follows:", "Article 1", PUMPS, "Article 2", PIPES),
        [("1", "Article 1"), ("2", "Article 2")]),
    "en inserted articles": ("en", (
        *EN_HEAD, "Article 1", PUMPS, "Article 1 bis", PIPES, "Article 1C", PUMPS, "Article 2", PIPES),
        [("1", "Article 1"), ("1-2", "Article 1 bis"), ("1-3", "Article 1C"), ("2", "Article 2")]),
    "en exchange of notes": ("en", (
        "EXCHANGE OF NOTES", "I have the honour to refer to the recent discussions and to propose the following:",
        "1. A grant of yen is made available.", "2. The grant is used:", "(a) for pumps; and", "(b) for pipes.",
        "3. The Government shall keep accounts.", "I avail myself of this opportunity to renew my respect."),
        [("1", None), ("2", None), ("2.a", None), ("2.b", None), ("3", None), (None, None)]),
    "en a finer list on the line of its paragraph": ("en", (
        "EXCHANGE OF NOTES", "I have the honour to propose the following:", "1. (1) The grant is used for:", "(a) pumps;", "(b) pipes.",
        "(2) The grant is not used for roads.", "2. (a) Accounts are kept;", "(b) reports are made."),
        [("1.1", None), ("1.1.a", None), ("1.1.b", None), ("1.2", None), ("2.a", None), ("2.b", None)]),
    "en annexes and schedules": ("en", (
        *EN_HEAD, "Article 1", PUMPS, "Annex I", "List of pumps", "1. Large pumps.", "ANNEX II: Pipes", "1. Large pipes.",
        "Schedule 3 Costs", "1. All costs are shared."),
        [("1", "Article 1"), ("A1.1", "Annex I. List of pumps"), ("A2.1", "ANNEX II: Pipes"), ("A3.1", "Schedule 3 Costs")]),
    "en protocol after an agreement": ("en", (
        *EN_HEAD, "Article 1", PUMPS, "Article 2", PIPES, "Done at Kyiv on 5 May 2024.", "PROTOCOL",
        "1. With reference to Article 1, pumps are new.", "2. With reference to Article 2, pipes are new."),
        [("1", "Article 1"), ("2", "Article 2"), (None, None), ("P1.1", "PROTOCOL"), ("P1.2", "PROTOCOL")]),
    "en parts and chapters above articles": ("en", (
        "CONVENTION", "PART I", "WATER", "Chapter 1", "Pumps", "Article 1", PUMPS, "CHAPTER II. PIPES", "Article 2", PIPES),
        [("1", "Article 1"), ("2", "Article 2")]),
    "en references at the start of a line are text": ("en", (
        *EN_HEAD, "Article 1", PUMPS, "Article 1 shall apply to pipes too.", "Article 2", "Article 1, paragraph 2, applies.",
        "Articles 1 and 2 apply."),
        [("1", "Article 1"), ("1", "Article 1"), ("2", "Article 2"), ("2", "Article 2")]),
    # -- Japanese -------------------------------------------------------------------------------------------------
    "ja kanji numbers, paragraphs and items": ("ja", (
        *JA_HEAD, "第一条", "１　両国は、次のものを交換する。", "一　ポンプ", "二　配管", "イ　大型", "ロ　小型", "２　前項の交換は、無償とする。",
        "第二条", 配管),
        [("1.1", "第一条"), ("1.1.a", "第一条"), ("1.1.b", "第一条"), ("1.1.b.a", "第一条"), ("1.1.b.b", "第一条"),
         ("1.2", "第一条"), ("2", "第二条")]),
    "ja captions above articles": ("ja", (
        "水道法", "（目的）", f"第一条　{ポンプ}", "（定義）", f"第二条　{配管}", f"２　{ポンプ}"),
        [("1", "第一条（目的）"), ("2.1", "第二条（定義）"), ("2.2", "第二条（定義）")]),
    "ja captions behind numbers": ("ja", (
        *JA_HEAD, "第1条（ポンプ）", ポンプ, "第2条（配管）", 配管),
        [("1", "第1条（ポンプ）"), ("2", "第2条（配管）")]),
    "ja branch articles in full width": ("ja", (
        *JA_HEAD, f"第７条　{ポンプ}", f"第７条の２　{配管}", f"第７条の２の３　{ポンプ}", f"第８条　{配管}"),
        [("7", "第７条"), ("7-2", "第７条の２"), ("7-2-3", "第７条の２の３"), ("8", "第８条")]),
    "ja circled paragraphs": ("ja", (
        *JA_HEAD, "第1条（ポンプ）", f"① {ポンプ}", f"② {配管}", "第2条（配管）", f"① {配管}"),
        [("1.1", "第1条（ポンプ）"), ("1.2", "第1条（ポンプ）"), ("2.1", "第2条（配管）")]),
    "ja items in brackets of three kinds": ("ja", (
        *JA_HEAD, "第1条（ポンプ）", "両国は、次のものを交換する。", "(1) ポンプ", "(2) 配管", "第2条（配管）", "両国は、次のものを交換する。",
        "㈠　ポンプ", "㈡　配管", "第3条（弁）", "両国は、次のものを交換する。", "（ア）　ポンプ", "（イ）　配管"),
        [("1", "第1条（ポンプ）"), ("1.a", "第1条（ポンプ）"), ("1.b", "第1条（ポンプ）"), ("2", "第2条（配管）"),
         ("2.a", "第2条（配管）"), ("2.b", "第2条（配管）"), ("3", "第3条（弁）"), ("3.a", "第3条（弁）"), ("3.b", "第3条（弁）")]),
    "ja branch items": ("ja", (
        *JA_HEAD, "第一条　両国は、次のものを交換する。", "一　ポンプ", "一の二　弁", "二　配管"),
        [("1", "第一条"), ("1.a", "第一条"), ("1.a-2", "第一条"), ("1.b", "第一条")]),
    "ja supplementary provisions": ("ja", (
        "水道法", f"第一条　{ポンプ}", "附　則", "（施行期日）", "第一条　この法律は、公布の日から施行する。", "附　則（令和五年法律第五号）",
        "１　この法律は、公布の日から施行する。", "２　経過措置は、政令で定める。"),
        [("1", "第一条"), ("S1.1", "第一条（施行期日）"), ("S2.1", "附　則（令和五年法律第五号）"), ("S2.2", "附　則（令和五年法律第五号）")]),
    "ja tables and sheets": ("ja", (
        "水道法", f"第一条　{ポンプ}", "別表第一（第一条関係）", "一　大型ポンプ", "別紙２", "一　配管", "別記様式", "届出書は、次の様式による。"),
        [("1", "第一条"), ("A1", "別表第一（第一条関係）"), ("A2", "別紙２"), ("A3", "別記様式")]),
    "ja annexes of a treaty": ("ja", (
        *JA_HEAD, "第一条", ポンプ, "附属書一", "第一条", 配管, "附属書Ⅱ", "１　大型配管"),
        [("1", "第一条"), ("A1.1", "第一条"), ("A2.1", "附属書Ⅱ")]),
    "ja chapters and sections": ("ja", (
        "水道法", "第一編　総論", "第一章　総則", f"第一条　{ポンプ}", "第二節　配管", f"第二条　{配管}"),
        [("1", "第一条"), ("2", "第二条")]),
    "ja deleted articles": ("ja", (
        "水道法", f"第一条　{ポンプ}", "第二条及び第三条　削除", f"第四条　{配管}"),
        [("1", "第一条"), ("4", "第四条")]),
    "ja references at the start of a line are text": ("ja", (
        *JA_HEAD, "第一条", ポンプ, "第一条の規定は、配管に準用する。", "第二条", "第一条第二項の場合には、両国が協議する。", "第一条及び第二条を適用する。"),
        [("1.1", "第一条"), ("1.2", "第一条"), ("2.1", "第二条"), ("2.2", "第二条")]),
    "ja numbered notes": ("ja", (
        "交換公文", "書簡をもって啓上いたします。", "１　日本国政府は、贈与を行う。", "２　贈与は、次のものに使用される。", "(1) ポンプ", "(2) 配管",
        "３　贈与は、適正に使用される。"),
        [("1", None), ("2", None), ("2.1", None), ("2.2", None), ("3", None)]),
}
# fmt: on


@pytest.mark.parametrize("habit", HABITS)
def test_habit(habit: str) -> None:
    language, paragraphs, expected = HABITS[habit]
    assert found(text_of(*paragraphs), language) == expected
