"""The paragraph behind the last item of a list belongs to the clause that holds the list."""

from __future__ import annotations

import pytest
from counting import count_tokens

from ingest.readers.text import blocks_of
from ingest.splitters import clauses, split
from ingest.splitters.clauses import mark
from kb.cite import Source, cite
from kb.model import DocumentType, Passage, Reading, document_text

UK = """Стаття 8. Субсидія

Держава покриває такі витрати:

1) придбання землі;

2) дороги і вода;

3) допомога на переїзд.

Держава не будує домів.

Переселенець будує дім сам.

Стаття 9. Позики

Держава надає позики.
"""
EN = """Article 3. Lists

1. The Parties pay for:

(a) pumps;

(b) pipes:

(i) of steel;

(ii) of clay.

Pipes of either kind are new.

(c) wells.

All of this is paid within a year.

2. The Parties report:

(a) on pumps.

Reports on pumps are yearly.

(b) on pipes.

Reports on pipes are monthly.

3. Nothing else is paid.
"""
JA = """第八条（補助）

国は、次の費用を補助する。

一　土地の取得

二　移転の費用。

国は住宅を建てない。

第九条（貸付け）

国は、移転の費用を貸し付ける。

２　国は、返済を猶予することができる。
"""


def places(text: str, language: str) -> list[tuple[str | None, str]]:
    blocks = blocks_of(text)
    found = zip(blocks, mark(blocks, language), strict=True)
    return [(place.clause, block.text[:12]) for block, place in found if not place.is_heading]


def passages(text: str, language: str) -> list[Passage]:
    reading = Reading("text", tuple(blocks_of(text)))
    whole = document_text(reading.blocks)
    spans = split(reading, clauses(reading, DocumentType.AGREEMENT, language), count_tokens)
    return [
        Passage(
            "d", "d", n, it.start, it.end, whole[it.start : it.end], language, None, None, it.clause, it.heading,
            it.clauses,
        )
        for n, it in enumerate(spans)
    ]  # fmt: skip


def test_what_follows_the_last_item_is_the_article_again() -> None:
    assert [clause for clause, _ in places(UK, "uk")] == ["8", "8.a", "8.b", "8.c", "8", "8", "9"]


def test_what_follows_an_inner_list_is_the_item_that_holds_it_if_the_outer_goes_on() -> None:
    assert places(EN, "en")[5:8] == [("3.1.b", "Pipes of eit"), ("3.1.c", "(c) wells."), ("3.1", "All of this ")]


def test_where_items_have_paragraphs_of_their_own_so_has_the_last() -> None:
    assert [clause for clause, _ in places(EN, "en")[8:]] == ["3.2", "3.2.a", "3.2.a", "3.2.b", "3.2.b", "3.3"]


def test_the_rest_of_a_broken_item_stays_with_it() -> None:
    broken = UK.replace("переїзд.\n\nДержава не", "переїзд та\n\nпозики на меблі. Держава не")
    assert places(broken, "uk")[4] == ("8.c", "позики на ме")


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Держава покриває такі витрати:", "T, ст. 8 (f)"),
        ("2) дороги і вода;", "T, пп. 2) ст. 8 (f)"),
        ("3) допомога на переїзд.", "T, пп. 3) ст. 8 (f)"),
        ("Держава не будує домів.", "T, ст. 8 (f)"),
        ("Переселенець будує дім сам.", "T, ст. 8 (f)"),
    ],
)
def test_lead_and_closing_are_cited_as_the_article_and_an_item_as_itself(words: str, label: str) -> None:
    passage = next(it for it in passages(UK, "uk") if words in it.text)
    assert passage.text.startswith("Держава покриває"), "one passage holds the article"
    at = passage.text.index(words)
    assert cite(passage, Source("T", "uk", None, "f"), (at, at + len(words))).label == label


@pytest.mark.parametrize("end", ["。", "", "等に必要なこと"])
def test_a_japanese_list_is_closed_too(end: str) -> None:
    passage = passages(JA.replace("費用。\n", f"費用{end}\n"), "ja")[0]
    at = passage.text.index("国は住宅")
    assert cite(passage, Source("T", "ja", None, "f"), (at, at + 10)).clause == "8"


def test_items_inside_one_block_end_where_the_next_paragraph_begins() -> None:
    text = "Article 3. Lists\n\n1. The Parties pay: (a) for pumps; (b) for pipes.\n\nAll is paid within a year.\n"
    (passage,) = passages(text, "en")
    at = passage.text.index("All is")
    assert cite(passage, Source("T", "en", None, "f"), (at, at + 20)).clause == "3.1"
