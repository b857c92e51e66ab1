"""Where clauses begin, told from the passages: articles at their headings, items where they stand."""

from __future__ import annotations

from ingest.readers.text import blocks_of
from ingest.splitters import clauses, split
from kb.clauses import clause_offsets
from kb.model import Document, DocumentType, Passage, Reading

TEXT = """AGREEMENT ON PUMPS

CHAPTER I

Water

Article 1

Pumps and pipes

1. The Parties exchange the following things every year without any payment:

(a) large pumps for the regional mains of the whole country;

(b) pipes.

2. All pumps and pipes that the Parties exchange are new and have a guarantee of three years.

Article 2

The Parties meet every year in the capital of one of them to see whether the pumps work.
"""


def test_offsets_of_clauses() -> None:
    reading = Reading("text", tuple(blocks_of(TEXT)))
    document = Document("d", "d", "d", "d.txt", None, "c", DocumentType.AGREEMENT, "en", "T", None, reading)
    spans = split(reading, clauses(reading, DocumentType.AGREEMENT, "en"), lambda text: len(text.split()))
    passages = [
        Passage("d", "d", n, it.start, it.end, "", "en", None, None, it.clause, it.heading, it.clauses)
        for n, it in enumerate(spans)
    ]
    begins = {clause: document.text[at : at + 9] for clause, at in clause_offsets(document, passages).items()}
    assert begins == {
        "1": "Article 1",
        "1.1": "Article 1",
        "1.1.a": "(a) large",
        "1.1.b": "(b) pipes",
        "1.2": "2. All pu",
        "2": "Article 2",
    }


def test_a_document_without_clauses_has_none() -> None:
    reading = Reading("text", tuple(blocks_of("Report\n\nIt rained.\n")))
    document = Document("d", "d", "d", "d.txt", None, "c", DocumentType.REPORT, "en", "T", None, reading)
    passage = Passage("d", "d", 0, 8, 18, "It rained.", "en", None, None, None, ())
    assert clause_offsets(document, [passage]) == {}
