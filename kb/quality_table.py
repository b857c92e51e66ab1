"""How `kb quality` looks in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.padding import Padding
from rich.text import Text

from kb.quality import Concern, Item, PageConcern, Section
from kb.terminal import out

TITLES = {
    Concern.FAILED: ("files that could not be taken in", "mend or replace the file, then run `kb ingest` again"),
    Concern.NEEDS_OCR: ("pages that wait for OCR", "run `kb ocr`"),
    Concern.LOW_CONFIDENCE: ("pages that OCR is not sure of", "compare text and page; a better scan helps most"),
    Concern.PAGE_WARNINGS: ("pages with warnings", "look at the page"),
    Concern.DOCUMENT_WARNINGS: ("documents with warnings", "look at the document"),
    Concern.UNDATED: ("documents without a date", "give one in `index.jsonl`; filters by date leave them out"),
}


def print_sections(sections: Sequence[Section]) -> None:
    """One list a concern, empty ones left out."""
    listed = [section for section in sections if section.total]
    if not listed:
        out.print("Nothing needs a look.")
    for section in listed:
        title, remedy = TITLES[section.concern]
        pages = f" on {section.pages} pages" if section.pages else ""
        out.print(Text.assemble((title, "bold"), (f"  {section.total}{pages}; {remedy}", "dim")), soft_wrap=True)
        for item in section.items:
            _print_item(item)
        shown = section.offset + len(section.items)
        if shown < section.total:
            more = f"… and {section.total - shown} more: kb quality --only {section.concern.value} --offset {shown}"
            out.print(Padding(Text(more, style="dim"), (0, 0, 0, 2)))
        out.print()


def _print_item(item: Item) -> None:
    if item.document_id is None:
        folder = item.title.removesuffix(item.source_name)
        name, facts = item.source_name, f"  in {folder}" if folder else ""
    else:
        name, facts = item.title, f"  {item.source_name} · {item.collection} · {item.document_id}"
    out.print(Padding(Text.assemble(name, (facts, "dim")), (0, 0, 0, 2)), soft_wrap=True)
    if item.pages:
        named = ", ".join(map(_page, item.pages)) + (" …" if item.page_count > len(item.pages) else "")
        out.print(Padding(Text(f"pages {named}", style="cyan"), (0, 0, 0, 4)))
    for note in item.said:
        out.print(Padding(Text(note, style="dim"), (0, 0, 0, 4)))


def _page(page: PageConcern) -> str:
    return str(page.number) if page.confidence is None else f"{page.number} ({page.confidence:.0%})"
