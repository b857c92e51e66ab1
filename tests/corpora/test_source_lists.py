"""The lists of sources of the corpora are told from their texts, whatever the format."""

from __future__ import annotations

import re
from pathlib import Path

from document import Document, read_document

from ingest.readers import read
from ingest.splitters import clauses, split
from kb.model import DocumentType, document_text
from kb.text.furniture import is_source_list

CORPORA = Path(__file__).parents[2] / "corpora"


def documents() -> list[Document]:
    """Those whose files hold their text as it is; how a printed page is read is measured elsewhere."""
    paths = sorted((CORPORA / "_sources").glob("*/*.md"))
    return [document for path in paths if (document := read_document(path)).format in {"md", "txt", "html", "docx"}]


def test_precision_and_recall_on_the_corpora() -> None:
    right = wrong = missed = 0
    for document in documents():
        path = CORPORA / document.collection / document.file
        reading = read(path.read_bytes(), path.name)
        text, body = document_text(reading.blocks), "".join(re.findall(r"\w+", document.body))
        urls = ["".join(re.findall(r"\w+", source.url)) for source in document.sources]
        places = clauses(reading, DocumentType(document.type), document.language)
        for span in split(reading, places, lambda words: len(words) // 3 + 1):
            words = "".join(re.findall(r"\w+", text[span.start : span.end]))
            is_list = words not in body and (any(url in words for url in urls) or "recoverykb" in words)
            said = is_source_list(span.heading, text[span.start : span.end])
            right, wrong, missed = right + (is_list and said), wrong + (said > is_list), missed + (is_list > said)
    assert right > 100
    assert right / (right + wrong) >= 0.98
    assert right / (right + missed) >= 0.98
