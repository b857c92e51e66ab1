"""What a person should look at: the kinds of concern, and the lines of a list of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LOW_CONFIDENCE = 0.83
"""OCR that is less sure than this errs in more than one character of twenty (`python -m bench.ocr --worse`)."""


class Concern(StrEnum):
    """Why something is listed, the most pressing first; a page is listed under the first that fits."""

    FAILED = "failed"
    NEEDS_OCR = "needs_ocr"
    LOW_CONFIDENCE = "low_confidence"
    PAGE_WARNINGS = "page_warnings"
    DOCUMENT_WARNINGS = "document_warnings"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class PageConcern:
    """One page to look at; `confidence` and `warnings` as in `kb.model.Page`."""

    number: int
    label: str
    confidence: float | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One document or file to look at: its pages if the concern is about pages, its warnings or reasons if it has any.

    `document_id` is None for a file that could not be taken in; `title` is then its path. `pages` are the first of
    `page_count`.
    """

    title: str
    document_id: str | None
    collection: str | None
    language: str | None
    source_name: str
    pages: tuple[PageConcern, ...] = ()
    page_count: int = 0
    notes: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """Each note and each warning of the pages once."""
        return tuple(dict.fromkeys((*self.notes, *(warning for page in self.pages for warning in page.warnings))))


@dataclass(frozen=True, slots=True)
class Section:
    """All that is listed under one concern: `total` documents or files, of them `items` from the `offset`-th on.

    `pages` counts the pages of all of them, 0 for a concern that is not about pages.
    """

    concern: Concern
    total: int
    pages: int
    offset: int
    items: tuple[Item, ...]


PAGES_SHOWN = 24
