"""Words that point at a clause of the same text become references; another instrument's articles do not."""

from __future__ import annotations

import pytest

from ingest.readers.text import blocks_of
from ingest.references import Outline, plain, references
from ingest.splitters.clauses import mark
from kb.model import document_text

EN = """AGREEMENT ON PUMPS

The Parties have agreed as follows:

Article 1

Pumps

1. The Parties exchange pumps:

(a) large pumps;

(b) small pumps.

2. Pumps are new.

Article 2

Pipes

1. Pipes are exchanged.

2. {}

Article 3

Costs

1. Each Party bears its costs.

ANNEX 1

List of pumps

1. Large pumps.
"""

UK = """ЗАКОН УКРАЇНИ

Про насоси

Стаття 1. Насоси

1. Уряд веде облік:

1) великих насосів;

2) малих насосів.

2. Облік оприлюднюють.

Стаття 2. Труби

1. Громада веде облік труб.

2. {}

Стаття 3. Крани

Крани обліковують щороку.

Розділ II. ПРИКІНЦЕВІ ПОЛОЖЕННЯ

1. Цей Закон набирає чинності завтра.

2. Уряду затвердити порядок.

Додаток 1

Перелік

1. Великі насоси.
"""

JA = """水道法

第一条　国は、ポンプの台帳を作成する。

２　台帳には、次の事項を記載する。

一　型式

二　製造年

第二条　市町村は、配管の台帳を作成する。

２　台帳は、公表する。

３　{}

第二条の二　弁は、毎年点検する。

第三条　費用は、国が負担する。

附　則

第一条　この法律は、公布の日から施行する。

附属書一

一　大型ポンプ
"""


def found(template: str, sentence: str, language: str) -> list[tuple[str, str]]:
    """The references that a sentence makes in paragraph 2 (in Japanese 3) of article 2, as (words, clause)."""
    blocks = blocks_of(template.format(sentence))
    text, at = document_text(tuple(blocks)), document_text(tuple(blocks)).index(sentence)
    outline = Outline(blocks, mark(blocks, language))
    inside = [it for it in references(outline, language) if at <= it.start < at + len(sentence)]
    return [(text[it.start : it.end], it.clause) for it in inside]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Article 1 does not apply to pipes.", [("Article 1", "1")]),
        ("Articles 1 and 3 apply.", [("Articles 1", "1"), ("3", "3")]),
        ("Pumps under Article 1 (1) (b) are new.", [("Article 1 (1) (b)", "1.1.b")]),
        ("See Article 1, paragraph 1, item (a).", [("Article 1, paragraph 1, item (a)", "1.1.a")]),
        ("As paragraph 2 of Article 1 says, all is new.", [("paragraph 2 of Article 1", "1.2")]),
        (
            "Paragraphs 1 and 2 of Article 1 apply.",
            [("Paragraphs 1", "1.1"), ("2", "1.2"), ("Article 1", "1")],
        ),
        ("Pipes of paragraph 1 of this Article are new.", [("paragraph 1", "2.1")]),
        ("Pipes of paragraph 1 above are new.", [("paragraph 1", "2.1")]),
        ("Costs follow Article III of this Agreement.", [("Article III", "3")]),
        ("Pumps are listed in Annex 1.", [("Annex 1", "A1")]),
        ("Pumps are listed in Annex 1 to this Agreement.", [("Annex 1", "A1")]),
        ("Article 1 of the Tax Code applies.", []),
        ("Articles 1, 2 and Article 3 of the Vienna Convention apply.", []),
        ("Paragraph 2 of Article 1 of the Convention applies.", []),
        ("Article 1 TFEU applies, and so does Article 3 thereof.", []),
        ("Pumps are listed in Annex 1 to the Convention.", []),
        ("Article 7 and Annex 9 do not exist here.", []),
        ("Paragraph 5 of this Article does not exist.", []),
        ("Under paragraph 1, a person may appeal.", [("paragraph 1", "2.1")]),
    ],
)
def test_english(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert found(EN, sentence, "en") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Облік ведуть відповідно до статті 1 цього Закону.", [("статті 1", "1")]),
        ("Облік ведуть відповідно до статей 1, 3 цього Закону.", [("статей 1", "1"), ("3", "3")]),
        ("Діють статті 1–3 цього Закону.", [("статті 1", "1"), ("3", "3")]),
        ("Труби, зазначені в частині першій цієї статті, нові.", [("частині першій", "2.1")]),
        (
            "Насоси за пунктом 2 частини першої статті 1 цього Закону нові.",
            [("пунктом 2 частини першої статті 1", "1.1.b")],
        ),
        (
            "Насоси за пунктами 1 і 2 частини першої статті 1 цього Закону нові.",
            [("пунктами 1", "1.1.a"), ("2", "1.1.b"), ("частини першої статті 1", "1.1")],
        ),
        ("Частину другу статті 3 цього Закону застосовують щороку.", [("Частину другу статті 3", "3")]),
        ("Абзац перший частини другої статті 1 цього Закону діє.", [("Абзац перший частини другої статті 1", "1.2")]),
        ("Набирає чинності за пунктом 1 розділу II цього Закону.", [("пунктом 1 розділу II", "II.1")]),
        ("Насоси наведено в додатку 1 до цього Закону.", [("додатку 1", "A1")]),
        ("Облік ведуть згідно зі статтею 1.", [("статтею 1", "1")]),
        ("Діє стаття 1 Закону України «Про воду».", []),
        ("Діють статті 1, 2 і частина перша статті 3 Податкового кодексу України.", []),
        ("Діє частина перша статті 1 Конвенції.", []),
        ("У статті 1 слова «облік» замінити словом «звіт».", []),
        ("Діє стаття 9 цього Закону.", []),
        ("(Відомості Верховної Ради, 2020, № 5, ст. 3)", []),
    ],
)
def test_ukrainian(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert found(UK, sentence, "uk") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("第一条の規定は、配管に準用する。", [("第一条", "1")]),
        ("第一条第二項第二号の製造年を記載する。", [("第一条第二項第二号", "1.2.b")]),
        ("第一項の台帳は、前項の規定により公表する。", [("第一項", "2.1"), ("前項", "2.2")]),
        ("前条第二項の事項及び次条の弁を点検する。", [("前条第二項", "1.2"), ("次条", "2-2")]),
        ("第一条第一項の台帳は、同条第二項の事項を含む。", [("第一条第一項", "1.1"), ("同条第二項", "1.2")]),
        ("第一条第一項及び第二項を適用する。", [("第一条第一項", "1.1"), ("第二項", "1.2")]),
        ("第二条の二から第三条までを適用する。", [("第二条の二", "2-2"), ("第三条", "3")]),
        ("附則第一条の日から作成する。", [("附則第一条", "S1.1")]),
        ("附属書一の型式とする。", [("附属書一", "A1")]),
        ("民法第一条を適用する。", []),
        ("民法第一条、第二条及び第三条を適用する。", []),
        ("河川法（昭和三十九年法律第百六十七号）第一条を適用する。", []),
        ("水道基本法（平成五年法律第三号。以下「基本法」という。）第一条を適用する。", []),
        ("河川法第一条の許可は、同条第二項の届出とみなす。", []),
        ("この場合において、「第一項」とあるのは、「第三条」と読み替える。", []),
        ("この条において「弁」とは、止水弁をいう。", []),
        ("第九条の規定は、存在しない。", []),
    ],
)
def test_japanese(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert found(JA, sentence, "ja") == expected


def test_what_is_quoted_from_another_act_refers_to_nothing() -> None:
    text = (
        "ЗАКОН УКРАЇНИ\n\nСтаття 1. Зміни\n\n1. Статтю 5 викласти в такій редакції:\n\n"
        "«Стаття 5. Облік\n\nОблік ведуть за статтею 1 цього Закону».\n\nСтаття 2. Строк\n\nЗакон діє рік.\n"
    )
    blocks = blocks_of(text)
    assert references(Outline(blocks, mark(blocks, "uk")), "uk") == ()


def test_a_text_without_clauses_refers_to_none() -> None:
    blocks = blocks_of("Report\n\nArticle 5 of the report and paragraph 2 are quoted here.\n")
    assert references(Outline(blocks, plain(blocks)), "en") == ()


def test_a_clause_that_comes_twice_is_no_target() -> None:
    text = "AGREEMENT\n\nWater\n\n1. First.\n\n2. Second.\n\nHeat\n\n1. Other first.\n\n2. See paragraph 1 above.\n"
    blocks = blocks_of(text)
    outline = Outline(blocks, mark(blocks, "en"))
    assert not outline.has("1") and references(outline, "en") == ()
