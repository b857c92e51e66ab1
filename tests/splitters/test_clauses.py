"""Clause identifiers of texts written for these tests, in the three languages."""

import pytest

from ingest.readers.text import blocks_of
from ingest.splitters.clauses import looks_legal, mark
from kb.model import Block, BlockKind


def clauses(text: str, language: str) -> list[tuple[str | None, str]]:
    """(clause, first characters) of every block that is no heading."""
    blocks = blocks_of(text)
    places = mark(blocks, language)
    return [
        (place.clause, block.text[:10]) for block, place in zip(blocks, places, strict=True) if not place.is_heading
    ]


def ids(text: str, language: str) -> list[str | None]:
    return [clause for clause, _ in clauses(text, language)]


def headings(text: str, language: str) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(place.heading for place in mark(blocks_of(text), language) if not place.is_heading))


ENGLISH = """AGREEMENT ON WATER SUPPLY

The Government of A and the Government of B,

Have agreed as follows:

Article 1

Definitions

For the purposes of this Agreement:

(a) “pump” means a machine;

(b) “network” means pipes.

Article 2

Deliveries

1. The Government of B shall deliver pumps.

2. Deliveries shall include:

(a) pumps;

(b) spare parts of

(i) the first kind;

(ii) the second kind.

Article 2 shall apply to all later deliveries.

3. Article 1 defines the terms.

Article 3

This Agreement enters into force on signature.

Done at Kyiv on 19 February 2024.

ANNEX 1

List of pumps

1. Large pumps.

2. Small pumps.
"""


def test_english_agreement() -> None:
    assert ids(ENGLISH, "en") == [
        None, None, "1", "1.a", "1.b", "2.1", "2.2", "2.2.a", "2.2.b", "2.2.b.a", "2.2.b.b", "2.2", "2.3", "3",
        None,         "A1.1", "A1.2",
    ]  # fmt: skip
    assert headings(ENGLISH, "en") == [
        (),
        ("Article 1. Definitions",),
        ("Article 2. Deliveries",),
        ("Article 3",),
        ("ANNEX 1. List of pumps",),
    ]


UKRAINIAN = """ЗАКОН УКРАЇНИ

Про водопостачання громад

Верховна Рада України постановляє:

Розділ I

ЗАГАЛЬНІ ПОЛОЖЕННЯ

Стаття 1. Визначення термінів

1. У цьому Законі терміни вживаються в такому значенні:

1) насос - машина для подачі води;

2) мережа - це:

а) труби;

б) колодязі;

в) крани.

2. Інші терміни вживаються у значеннях, визначених законом.

Стаття 1-1. Сфера дії

Цей Закон поширюється на громади.

Стаття 1 цього Закону застосовується до всіх договорів.

Розділ II

ОРГАНИ

Стаття 2. Уряд:

1) веде облік;

1-1) оприлюднює облік;

2) перевіряє облік.

Розділ III. ПРИКІНЦЕВІ ПОЛОЖЕННЯ

1. Цей Закон набирає чинності з дня опублікування.

2. Уряду протягом року:

1) затвердити порядок.

Президент України

м. Київ, 5 травня 2021 року
"""


def test_ukrainian_act() -> None:
    assert ids(UKRAINIAN, "uk") == [
        None,
        "1.1", "1.1.a", "1.1.b", "1.1.b.a", "1.1.b.b", "1.1.b.c", "1.2", "1-1", "1-1",
        "2", "2.a", "2.a-1", "2.b",
        "III.1", "III.2", "III.2.a", None, None,
    ]  # fmt: skip
    assert ("Розділ I. ЗАГАЛЬНІ ПОЛОЖЕННЯ", "Стаття 1-1. Сфера дії") in headings(UKRAINIAN, "uk")


AMENDING = """ЗАКОН УКРАЇНИ

Про внесення змін до деяких законів

I. Внести зміни до таких законів України:

1. У Законі України "Про воду":

1) статтю 5 викласти в такій редакції:

"Стаття 5. Облік води

1. Облік води веде громада.

2. Порядок обліку визначає Уряд";

2) доповнити статтею 7 такого змісту:

"Стаття 7. Нагляд

Нагляд здійснює Уряд".

2. Статтю 3 Закону України "Про насоси" виключити.

II. Прикінцеві положення

1. Цей Закон набирає чинності завтра.

2. Уряду затвердити порядок.
"""


def test_amending_act_does_not_take_over_quoted_articles() -> None:
    assert ids(AMENDING, "uk") == [
        "I", "I.1", "I.1.a", "I.1.a", "I.1.a", "I.1.a", "I.1.b", "I.1.b", "I.1.b", "I.2",
        "II.1", "II.2",
    ]  # fmt: skip


JAPANESE = """水道復旧法

第一章　総則

（目的）
第1条　この法律は、水道の復旧を目的とする。

（定義）
第2条　この法律において「水道」とは、次に掲げるものをいう。
  1. 管路
  2. 浄水場
この法律において「復旧」とは、通水を再開することをいう。

（国の責務）
第2条の2　国は、復旧を支援する。
第1条の規定により、国は計画を定める。

第二章　雑則

（委任）
第3条　必要な事項は、政令で定める。
"""


def test_japanese_act_with_unnumbered_paragraphs() -> None:
    assert ids(JAPANESE, "ja") == ["1", "2.1", "2.1.a", "2.1.b", "2.2", "2-2.1", "2-2.2", "3"]
    assert ("第一章　総則", "第2条（定義）") in headings(JAPANESE, "ja")


NUMBERED_JAPANESE = """水道協定書

第一条　甲は、乙に対し、次の設備を供与する。

一　ポンプ

二　配管

２　前項の設備は、無償とする。

第二条　甲及び乙は、次のとおり協力する。

（１）技術

（２）研修

附　則

第一条　この協定は、署名の日に発効する。
"""


def test_japanese_agreement_with_numbered_paragraphs() -> None:
    assert ids(NUMBERED_JAPANESE, "ja") == ["1.1", "1.1.a", "1.1.b", "1.2", "2", "2.a", "2.b", "S1.1"]


def test_articles_written_as_bare_numbers_under_chapters() -> None:
    text = """GENERAL CONDITIONS

CHAPTER I. GENERAL

1. Scope of these conditions and of the contracts.

2. Terms used:

(a) pumps;

(b) pipes.

CHAPTER II. PAYMENT

3. Payment is made in yen.

3.1 The Client pays within thirty days.

3.2 Interest is one per cent.
"""
    assert ids(text, "en") == ["1", "2", "2.a", "2.b", "3", "3.1", "3.2"]


def test_points_that_begin_again_carry_their_section() -> None:
    text = """УГОДА

Розділ I. Вода

1. Вода безоплатна.

Розділ II. Тепло

1. Тепло безоплатне.

2. Облік ведуть громади.
"""
    assert ids(text, "uk") == ["I.1", "II.1", "II.2"]


def test_numbers_must_run_on_to_be_believed() -> None:
    text = """Article 1

The Parties cooperate.

Article 17 Working groups

Text that an excerpt left behind.

Article 2

The Parties meet.

1. Every year.

9. Ninth of nothing.

2. On request.
"""
    found = dict(reversed(entry) for entry in clauses(text, "en"))
    assert found["The Partie"] in {"1", "2"}
    assert found["9. Ninth o"] == "2.1" and found["2. On requ"] == "2.2"
    assert "17" not in ids(text, "en")


def test_items_inside_one_block_are_marked() -> None:
    text = "Article 1\n\nDeliveries\n\n1. The Parties deliver: (a) pumps; (b) pipes; and (c) tools (see item (a)).\n"
    (place,) = [place for place in mark(blocks_of(text), "en") if not place.is_heading]
    assert [clause for _, clause in place.marks] == ["1.1.a", "1.1.b", "1.1.c"]


@pytest.mark.parametrize(("articles", "expected"), [(3, True), (2, False)])
def test_only_texts_built_of_articles_look_legal(articles: int, expected: bool) -> None:
    blocks = [
        Block(BlockKind.PARAGRAPH, text)
        for number in range(1, articles + 1)
        for text in (f"Article {number}", f"The Parties agree on point {number}.")
    ]
    assert looks_legal(blocks) is expected


def test_a_table_of_contents_opens_nothing() -> None:
    contents = "AGREEMENT\n\nArticle 1 Scope ...... 2\n\nArticle 2 Water ...... 3\n\n"
    text = contents + "Article 1\n\nScope of all.\n\nArticle 2\n\nWater.\n"
    assert ids(text, "en")[-2:] == ["1", "2"]


def test_a_quoted_word_at_the_start_of_a_definition_is_no_quotation() -> None:
    text = 'Article 1\n\nTerms\n\n"Pump" means a machine.\n\n«Труба» is a pipe.\n\nArticle 2\n\nThe Parties meet.\n'
    assert ids(text, "en") == ["1", "1", "2"]


def test_a_higher_heading_without_number_ends_article_and_annex() -> None:
    blocks = (
        Block(BlockKind.HEADING, "Agreement", level=1),
        Block(BlockKind.HEADING, "Article 1. Water", level=2),
        Block(BlockKind.PARAGRAPH, "The Parties meet."),
        Block(BlockKind.HEADING, "Notes", level=3),
        Block(BlockKind.PARAGRAPH, "A note to the article."),
        Block(BlockKind.HEADING, "Annex 1", level=1),
        Block(BlockKind.PARAGRAPH, "1. Large pumps."),
        Block(BlockKind.HEADING, "Sources", level=1),
        Block(BlockKind.PARAGRAPH, "A list of sources."),
    )
    places = [place for place in mark(blocks, "en") if not place.is_heading]
    assert [place.clause for place in places] == ["1", "1", "A1.1", None]
    assert places[-1].heading == ("Sources",)


def test_articles_on_the_level_of_a_preamble_are_not_inside_it() -> None:
    def heading(text: str, level: int) -> Block:
        return Block(BlockKind.HEADING, text, level=level)

    body = Block(BlockKind.PARAGRAPH, "Сторони домовилися про співпрацю у відбудові.")
    blocks = [
        heading("Угода", 1), body, heading("Преамбула", 2), body, heading("Стаття 1. Мета", 2), body,
        heading("Стаття 2. Строк", 2), body,
    ]  # fmt: skip
    paths = [place.heading for place in mark(blocks, "uk") if not place.is_heading]
    assert paths == [
        (), ("Преамбула",), ("Стаття 1. Мета",), ("Стаття 2. Строк",),
    ]  # fmt: skip
