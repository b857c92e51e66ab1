"""How results look in a terminal."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from kb.base import Status
from kb.describing import FactView
from kb.errors import UsageError
from kb.model import Document, DocumentSummary, Hit, Link, LinkKind, SearchPage, Twin, Version
from kb.store.corrections import Correction

if TYPE_CHECKING:
    from ingest.pipeline import Event
    from kb.evaluate import Evaluation

out = Console(highlight=False)
SHOWN_FAILURES = 20
WORDS_SHOWN = 60
KINDS = {
    LinkKind.OTHER_LANGUAGE: "also in",
    LinkKind.SAME_TEXT: "same text,",
    LinkKind.NEAR_DUPLICATE: "copy,",
    LinkKind.NEWER_VERSION: "newer version,",
    LinkKind.OLDER_VERSION: "older version,",
}


@contextmanager
def progress_bar(console: Console, title: str = "Ingesting") -> Iterator[Callable[[Event], None]]:
    """A bar over files on the console; on a pipe or a dumb terminal it stays silent."""
    passages = TextColumn("files · {task.fields[passages]} passages")
    bar = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    columns = (*bar, passages, TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(title, total=None, passages=0)

        def show(event: Event) -> None:
            progress.update(task, completed=event.done, total=event.total, passages=event.passages)

        yield show


def print_report(report: Mapping[str, Any]) -> None:
    """What became of a batch, each failed file with its reason."""
    for failed in report["failed"]:
        out.print(Text.assemble(("failed  ", "bold red"), failed["path"]), soft_wrap=True)
        out.print(Padding(Text(failed["reason"]), (0, 0, 0, 8)))
    counts = (f"{report[name]} {name}" for name in ("added", "updated", "unchanged"))
    failures = f"[red]{len(report['failed'])} failed[/]" if report["failed"] else "0 failed"
    out.print(f"{', '.join(counts)}, {failures}: {report['passages']} new passages in {report['seconds']:.1f} s")


def print_waiting(pages: int, remedy: str) -> None:
    """How many pages wait for OCR, and what to do."""
    wait = "1 page waits" if pages == 1 else f"{pages} pages wait"
    out.print(Text(f"{wait} for OCR: {remedy}", style="yellow"), soft_wrap=True)


def print_ocr_report(report: Mapping[str, Any]) -> None:
    """What became of the pages that waited for OCR."""
    for failed in report["failed"]:
        out.print(Text.assemble(("failed  ", "bold red"), failed["path"]), soft_wrap=True)
        out.print(Padding(Text(failed["reason"]), (0, 0, 0, 8)))
    out.print(
        f"{report['documents']} documents read again, {report['pages']} pages by OCR, {report['needs_ocr']} still wait:"
        f" {report['passages']} passages in {report['seconds']:.1f} s"
    )


def print_page(page: SearchPage) -> None:
    """The hits of a search, best first, with what answers marked."""
    if page.corrected:
        told = f"Searched for “{page.corrected}” instead of “{page.query}”; --exact searches as typed."
        out.print(escape(told))
    if not page.hits and page.total:
        out.print("Nothing found that answers this; ask in other words, or see the nearest passages with --weak.")
    elif not page.hits:
        out.print("Nothing found; ask in other words or with fewer filters.")
    for hit in page.hits:
        _print_hit(hit)
    out.print(f"[dim]{len(page.hits)} of {page.total} passages, {page.took_ms:.0f} ms[/]")


def _print_hit(hit: Hit) -> None:
    out.print(Text.assemble((f"{hit.rank:>2}  ", "bold"), (hit.title, "bold"), (f"   {hit.score:.3f}", "dim")))
    text = Text(hit.text)
    for start, end in hit.highlights:
        text.stylize("bold yellow", start, end)
    out.print(Padding(text, (0, 0, 0, 4)))
    details = " · ".join(
        (hit.collection, hit.type.value, hit.language, hit.date.isoformat() if hit.date else "undated")
    )
    versions = "".join(f"\n[dim]{escape(line)}[/]" for line in map(_twin_line, hit.twins))
    label = f"[cyan]{escape(hit.citation.label)}[/]\n[dim]{details} · {hit.passage_id}[/]"
    out.print(Padding(f"{label}{versions}", (0, 0, 1, 4)))


def _twin_line(twin: Twin) -> str:
    numbers = "; ".join(f"here {here}, there {there}" for here, there in twin.numbers)
    disagree = f" · numbers disagree: {numbers}" if numbers else ""
    return f"{KINDS[twin.kind]} {twin.language}: {twin.citation.label} · {twin.passage_id}{disagree}"


def print_links(links: Sequence[tuple[Link, DocumentSummary]], history: Sequence[Version]) -> None:
    """What belongs together with a document, and what lay in its place before."""
    if not links:
        out.print("Nothing belongs together with this document.")
    for link, other in links:
        words = (
            f"{KINDS[link.kind]} {other.language}: {other.title} · {other.id} · {link.origin.value} {link.score:.2f}"
        )
        out.print(words, markup=False, soft_wrap=True)
    for version in history[1:]:
        taken = f"taken in {version.ingested:%Y-%m-%d}"
        out.print(f"earlier: {version.title} · {version.document_id} · {taken}", markup=False, soft_wrap=True)


def print_status(status: Status) -> None:
    """What a data folder holds."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name, value in (
        ("data folder", status.home),
        ("model", status.model),
        ("documents", str(status.documents)),
        ("passages", str(status.passages)),
        ("collections", _counts(status.collections)),
        ("types", _counts(status.types)),
        ("languages", _counts(status.languages)),
    ):
        table.add_row(name, value)
    out.print(table)
    for failure in status.failures[:SHOWN_FAILURES]:
        out.print(Text.assemble(("could not be taken in  ", "red"), failure.path), soft_wrap=True)
        out.print(Padding(Text(failure.reason), (0, 0, 0, 8)))
    if len(status.failures) > SHOWN_FAILURES:
        out.print(f"… and {len(status.failures) - SHOWN_FAILURES} more; `kb status --json` lists them all")


def print_description(document: Document, facts: Sequence[FactView], made: Sequence[Correction]) -> None:
    """A document's description, each fact with the words and the passage it comes from."""
    out.print(Text(document.title, "bold"))
    day = document.date.isoformat() if document.date else "undated"
    out.print(f"{document.type.value} · {document.language} · {day} · {document.id}")
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for fact in facts:
        name = fact.names["en"] + (f" ({fact.stage})" if fact.stage else "") + (" · by hand" if fact.by_hand else "")
        words = " ".join(fact.words.split())[:WORDS_SHOWN]
        place = (fact.passage_id or "") + (f", p. {fact.page}" if fact.page else "")
        table.add_row(fact.kind.value, Text(fact.value), Text(name if name != fact.value else ""), Text(words), place)
    out.print(table)
    for one in made:
        what = f"{one.kind.value}={one.value}" if one.kind else one.value or "none"
        out.print(Text(f"correction {one.number}: {one.change.value} {what} {one.stage}".rstrip()), style="cyan")


def description_json(document: Document, facts: Sequence[FactView], made: Sequence[Correction]) -> dict[str, Any]:
    """What `kb describe --json` prints."""
    return {
        "id": document.id,
        "title": document.title,
        "type": document.type.value,
        "language": document.language,
        "date": document.date.isoformat() if document.date else None,
        "facts": [asdict(fact) for fact in facts],
        "corrections": [asdict(one) for one in made],
    }


def print_evaluation(evaluation: Evaluation, failures: Sequence[str]) -> None:
    """One row a group of queries, and what is below its threshold."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("queries", "n", "nDCG@10", "recall@10", "success@1", "passage", "page", "clause"):
        table.add_column(heading, justify="left" if heading == "queries" else "right")
    for row in evaluation.rows:
        figures = (row.ndcg, row.recall, row.success, row.passage, row.page_accuracy, row.clause_accuracy)
        table.add_row(row.name, str(row.queries), *("–" if figure is None else f"{figure:.3f}" for figure in figures))
    out.print(table)
    out.print(f"fairness gap in recall@10 over language pairs: {evaluation.fairness_gap:.3f}")
    hopeless = evaluation.refused_unanswerable
    of_others = "" if hopeless is None else f", of those without: {hopeless:.3f}"
    out.print(f"told that there is no answer, of queries with one: {evaluation.refused:.3f}{of_others}")
    out.print(f"one search: p50 {evaluation.p50_ms:.1f} ms, p95 {evaluation.p95_ms:.1f} ms")
    for failure in failures:
        out.print(f"[red]below threshold[/]: {failure}")


def check_port_is_free(host: str, port: int) -> None:
    """Raises `UsageError` when the address cannot be listened on, before anything slow begins."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        hint = "another program uses it; choose another with --port" if error.errno == errno.EADDRINUSE else str(error)
        raise UsageError(f"cannot listen on {host}:{port}: {hint}") from error


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none yet"
