"""Files in, answers out: versions, repeats, bad files and a kill in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfWriter

from ingest.pipeline import Event, ingest
from kb.base import KnowledgeBase
from kb.errors import HomeLocked, UsageError
from kb.model import Filter

ROOT = Path(__file__).parents[2]
PUMPS = "# Насоси для Миколаєва\n\nЯпонія передала місту Миколаїв насоси для відновлення водопостачання.\n"
SCHOOL = "# School in Ishinomaki\n\nThe school in Ishinomaki reopened on higher ground after the tsunami.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "pumps.md").write_text(PUMPS, "utf-8")
    (folder / "school.md").write_text(SCHOOL, "utf-8")
    return folder


def counts(library: KnowledgeBase, *paths: Path) -> tuple[int, int, int, int]:
    report = ingest(library, paths)
    return report.added, report.updated, report.unchanged, len(report.failed)


def first_title(library: KnowledgeBase, query: str) -> str:
    return library.search(query, 1).hits[0].title


def test_what_goes_in_answers_and_goes_in_once(library: KnowledgeBase, folder: Path) -> None:
    assert counts(library, folder) == (2, 0, 0, 0)
    assert counts(library, folder) == (0, 0, 2, 0)
    assert {summary.collection for summary in library.documents()} == {"news"}
    assert first_title(library, "津波のあとの学校再開") == "School in Ishinomaki"
    assert first_title(library, "water supply pumps") == "Насоси для Миколаєва"


def test_a_changed_file_is_a_new_version_and_the_old_one_is_silent(library: KnowledgeBase, folder: Path) -> None:
    ingest(library, [folder])
    (folder / "pumps.md").write_text("# Генератори\n\nХаків отримав генератори.\n", "utf-8")
    assert counts(library, folder) == (0, 1, 1, 0)
    titles = {hit.title for hit in library.search("насоси водопостачання Миколаїв", 10).hits}
    assert titles == {"Генератори", "School in Ishinomaki"}
    (folder / "pumps.md").write_text(PUMPS, "utf-8")
    assert counts(library, folder) == (0, 1, 1, 0)
    assert first_title(library, "насоси") == "Насоси для Миколаєва"


def test_the_same_bytes_under_two_names_are_one_document(library: KnowledgeBase, folder: Path) -> None:
    (folder / "copy.md").write_text(PUMPS, "utf-8")
    assert counts(library, folder) == (2, 0, 1, 0)


def test_bad_files_are_named_and_the_rest_goes_in(library: KnowledgeBase, folder: Path) -> None:
    pdf = (ROOT / "corpora/press-releases/tokyo-recovery-conference-2024-en.pdf").read_bytes()
    (folder / "truncated.pdf").write_bytes(pdf[: len(pdf) // 3])
    (folder / "empty.txt").write_bytes(b"")
    with zipfile.ZipFile(folder / "archive.pdf", "w") as archive:
        archive.writestr("a.txt", "not a PDF")
    PdfWriter().write(folder / "no-pages.pdf")
    locked = PdfWriter(clone_from=ROOT / "corpora/press-releases/tokyo-recovery-conference-2024-en.pdf")
    locked.encrypt("secret")
    locked.write(folder / "locked.pdf")
    report = ingest(library, [folder])
    assert report.added == 2
    reasons = {Path(failed.path).name: failed.reason for failed in report.failed}
    assert set(reasons) == {"truncated.pdf", "empty.txt", "archive.pdf", "no-pages.pdf", "locked.pdf"}
    for name, word in {
        "empty.txt": "is empty", "archive.pdf": "ZIP", "no-pages.pdf": "has no pages", "locked.pdf": "password",
    }.items():  # fmt: skip
        assert word in reasons[name]
    assert {Path(failure.path).name for failure in library.status().failures} == set(reasons)
    (folder / "empty.txt").write_text("Now there are words in it, about debris in Borodianka.", "utf-8")
    ingest(library, [folder / "empty.txt"])
    assert "empty.txt" not in {Path(failure.path).name for failure in library.status().failures}


def test_progress_counts_every_file(library: KnowledgeBase, folder: Path) -> None:
    events: list[Event] = []
    (folder / "empty.txt").write_bytes(b"")
    ingest(library, [folder], progress=events.append)
    assert (events[-1].done, events[-1].total) == (3, 3)
    assert [event.done for event in events] == sorted(event.done for event in events)


def test_wrong_use_is_explained(library: KnowledgeBase, folder: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        ingest(library, [folder / "nowhere"])
    (folder / "index.jsonl").write_text('{"title": "no file"}\n', "utf-8")
    with pytest.raises(UsageError, match=r"index\.jsonl, line 1"):
        ingest(library, [folder])
    (folder / "index.jsonl").unlink()
    with library.writing(), pytest.raises(HomeLocked, match="is writing"):
        ingest(library, [folder])


def test_a_catalogue_gives_title_date_and_address(library: KnowledgeBase, folder: Path) -> None:
    entry = '{"file": "pumps.md", "title": "Насоси", "issued": "2023-04-11", "url": "https://example.org/pumps"}\n'
    (folder / "index.jsonl").write_text(entry, "utf-8")
    ingest(library, [folder / "pumps.md"])
    hit = library.search("насоси", 1).hits[0]
    assert (hit.title, str(hit.date), hit.source_url) == ("Насоси", "2023-04-11", "https://example.org/pumps")


def test_a_kill_in_the_middle_loses_nothing_and_doubles_nothing(library: KnowledgeBase, tmp_path: Path) -> None:
    """kill -9 at several moments of an ingest of many files; what was committed answers, and the rest goes in later."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        lines = "\n\n".join(
            f"Block {number}.{part}: the {number} debris depot held {part} t of rubble." for part in range(40)
        )
        (folder / f"{number:03}.md").write_text(f"# Depot {number}\n\n{lines}\n", "utf-8")
    home = tmp_path / "killed"
    environment = {**os.environ, "KB_HOME": str(home), "KB_CACHE": str(library.settings.cache), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "kb.cli", "ingest", str(folder), "--json"]
    for documents in (1, 25):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait_for_documents(home, documents, process)
        process.send_signal(signal.SIGKILL)
        process.wait()
    survivor = KnowledgeBase.open(library.settings.model_copy(update={"home": home}))
    before = survivor.status().documents
    assert 25 <= before < 60
    assert len(survivor.search("rubble in a depot", 50).hits) == 50
    report = ingest(survivor, [folder])
    assert (report.added, report.unchanged, report.failed) == (60 - before, before, [])
    assert survivor.status().documents == 60
    assert len({document.title for document in survivor.documents()}) == 60
    survivor.rebuild()
    page = survivor.search("Depot 37 rubble", 5)
    assert page.hits[0].title == "Depot 37"
    survivor.close()


def _wait_for_documents(home: Path, least: int, process: subprocess.Popen[bytes]) -> None:
    import sqlite3  # noqa: PLC0415

    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, "the ingest ended before it could be killed"
        if (home / "store.sqlite3").exists():
            with sqlite3.connect(f"file:{home}/store.sqlite3?mode=ro", uri=True, timeout=5) as connection:
                try:
                    (count,) = connection.execute("SELECT count(*) FROM documents").fetchone()
                except sqlite3.OperationalError:  # the schema is not there yet
                    count = 0
            connection.close()
            if count >= least:
                return
        time.sleep(0.05)
    raise AssertionError(f"{least} documents were not there in time")


def test_filters_go_into_the_search(corpora: KnowledgeBase) -> None:
    for language in ("uk", "en", "ja"):
        hits = corpora.search("debris", 10, Filter(languages=(language,))).hits
        assert {hit.language for hit in hits} == {language}
