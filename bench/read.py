"""How many pages of text PDFs are read a second, beside pypdf alone and PDFium alone.

    python -m bench.read [FILE…]        without files: the text PDFs of corpora/, over and over

Ours is the whole of what comes before embedding: text with boxes, layout, description and passages, in the real
worker processes. The two others extract plain text, nothing else, with as many processes.
"""

from __future__ import annotations

import argparse
import io
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pypdf
import pypdfium2

from ingest.discover import SourceFile
from ingest.prepare import Prepared
from ingest.runner import prepare_all
from kb.config import Settings, load_settings

CORPORA = Path("corpora")
LEAST_PAGES = 1500
FEW_CHARACTERS = 16
PROCESSES = 2


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench.read", description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    named: list[Path] = parser.parse_args(arguments).files
    settings = load_settings(readers=PROCESSES)
    with tempfile.TemporaryDirectory() as folder:
        files = named or repeated([path for path in sorted(CORPORA.glob("*/*.pdf")) if has_text(path)], Path(folder))
        pages = sum(len(pypdfium2.PdfDocument(path.read_bytes())) for path in files)
        print(f"{len(files)} files, {pages:,} pages, {PROCESSES} processes\n")
        print(f"{'text PDFs':40s} {'pages/s':>8s} {'seconds':>8s}")
        for name, seconds in (
            ("ours: read, describe, split", ours(files, settings)),
            ("pypdf, text only", alone(files, by_pypdf)),
            ("PDFium, text only", alone(files, by_pdfium)),
        ):
            print(f"{name:40s} {pages / seconds:8.0f} {seconds:8.1f}")
    return 0


def has_text(path: Path) -> bool:
    """Whether every page has a text layer: a scan would measure OCR."""
    with pypdfium2.PdfDocument(path.read_bytes()) as file:
        return all(page.get_textpage().count_chars() > FEW_CHARACTERS for page in file)


def repeated(files: Sequence[Path], folder: Path) -> list[Path]:
    """The files over and over, until there are enough pages for start-up not to count."""
    counts = {path: len(pypdfium2.PdfDocument(path.read_bytes())) for path in files}
    rounds = LEAST_PAGES // max(1, sum(counts.values())) + 1
    found = []
    for number in range(rounds):
        for path in files:
            found.append(folder / f"{number:03}-{path.name}")
            found[-1].write_bytes(path.read_bytes())
    return found


def ours(files: Sequence[Path], settings: Settings) -> float:
    """Seconds for the real runner, from the moment when its workers are warm."""
    sources = [SourceFile(path, str(path), "bench") for path in files]
    results = prepare_all([*sources[: PROCESSES * 4], *sources], settings)
    warm = [next(results) for _ in range(PROCESSES * 4)]
    started = time.perf_counter()
    found = [*warm, *results]
    seconds = time.perf_counter() - started
    failed = [str(result) for _, result in found if not isinstance(result, Prepared)]
    if failed:
        print(f"{len(failed)} files were not read: {failed[0]}", file=sys.stderr)
    return seconds


def alone(files: Sequence[Path], extract: Callable[[Path], int]) -> float:
    """Seconds for a plain extraction in as many processes, once they are warm."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        list(pool.map(extract, files[: PROCESSES * 4]))
        started = time.perf_counter()
        list(pool.map(extract, files))
        return time.perf_counter() - started


def by_pypdf(path: Path) -> int:
    """The number of characters that pypdf extracts."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return sum(len(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages)


def by_pdfium(path: Path) -> int:
    """The number of characters that PDFium extracts."""
    with pypdfium2.PdfDocument(path.read_bytes()) as file:
        return sum(len(page.get_textpage().get_text_range()) for page in file)


if __name__ == "__main__":
    sys.exit(main())
