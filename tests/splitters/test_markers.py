import pytest

from ingest.splitters.markers import Role, markers


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Article 7", (7,)),
        ("ARTICLE VII", (7,)),
        ("Article VII Taxes and duties", (7,)),
        ("ARTICLE 7\nTaxes", (7,)),
        ("Art. 7 – Entry into force", (7,)),
        ("Article 7. The Parties shall meet every year.", (7,)),
        ("Article 7 bis", (7, 2)),
        ("Article One", (1,)),
        ("Section 3 Equipment", (3,)),
        ("Стаття 7. Визначення термінів", (7,)),
        ("СТАТТЯ 7", (7,)),
        ("Стаття VII", (7,)),
        ("Стаття 7-1. Назва", (7, 1)),
        ("Стаття 7 -1 . Назва", (7, 1)),
        ("Стаття 7¹. Назва", (7, 1)),
        ("第7条　甲は、乙に通知する。", (7,)),
        ("第七条（目的）", (7,)),
        ("第２３条　甲は、乙に通知する。", (23,)),
        ("第二十三条の二　甲は、乙に通知する。", (23, 2)),
        ("第23_2条　甲は、乙に通知する。", (23, 2)),
    ],
)
def test_article_headings(text: str, key: tuple[int, ...]) -> None:
    (marker,) = markers(text)
    assert (marker.role, marker.key) == (Role.ARTICLE, key)


@pytest.mark.parametrize(
    "text",
    [
        "Article 7 shall apply to every project.",
        "Article 7, paragraph 2, applies.",
        "Article 7 (2) of the Agreement applies.",
        "Article 7(2)(b) applies.",
        "Article 7 and Article 8 apply.",
        "Articles 5 and 6 apply.",
        "Section 3 of the Act applies.",
        "Стаття 7 цього Закону застосовується з травня.",
        "Стаття 7 Закону України застосовується.",
        "Розділ II цього Закону набирає чинності.",
        "第7条の規定により、甲は通知する。",
        "第七条第二項に定める通知",
        "第7条及び第8条を適用する。",
        "第一章に定める手続",
        "Annex 1 to this Agreement shall be revised.",
        "2011. рік",
    ],
)
def test_cross_references_are_body_text(text: str) -> None:
    assert markers(text) == ()


@pytest.mark.parametrize(
    ("text", "role", "key"),
    [
        ("Annex 1", Role.ANNEX, (1,)),
        ("ANNEX B: List of equipment", Role.ANNEX, (2,)),
        ("Додаток 2", Role.ANNEX, (2,)),
        ("別紙二", Role.ANNEX, (2,)),
        ("附　則", Role.SUPPLEMENT, ()),
        ("CHAPTER II", Role.DIVISION, (2,)),
        ("Розділ III. Вода", Role.DIVISION, (3,)),
        ("РОЗДІЛ ІІІ", Role.DIVISION, (3,)),
        ("第二章　復興", Role.DIVISION, (2,)),
        ("IV. Прикінцеві положення", Role.DIVISION, (4,)),
        ("2. The Parties", Role.NUMBER, (2,)),
        ("7.2. Сторони", Role.NUMBER, (7, 2)),
        ("(2) The Parties", Role.NUMBER, (2,)),
        ("２　前項の通知", Role.NUMBER, (2,)),
        ("Section 3.02. Procurement", Role.NUMBER, (3, 2)),
        ("2) насоси", Role.ITEM, (2,)),
        ("2-1) насоси", Role.ITEM, (2, 1)),
        ("(b) pumps", Role.ITEM, (2,)),
        ("二　水道", Role.ITEM, (2,)),
        ("ロ　水道", Role.ITEM, (2,)),
    ],
)
def test_other_markers(text: str, role: Role, key: tuple[int, ...]) -> None:
    first = markers(text)[0]
    assert (first.role, first.key) == (role, key)


def test_a_letter_that_may_be_a_roman_numeral_makes_both_claims() -> None:
    assert [(marker.style, marker.key) for marker in markers("(i) pumps")] == [("(a)", (9,)), ("(i)", (1,))]
