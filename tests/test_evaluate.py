"""Figures that can be reckoned by hand, over four tiny documents asked for real."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.pipeline import ingest
from kb.base import KnowledgeBase
from kb.config import Settings
from kb.errors import UsageError
from kb.evaluate import Evaluation, Row, evaluate
from kb.golden import GoldenQuery, Judgement, load_golden, load_thresholds

PUMPS = "# Насоси\n\nЯпонія передала Миколаєву насоси для відновлення водопостачання.\n"
SCHOOL = "# School\n\nThe school in Ishinomaki reopened on higher ground.\n"
RUBBLE = "# がれき\n\n石巻市のがれきは二年で処理された。\n"
LAW = (
    "# Act on Zebras\n\nArticle 1. Purpose\n\n1. Zebras are protected.\n\n2. Giraffes are not.\n\n"
    "Article 2. Fines\n\n1. A fine is paid in carrots.\n\n"
    "Article 3. Force\n\nThis act enters into force at once.\n"
)
FILES = {"pumps.md": PUMPS, "school.md": SCHOOL, "rubble.md": RUBBLE, "law.md": LAW}
QUOTES = {
    "pumps.md": "насоси для відновлення",
    "school.md": "reopened on higher ground",
    "rubble.md": "二年で処理",
    "law.md": "fine is paid in carrots",
    "gakko.md": "高台で再開",
}


@pytest.fixture(scope="module")
def shelf(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """Four documents; for reading only."""
    home = tmp_path_factory.mktemp("evaluate")
    folder = home / "notes"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    library = KnowledgeBase.open(settings.model_copy(update={"home": home / "home"}))
    assert ingest(library, [folder]).failed == []
    yield library
    library.close()


def judge(name: str, grade: int = 2, quote: str | None = None, **place: Any) -> dict[str, Any]:
    return {"document": f"notes/{name}", "quote": quote or QUOTES.get(name, "x"), "grade": grade, **place}


def line(number: int, query: str, *judgements: dict[str, Any], language: str = "en", **fields: Any) -> str:
    raw = {"id": f"q{number}", "query": query, "language": language, "kind": "one_word", "split": "test"}
    return json.dumps({**raw, "judgements": judgements, **fields}, ensure_ascii=False)


def golden(folder: Path, *lines: str, name: str = "golden.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def asked(library: KnowledgeBase, tmp_path: Path, *lines: str) -> dict[str, Row]:
    rows = evaluate(library, load_golden(golden(tmp_path, *lines))).rows
    assert rows[0].name == "all"
    return {row.name: row for row in rows}


def test_perfect_answers(shelf: KnowledgeBase, tmp_path: Path) -> None:
    rows = asked(
        shelf,
        tmp_path,
        line(1, "school in Ishinomaki", judge("school.md")),
        line(2, "насоси водопостачання", judge("pumps.md"), language="uk"),
        line(3, "zoo budget of Mars"),  # without an answer: not measured
    )
    row = rows["all"]
    assert (row.queries, row.ndcg, row.recall, row.success, row.passage) == (2, 1.0, 1.0, 1.0, 1.0)
    assert (row.page_accuracy, row.clause_accuracy) == (None, None)
    assert set(rows) == {"all", "query en", "query uk", "kind one_word", "en → en", "uk → uk"}


def test_a_judged_passage_that_does_not_exist_is_not_found(shelf: KnowledgeBase, tmp_path: Path) -> None:
    row = asked(shelf, tmp_path, line(1, "school", judge("school.md"), judge("school.md", quote="no such words")))[
        "all"
    ]
    assert (row.recall, row.passage) == (1.0, 0.5)


def test_quotes_are_compared_without_white_space_and_width(shelf: KnowledgeBase, tmp_path: Path) -> None:
    quote = "ｒｅｏｐｅｎｅｄ on\nhigher\u00a0ground"
    assert asked(shelf, tmp_path, line(1, "school", judge("school.md", quote=quote)))["all"].passage == 1.0


def test_recall_of_a_half(shelf: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.evaluate.DEPTH", 1)  # one hit is looked at
    rows = asked(
        shelf,
        tmp_path,
        line(1, "school in Ishinomaki", judge("school.md"), judge("pumps.md")),
        line(2, "石巻市のがれき", judge("rubble.md"), language="ja"),
    )
    assert rows["query en"].recall == 0.5
    assert rows["query ja"].recall == 1.0
    assert rows["all"].recall == 0.75
    assert (rows["query en"].success, rows["query en"].passage) == (1.0, 0.5)
    assert rows["en → en"].recall == 1.0
    assert rows["en → uk"].recall == 0.0  # the hit in English takes no place, but there is no other


def test_a_document_that_only_helps_counts_in_ndcg_alone(shelf: KnowledgeBase, tmp_path: Path) -> None:
    row = asked(shelf, tmp_path, line(1, "school in Ishinomaki", judge("school.md", 1), judge("pumps.md", 2)))["all"]
    assert (row.recall, row.success) == (1.0, 0.0)
    assert 0.0 < row.ndcg < 1.0


def test_the_fairness_gap_is_between_the_best_and_the_worst_pair(
    shelf: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = golden(tmp_path, line(1, "school in Ishinomaki", judge("school.md"), judge("pumps.md")))
    assert evaluate(shelf, load_golden(path)).fairness_gap == 0.0
    monkeypatch.setattr("kb.evaluate.DEPTH", 1)
    assert evaluate(shelf, load_golden(path)).fairness_gap == 1.0


def test_clause_accuracy(shelf: KnowledgeBase, tmp_path: Path) -> None:
    def accuracy(*clauses: str) -> float | None:
        judgements = [judge("law.md", clause=clause) for clause in clauses]
        return asked(shelf, tmp_path, line(1, "fine in carrots", *judgements))["all"].clause_accuracy

    assert accuracy("2.1") == accuracy("2") == 1.0
    assert accuracy("3") == accuracy("1.1") == accuracy("21") == 0.0
    assert accuracy("2.1", "1") == 0.5


def test_page_accuracy_where_there_are_no_pages(shelf: KnowledgeBase, tmp_path: Path) -> None:
    assert asked(shelf, tmp_path, line(1, "school", judge("school.md", page=1)))["all"].page_accuracy == 0.0


def test_page_accuracy_of_a_pdf(corpora: KnowledgeBase) -> None:
    def accuracy(page: int) -> float | None:
        judgement = Judgement("reconstruction-agency/water-sewer-recovery-ja.pdf", "1,08", page, None, 2)
        query = GoldenQuery("q", "高台移転で長くなった水道の管路", "ja", "amount", "test", (judgement,))
        return evaluate(corpora, [query]).rows[0].page_accuracy

    assert (accuracy(4), accuracy(3)) == (1.0, 0.0)


@pytest.fixture(scope="module")
def versions(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The documents with a Japanese version of the one about the school, named by a person; for reading only."""
    home = tmp_path_factory.mktemp("versions")
    folder = home / "notes"
    folder.mkdir()
    for name, text in {**FILES, "gakko.md": "# 石巻の学校\n\n石巻市の学校は高台で再開した。\n"}.items():
        (folder / name).write_text(text, "utf-8")
    library = KnowledgeBase.open(settings.model_copy(update={"home": home / "home"}))
    assert ingest(library, [folder]).failed == []
    known = {it.source_name: it.id for it in library.documents()}
    library.link(known["school.md"], known["gakko.md"])
    assert library.aligned(known["school.md"], known["gakko.md"]) == [(0, 0)]
    yield library
    library.close()


def test_a_twin_that_a_hit_shows_is_found_at_its_rank(
    versions: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kb.evaluate.DEPTH", 1)
    both = line(1, "school in Ishinomaki", judge("school.md"), judge("gakko.md"))
    row = asked(versions, tmp_path, both)["all"]
    assert (row.recall, row.ndcg, row.success, row.passage) == (1.0, 1.0, 1.0, 1.0)


def test_a_group_counts_once_in_ndcg(versions: KnowledgeBase, tmp_path: Path) -> None:
    """With the twins as two documents of the ideal, one hit could not reach 1."""
    both = line(1, "school in Ishinomaki", judge("school.md"), judge("gakko.md", 1))
    assert asked(versions, tmp_path, both)["all"].ndcg == 1.0
    three = line(2, "school in Ishinomaki", judge("school.md"), judge("gakko.md"), judge("law.md"))
    assert asked(versions, tmp_path, three)["all"].ndcg < 1.0


def test_a_judged_twin_counts_for_its_language_alone(versions: KnowledgeBase, tmp_path: Path) -> None:
    rows = asked(versions, tmp_path, line(1, "school in Ishinomaki", judge("school.md"), judge("gakko.md")))
    assert rows["en → ja"].recall == rows["en → en"].recall == 1.0


def test_times_are_measured(shelf: KnowledgeBase, tmp_path: Path) -> None:
    for lines in ((1,), (1, 2, 3)):
        path = golden(tmp_path, *(line(number, "school", judge("school.md")) for number in lines))
        evaluation = evaluate(shelf, load_golden(path))
        assert 0 < evaluation.p50_ms <= evaluation.p95_ms
    assert json.loads(json.dumps(evaluation.as_json()))["rows"][0]["name"] == "all"


def test_a_judged_document_that_is_missing_is_named(shelf: KnowledgeBase, tmp_path: Path) -> None:
    path = golden(tmp_path, line(1, "school", judge("school.md"), judge("lost.md", 1)))
    with pytest.raises(UsageError, match=r"notes/lost\.md; ingest"):
        evaluate(shelf, load_golden(path))


def test_without_answers_nothing_is_measured(shelf: KnowledgeBase, tmp_path: Path) -> None:
    for queries in ([], load_golden(golden(tmp_path, line(1, "school"), line(2, "school", judge("school.md", 1))))):
        with pytest.raises(UsageError, match="nothing can be measured"):
            evaluate(shelf, queries)


def figures(recall: float = 0.9, gap: float = 0.05, refused: float = 0.0) -> Evaluation:
    return Evaluation((Row("all", 9, 0.8, recall, 0.7, 0.6, None, 0.5),), gap, refused, None, 10.0, 20.0)


def test_thresholds_that_are_kept_and_missed() -> None:
    thresholds = {"ndcg": 0.8, "recall": 0.9, "clause_accuracy": 0.5, "fairness_gap": 0.05}
    assert figures().below(thresholds) == []
    assert figures().below({}) == []
    assert figures(recall=0.899).below(thresholds) == ["recall is 0.899, the threshold is 0.900"]
    assert figures(gap=0.1).below(thresholds) == ["fairness_gap is 0.100, the threshold is 0.050"]
    assert len(figures(0.1, 0.9).below(thresholds)) == 2
    assert figures(refused=0.1).below({"refused": 0.05}) == ["refused is 0.100, the threshold is 0.050"]


@pytest.mark.parametrize("name", ["mrr", "name", "queries", "page_accuracy"])
def test_a_threshold_for_what_is_no_figure_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=name):
        figures().below({name: 0.5})


def test_thresholds_lie_beside_the_queries(tmp_path: Path) -> None:
    path = golden(tmp_path, line(1, "school"))
    assert load_thresholds(path) == load_thresholds(tmp_path) == {}
    (tmp_path / "thresholds.toml").write_text("recall = 0.9\nfairness_gap = 1\n", "utf-8")
    assert load_thresholds(path) == load_thresholds(tmp_path) == {"recall": 0.9, "fairness_gap": 1}


@pytest.mark.parametrize("text", ["recall = ", "recall = 'high'", "recall = true", "[recall]\nall = 1"])
def test_broken_thresholds_are_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "thresholds.toml").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"thresholds\.toml"):
        load_thresholds(tmp_path)


def test_splits_are_kept_apart(tmp_path: Path) -> None:
    path = golden(tmp_path, line(1, "a", split="tune"), line(2, "b"), "", line(3, "c"))
    assert [[query.id for query in load_golden(path, split)] for split in ("tune", "test", None)] == [
        ["q1"],
        ["q2", "q3"],
        ["q1", "q2", "q3"],
    ]


def test_a_folder_of_files(tmp_path: Path) -> None:
    golden(tmp_path, line(2, "b"), name="b.jsonl")
    golden(tmp_path, line(1, "a", judge("a.md", page=3, clause="7.2")), name="a.jsonl")
    one, two = load_golden(tmp_path)
    assert (one.id, two.id) == ("q1", "q2")
    assert one.judgements == (Judgement("notes/a.md", "x", 3, "7.2", 2),)


@pytest.mark.parametrize(
    "broken",
    [
        "{",
        "[]",
        "7",
        line(2, "a", split="train"),
        json.dumps({"id": "q2"}),
        line(2, "a", {"document": "notes/a.md", "grade": 2}),
        line(2, "a", {"document": "notes/a.md", "quote": "x", "grade": "high"}),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, broken: str) -> None:
    with pytest.raises(UsageError, match=r"golden\.jsonl, line 2: "):
        load_golden(golden(tmp_path, line(1, "a"), broken))


def test_separators_inside_a_query_do_not_end_a_line(tmp_path: Path) -> None:
    (query,) = load_golden(golden(tmp_path, line(1, "a\u2028b")))
    assert query.query == "a\u2028b"


def test_two_queries_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="q1"):
        load_golden(golden(tmp_path, line(1, "a"), line(1, "b")))


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    (tmp_path / "golden.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match=r"golden\.jsonl cannot be read"):
        load_golden(tmp_path)


@pytest.mark.parametrize("where", ["nowhere.jsonl", "."])
def test_no_queries_at_all(tmp_path: Path, where: str) -> None:
    with pytest.raises(UsageError, match="no golden queries"):
        load_golden(tmp_path / where)
