"""The command line, run as people and scripts run it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from kb.base import KnowledgeBase

ROOT = Path(__file__).parents[1]


def kb(
    settings_of: KnowledgeBase, *arguments: str, home: Path | None = None, **extra: str
) -> subprocess.CompletedProcess[str]:
    settings = settings_of.settings
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KB_")}
    environment |= {"KB_HOME": str(home or settings.home), "KB_CACHE": str(settings.cache), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "kb.cli", *arguments],
        env=environment | extra,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def test_ingest_reports_in_json_and_by_exit_code(library: KnowledgeBase, tmp_path: Path) -> None:
    home, folder = tmp_path / "fresh", tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("# Насоси\n\nНасоси для Миколаєва передали в січні.\n", "utf-8")
    done = kb(library, "ingest", str(folder), "--json", home=home)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert list(report) == ["added", "updated", "unchanged", "failed", "passages", "needs_ocr", "seconds"]
    assert (report["added"], report["failed"]) == (1, [])
    (folder / "b.pdf").write_bytes(b"PK\x03\x04 no PDF")
    done = kb(library, "ingest", str(folder), "--json", home=home)
    report = json.loads(done.stdout)
    assert (done.returncode, report["unchanged"]) == (1, 1)
    assert list(report["failed"][0]) == ["path", "reason"]
    assert report["failed"][0]["path"].endswith("b.pdf")
    listed = kb(library, "ingest", str(folder), home=home)
    assert "b.pdf" in listed.stdout
    assert "1 failed" in listed.stdout
    status = json.loads(kb(library, "status", "--json", home=home).stdout)
    assert (status["documents"], len(status["failures"])) == (1, 1)


def test_search_prints_the_answer_of_the_api(corpora: KnowledgeBase) -> None:
    done = kb(corpora, "search", "がれきの再利用", "-k", "3", "--language", "uk", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert list(answer) == [
        "query", "corrected", "language", "took_ms", "total", "confidence", "hits", "facets",
    ]  # fmt: skip
    assert len(answer["hits"]) == 3
    assert {hit["language"] for hit in answer["hits"]} == {"uk"}
    assert list(answer["hits"][0]["citation"]) == ["page", "page_end", "clause", "heading", "start", "end", "label"]
    shown = kb(corpora, "search", "がれきの再利用", "-k", "3", "--from", "2024", "--to", "2026-12")
    assert answer["hits"][0]["passage_id"].split(":")[0] in shown.stdout


def test_describe_shows_facts_and_takes_corrections(library: KnowledgeBase, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("# Насоси\n\nНасоси за 8,8 млрд єн передали в Бородянці.\n", "utf-8")
    assert kb(library, "ingest", str(folder)).returncode == 0
    (document,) = library.documents()
    corrections = (
        "--title",
        "Помпи",
        "--add",
        "place=Ірпінь",
        "--words",
        "Насоси",
        "--remove",
        "place=UA-32-borodianka",
    )
    assert kb(library, "describe", document.id, *corrections).returncode == 0
    shown = json.loads(kb(library, "describe", document.id, "--json").stdout)
    assert (shown["title"], [one["change"] for one in shown["corrections"]]) == ("Помпи", ["title", "add", "remove"])
    facts = {(fact["kind"], fact["value"]): fact for fact in shown["facts"]}
    assert facts["amount", "8800000000 JPY"]["words"] == "8,8 млрд єн"
    assert facts["place", "UA-32-irpin"]["by_hand"] and ("place", "UA-32-borodianka") not in facts
    undone = kb(library, "describe", document.id, "--undo", str(shown["corrections"][2]["number"]))
    assert "Бородянці" in undone.stdout and "correction 1" in undone.stdout
    found = json.loads(kb(library, "search", "насоси", "--place", "Irpin", "--json").stdout)
    assert [hit["title"] for hit in found["hits"]][:1] == ["Помпи"]
    nothing = json.loads(kb(library, "search", "насоси", "--sector", "health", "--json").stdout)
    assert nothing["hits"] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["search", " "], "query is empty"),
        (["search", "мости", "-k", "0"], "1 to 100"),
        (["search", "мости", "--type", "novel"], "types are"),
        (["search", "мости", "--collection", "nowhere"], "there is no collection"),
        (["search", "мости", "--from", "yesterday"], "not a date"),
        (["search", "мости", "--from", "2025", "--to", "2011"], "range"),
        (["delete", "0000000000000000"], "there is no document"),
        (["describe", "0000000000000000"], "there is no document"),
        (["describe", "0000000000000000", "--add", "colour=red"], "no kind of fact"),
        (["describe", "0000000000000000", "--add", "amount=much"], "no amount"),
        (["search", "мости", "--place", "Atlantis"], "no place is known"),
        (["search", "мости", "--sector", "magic"], "the sectors are"),
        (["ingest", "/nowhere/at/all"], "does not exist"),
        (["ingest", "README.md", "--collection", "no spaces"], "collection"),
        (["eval", "/nowhere"], "no golden queries"),
        (["fly"], "No such command"),
    ],
)
def test_wrong_use_exits_with_2_and_says_why(corpora: KnowledgeBase, arguments: list[str], words: str) -> None:
    done = kb(corpora, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_person_links_and_parts_documents(library: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Насоси\n\nЯпонія передала громаді насоси для води.\n", "utf-8")
    (tmp_path / "b.md").write_text("# Pumps\n\nJapan gave the hromada pumps for water.\n", "utf-8")
    assert kb(library, "ingest", str(tmp_path / "a.md"), str(tmp_path / "b.md")).returncode == 0
    one, other = sorted(it.id for it in library.documents())
    assert "Nothing belongs together" in kb(library, "link", one).stdout
    done = kb(library, "link", one, other)
    assert (done.returncode, done.stdout.startswith("also in"), other in done.stdout) == (0, True, True)
    (link,) = json.loads(kb(library, "link", other, "--json").stdout)["links"]
    assert (link["other_id"], link["kind"], link["origin"]) == (one, "other_language", "person")
    assert "same_text does not fit" in kb(library, "link", one, other, "--kind", "same_text").stderr
    assert kb(library, "unlink", one, other).returncode == 0
    assert library.links(one) == []


def test_an_unknown_setting_and_another_model_are_refused(corpora: KnowledgeBase) -> None:
    done = kb(corpora, "status", KB_HOEM="/tmp")
    assert (done.returncode, "KB_HOEM" in done.stderr) == (2, True)
    done = kb(corpora, "status", KB_MODEL="/no/such/model")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_serve_answers_and_a_taken_port_is_explained(corpora: KnowledgeBase) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = kb(corpora, "serve", "--port", str(port))
        assert done.returncode == 2
        assert "another program uses it" in " ".join(done.stderr.split())
    environment = os.environ | {
        "KB_HOME": str(corpora.settings.home), "KB_CACHE": str(corpora.settings.cache), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    command = [sys.executable, "-m", "kb.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        assert _health(port)["status"] == "ok"
    finally:
        server.terminate()
        server.wait(timeout=30)


def _health(port: int) -> dict[str, str]:
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/health", timeout=5) as answer:
                health: dict[str, str] = json.load(answer)
                return health
        except OSError:
            time.sleep(0.25)
    raise AssertionError("the server did not answer within a minute")
