"""Jobs outlive the process that took them: names, order, crashes, a busy data folder."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kb.base import KnowledgeBase
from kb.errors import HomeLocked, InvalidField, NotFound
from kb.jobs import JobRunner, JobState, distinct_names, safe_name

NOON = datetime(2026, 3, 11, 12, tzinfo=UTC)


class Recorder:
    """Notes the files of each job in order, and tells when `expected` jobs have come."""

    def __init__(self, expected: int, faults: list[Exception] | None = None) -> None:
        self.seen: list[list[str]] = []
        self.faults = faults or []
        self.expected = expected
        self.all_came = threading.Event()

    def __call__(self, paths: list[Path], collection: str, tell: Callable[[int, int], None]) -> dict[str, Any]:
        if self.faults:
            raise self.faults.pop(0)
        self.seen.append([path.read_text() for path in paths])
        if len(self.seen) == self.expected:
            self.all_came.set()
        return {"added": len(paths), "updated": 0, "unchanged": 0, "failed": [], "passages": 1, "seconds": 0.0}


def runner_of(library: KnowledgeBase, ingest: Recorder) -> JobRunner:
    return JobRunner(library.jobs, library.settings.home / "uploads", ingest, lambda: NOON, retry_seconds=0.01)


def work(runner: JobRunner, recorder: Recorder) -> None:
    runner.start()
    assert recorder.all_came.wait(20)
    runner.stop()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\звіт.docx", "звіт.docx"),
        ("a\x00b\n\u202ec.txt", "abc.txt"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("  .  ", "unnamed"),
        (".htaccess", "htaccess"),
        ("報告<1>:*.pdf", "報告1.pdf"),
        ("й".encode().decode() + ".md", "й.md"),
    ],
)
def test_safe_names(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


def test_long_names_keep_their_suffix_and_fit_a_file_system() -> None:
    name = safe_name("漢" * 300 + ".pdf")
    assert name.endswith("漢.pdf")
    assert len(name.encode()) <= 200


def test_equal_names_get_numbers_whatever_their_case() -> None:
    assert distinct_names(["a.pdf", "A.pdf", "a.pdf", "a-2.pdf"]) == ["a.pdf", "A-2.pdf", "a-3.pdf", "a-2-2.pdf"]


def test_what_a_dead_process_left_is_taken_up_in_order(library: KnowledgeBase) -> None:
    first_life = runner_of(library, Recorder(0))
    running = first_life.submit("x", [("a.txt", io.BytesIO(b"first"))])
    library.jobs.claim(NOON)
    waiting = first_life.submit("x", [("b.txt", io.BytesIO(b"second"))])
    recorder = Recorder(2)
    work(runner_of(library, recorder), recorder)
    assert sorted(recorder.seen) == [["first"], ["second"]]
    assert {library.jobs.get(job.id).state for job in (running, waiting)} == {JobState.DONE}
    assert list((library.settings.home / "uploads").iterdir()) == []


def test_a_job_that_breaks_while_the_server_stops_is_not_lost(library: KnowledgeBase) -> None:
    begun, stopping = threading.Event(), threading.Event()

    def interrupted(paths: list[Path], collection: str, tell: Callable[[int, int], None]) -> dict[str, Any]:
        begun.set()
        assert stopping.wait(20)
        raise OSError("the store is closed")

    runner = JobRunner(library.jobs, library.settings.home / "uploads", interrupted, lambda: NOON)
    job = runner.submit("x", [("a.txt", io.BytesIO(b"again"))])
    runner.start()
    assert begun.wait(20)
    runner.stop(timeout=0.01)
    stopping.set()
    runner.stop()
    assert library.jobs.get(job.id).state is JobState.RUNNING
    recorder = Recorder(1)
    work(runner_of(library, recorder), recorder)
    assert recorder.seen == [["again"]]


def test_uploads_that_no_job_waits_for_are_removed(library: KnowledgeBase) -> None:
    orphan = library.settings.home / "uploads" / "0123456789abcdef"
    orphan.mkdir(parents=True)
    (orphan / "a.txt").write_text("half an upload")
    recorder = Recorder(1)
    runner = runner_of(library, recorder)
    runner.submit("x", [("b.txt", io.BytesIO(b"whole"))])
    work(runner, recorder)
    assert not orphan.exists()
    assert recorder.seen == [["whole"]]


def test_a_job_waits_while_another_process_writes(library: KnowledgeBase) -> None:
    recorder = Recorder(1, [HomeLocked("busy"), HomeLocked("busy")])
    runner = runner_of(library, recorder)
    job = runner.submit("x", [("a.txt", io.BytesIO(b"patient"))])
    work(runner, recorder)
    assert recorder.seen == [["patient"]]
    assert library.jobs.get(job.id).state is JobState.DONE


def test_nothing_is_kept_of_a_refused_upload(library: KnowledgeBase) -> None:
    runner = runner_of(library, Recorder(0))
    with pytest.raises(InvalidField, match="no file"):
        runner.submit("x", [])
    with pytest.raises(InvalidField, match="cannot name a collection"):
        runner.submit("X", [("a.txt", io.BytesIO(b""))])
    assert list(library.jobs.list()) == []
    assert not (library.settings.home / "uploads").exists()


def test_unknown_job(library: KnowledgeBase) -> None:
    with pytest.raises(NotFound):
        library.jobs.get("none")
