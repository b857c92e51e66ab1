"""Nothing is a better answer than ten weak hits; an answer that is there is not refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kb.base import KnowledgeBase
from kb.confidence import USUAL_MEETING, Evidence
from kb.model import Confidence, Filter

ANSWERABLE = [
    "Як у Японії відновлювали водопостачання після цунамі?",
    "expropriation in the investment agreement",
    "がれきの処理はどのように行われたか",
]
STRANGE = ["рецепт борщу з пампушками", "who won the football world cup in 1998", "猫の飼い方を教えてください"]


@pytest.mark.parametrize("query", ANSWERABLE)
def test_what_is_there_is_not_refused(corpora: KnowledgeBase, query: str) -> None:
    page = corpora.search(query)
    assert page.confidence is not Confidence.LOW
    assert page.without_weak_hits() is page


@pytest.mark.parametrize("query", STRANGE)
def test_another_subject_has_no_answer(corpora: KnowledgeBase, query: str) -> None:
    page = corpora.search(query)
    assert page.confidence is Confidence.LOW
    assert page.hits
    assert page.without_weak_hits() == replace(page, hits=())


def test_nothing_to_search_in_is_no_answer(library: KnowledgeBase) -> None:
    assert library.search("вода").confidence is Confidence.LOW


def test_more_evidence_is_more_confidence() -> None:
    weak, strong = Evidence(0.1, 0.2, 0.0), Evidence(0.8, 0.8, 0.8)
    assert (weak.confidence, strong.confidence) == (Confidence.LOW, Confidence.HIGH)
    for field in ("nearness", "meeting", "coverage"):
        assert replace(weak, **{field: 0.9}).likelihood > weak.likelihood
    assert Evidence(0.3, None, 0.1) == Evidence(0.3, None, 0.1)
    assert Evidence(0.3, None, 0.1).likelihood == Evidence(0.3, USUAL_MEETING, 0.1).likelihood


def test_a_name_that_stands_in_a_passage_is_found(corpora: KnowledgeBase) -> None:
    assert Evidence(0.0, 0.0, 0.8).confidence is Confidence.LOW
    assert Evidence(0.0, 0.0, 0.8, is_whole=True).confidence is Confidence.MEDIUM
    for name in ("Шкрум", "陸前高田", "Takata-Matsubara"):
        assert corpora.search(name).confidence is not Confidence.LOW, name


def test_a_filter_that_leaves_nothing(corpora: KnowledgeBase) -> None:
    (first, *_) = corpora.documents()
    assert first.date is not None
    page = corpora.search(
        "вода", 10, Filter(date_from=first.date.replace(year=1871), date_to=first.date.replace(year=1872))
    )
    assert (page.hits, page.confidence) == ((), Confidence.LOW)
