"""Every heading of a printed document is read as one, the list of sources' included, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

from document import MARKDOWN, Document, blocks, read_document
from labels import LABELS
from scanned import tesseract

from ingest.ocr import Tesseract, with_ocr
from ingest.readers import read
from kb.model import BlockKind

__all__ = ["tesseract"]
CORPORA = Path(__file__).parents[2] / "corpora"


def printed(*, scanned: bool) -> list[Document]:
    documents = [read_document(path) for path in sorted((CORPORA / "_sources").glob("*/*.md"))]
    return [it for it in documents if it.format == "pdf" and (it.layout == "scan") == scanned]


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def headings_of(document: Document) -> list[str]:
    own = [text for kind, _, text in blocks(MARKDOWN.parse(document.body)) if kind == "heading"]
    return [squeezed(text) for text in [*own, *([LABELS[document.language]["sources"]] if document.sources else [])]]


def test_headings_of_text_layers() -> None:
    wrong = {}
    for document in printed(scanned=False):
        path = CORPORA / document.collection / document.file
        found = [it.text for it in read(path.read_bytes(), path.name).blocks if it.kind is BlockKind.HEADING]
        if [squeezed(text) for text in found] != headings_of(document):
            wrong[document.id] = {squeezed(text) for text in found} ^ set(headings_of(document))
    assert len(printed(scanned=False)) >= 30
    assert wrong == {}


def test_headings_of_scans(tesseract: Tesseract) -> None:
    """Those in the size of the text are told by their bold print; one of all has a letter that is misread."""
    documents = printed(scanned=True)
    lost, added = set(), set()
    for document in documents:
        path = CORPORA / document.collection / document.file
        data = path.read_bytes()
        reading = with_ocr(read(data, path.name), data, path.name, tesseract, seconds=60)
        found = {squeezed(it.text) for it in reading.blocks if it.kind is BlockKind.HEADING}
        lost |= set(headings_of(document)) - found
        added |= found - set(headings_of(document))
    assert len(documents) >= 3
    assert len(lost) <= 1 and len(added) <= 1, (lost, added)
