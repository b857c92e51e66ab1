"""The pool holds what two rankings bring and no judgement covers, over a few documents asked for real."""

from __future__ import annotations

from pathlib import Path

import pytest
from pool import DEPTH, pool, rankings

from ingest.pipeline import ingest
from kb.base import KnowledgeBase
from kb.golden import GoldenQuery, Judgement

FILES = {
    "pumps.md": "# Насоси\n\nЯпонія передала Миколаєву насоси для відновлення водопостачання.\n",
    "wells.md": "# Wells\n\nJapan sent pumps, and the town of Mykolaiv has drinking water again.\n",
    "rubble.md": "# がれき\n\n石巻市のがれきは二年で処理された。\n",
}


@pytest.fixture
def shelf(library: KnowledgeBase, tmp_path: Path) -> KnowledgeBase:
    folder = tmp_path / "notes"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    assert ingest(library, [folder]).failed == []
    return library


def asked(*judgements: Judgement) -> GoldenQuery:
    return GoldenQuery("q", "насоси для Миколаєва", "uk", "name", "test", judgements)


def test_each_ranking_brings_what_the_other_may_miss(shelf: KnowledgeBase) -> None:
    dense, words = rankings(shelf, asked().query)
    assert len(dense) == len(FILES) <= DEPTH  # everything has a cosine
    assert 1 <= len(words) < len(FILES)  # the Japanese text shares no word
    assert words[0] in dense


def test_what_a_judgement_quotes_is_left_out(shelf: KnowledgeBase) -> None:
    whole = {entry["document"]: entry for entry in pool(shelf, [asked()])}
    assert set(whole) == {f"notes/{name}" for name in FILES}
    assert (whole["notes/pumps.md"]["words"], whole["notes/rubble.md"]["words"]) == (1, None)
    judged = asked(Judgement("notes/pumps.md", "Миколаєву\nнасоси", None, None, 2))
    assert {entry["document"] for entry in pool(shelf, [judged])} == set(whole) - {"notes/pumps.md"}


def test_the_same_words_in_another_document_do_not_cover(shelf: KnowledgeBase) -> None:
    judged = asked(Judgement("notes/wells.md", "насоси для відновлення", None, None, 2))
    assert "notes/pumps.md" in {entry["document"] for entry in pool(shelf, [judged])}
