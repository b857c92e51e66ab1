"""Check the golden judgements against the documents, and note on which PDF page each quoted answer stands.

    python corpora/judgements.py            # write the pages into corpora/golden/*.jsonl
    python corpora/judgements.py --check    # exit 1, naming each judgement that does not hold

Pages come from pypdf, not from the reader that is measured with them. Needs: pypdf, python-docx.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from docx import Document
from pypdf import PdfReader

ROOT = Path(__file__).parent
GOLDEN = ROOT / "golden"


def main() -> int:
    """Exit code 0 when every judgement holds."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail on the first kind of difference")
    check = parser.parse_args().check
    faults = [fault for path in sorted(GOLDEN.glob("*.jsonl")) for fault in settle(path, write=not check)]
    for fault in faults:
        print(fault, file=sys.stderr)
    return bool(faults)


def settle(path: Path, *, write: bool) -> Iterator[str]:
    """Find every quote of a file; yields a sentence for each judgement that does not hold."""
    queries = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    for query in queries:
        for judgement in query["judgements"]:
            try:
                page = page_of(judgement)
            except ValueError as error:
                yield f"{path.name}, {query['id']}: {error}"
                continue
            if not write and judgement.get("page") != page:
                yield f"{path.name}, {query['id']}: {judgement['document']} has the quote on page {page}"
            judgement["page"] = page
    if write:
        path.write_text("".join(json.dumps(query, ensure_ascii=False) + "\n" for query in queries), "utf-8")


def page_of(judgement: dict[str, Any]) -> int | None:
    """The 1-based page of the quote, None in formats without pages; raises `ValueError` if it is not there once."""
    document, quote = ROOT / judgement["document"], squeezed(judgement["quote"])
    if not document.is_file():
        raise ValueError(f"{judgement['document']} does not exist")
    pages = [number for number, text in enumerate(texts(document), 1) if quote in text]
    if len(pages) != 1:
        found = f"on pages {pages}" if pages else "nowhere"
        raise ValueError(f"“{judgement['quote']}” stands {found} in {judgement['document']}; quote it from one page")
    return pages[0] if document.suffix == ".pdf" else None


@lru_cache
def texts(document: Path) -> tuple[str, ...]:
    """The squeezed text of each page, or of the whole where there are no pages."""
    if document.suffix == ".pdf":
        return tuple(squeezed(page.extract_text()) for page in PdfReader(document).pages)
    if document.suffix == ".docx":
        word = Document(str(document))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        return (squeezed("\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])),)
    return (squeezed(document.read_text("utf-8")),)


def squeezed(text: str) -> str:
    """Without white space, which line breaks and formats change."""
    return "".join(unicodedata.normalize("NFKC", text).split())


if __name__ == "__main__":
    sys.exit(main())
