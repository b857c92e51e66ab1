"""Treaties printed in two languages at once: each paragraph has one clause, whichever language gives it."""

from __future__ import annotations

import re

import pytest

from ingest.readers.text import blocks_of
from ingest.references import Outline
from ingest.splitters import split
from ingest.splitters.clauses import mark
from ingest.splitters.voices import voices
from kb.model import Block, BlockKind, Reading, document_text

ENGLISH = """AGREEMENT BETWEEN JAPAN AND UKRAINE ON COOPERATION FOR RECOVERY

Article 1

The Contracting Parties shall promote cooperation in the technology and equipment needed for damaged facilities.

The Contracting Parties shall meet once a year to review the progress of the cooperation and publish the results.

Article 2

Each Contracting Party shall exempt from customs duties the equipment sent by the other Contracting Party.

The exemption under this Article shall apply to the following equipment, the extent of which shall be agreed:

(a) water trucks, portable purification units and other similar equipment used for the recovery of water supply;

(b) transformers, generators and other similar equipment used for the recovery of power supply.

Article 3

This Agreement shall enter into force on the date on which the Parties notify each other that they are ready.
"""
JAPANESE = """復旧協力に関する日本国とウクライナとの間の協定

第一条

両締約国は、被災した公共施設の復旧のために必要な技術及び設備に関する協力を推進する。

両締約国は、毎年一回、協力の進み具合を確認するために会合し、その結果を公表する。

第二条

一方の締約国は、他方の締約国が送付した設備について関税及び内国税を免除するものとする。

この条の免除は、次に掲げる設備に適用するものとし、その範囲は両締約国の合意により定める。

(a) 水道の復旧に用いる給水車、可搬式の浄水装置その他これらに類する設備であって別に定めるもの

(b) 電力の復旧に用いる変圧器、発電機その他これらに類する設備であって別に定めるもの

第三条

この協定は、両締約国がそれぞれの国内法上の手続を完了した旨を通告する日に効力を生ずる。
"""
UKRAINIAN = """УГОДА МІЖ ЯПОНІЄЮ ТА УКРАЇНОЮ ПРО СПІВРОБІТНИЦТВО У ВІДНОВЛЕННІ

Стаття 1

Договірні Сторони сприяють співробітництву щодо технологій та обладнання для пошкоджених об'єктів.

Договірні Сторони щороку зустрічаються, щоб оглянути поступ співробітництва та оприлюднити наслідки.

Стаття 2

Кожна Договірна Сторона звільняє від мита обладнання, надіслане іншою Договірною Стороною.

Звільнення за цією статтею застосовують до такого обладнання, обсяг якого Сторони погоджують:

(а) водовози, пересувні установки очищення та подібне обладнання для відновлення водопостачання;

(б) трансформатори, генератори та подібне обладнання для відновлення електропостачання.

Стаття 3

Ця Угода набирає чинності в день, коли Сторони повідомлять одна одну про свою готовність.
"""


def interleaved(first: str, second: str) -> list[Block]:
    parts = zip(first.strip().split("\n\n"), second.strip().split("\n\n"), strict=True)
    return blocks_of("\n\n".join(part for pair in parts for part in pair) + "\n")


COUNTED = [None, "1.1", "1.2", "2.1", "2.2", "2.2.a", "2.2.b", "3"]
WHOLE = [None, "1", "1", "2", "2", "2.a", "2.b", "3"]


@pytest.mark.parametrize(("first", "second", "language", "expected"), [
    (JAPANESE, ENGLISH, "ja", COUNTED), (ENGLISH, JAPANESE, "en", WHOLE), (UKRAINIAN, ENGLISH, "uk", WHOLE),
    (JAPANESE, UKRAINIAN, "ja", COUNTED),
])  # fmt: skip
def test_both_languages_give_a_paragraph_the_same_clause(
    first: str, second: str, language: str, expected: list[str | None]
) -> None:
    places = mark(interleaved(first, second), language)
    for voice in (0, 1):
        own = [place.clause for place in places if place.voice == voice and not place.is_heading]
        assert [clause for clause in own if clause] == [clause for clause in expected if clause]


def under_shared_headings(first: str, second: str, sign: str | None) -> list[Block]:
    """Both languages under one heading for each article: that of the first, or of both with `sign` between."""
    parts: list[str] = []
    for one, other in zip(first.strip().split("\n\n"), second.strip().split("\n\n"), strict=True):
        if re.match(r"第.条|Article \d|Стаття \d", one):
            parts.append(one if sign is None else f"{one}{sign}{other}")
        else:
            parts += [one, other]
    return blocks_of("\n\n".join(parts) + "\n")


@pytest.mark.parametrize(("first", "second", "sign", "language", "expected"), [
    (JAPANESE, ENGLISH, None, "ja", COUNTED), (JAPANESE, ENGLISH, "　", "ja", COUNTED),
    (ENGLISH, JAPANESE, None, "ja", COUNTED), (ENGLISH, JAPANESE, None, "en", WHOLE),
    (UKRAINIAN, ENGLISH, " / ", "uk", WHOLE), (UKRAINIAN, ENGLISH, None, "uk", WHOLE),
])  # fmt: skip
def test_paragraphs_under_shared_headings_are_versions_of_one_another(
    first: str, second: str, sign: str | None, language: str, expected: list[str | None]
) -> None:
    places = mark(under_shared_headings(first, second, sign), language)
    for voice in (0, 1):
        own = [place.clause for place in places if place.voice == voice and not place.is_heading]
        assert [clause for clause in own if clause] == [clause for clause in expected if clause]


def test_numbered_paragraphs_under_shared_headings_keep_their_article() -> None:
    pair = "{n}　両締約国は、被災した公共施設の復旧のために必要な技術に関する協力を推進する。\n\n" + (
        "{n}. The Contracting Parties shall promote cooperation in the technology needed for damaged facilities.\n\n"
    )
    text = "".join(f"第{article}条\n\n" + pair.format(n=1) + pair.format(n=2) for article in "一二三")
    places = mark(blocks_of(text), "ja")
    for voice in (0, 1):
        own = [place.clause for place in places if place.voice == voice and not place.is_heading]
        assert own == ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2"]


def test_a_paragraph_that_only_one_language_parts_is_not_counted_in_the_other() -> None:
    """Which English paragraph is the version of which Japanese one is not known in that article alone."""
    shared = under_shared_headings(JAPANESE, ENGLISH, None)
    at = next(n for n, block in enumerate(shared) if block.text.startswith("The Contracting Parties shall meet"))
    added = Block(BlockKind.PARAGRAPH, "Each of the Parties shall name the authority that prepares the meeting.")
    places = mark([*shared[: at + 1], added, *shared[at + 1 :]], "ja")
    own = [place.clause for place in places if place.voice == 1 and not place.is_heading]
    assert own == ["1", "1", "1", "2.1", "2.2", "2.2.a", "2.2.b", "3"]


def test_passages_are_headed_in_their_own_language_and_headings_alone_make_none() -> None:
    blocks = interleaved(JAPANESE, ENGLISH)
    reading = Reading("txt", tuple(blocks))
    text = document_text(reading.blocks)
    spans = split(reading, mark(blocks, "ja"), lambda words: len(words) // 3 + 1)
    shown = [(span.clause, span.heading, text[span.start : span.end]) for span in spans]
    for clause, path, words in shown:
        assert clause is None or path[-1].startswith("Article") == words.isascii()
    assert not any(words in {"第一条", "Article 1", "第二条", "Article 2"} for _, _, words in shown)


def test_a_clause_given_twice_is_still_found_by_references() -> None:
    blocks = interleaved(JAPANESE, ENGLISH)
    outline = Outline(blocks, mark(blocks, "ja"))
    assert all(outline.has(clause) for clause in ("1", "2.2", "2.2.b", "3"))


@pytest.mark.parametrize(("text", "language"), [(JAPANESE, "ja"), (ENGLISH, "en"), (UKRAINIAN, "uk")])
def test_a_text_in_one_language_has_one_voice(text: str, language: str) -> None:
    blocks = blocks_of(text)
    (voice,) = voices(blocks, [() for _ in blocks], (), language)
    assert voice.own == voice.read == list(range(len(blocks)))


def test_a_language_that_counts_nothing_goes_with_the_other() -> None:
    summary = "\n\n".join(
        f"{line}\n\nThe paragraph above says in short that the two governments go on working together."
        for line in JAPANESE.strip().split("\n\n")
    )
    places = mark(blocks_of(summary + "\n"), "ja")
    assert {place.voice for place in places} == {0}
