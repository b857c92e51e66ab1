"""The words everything else speaks: blocks, documents, passages, queries, hits."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

BLOCK_SEPARATOR = "\n\n"


class DocumentType(StrEnum):
    """What kind of document it is; decides how it is split and cited."""

    PRESS_RELEASE = "press_release"
    AGREEMENT = "agreement"
    REPORT = "report"
    OTHER = "other"


class BlockKind(StrEnum):
    """The role of a block in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE_ROW = "table_row"
    CAPTION = "caption"


class PageStatus(StrEnum):
    """How a physical page was read."""

    TEXT = "text"
    OCR = "ocr"
    BLANK = "blank"
    NEEDS_OCR = "needs_ocr"


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line of a block.

    `start` and `end` are character offsets in the block's text; `page` is 1-based and physical;
    `box` is (left, bottom, right, top) in PDF points from the page's lower left corner.
    """

    start: int
    end: int
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or table row, in reading order.

    `page` and `page_end` are 1-based physical pages, None where the format has no pages. `level` is the
    depth of a heading (1 is the title), 0 for everything else. `lines` is empty where nothing is printed.
    `cells` of a table row are its cells in order; its `text` is then "header: cell · header: cell".
    """

    kind: BlockKind
    text: str
    page: int | None = None
    page_end: int | None = None
    level: int = 0
    lines: tuple[Line, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One physical page: its 1-based number, printed label, size in points and how it was read.

    `script` is the script most of its letters are in (`latin`, `cyrillic`, `japanese`), empty where there are none;
    `confidence`, 0 to 1, is how sure OCR was of its words, None where the text was not read by OCR.
    """

    number: int
    label: str
    width: float
    height: float
    characters: int
    status: PageStatus
    script: str = ""
    confidence: float | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says about itself; every field may be missing, and none is to be trusted blindly."""

    title: str | None = None
    language: str | None = None
    date: date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in one file: blocks in reading order, pages if there are any, warnings for people."""

    format: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    warnings: tuple[str, ...] = ()


class FactKind(StrEnum):
    """What a document says of itself and of its subject."""

    ISSUED = "issued"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    PARTY = "party"
    ORGANISATION = "organisation"
    PLACE = "place"
    SECTOR = "sector"
    AMOUNT = "amount"
    SPEAKER = "speaker"
    DATELINE = "dateline"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Fact:
    """One value that describes a document, and the words that say so: offsets in the document's text.

    Both offsets are 0 where no words of the text say it: a date from a catalogue, a value that a person gave.

    `value` is the same in every language: an ISO date, the identifier of a gazetteer entry, `8800000000 JPY`; a
    quotation's value is its speaker, empty if unknown. A place of kind `dateline` is the one a release is dated from.
    `stage` says what an amount is (`requested`, `pledged`, `notes_exchanged`, `agreement_signed`, `delivered`).
    """

    kind: FactKind
    value: str
    start: int
    end: int
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that point at a clause: offsets in the document's text, and the clause's identifier in this document."""

    start: int
    end: int
    clause: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A term that a document defines: offsets of the words that define it, and the clause they stand in."""

    term: str
    start: int
    end: int
    clause: str | None


@dataclass(frozen=True, slots=True)
class TermUse:
    """A use of a term that the document defines: offsets in the passage's text, and the clause that defines it."""

    term: str
    clause: str | None
    start: int
    end: int


class LinkKind(StrEnum):
    """What another document is to this one."""

    SAME_TEXT = "same_text"
    NEAR_DUPLICATE = "near_duplicate"
    NEWER_VERSION = "newer_version"
    OLDER_VERSION = "older_version"
    OTHER_LANGUAGE = "other_language"

    @property
    def inverse(self) -> LinkKind:
        """What this document is to the other."""
        pair = {LinkKind.NEWER_VERSION: LinkKind.OLDER_VERSION, LinkKind.OLDER_VERSION: LinkKind.NEWER_VERSION}
        return pair.get(self, self)


class LinkOrigin(StrEnum):
    """Who says that two documents belong together; what a person says stands."""

    FOUND = "found"
    CATALOGUE = "catalogue"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Link:
    """Two documents that belong together: `other_id` is, seen from `document_id`, its `kind`; `score` is 0 to 1."""

    document_id: str
    other_id: str
    kind: LinkKind
    score: float
    origin: LinkOrigin = LinkOrigin.FOUND

    def turned(self) -> Link:
        """The same link seen from the other document."""
        return Link(self.other_id, self.document_id, self.kind.inverse, self.score, self.origin)


@dataclass(frozen=True)
class Document:
    """One document as stored. `id` is the first 16 hex digits of the SHA-256 of its bytes.

    `twin` is a name that a catalogue gives to all versions of one text in a collection.
    `given` and `given_type` are what a catalogue said of it, kept for the day it is read again.
    """

    id: str
    sha256: str
    path: str
    source_name: str
    source_url: str | None
    collection: str
    type: DocumentType
    language: str
    title: str
    date: date | None
    reading: Reading
    facts: tuple[Fact, ...] = ()
    references: tuple[Reference, ...] = ()
    definitions: tuple[Definition, ...] = ()
    twin: str | None = None
    given: Metadata = field(default_factory=Metadata)
    given_type: DocumentType | None = None

    @cached_property
    def text(self) -> str:
        """The blocks' texts joined by blank lines; every character range refers to this."""
        return document_text(self.reading.blocks)

    def boxes(self, start: int, end: int, page: int) -> list[tuple[float, float, float, float]]:
        """The boxes of the lines that hold the characters `start` to `end` of the text, on one page."""
        return [
            line.box
            for at, block in zip(block_starts(self.reading.blocks), self.reading.blocks, strict=True)
            for line in block.lines
            if line.page == page and at + line.start < end and at + line.end > start
        ]


def document_text(blocks: tuple[Block, ...]) -> str:
    """The text that character ranges refer to."""
    return BLOCK_SEPARATOR.join(block.text for block in blocks)


def block_starts(blocks: tuple[Block, ...]) -> list[int]:
    """The offset of each block's first character in the document's text."""
    starts, position = [], 0
    for block in blocks:
        starts.append(position)
        position += len(block.text) + len(BLOCK_SEPARATOR)
    return starts


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that can answer a question.

    `text` equals the document's text from `start` to `end`; `clause` is a stable identifier such as `7.2.b`
    or `A1.3`, `clauses` lists (offset in the document's text, identifier) for finer clauses that begin inside
    the passage; `heading` is the path of headings above it, outermost first, without the title.
    """

    id: str
    document_id: str
    ordinal: int
    start: int
    end: int
    text: str
    language: str
    page: int | None
    page_end: int | None
    clause: str | None
    heading: tuple[str, ...]
    clauses: tuple[tuple[int, str], ...] = ()
    lists_sources: bool = False
    """Nothing but the sources of its document: it names many subjects and answers nothing."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Restricts a search. Empty tuples and None mean no restriction; several values of one field are alternatives.

    Sectors, places and organisations are identifiers of the gazetteer; a place stands for all places in it.
    """

    collections: tuple[str, ...] = ()
    types: tuple[DocumentType, ...] = ()
    languages: tuple[str, ...] = ()
    date_from: date | None = None
    date_to: date | None = None
    sectors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a passage stands, exactly; `label` is ready to paste."""

    page: int | None
    page_end: int | None
    clause: str | None
    heading: tuple[str, ...]
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Twin:
    """Another version of a document, at the passage that says the same.

    `kind` is what it is to the document it is shown with. `numbers` are the numbers in which the two passages
    disagree, (here, there), as each writes them; only copies in one language are compared so.
    """

    document_id: str
    title: str
    language: str
    date: date | None
    source_name: str
    kind: LinkKind
    passage_id: str
    citation: Citation
    numbers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A document that lies or lay at a path; `current` is the one that answers."""

    document_id: str
    title: str
    source_name: str
    date: date | None
    ingested: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked passage, and the other versions of it.

    `highlights` are (start, end) offsets in `text`, sorted and disjoint; `definitions` are the uses of terms that its
    document defines, where the passage does not define them itself. `answer` is the highlight that is the answering
    sentence, and `fit` how well it meets the question.
    """

    rank: int
    score: float
    passage_id: str
    document_id: str
    title: str
    collection: str
    type: DocumentType
    language: str
    date: date | None
    source_name: str
    source_url: str | None
    text: str
    highlights: tuple[tuple[int, int], ...]
    citation: Citation
    twins: tuple[Twin, ...] = ()
    definitions: tuple[TermUse, ...] = ()
    answer: tuple[int, int] | None = None
    fit: float = 0.0


@dataclass(frozen=True, slots=True)
class Facets:
    """How many documents that match the filter fall under each value; of places and organisations the frequent ones."""

    collection: dict[str, int]
    type: dict[str, int]
    language: dict[str, int]
    year: dict[str, int]
    sector: dict[str, int] = field(default_factory=dict)
    place: dict[str, int] = field(default_factory=dict)
    organisation: dict[str, int] = field(default_factory=dict)


class Confidence(StrEnum):
    """How likely the best passage is to answer."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The answer to one query; `total` is the number of passages that were ranked.

    With low `confidence` most likely none of the hits answers, however near they are.
    `corrected` is what was searched for instead where the query had misspelt words.
    """

    query: str
    language: str
    took_ms: float
    total: int
    confidence: Confidence
    hits: tuple[Hit, ...]
    facets: Facets
    corrected: str | None = None

    def without_weak_hits(self) -> SearchPage:
        """Nothing rather than passages that most likely do not answer."""
        return replace(self, hits=()) if self.confidence is Confidence.LOW else self


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One line of the document list."""

    id: str
    title: str
    collection: str
    type: DocumentType
    language: str
    date: date | None
    source_name: str
    source_url: str | None
    format: str
    pages: int
    passages: int
    warnings: tuple[str, ...]
