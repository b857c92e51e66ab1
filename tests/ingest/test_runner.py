"""A file that hangs or kills its reader costs nothing but itself."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.discover import SourceFile
from ingest.prepare import Prepared, prepare
from ingest.runner import AHEAD_PER_WORKER, prepare_all
from kb.config import Settings
from kb.errors import CorruptDocument, DocumentError, PermanentError, ReaderDied, ReaderTimeout, TransientError

WORKERS = 2


class OddFault(Exception):
    """An error that cannot be sent back: it does not survive pickling."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


def stand_in(source: SourceFile, settings: Settings) -> Prepared:
    """Reads for real, unless the file's name asks for a fault."""
    match source.path.stem.split("-")[0]:
        case "hang":
            time.sleep(600)
        case "exit":
            os._exit(7)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "memory":
            raise MemoryError
        case "bug":
            raise ZeroDivisionError("division by zero")
        case "odd":
            raise OddFault("a", "b")
        case "corrupt":
            raise CorruptDocument("the file is damaged; ask for another copy")
    return prepare(source, settings)


@pytest.fixture(autouse=True)
def faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.runner.prepare", stand_in)


@pytest.fixture
def quick(settings: Settings) -> Settings:
    return settings.model_copy(update={"readers": WORKERS, "reader_seconds": 60.0})


def files(folder: Path, *names: str) -> list[SourceFile]:
    for name in names:
        (folder / f"{name}.md").write_text(f"# {name}\n\nWater came back to {name} in a week.\n", "utf-8")
    return [SourceFile(folder / f"{name}.md", f"{folder / name}.md", "notes") for name in names]


def outcomes(sources: list[SourceFile], settings: Settings) -> dict[str, str]:
    found: dict[str, str] = {}
    for source, result in prepare_all(sources, settings):
        found[source.path.stem] = str(result) if isinstance(result, DocumentError) else result.document.title
    return found


def test_files_come_back_in_the_order_given(tmp_path: Path, quick: Settings) -> None:
    names = [f"note-{number:02}" for number in range(WORKERS * AHEAD_PER_WORKER + 5)]
    sources = files(tmp_path, *names)
    results = list(prepare_all(sources, quick))
    assert [source for source, _ in results] == sources
    assert [result.document.title for _, result in results if isinstance(result, Prepared)] == names


def test_a_reader_that_hangs_is_stopped(tmp_path: Path, quick: Settings) -> None:
    sources = files(tmp_path, "hang", "good")
    patient = quick.model_copy(update={"reader_seconds": 8.0})
    started = time.monotonic()
    (_, hung), (_, good) = prepare_all(sources, patient)
    assert time.monotonic() - started < 60
    assert isinstance(hung, ReaderTimeout)
    assert "longer than 8 s" in str(hung) and "KB_READER_SECONDS" in str(hung)
    assert isinstance(good, Prepared)


def test_a_reader_that_dies_costs_only_its_file(tmp_path: Path, quick: Settings) -> None:
    names = ["one", "exit", "two", "kill", "three", "kill-again", "four"]
    sources = files(tmp_path, *names)
    results = {source.path.stem: result for source, result in prepare_all(sources, quick)}
    assert list(results) == names
    assert [name for name, result in results.items() if isinstance(result, ReaderDied)] == [
        "exit",
        "kill",
        "kill-again",
    ]
    assert all(isinstance(results[name], Prepared) for name in ("one", "two", "three", "four"))
    assert "exit code 7" in str(results["exit"])


def test_every_fault_has_its_sentence(tmp_path: Path, quick: Settings) -> None:
    names = ("memory", "bug", "odd", "corrupt", "good")
    results = {source.path.stem: result for source, result in prepare_all(files(tmp_path, *names), quick)}
    assert list(results) == list(names)
    for name in ("memory", "bug", "odd"):
        assert isinstance(results[name], TransientError), name
    assert "memory" in str(results["memory"])
    assert "ZeroDivisionError: division by zero" in str(results["bug"])
    assert "OddFault: ab" in str(results["odd"])
    assert isinstance(results["corrupt"], PermanentError)
    assert "damaged" in str(results["corrupt"])
    assert isinstance(results["good"], Prepared)


def test_a_file_that_is_gone_or_empty_is_named(tmp_path: Path, quick: Settings) -> None:
    gone, empty = files(tmp_path, "gone", "empty")
    gone.path.unlink()
    empty.path.write_bytes(b"")
    found = outcomes([gone, empty], quick)
    assert "cannot be opened" in found["gone"]
    assert "empty" in found["empty"]


def test_only_a_few_files_are_read_ahead(tmp_path: Path, quick: Settings) -> None:
    asked: list[str] = []
    sources = files(tmp_path, *(f"note-{number:02}" for number in range(30)))

    def one_by_one() -> Iterator[SourceFile]:
        for source in sources:
            asked.append(source.path.stem)
            yield source

    results = prepare_all(one_by_one(), quick)
    next(results)
    assert len(asked) <= WORKERS * AHEAD_PER_WORKER
    results.close()  # type: ignore[attr-defined]
    assert len(asked) <= WORKERS * AHEAD_PER_WORKER


def test_no_files_no_results(quick: Settings) -> None:
    assert list(prepare_all([], quick)) == []
