import time

import pytest
from counting import count_tokens

from ingest.readers import read
from ingest.readers.text import blocks_of
from ingest.splitters import PASSAGE_TOKENS, Span, clauses
from ingest.splitters import split as split_at
from kb.model import Block, BlockKind, DocumentType, Line, Reading, document_text
from kb.ports import TokenCounter


def split(
    reading: Reading, type: DocumentType, language: str, count: TokenCounter, limit: int = PASSAGE_TOKENS
) -> tuple[Span, ...]:
    return split_at(reading, clauses(reading, type, language), count, limit)


def reading_of(*blocks: Block) -> Reading:
    return Reading("text", blocks)


def paragraph(text: str, page: int | None = None) -> Block:
    return Block(BlockKind.PARAGRAPH, text, page, page)


def heading(text: str, level: int) -> Block:
    return Block(BlockKind.HEADING, text, level=level)


def shown(reading: Reading, spans: tuple[Span, ...]) -> list[tuple[str | None, str]]:
    text = document_text(reading.blocks)
    return [(span.clause, text[span.start : span.end]) for span in spans]


AGREEMENT = """AGREEMENT ON PUMPS

Article 1

Scope

The Parties cooperate in water supply.

Article 2

Deliveries

1. The first Party shall deliver forty pumps to the second Party within one year of signature of this Agreement:

(a) twenty large pumps for the regional water mains;

(b) twenty small pumps for village wells and schools.

2. The second Party shall install the pumps at its own expense and report on their use every six months to both.
"""


def test_one_passage_for_each_numbered_paragraph() -> None:
    reading = Reading("text", blocks_of(AGREEMENT))
    spans = split(reading, DocumentType.AGREEMENT, "en", count_tokens)
    assert [(span.clause, span.heading) for span in spans] == [
        ("1", ("Article 1. Scope",)),
        ("2.1", ("Article 2. Deliveries",)),
        ("2.2", ("Article 2. Deliveries",)),
    ]
    text = document_text(reading.blocks)
    assert text[spans[1].start : spans[1].end].endswith("village wells and schools.")
    assert [(text[offset : offset + 3], clause) for offset, clause in spans[1].clauses] == [
        ("(a)", "2.1.a"),
        ("(b)", "2.1.b"),
    ]


def test_a_long_paragraph_gives_lead_in_then_groups_of_items() -> None:
    items = [f"({chr(97 + number)}) " + f"item number {number} " * 5 + ";" for number in range(8)]
    text = "Article 3\n\nLists\n\n1. The Parties shall deliver the following goods:\n\n" + "\n\n".join(items)
    reading = Reading("text", blocks_of(text))
    spans = split(reading, DocumentType.AGREEMENT, "en", count_tokens, limit=60)
    assert [span.clause for span in spans] == ["3.1", "3.1.c", "3.1.f"]
    assert all(count_tokens(passage) <= 60 for _, passage in shown(reading, spans))


def test_tiny_paragraphs_join_a_neighbour_of_the_same_article_only() -> None:
    text = "Article 1\n\n1. Water.\n\n2. Heat.\n\nArticle 2\n\n1. " + "Longer text of a paragraph. " * 5
    reading = Reading("text", blocks_of(text))
    spans = split(reading, DocumentType.AGREEMENT, "en", count_tokens)
    assert [(span.clause, span.clauses[0][1] if span.clauses else None) for span in spans] == [
        ("1.1", "1.2"),
        ("2.1", None),
    ]


def test_headings_without_text_are_not_lost() -> None:
    deleted = "Article 2 (deleted by the Protocol of 1999)"
    text = f"Article 1\n\nThe Parties cooperate in all fields.\n\n{deleted}\n\nArticle 3\n\nLast words of it."
    reading = Reading("text", blocks_of(text))
    passages = shown(reading, split(reading, DocumentType.AGREEMENT, "en", count_tokens))
    assert ("2", deleted) in passages


REPORT = reading_of(
    heading("Lessons of recovery", 1),
    paragraph("The report tells how the water supply was restored."),
    heading("Water", 2),
    paragraph("Pumps came first. " * 4),
    paragraph("The crews needed these things:"),
    Block(BlockKind.ITEM, "• fuel"),
    Block(BlockKind.ITEM, "• spare parts"),
    heading("Costs", 3),
    Block(BlockKind.CAPTION, "Table 1. Costs by year"),
    *(
        Block(BlockKind.TABLE_ROW, f"Year: {2011 + n} · Amount in yen: {n} billion · Source: agency", cells=("x",))
        for n in range(9)
    ),
    heading("Roads", 2),
    paragraph("Roads followed."),
)


def test_report_sections_lists_and_tables() -> None:
    spans = split(REPORT, DocumentType.REPORT, "en", count_tokens, limit=60)
    passages = shown(REPORT, spans)
    assert list(dict.fromkeys(span.heading for span in spans)) == [(), ("Water",), ("Water", "Costs"), ("Roads",)]
    assert passages[1][1].startswith("Pumps came first.") and passages[1][1].endswith("• spare parts")
    assert passages[2][1].startswith("Table 1. Costs by year\n\nYear: 2011")
    assert "Roads" not in passages[3][1]
    assert all(count_tokens(text) <= 60 for _, text in passages)


def test_a_list_keeps_its_lead_in_when_the_passage_is_full() -> None:
    reading = reading_of(
        paragraph("word " * 50),
        paragraph("The crews needed:"),
        Block(BlockKind.ITEM, "• fuel and spare parts of many kinds"),
    )
    passages = [text for _, text in shown(reading, split(reading, DocumentType.REPORT, "en", count_tokens, limit=56))]
    assert passages[-1].startswith("The crews needed:") and passages[-1].endswith("kinds")


ROWS = [Block(BlockKind.TABLE_ROW, f"Year: {2011 + n} · Amount: {n} billion yen", cells=("x",)) for n in range(9)]


@pytest.mark.parametrize("limit", range(30, 60, 3))
def test_a_caption_is_never_parted_from_its_table(limit: int) -> None:
    caption, source = "Table 1. Costs of the coast by year", "Table 1 counts what the agency paid"
    reading = reading_of(
        paragraph("Costs fell. " * 8),
        Block(BlockKind.CAPTION, caption),
        *ROWS,
        Block(BlockKind.CAPTION, source),
        paragraph("Then they rose."),
    )
    passages = [text for _, text in shown(reading, split(reading, DocumentType.REPORT, "en", count_tokens, limit))]
    assert any(f"{caption}\n\nYear: 2011" in text for text in passages)
    assert any(f"Year: 2019 · Amount: 8 billion yen\n\n{source}" in text for text in passages)


def test_the_caption_of_a_figure_stays_with_the_text_around_it() -> None:
    reading = reading_of(
        paragraph("The wall was built higher. " * 6), Block(BlockKind.CAPTION, "Figure 2"), paragraph("It held. " * 9)
    )
    passages = [text for _, text in shown(reading, split(reading, DocumentType.REPORT, "en", count_tokens, limit=40))]
    assert "Figure 2" not in passages and passages[0].endswith("Figure 2")


def test_tiny_table_stays_with_its_prose() -> None:
    reading = reading_of(
        paragraph("Costs were small."), Block(BlockKind.TABLE_ROW, "2011 · 10"), paragraph("They fell later.")
    )
    assert len(split(reading, DocumentType.REPORT, "en", count_tokens)) == 1


def test_press_release_paragraphs_are_merged_up_to_the_limit() -> None:
    reading = reading_of(
        paragraph("KYIV, 8 April 2025"), *(paragraph(f"Sentence {n} about pumps." * 3) for n in range(9))
    )
    spans = split(reading, DocumentType.PRESS_RELEASE, "en", count_tokens, limit=50)
    passages = [text for _, text in shown(reading, spans)]
    assert passages[0].startswith("KYIV, 8 April 2025\n\nSentence 0")
    assert 3 <= len(passages) <= 5 and all(count_tokens(text) <= 50 for text in passages)


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The pumps restored the water supply of the whole coast. ", "en"),
        ("Насоси відновили водопостачання всього узбережжя за рік. ", "uk"),
        ("ポンプは沿岸全域の水道を復旧させた。", "ja"),
    ],
)
def test_a_long_block_is_cut_at_sentences_of_similar_size(sentence: str, language: str) -> None:
    reading = reading_of(paragraph((sentence * 60).strip()))
    spans = split(reading, DocumentType.REPORT, language, count_tokens, limit=100)
    passages = [text for _, text in shown(reading, spans)]
    counts = [count_tokens(text) for text in passages]
    assert max(counts) <= 100 and min(counts) >= 40
    assert all(text.endswith(sentence.strip()[-1]) and text.startswith(sentence[:5]) for text in passages)
    assert "".join("".join(passages).split()) == "".join(reading.blocks[0].text.split())


def test_abbreviations_do_not_end_sentences() -> None:
    sentence = "Відповідно до ст. 5 Закону та п. 3 Порядку громада отримує 10 тис. гривень на рік. "
    reading = reading_of(paragraph((sentence * 30).strip()))
    spans = split(reading, DocumentType.OTHER, "uk", count_tokens, limit=90)
    assert all(text.startswith("Відповідно") for _, text in shown(reading, spans))


def test_pages_come_from_the_printed_lines() -> None:
    first, second = "First sentence of it here. " * 6, "Second sentence of it here. " * 6
    text = first + second.strip()
    lines = (
        Line(0, len(first) // 2, 3, (0, 0, 1, 1)),
        Line(len(first) // 2, len(first), 3, (0, 0, 1, 1)),
        Line(len(first), len(text), 4, (0, 0, 1, 1)),
    )
    reading = reading_of(Block(BlockKind.PARAGRAPH, text, 3, 4, lines=lines))
    spans = split(reading, DocumentType.REPORT, "en", count_tokens, limit=40)
    assert [(span.page, span.page_end) for span in spans] == [(3, 3), (4, 4)]


def test_pages_of_blocks_without_lines() -> None:
    reading = reading_of(paragraph("One page.", 1), paragraph("Another page.", 2))
    (span,) = split(reading, DocumentType.REPORT, "en", count_tokens)
    assert (span.page, span.page_end) == (1, 2)


def test_a_report_built_of_articles_is_split_by_clause() -> None:
    text = "\n\n".join(
        f"Article {n}\n\nThe Parties agree on point {n} of their programme and on its costs." for n in (1, 2, 3)
    )
    spans = split(Reading("text", blocks_of(text)), DocumentType.OTHER, "en", count_tokens)
    assert [span.clause for span in spans] == ["1", "2", "3"]


def test_a_document_of_headings_only_has_a_passage() -> None:
    reading = reading_of(heading("Program", 1))
    assert [text for _, text in shown(reading, split(reading, DocumentType.REPORT, "en", count_tokens))] == ["Program"]


@pytest.mark.parametrize("type", list(DocumentType))
def test_passages_are_exact_slices_in_order(type: DocumentType) -> None:
    reading = read(AGREEMENT.encode(), "a.txt")
    text, position = document_text(reading.blocks), 0
    for span in split(reading, type, "en", count_tokens, limit=20):
        assert position <= span.start < span.end
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        position = span.end


def test_a_megabyte_of_law_is_split_fast_and_each_block_is_counted_once() -> None:
    article = (
        "Стаття {}. Про насоси\n\n1. Уряд веде облік насосів.\n\n2. Облік містить:\n\n1) назву;\n\n2) рік випуску.\n\n"
    )
    blocks = blocks_of("".join(article.format(number) for number in range(1, 7801)))
    counted: list[str] = []

    def count(text: str) -> int:
        counted.append(text)
        return 20

    assert sum(len(block.text.encode()) for block in blocks) > 1_000_000
    began = time.perf_counter()
    spans = split(Reading("text", blocks), DocumentType.AGREEMENT, "uk", count)
    assert time.perf_counter() - began < 15
    assert spans[-1].clause == "7800.2" and len(counted) == len(blocks)
