"""The golden set is what its README says: languages, kinds, answers in other languages, a third kept for testing."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from kb.golden import ANSWERS, GoldenQuery, load_golden

CORPORA = Path(__file__).parents[2] / "corpora"
COLLECTIONS = ("press-releases", "agreements", "reconstruction-agency")
LANGUAGES = {"uk", "en", "ja"}
KINDS = {"clause", "paraphrase", "table", "amount", "date", "name", "one_word", "unanswerable"}
QUERIES = load_golden(CORPORA / "golden")


def language_of(document: str) -> str:
    return Path(document).stem[-2:]


def answered_in(query: GoldenQuery) -> set[str]:
    return {language_of(judgement.document) for judgement in query.judgements if judgement.grade == ANSWERS}


def twins() -> dict[str, set[str]]:
    """The other language versions of each document."""
    texts: dict[str, set[str]] = {}
    for collection in COLLECTIONS:
        for line in (CORPORA / collection / "index.jsonl").read_text("utf-8").splitlines():
            entry = json.loads(line)
            texts.setdefault(entry.get("twin") or entry["file"], set()).add(f"{collection}/{entry['file']}")
    return {document: versions - {document} for versions in texts.values() for document in versions}


def test_enough_queries_of_each_language_and_kind() -> None:
    languages = Counter(query.language for query in QUERIES)
    kinds = Counter(query.kind for query in QUERIES)
    assert set(languages) == LANGUAGES and min(languages.values()) >= 80
    assert kinds["clause"] >= 40 and kinds["paraphrase"] >= 40 and kinds["unanswerable"] >= 22
    assert {(query.language, query.kind) for query in QUERIES} == {(a, b) for a in LANGUAGES for b in KINDS}


def test_a_hundred_answers_are_in_another_language_than_the_question() -> None:
    crossing = [query for query in QUERIES if answered_in(query) and query.language not in answered_in(query)]
    assert len(crossing) >= 100


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_third_is_kept_for_testing(language: str) -> None:
    splits = [query.split for query in QUERIES if query.language == language]
    assert 0.3 <= splits.count("test") / len(splits) <= 0.4


def test_only_unanswerable_queries_have_no_answer() -> None:
    for query in QUERIES:
        assert bool(answered_in(query)) == (query.kind != "unanswerable"), query.id
        assert bool(query.judgements) == bool(answered_in(query)), query.id


def test_every_document_is_judged() -> None:
    judged = {judgement.document for query in QUERIES for judgement in query.judgements}
    assert judged == set(twins())


def test_language_versions_are_judged_together() -> None:
    versions = twins()
    for query in QUERIES:
        answering = {judgement.document for judgement in query.judgements if judgement.grade == ANSWERS}
        judged = {judgement.document for judgement in query.judgements}
        for document in answering:
            assert versions[document] <= judged, f"{query.id}: {versions[document] - judged}"


def test_judgements_are_in_the_agreed_form() -> None:
    for query in QUERIES:
        quotes = [(judgement.document, judgement.quote) for judgement in query.judgements]
        assert len(set(quotes)) == len(quotes), query.id
        for judgement in query.judgements:
            assert judgement.grade in (1, ANSWERS), query.id
            assert 6 <= len(judgement.quote) <= 60, f"{query.id}: {judgement.quote}"
            assert (judgement.page is None) == (not judgement.document.endswith(".pdf")), query.id


def test_a_query_on_a_clause_names_the_clause() -> None:
    for query in QUERIES:
        if query.kind == "clause":
            assert any(j.clause for j in query.judgements if j.grade == ANSWERS), query.id


def test_every_query_says_what_it_tests() -> None:
    for path in sorted((CORPORA / "golden").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            query = json.loads(line)
            assert query["note"].strip(), query["id"]
