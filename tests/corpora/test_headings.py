"""Every heading of a printed document is read as one, the list of sources' included, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

from document import MARKDOWN, Document, blocks, read_document
from labels import LABELS

from ingest.readers import read
from kb.model import BlockKind

CORPORA = Path(__file__).parents[2] / "corpora"


def printed() -> list[Document]:
    """Those with a text layer; how a scan is read is measured elsewhere."""
    paths = sorted((CORPORA / "_sources").glob("*/*.md"))
    documents = [read_document(path) for path in paths]
    return [document for document in documents if document.format == "pdf" and document.layout != "scan"]


def squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def headings_of(document: Document) -> list[str]:
    own = [text for kind, _, text in blocks(MARKDOWN.parse(document.body)) if kind == "heading"]
    return [squeezed(text) for text in [*own, *([LABELS[document.language]["sources"]] if document.sources else [])]]


def test_headings_of_the_corpora() -> None:
    wrong = {}
    for document in printed():
        path = CORPORA / document.collection / document.file
        found = [it.text for it in read(path.read_bytes(), path.name).blocks if it.kind is BlockKind.HEADING]
        if [squeezed(text) for text in found] != headings_of(document):
            wrong[document.id] = {squeezed(text) for text in found} ^ set(headings_of(document))
    assert len(printed()) >= 30
    assert wrong == {}
