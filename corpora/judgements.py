"""Check the golden judgements against the documents, and note on which PDF page each quoted answer stands.

    python corpora/judgements.py            # write the pages into corpora/golden/*.jsonl
    python corpora/judgements.py --check    # exit 1, naming each judgement that does not hold

Pages come from pypdf, not from the reader that is measured with them; those of a scan from the text that was printed,
those of vertical Japanese from the places of its characters. Needs: pypdf, pypdfium2, python-docx.
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

import pypdfium2
from docx import Document
from pypdf import PdfReader

ROOT = Path(__file__).parent
GOLDEN = ROOT / "golden"
COLUMN = 9.0
"""Points that part the columns of vertical text at the least."""


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
        printed = ROOT / "_sources" / document.parent.name / f"{document.stem}.txt"
        if printed.is_file():
            return tuple(squeezed(page) for page in printed.read_text("utf-8").split("\f"))
        pages = tuple(squeezed(page.extract_text()) for page in PdfReader(document).pages)
        return tuple(squeezed(page) for page in downwards(document)) if is_vertical(document) else pages
    if document.suffix == ".docx":
        word = Document(str(document))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        return (squeezed("\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])),)
    return (squeezed(document.read_text("utf-8")),)


def is_vertical(document: Path) -> bool:
    source = ROOT / "_sources" / document.parent.name / f"{document.stem}.md"
    return 'layout = "vertical"' in source.read_text("utf-8")


def downwards(document: Path) -> Iterator[str]:
    """The characters of each page column by column, from the right, each column from its top."""
    with pypdfium2.PdfDocument(document) as file:
        for page in file:
            text = page.get_textpage()
            places = [(text.get_charbox(at), text.get_text_range(at, 1)) for at in range(text.count_chars())]
            middle = [((left + right) / 2, top, char) for (left, _, right, top), char in places if char.strip()]
            columns: dict[int, list[tuple[float, str]]] = {}
            for x, top, char in middle:
                columns.setdefault(round(x / COLUMN), []).append((top, char))
            yield "".join(
                char for column in sorted(columns, reverse=True) for _, char in sorted(columns[column], reverse=True)
            )


def squeezed(text: str) -> str:
    """Without white space, which line breaks and formats change."""
    return "".join(unicodedata.normalize("NFKC", text).split())


if __name__ == "__main__":
    sys.exit(main())
