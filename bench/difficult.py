"""What becomes of difficult files: each is indexed, needs OCR, or fails with a reason; nothing crashes or hangs.

    python -m bench.difficult [FOLDER…]      without a folder: every folder in KB_DIFFICULT_FILES

Every file of a folder goes through the real runner, without OCR: worker processes with their limits of time, memory
and output.
The answer is a table in Markdown a folder.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ingest.discover import SourceFile
from ingest.prepare import Prepared, prepare
from ingest.runner import prepare_all
from kb.config import Settings, load_settings
from kb.errors import DocumentError

SLOWEST = 5
INDEXED, PARTLY, NEEDS_OCR, FAILED = "indexed", "indexed, some pages need OCR", "needs OCR", "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, and how many pages it has if it was indexed."""

    name: str
    state: str
    reason: str = ""
    pages: int = 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.difficult", description="What becomes of difficult files.")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    folders: list[Path] = parser.parse_args(arguments).folders
    settings = load_settings()
    if not folders and settings.difficult_files.is_dir():
        folders = sorted(path for path in settings.difficult_files.iterdir() if path.is_dir())
    if not folders:
        print(f"{settings.difficult_files} holds no folders; name some, or set KB_DIFFICULT_FILES", file=sys.stderr)
        return 2
    for folder in folders:
        print(report(folder, settings), flush=True)
    return 0


def report(folder: Path, settings: Settings) -> str:
    """The table of one folder, as Markdown."""
    sources = [SourceFile(path, str(path), "difficult") for path in sorted(folder.rglob("*")) if path.is_file()]
    with tempfile.TemporaryDirectory() as kept:
        log = Path(kept) / "seconds"
        log.touch()
        started = time.monotonic()
        outcomes = [outcome(source, result) for source, result in prepare_all(sources, settings, partial(timed, log))]
        wall = time.monotonic() - started
        slowest = sorted(_seconds(log), reverse=True)[:SLOWEST]
    states = Counter(found.state for found in outcomes)
    lines = [
        f"## {folder.name}",
        "",
        "| outcome | files |",
        "|---|---|",
        *(f"| {state} | {states[state]} |" for state in (INDEXED, PARTLY, NEEDS_OCR)),
        *(f"| failed: {reason} | {count} |" for reason, count in _reasons(outcomes)),
        f"| **all** | **{len(outcomes)}** |",
        "",
        f"{sum(found.pages for found in outcomes):,} pages of indexed files in {wall:.0f} s; most memory of a worker "
        f"{_peak_mebibytes():,.0f} MiB (limit {settings.reader_memory:,} MiB for the file); slowest: "
        + ", ".join(f"{name} {seconds:.1f} s" for seconds, name in slowest)
        + ".",
        "",
    ]
    return "\n".join(lines)


def timed(log: Path, source: SourceFile, settings: Settings) -> Prepared:
    """Prepare a file and note how long it took, in the worker."""
    started = time.monotonic()
    try:
        return prepare(source, settings)
    finally:
        with log.open("a", encoding="utf-8") as target:
            target.write(f"{time.monotonic() - started:.3f}\t{source.path.name}\n")


def outcome(source: SourceFile, result: Prepared | DocumentError) -> Outcome:
    """Sort a result into what the table counts."""
    name = source.path.name
    if isinstance(result, DocumentError):
        return Outcome(name, FAILED, f"{type(result).__name__}: {_general(str(result), name)}")
    if not result.passages:
        return Outcome(name, NEEDS_OCR)
    return Outcome(name, PARTLY if result.waiting else INDEXED, pages=len(result.document.reading.pages))


def _general(message: str, name: str) -> str:
    """A message without what belongs to one file alone."""
    return re.sub(r"\d[\d,.-]*", "N", message.replace(name, "FILE")).split(";")[0]


def _reasons(outcomes: Iterable[Outcome]) -> list[tuple[str, int]]:
    return Counter(found.reason for found in outcomes if found.state == FAILED).most_common()


def _seconds(log: Path) -> list[tuple[float, str]]:
    rows = (line.split("\t") for line in log.read_text("utf-8").splitlines())
    return [(float(seconds), name) for seconds, name in rows]


def _peak_mebibytes() -> float:
    """The most memory that any worker that has ended has held."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
