"""A passage is in one language where paragraphs of two take turns."""

from __future__ import annotations

from counting import count_tokens

from ingest.splitters.pack import Layout, Piece
from kb.model import Block, BlockKind

JA = "投資財産は締約国の領域において公正かつ衡平な待遇を与えられるものとし、収用されてはならない。"
EN = "Investments of investors of either Party shall at all times be accorded fair and equitable treatment."
SHORT = "JICA, 2016"


def joined(*texts: str) -> list[str]:
    layout = Layout([Block(BlockKind.PARAGRAPH, text) for text in texts], count_tokens, 500)
    spans = layout.join([Piece(number, layout.tokens[number]) for number in range(len(texts))])
    return [layout.text[span.start : span.end] for span in spans]


def test_a_change_of_script_ends_a_passage() -> None:
    assert joined(JA, EN, JA) == [JA, EN, JA]


def test_blocks_of_one_script_stay_together_and_short_ones_go_with_them() -> None:
    assert joined(JA, SHORT, JA) == ["\n\n".join((JA, SHORT, JA))]
    assert joined(EN, EN) == ["\n\n".join((EN, EN))]


def test_an_address_is_no_text_of_another_language() -> None:
    address = "https://www.example.org/recovery/of/the/coast/after/the/great/disaster/index.html"
    assert joined(JA, address) == ["\n\n".join((JA, address))]
