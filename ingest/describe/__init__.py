"""What a document says about itself: title, language, type and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.doctypes import type_of
from ingest.document_dates import date_of
from ingest.titles import title_of
from kb.model import Block, DocumentType, Metadata, Reading
from kb.text.language import detect

_SAMPLE = 20_000
_WINDOW = 1000
_SAMPLED_BLOCKS = 40
_OWN_LANGUAGE_LETTERS = 40
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Description:
    """Title, main language (ISO 639-1), type and date (None if unsure) of a document."""

    title: str
    language: str
    type: DocumentType
    date: date | None


def _sample(blocks: Sequence[Block]) -> str:
    """Text from all parts of a document, so that a foreign title page does not decide."""
    if sum(len(block.text) for block in blocks) <= _SAMPLE:
        return "\n".join(block.text for block in blocks)
    step = max(1, len(blocks) // _SAMPLED_BLOCKS)
    return "\n".join(block.text[:_WINDOW] for block in blocks[::step])[:_SAMPLE]


def _language(blocks: Sequence[Block]) -> str:
    text = _sample(blocks)
    votes = [detect(text[start : start + _WINDOW]) for start in range(0, max(1, len(text)), _WINDOW)]
    return max(dict.fromkeys(votes), key=votes.count)


def passage_language(text: str, document_language: str) -> str:
    """The language of one passage: the document's, unless the passage is long enough to say otherwise."""
    letters = sum(map(len, _LETTERS.findall(text)))
    return detect(text) if letters >= _OWN_LANGUAGE_LETTERS else document_language


def describe(
    reading: Reading,
    name: str,
    collection: str,
    given: Metadata,
    given_type: DocumentType | None = None,
    *,
    today: date | None = None,
) -> Description:
    """Title, language, type and date of a document; what the caller gives is believed before what the file says.

    The date is never more than a year after `today` (by default the present day), and None where the text leaves doubt.
    """
    language = (given.language or "").lower() or _language(reading.blocks)
    title = title_of(reading, name, given, language)
    kind = given_type or type_of(reading, title, collection)
    return Description(title, language, kind, date_of(reading, given, today or date.today()))
