"""Files made to hurt end with a reason, within the limits of memory, time and output, and cost no other file."""

from __future__ import annotations

import json
import resource
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from hostile import bomb, hostile_files

from ingest.discover import SourceFile
from ingest.limits import MAX_BLOCKS, MAX_CHARACTERS, MAX_PAGES, check_length
from ingest.prepare import Prepared, prepare
from ingest.runner import prepare_all
from kb.config import Settings
from kb.errors import CorruptDocument, DocumentError, EmptyDocument, OversizedDocument, ReaderDied, TransientError
from kb.model import Block, BlockKind, Page, PageStatus, Reading

MEBIBYTE = 1024 * 1024
CORPORA = Path(__file__).parent.parent.parent / "corpora"
ONE_OF_EACH = {
    "emergency-recovery-grants-uk.pdf",
    "investment-agreement-2015-uk.docx",
    "support-accord-2024-en.html",
    "reconstruction-memorandum-2023-ja.md",
    "recovery-programme-resolution-1159-uk.txt",
}


@pytest.fixture(scope="module")
def patient(settings: Settings) -> Settings:
    return settings.model_copy(update={"readers": 2, "reader_seconds": 60.0})


@pytest.fixture(scope="module")
def results(patient: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Prepared | DocumentError]:
    """Every hostile file, and a good one after them, through the real runner."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, data in hostile_files().items():
        (folder / f"{name}.pdf").write_bytes(data)
    (folder / "zz-good.md").write_text("# Pipes\n\nSpare pipes lie beside every pumping station.\n", "utf-8")
    started = time.monotonic()
    found = {s.path.stem: result for s, result in prepare_all(sources(*sorted(folder.iterdir())), patient)}
    assert time.monotonic() - started < 120
    return found


def sources(*paths: Path) -> list[SourceFile]:
    return [SourceFile(path, str(path), "hostile") for path in paths]


def measured(log: Path, source: SourceFile, settings: Settings) -> Prepared:
    """Prepares for real, and notes in the worker how much memory it has held and may hold."""
    try:
        return prepare(source, settings)
    finally:
        status = Path("/proc/self/status").read_text("ascii")  # `ru_maxrss` would count what the parent held
        used = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:"))
        heavy = [name for name in ("torch", "onnxruntime", "transformers", "scipy", "faiss") if name in sys.modules]
        with log.open("a", encoding="utf-8") as target:
            target.write(json.dumps([used, resource.getrlimit(resource.RLIMIT_AS)[0], heavy]) + "\n")


def without_network(source: SourceFile, settings: Settings) -> Prepared:
    """Prepares for real in a worker in which everything that opens a connection ends the process."""
    sys.addaudithook(_refuse_network)
    return prepare(source, settings)


def _refuse_network(event: str, _arguments: object) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        raise PermissionError(f"{event} in a reader")


def test_each_hostile_file_ends_with_text_or_a_reason(results: dict[str, Prepared | DocumentError]) -> None:
    assert set(hostile_files()) <= set(results)
    for name, result in results.items():
        assert isinstance(result, Prepared) or len(str(result)) > 20, name
    assert isinstance(results["zz-good"], Prepared)


@pytest.mark.parametrize(
    ("name", "fault", "words"),
    [
        ("bomb-white", ReaderDied, "KB_READER_MEMORY"),
        ("bomb-text", ReaderDied, "KB_READER_MEMORY"),
        ("pages-10001", OversizedDocument, "10,001 pages"),
        ("circle-parent", CorruptDocument, "none of the 1 pages"),
        ("circle-reference", EmptyDocument, "blank"),
    ],
)
def test_what_cannot_be_read_says_why(
    results: dict[str, Prepared | DocumentError], name: str, fault: type[DocumentError], words: str
) -> None:
    result = results[name]
    assert isinstance(result, fault)
    assert words in str(result)


@pytest.mark.parametrize(
    "name",
    [
        "nested",
        "huge-page",
        "circle-tree",
        "circle-length",
        "circle-outline",
        "circle-form",
        "circle-table",
        "font-random",
        "font-empty",
        "font-header",
        "font-map",
    ],
)
def test_what_can_be_read_in_spite_of_its_faults_is(results: dict[str, Prepared | DocumentError], name: str) -> None:
    result = results[name]
    assert isinstance(result, Prepared)
    assert "spare pipes beside every pumping station" in result.document.text


def test_a_worker_stays_within_its_memory_without_heavy_libraries(tmp_path: Path, patient: Settings) -> None:
    log = tmp_path / "log"
    files = [path for path in sorted(CORPORA.glob("*/*")) if path.name in ONE_OF_EACH]
    found = [result for _, result in prepare_all(sources(*files), patient, partial(measured, log))]
    assert len(found) == len(ONE_OF_EACH) and all(isinstance(result, Prepared) for result in found)
    for used, limit, heavy in map(json.loads, log.read_text("utf-8").splitlines()):
        assert patient.reader_memory * MEBIBYTE < limit < 3 * patient.reader_memory * MEBIBYTE
        assert used < 0.6 * patient.reader_memory * MEBIBYTE
        assert heavy == []


def test_the_limit_of_memory_can_be_set(tmp_path: Path, patient: Settings) -> None:
    small = patient.model_copy(update={"reader_memory": 512})
    path = tmp_path / "bomb.pdf"
    path.write_bytes(bomb(b"BT /F 1 Tf (a) Tj ET ", 60))
    ((_, result),) = prepare_all(sources(path), small)
    assert isinstance(result, TransientError) and "512 MiB" in str(result)


def test_no_reader_opens_the_network(tmp_path: Path, patient: Settings) -> None:
    linked = tmp_path / "linked.html"
    linked.write_text(
        '<html><head><link rel="stylesheet" href="http://192.0.2.1/a.css"></head><body><article><h1>Pipes</h1>'
        "<p>Spare pipes lie beside every pumping station of the town, as the plan of the prefecture wants it.</p>"
        '<img src="http://192.0.2.1/a.png"></article></body></html>',
        "utf-8",
    )
    files = [*(path for path in sorted(CORPORA.glob("*/*")) if path.name in ONE_OF_EACH), linked]
    found = [result for _, result in prepare_all(sources(*files), patient, without_network)]
    assert [type(result) for result in found] == [Prepared] * len(files)


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading("text", (Block(BlockKind.PARAGRAPH, "слово " * (MAX_CHARACTERS // 6 + 1)),)), "characters"),
        (Reading("text", (Block(BlockKind.PARAGRAPH, "слово"),) * (MAX_BLOCKS + 1)), "paragraphs"),
        (Reading("pdf", (), (Page(1, "1", 1, 1, 1, PageStatus.TEXT),) * (MAX_PAGES + 1)), "pages"),
    ],
)
def test_a_reading_that_is_too_long_is_refused(reading: Reading, words: str) -> None:
    with pytest.raises(OversizedDocument, match=f"{words}, and .* are the most; split it"):
        check_length(reading)
