"""Coverage says how much of a question's information a passage holds, in whatever language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kb.index.lexical import HEADING_BONUS, LexicalIndex, Weights
from kb.model import DocumentType, Filter, Passage
from kb.store.store import Stored
from kb.text.language import detect
from kb.text.query import analyse_query

ALL = Filter()
PRESS = DocumentType.PRESS_RELEASE


def stored(
    key: int,
    text: str,
    *,
    title: str = "T",
    heading: tuple[str, ...] = (),
    collection: str = "reports",
    kind: DocumentType = DocumentType.REPORT,
    day: str | None = "2024-02-19",
) -> Stored:
    language = detect(text)
    passage = Passage(f"d:{key}", "d", key, 0, len(text), text, language, None, None, None, heading)
    return Stored(key, passage, title, collection, kind, language, day, "f.md", None)


SHELF = (
    stored(1, "Water supply came back to Otsuchi in 2011."),
    stored(2, "The school was rebuilt on a hill.", collection="press", kind=PRESS, day="2023-04-11"),
    stored(3, "Водопостачання громади відновили.", day=None),
    stored(4, "水道の復旧は2011年に終わった。", collection="press", day="2011-12-14"),
    stored(5, "津波のがれきを処理した。", day="2011-03-11"),
)  # fmt: skip


@pytest.fixture
def index(tmp_path: Path) -> LexicalIndex:
    index = LexicalIndex(tmp_path / "lexical")
    index.add(SHELF)
    index.save()
    return index


def ask(index: LexicalIndex, query: str, language: str, where: Filter = ALL, limit: int = 10) -> dict[int, float]:
    keys, coverage = index.search(_weights(index, query), language, limit, where)
    return dict(zip(keys.tolist(), coverage.tolist(), strict=True))


def _weights(index: LexicalIndex, query: str) -> Weights:
    return index.weights(analyse_query(query, detect(query)))


def found(index: LexicalIndex, query: str, where: Filter = ALL) -> set[int]:
    return {key for language in ("uk", "en", "ja") for key in ask(index, query, language, where)}


def test_coverage_is_one_where_all_words_are_there(index: LexicalIndex) -> None:
    assert ask(index, "water supply Otsuchi", "en") == pytest.approx({1: 1.0}, abs=1e-5)
    assert ask(index, "schools", "en") == pytest.approx({2: 1.0}, abs=1e-5)


def test_coverage_is_the_share_of_the_querys_information(index: LexicalIndex) -> None:
    weights = {term.word: weight for term, weight in _weights(index, "Otsuchi 2011 zebra").items()}
    assert weights["zebra"] > weights["otsuchi"] > weights["2011"] > 0
    share = (weights["otsuchi"] + weights["2011"]) / sum(weights.values())
    assert ask(index, "Otsuchi 2011 zebra", "en") == pytest.approx({1: share}, abs=1e-5)


def test_coverage_stays_between_nothing_and_all(index: LexicalIndex) -> None:
    for query in ("water water water school", "水道 がれき 2011 JICA", "водопостачання школи 2011 в Отсуті"):
        for language in ("uk", "en", "ja"):
            shares = list(ask(index, query, language).values())
            assert all(0 < share <= 1.00001 for share in shares)
            assert shares == sorted(shares, reverse=True)


def test_concepts_answer_across_languages(index: LexicalIndex) -> None:
    assert ask(index, "water supply", "uk") == pytest.approx({3: 1.0}, abs=1e-5)
    assert ask(index, "водопостачання", "ja") == pytest.approx({4: 1.0}, abs=1e-5)
    assert ask(index, "завали", "ja") == pytest.approx({5: 1.0}, abs=1e-5)
    assert ask(index, "がれき", "en") == {}


def test_only_the_language_asked_for_is_searched(index: LexicalIndex) -> None:
    assert [set(ask(index, "water supply 2011", language)) for language in ("en", "uk", "ja", "ru")] == [
        {1},
        {3},
        {4},
        set(),
    ]


def test_title_and_headings_answer_too(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    index.add([stored(1, "It was done.", title="Zebra", heading=("Part one", "Giraffe"))])
    index.add([stored(2, "It was done, part one.", title="Zebra", heading=("Giraffe", "Part two"))])
    index.save()
    half = 0.5 * HEADING_BONUS  # the nearest heading holds one of the two words
    assert ask(index, "zebra giraffe", "en") == pytest.approx({1: 1.0 + half, 2: 1.0}, abs=1e-5)


def test_no_words_no_passages(index: LexicalIndex) -> None:
    assert found(index, "how was it?") == found(index, "?!") == found(index, "zebra") == set()


def test_words_are_no_query_language(index: LexicalIndex) -> None:
    assert found(index, "key:1 OR *:* terms:school") == {2}


@pytest.mark.parametrize(
    ("where", "keys"),
    [
        (Filter(collections=("press",)), {2, 4}),
        (Filter(collections=("press", "reports")), {1, 2, 3, 4}),
        (Filter(types=(PRESS,)), {2}),
        (Filter(languages=("uk", "ja")), {3, 4}),
        (Filter(collections=("press",), languages=("ja",)), {4}),
        (Filter(collections=("nowhere",)), set()),
        (Filter(date_from=date(2023, 4, 11)), {1, 2}),
        (Filter(date_from=date(2023, 4, 12)), {1}),
        (Filter(date_to=date(2023, 4, 11)), {2, 4}),
        (Filter(date_to=date(2011, 12, 13)), set()),
        (Filter(date_from=date(2011, 12, 14), date_to=date(2011, 12, 14)), {4}),
        (Filter(date_from=date.min, date_to=date.max), {1, 2, 4}),  # an undated passage is in no range
    ],
)
def test_filters(index: LexicalIndex, where: Filter, keys: set[int]) -> None:
    assert found(index, "water supply school 水道", where) == keys
    assert found(index, "water supply school 水道") == {1, 2, 3, 4}


def test_a_filter_does_not_change_the_coverage(index: LexicalIndex) -> None:
    where = Filter(collections=("reports",), date_from=date(2020, 1, 1))
    assert ask(index, "water zebra", "en", where) == ask(index, "water zebra", "en")


def test_the_limit_keeps_the_best(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    index.add([stored(key, "pump " + "zebra " * (key == 7)) for key in range(1, 20)])
    index.save()
    assert list(ask(index, "pump zebra", "en", limit=1)) == [7]
    assert len(ask(index, "pump zebra", "en", limit=5)) == 5


def test_added_twice_is_there_once_with_its_last_text(index: LexicalIndex) -> None:
    index.add(SHELF[:2])
    index.add([stored(1, "A zebra instead.")])
    index.save()
    assert index.keys.tolist() == [1, 2, 3, 4, 5]
    assert set(ask(index, "zebra", "en")) == {1}
    assert ask(index, "Otsuchi", "en") == {}


def test_removed_is_gone_and_the_rest_stays(index: LexicalIndex) -> None:
    index.remove([1, 99])
    assert 1 in ask(index, "water", "en")  # until it is saved
    index.save()
    assert index.keys.tolist() == [2, 3, 4, 5]
    assert ask(index, "water", "en") == {}
    assert set(ask(index, "school", "en")) == {2}


def test_coverage_holds_after_most_passages_are_gone(tmp_path: Path) -> None:
    """Removed passages still count in the frequency of their words until tantivy merges them away."""
    index = LexicalIndex(tmp_path)
    index.add([stored(key, "pump") for key in range(1, 30)] + [stored(30, "pump zebra")])
    index.save()
    index.remove(range(1, 29))
    index.save()
    weights = {term.word: weight for term, weight in _weights(index, "pump zebra").items()}
    assert weights["zebra"] > weights["pump"] > 0
    shares = ask(index, "pump zebra", "en")
    assert shares == pytest.approx({30: 1.0, 29: weights["pump"] / sum(weights.values())}, abs=1e-5)


def test_a_second_reader_sees_what_was_saved(index: LexicalIndex, tmp_path: Path) -> None:
    reader = LexicalIndex(tmp_path / "lexical")
    assert reader.keys.tolist() == [1, 2, 3, 4, 5]
    index.add([stored(6, "A zebra.")])
    index.save()
    assert ask(reader, "zebra", "en") == {}
    reader.reload()
    assert set(ask(reader, "zebra", "en")) == {6}
    assert reader.keys.tolist() == index.keys.tolist() == [1, 2, 3, 4, 5, 6]


def test_what_was_not_saved_is_not_there(index: LexicalIndex, tmp_path: Path) -> None:
    index.add([stored(6, "A zebra.")])
    del index
    assert LexicalIndex(tmp_path / "lexical").keys.tolist() == [1, 2, 3, 4, 5]


def test_an_empty_index_answers_nothing(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    assert index.keys.tolist() == []
    assert index.keys.dtype == np.int64
    assert ask(index, "water", "en") == {}
    index.save()
