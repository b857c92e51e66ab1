"""One question, top to bottom, over the three collections: ranked, grouped, filtered, cited."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from kb.base import KnowledgeBase
from kb.errors import InvalidField
from kb.model import DocumentType, Facets, Filter, Hit, SearchPage
from kb.search import PASSAGES_PER_DOCUMENT

WATER = "Як у Японії відновлювали водопостачання після цунамі?"
QUESTIONS = (WATER, "expropriation in the investment agreement", "がれき処理", "JICA 2026", "х")


def the_only_document_of(library: KnowledgeBase, day: date) -> tuple[str, Filter]:
    where = Filter(date_from=day, date_to=day)
    (summary,) = library.documents(where)
    return summary.id, where


def shown(library: KnowledgeBase, page: SearchPage) -> set[str]:
    """The passages of a page's hits, with those that say the same in other versions of their documents."""
    found = {hit.passage_id for hit in page.hits}
    for document in {hit.document_id for hit in page.hits}:
        for link, _ in library.links(document):
            pairs = library.aligned(document, link.other_id)
            found |= {f"{link.other_id}:{there}" for here, there in pairs if f"{document}:{here}" in found}
    return found


def best(library: KnowledgeBase, query: str) -> Hit:
    return library.search(query, 1).hits[0]


def without_time(page: SearchPage) -> SearchPage:
    return replace(page, took_ms=0.0)


def test_one_document_cannot_fill_the_page(corpora: KnowledgeBase) -> None:
    for query in QUESTIONS:
        hits = corpora.search(query, 10).hits
        assert len(hits) == 10
        assert max(Counter(hit.document_id for hit in hits).values()) <= PASSAGES_PER_DOCUMENT


def test_further_passages_come_after_all_other_documents(corpora: KnowledgeBase) -> None:
    """All versions of a text count as one document here."""
    seen: Counter[str] = Counter()
    more = False
    families = corpora.families()
    for hit in corpora.search(WATER, 100, Filter(collections=("agreements",), languages=("ja",))).hits:
        document = families.get(hit.document_id, hit.document_id)
        seen[document] += 1
        further = seen[document] > PASSAGES_PER_DOCUMENT
        assert further or not more
        more = further
    assert more


def test_all_passages_where_only_one_document_matches(corpora: KnowledgeBase) -> None:
    document, where = the_only_document_of(corpora, date(1947, 10, 18))
    page = corpora.search("災害救助 費用", 100, where)
    passages = corpora.passages(document)
    assert 5 < len(passages) <= 100
    assert sorted(hit.passage_id for hit in page.hits) == sorted(passage.id for passage in passages)
    assert page.total == len(passages)
    assert list(page.hits) == sorted(page.hits, key=lambda hit: -hit.score)


@pytest.mark.parametrize(
    "where",
    [
        Filter(collections=("agreements",)),
        Filter(types=(DocumentType.PRESS_RELEASE,)),
        Filter(languages=("ja",)),
        Filter(languages=("uk", "en")),
        Filter(date_from=date(2024, 1, 1), date_to=date(2024, 12, 31)),
        Filter(date_to=date(2015, 12, 31)),
        Filter(("agreements", "press-releases"), (DocumentType.AGREEMENT,), ("uk",), date(2015, 1, 1)),
    ],
)
def test_filters_go_into_the_search(corpora: KnowledgeBase, where: Filter) -> None:
    page = corpora.search(WATER, 100, where)
    matching = {summary.id for summary in corpora.documents(where)}
    assert 0 < len(matching) < len(corpora.documents())
    available = {passage.id for document in matching for passage in corpora.passages(document)}
    assert len(page.hits) == 100 or available <= shown(corpora, page)
    assert {hit.document_id for hit in page.hits} <= matching
    for hit in page.hits:
        assert not where.collections or hit.collection in where.collections
        assert not where.types or hit.type in where.types
        assert not where.languages or hit.language in where.languages
        assert hit.date is not None
        assert (where.date_from or date.min) <= hit.date <= (where.date_to or date.max)
    assert sum(page.facets.language.values()) == len(matching)


@pytest.mark.parametrize(
    "where",
    [
        Filter(languages=("ru",)),
        Filter(types=(DocumentType.OTHER,)),
        Filter(date_to=date(1940, 1, 1)),
        Filter(collections=("agreements",), types=(DocumentType.PRESS_RELEASE,)),
    ],
)
def test_a_filter_that_matches_nothing_returns_nothing(corpora: KnowledgeBase, where: Filter) -> None:
    page = corpora.search(WATER, 10, where)
    assert (page.hits, page.total, page.facets) == ((), 0, Facets({}, {}, {}, {}))


@pytest.mark.parametrize(
    ("where", "field"),
    [
        (Filter(collections=("nowhere",)), "collection"),
        (Filter(languages=("xx",)), "language"),
        (Filter(date_from=date(2025, 1, 1), date_to=date(2024, 1, 1)), "from"),
    ],
)
def test_a_wrong_filter_names_its_field(corpora: KnowledgeBase, where: Filter, field: str) -> None:
    with pytest.raises(InvalidField) as caught:
        corpora.search(WATER, 10, where)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("query", "k", "field"), [(" \n", 10, "q"), ("ї" * 1001, 10, "q"), ("a", 0, "k"), ("a", 101, "k")]
)
def test_a_wrong_question_names_its_field(corpora: KnowledgeBase, query: str, k: int, field: str) -> None:
    with pytest.raises(InvalidField) as caught:
        corpora.search(query, k)
    assert caught.value.field == field


@pytest.mark.parametrize("k", [1, 7, 100])
def test_ranks_count_from_one_and_the_total_counts_what_was_ranked(corpora: KnowledgeBase, k: int) -> None:
    page = corpora.search(WATER, k)
    assert [hit.rank for hit in page.hits] == list(range(1, k + 1))
    assert len({hit.passage_id for hit in page.hits}) == k
    assert page.total >= k


@pytest.mark.parametrize("query", QUESTIONS)
def test_a_hit_is_a_piece_of_its_document(corpora: KnowledgeBase, query: str) -> None:
    for hit in corpora.search(query, 30).hits:
        document = corpora.document(hit.document_id)
        assert hit.text == document.text[hit.citation.start : hit.citation.end] != ""
        assert (hit.title, hit.language, hit.date) == (document.title, document.language, document.date)
        assert hit.citation.label.startswith(hit.title)
        assert hit.source_name in hit.citation.label
        assert hit.highlights
        assert all(0 <= start < end <= len(hit.text) for start, end in hit.highlights)


@pytest.mark.parametrize(
    ("query", "words", "page"),
    [
        ("Скільки кілометрів мереж додалося через переселення на височини?", "1,08", 4),
        ("Чим землетрус і цунамі пошкодили водопровід: стики, насосні?", "継手", 1),
    ],
)
def test_a_ukrainian_question_finds_its_japanese_passage_and_page(
    corpora: KnowledgeBase, query: str, words: str, page: int
) -> None:
    hits = [hit for hit in corpora.search(query, 5).hits if words in hit.text]
    assert [(hit.source_name, hit.language) for hit in hits][:1] == [("water-sewer-recovery-ja.pdf", "ja")]
    assert hits[0].citation.page == page
    assert hits[0].citation.label.endswith(f"、{page}頁 (water-sewer-recovery-ja.pdf, {hits[0].date})")
    printed = PdfReader(io.BytesIO(corpora.original(hits[0].document_id))).pages[page - 1].extract_text()
    assert words in printed


@pytest.mark.parametrize(
    ("query", "clause"),
    [
        ("експропріація інвестицій та компенсація", "13"),
        ("expropriation of investments", "13"),
        ("投資家と国との間の紛争解決", "18"),
        ("temporary safeguard measures for the balance of payments", "20"),
    ],
)
def test_an_agreement_question_gives_the_article(corpora: KnowledgeBase, query: str, clause: str) -> None:
    hit = best(corpora, query)
    assert hit.source_name.startswith("investment-agreement-2015")
    assert (hit.citation.clause or "").split(".")[0] == clause
    assert {"uk": f"ст. {clause}", "en": f"Art. {clause}", "ja": f"第{clause}条"}[hit.language] in hit.citation.label


@pytest.mark.parametrize(
    ("query", "source"),
    [
        ("がれき", "debris"),
        ("автотрансформатори", "transformers-and-winter-equipment"),
        ("expropriation", "investment-agreement"),
        ("ДЕМІНУВАННЯ", "demining"),
        ("Minamisanriku housing map", "housing"),
    ],
)
def test_a_word_or_two_are_enough(corpora: KnowledgeBase, query: str, source: str) -> None:
    assert any(source in hit.source_name for hit in corpora.search(query, 3).hits)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＪＩＣＡ　フェーズ４", "JICA フェーズ4"),
        ("  Бородянка\n", "Бородянка"),
        ("ｗａｔｅｒ ｓｕｐｐｌｙ", "water supply"),
    ],
)
def test_full_width_and_white_space_change_nothing(corpora: KnowledgeBase, one: str, other: str) -> None:
    found = [[hit.passage_id for hit in corpora.search(query, 5).hits] for query in (one, other)]
    assert found[0] == found[1]


@pytest.mark.parametrize(
    "query",
    [
        "🙂",
        "🇯🇵🇺🇦 がれき debris завали",
        "?!…",
        "§rubble-debris",
        "'\"); DROP TABLE documents; --",
        "\u0000",
        "AND OR NOT *:*",
        "ї" * 1000,
        "水" * 1000,
        "a " * 499 + "b",
        "\u202e\u0301",
        "1",
    ],
)
def test_strange_questions_are_answered_in_order(corpora: KnowledgeBase, query: str) -> None:
    page = corpora.search(query, 10)
    assert [hit.rank for hit in page.hits] == list(range(1, 11))
    assert page.query == query.strip()


def test_mixed_scripts_meet_all_languages(corpora: KnowledgeBase) -> None:
    hits = corpora.search("JICA がれき Бородянка recycling", 10).hits
    assert {it.language for hit in hits for it in (hit, *hit.twins)} == {"uk", "en", "ja"}
    assert "borodianka" in hits[0].source_name


def test_the_same_question_has_the_same_answer(corpora: KnowledgeBase) -> None:
    first = [without_time(corpora.search(query, 20)) for query in QUESTIONS]
    assert [without_time(corpora.search(query, 20)) for query in QUESTIONS] == first
    again = KnowledgeBase.open(corpora.settings)
    assert [without_time(again.search(query, 20)) for query in QUESTIONS] == first
    again.close()
