"""Feedback becomes golden queries that `kb eval` reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shelf import document_id
from test_cli import kb

from ingest.pipeline import ingest
from kb.base import KnowledgeBase
from kb.errors import InvalidField, NotFound, UsageError
from kb.evaluate import evaluate
from kb.feedback import write_golden
from kb.golden import GoldenQuery, Judgement, load_golden
from kb.store.feedback import Verdict

RIGHT, WRONG = Verdict.RIGHT, Verdict.WRONG
UK, EN = "Хто вирішує спори інвестора?", "Who moved to higher ground?"
LAW, MOVED = document_id("investment-agreement-uk.docx"), document_id("moving-to-higher-ground-en.txt")
WATER = document_id("water-and-homes-ja.pdf")


@pytest.fixture
def judged(feedback_shelf: KnowledgeBase) -> KnowledgeBase:
    feedback_shelf.judge(UK, f"{LAW}:0", RIGHT, 1)
    feedback_shelf.judge(f" {UK}\n", f"{LAW}:0", RIGHT, 4)
    feedback_shelf.judge(UK, f"{WATER}:0", WRONG, 2)
    feedback_shelf.judge(UK, f"{WATER}:1", RIGHT)
    feedback_shelf.judge(EN, f"{MOVED}:0", WRONG)
    return feedback_shelf


def test_golden_queries_are_read_back_and_measured(judged: KnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "feedback.jsonl"
    done = kb(judged, "feedback", "--golden", str(file), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"file": str(file), "queries": 2, "judgements": 2, "left_out": []}
    english, ukrainian = load_golden(file)
    assert (english.query, english.language, english.kind, english.judgements) == (EN, "en", "feedback", ())
    assert (ukrainian.query, ukrainian.language, ukrainian.split) == (UK, "uk", "tune")
    law, water = ukrainian.judgements
    assert (law.document, law.page, law.clause, law.grade) == (
        "agreements/investment-agreement-uk.docx",
        None,
        "18.1",
        2,
    )
    assert (water.document, water.page) == ("reconstruction-agency/water-and-homes-ja.pdf", 4)
    notes = [json.loads(line)["note"] for line in file.read_text("utf-8").splitlines()]
    assert "a person has to look" in notes[0]
    assert notes[1] == "Feedback: 2 right, 1 wrong; to be reviewed."
    result = evaluate(judged, [english, ukrainian])
    assert result.rows[0].queries == 1
    assert result.refused_unanswerable is None
    measured = kb(judged, "eval", str(file), "--json")
    assert measured.returncode == 0, measured.stderr
    again = kb(judged, "feedback", "--golden", str(file))
    assert again.returncode == 2
    assert "may have been reviewed" in again.stderr


def test_the_list_goes_by_query(judged: KnowledgeBase) -> None:
    english, ukrainian = json.loads(kb(judged, "feedback", "--json").stdout)["queries"]
    assert [it["verdict"] for it in ukrainian["verdicts"]] == ["right", "wrong", "right"]
    assert [(it["document"], it["rank"]) for it in english["verdicts"]] == [
        ("reconstruction-agency/moving-to-higher-ground-en.txt", None)
    ]
    shown = kb(judged, "feedback").stdout
    assert UK in shown and "+ right" in shown and "clause 18.1" in shown


def test_without_feedback_the_list_says_where_it_comes_from(library: KnowledgeBase, tmp_path: Path) -> None:
    assert "No feedback yet" in kb(library, "feedback").stdout
    write_golden(library, tmp_path / "none.jsonl")
    assert load_golden(tmp_path / "none.jsonl") == []


def test_verdicts_follow_a_document_to_its_newer_version(library: KnowledgeBase, tmp_path: Path) -> None:
    file, out = tmp_path / "pumps.md", tmp_path / "golden"
    out.mkdir()
    file.write_text("# Pumps\n\nThree pumps went to Mykolaiv in January.\n", "utf-8")
    ingest(library, [file], "notes")
    passage = library.passages(library.documents()[0].id)[0]
    library.judge("how many pumps?", passage.id, RIGHT)
    file.write_text("# Pumps\n\nA new preface.\n\nThree pumps went to Mykolaiv in January.\n", "utf-8")
    ingest(library, [file], "notes")
    write_golden(library, out / "a.jsonl")
    (query,) = load_golden(out / "a.jsonl")
    assert query.judgements == (Judgement("notes/pumps.md", "Three pumps went to Mykolaiv in January.", None, None, 2),)
    file.write_text("# Pumps\n\nNothing is known of them.\n", "utf-8")
    ingest(library, [file], "notes")
    exported = write_golden(library, out / "b.jsonl")
    assert (exported.judgements, [it.query for it in exported.left_out]) == (0, ["how many pumps?"])
    assert isinstance(load_golden(out / "b.jsonl")[0], GoldenQuery)


def test_what_cannot_be_judged_is_refused(feedback_shelf: KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        feedback_shelf.judge(UK, f"{LAW}:99", RIGHT)
    for query in (" ", "x" * 1001):
        with pytest.raises(InvalidField) as refused:
            feedback_shelf.judge(query, f"{LAW}:0", RIGHT)
        assert refused.value.field == "query"
    (tmp_path / "there.jsonl").write_text("reviewed", "utf-8")
    with pytest.raises(UsageError):
        write_golden(feedback_shelf, tmp_path / "there.jsonl")
    assert (tmp_path / "there.jsonl").read_text("utf-8") == "reviewed"
