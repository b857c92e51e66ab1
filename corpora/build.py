"""Build the corpora: corpora/_sources/<collection>/<id>.md -> corpora/<collection>/<id>.<format> and index.jsonl.

    python corpora/build.py            build everything (the same sources give the same bytes)
    python corpora/build.py --check    exit 1, naming each file that is missing, stale or made from no source

Needs markdown-it-py, python-docx, pypdfium2 and weasyprint, and the fonts Noto Serif, Noto Sans, Noto Serif CJK and
Noto Sans CJK (Debian: fonts-noto-core fonts-noto-cjk). The bytes of a PDF change with the versions of fonts and of
WeasyPrint, so a PDF counts as up to date when its pages say the same.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pypdfium2
from document import COLLECTIONS, Document, SourceError, read_document
from formats import render

CORPORA = Path(__file__).parent
RELATED = 3


def main() -> int:
    """Build or check; the exit status is 1 when something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, report what is not up to date")
    check = parser.parse_args().check
    try:
        outputs = dict(built_files(CORPORA))
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    if check:
        problems = list(differences(CORPORA, outputs))
        print("\n".join(problems) or f"{len(outputs)} files are up to date")
        return 1 if problems else 0
    for path, content in outputs.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not (path.exists() and same(path, content)):
            path.write_bytes(content)
            print(f"built {path.relative_to(CORPORA)} ({len(content):,} bytes)")
    return 0


def built_files(root: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file that the sources give, with its bytes; raises SourceError."""
    for collection in COLLECTIONS:
        paths = sorted((root / "_sources" / collection).glob("*.md"))
        documents = [read_document(path) for path in paths]
        for document in documents:
            yield root / collection / document.file, render(document, related(document, documents))
        if documents:
            yield root / collection / "index.jsonl", "".join(map(index_line, documents)).encode()


def related(document: Document, documents: list[Document]) -> list[Document]:
    """The other documents in the same language that are nearest in time."""
    others = [other for other in documents if other.language == document.language and other is not document]
    return sorted(others, key=lambda other: (abs(other.date - document.date), other.id))[:RELATED]


def index_line(document: Document) -> str:
    """One line of index.jsonl: what a loader needs to know about a built file."""
    record = {
        "file": document.file,
        "title": document.title,
        "url": document.url,
        "issued": document.date.isoformat(),
        "type": document.type,
        "language": document.language,
        "twin": document.twin,
        "license": document.license,
        "sources": [asdict(source) for source in document.sources],
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


def differences(root: Path, outputs: dict[Path, bytes]) -> Iterator[str]:
    """What separates the built files from the sources, one line each."""
    for path, content in outputs.items():
        if not path.exists():
            yield f"{path}: missing; run python corpora/build.py"
        elif not same(path, content):
            yield f"{path}: differs from its source; run python corpora/build.py"
    for collection in COLLECTIONS:
        for path in sorted((root / collection).glob("*")):
            if path not in outputs:
                yield f"{path}: made from no source; delete it or add its source"


def same(path: Path, content: bytes) -> bool:
    """Whether a built file holds this content; a PDF does when every page has the same text."""
    stored = path.read_bytes()
    return stored == content or (path.suffix == ".pdf" and page_texts(stored) == page_texts(content))


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page without white space."""
    with pypdfium2.PdfDocument(pdf) as file:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in file]


if __name__ == "__main__":
    sys.exit(main())
