"""The command line, and the composition root: the one place in `kb` that knows `ingest`."""

from __future__ import annotations

import json
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from kb import quality_table, terminal
from kb.base import KnowledgeBase
from kb.config import Settings, load_settings
from kb.errors import RecoveryKBError, UsageError
from kb.filters import parse_filter
from kb.model import LinkKind
from kb.quality import Concern

FAILED, WRONG_USE = 1, 2
DEFAULT_GOLDEN = Path("corpora/golden")
err = Console(stderr=True)


class Commands(click.Group):
    """Turns the project's own errors into one sentence and an exit code: 2 for wrong use, 1 for everything else."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except RecoveryKBError as error:
            err.print(f"kb: {error}", style="red", markup=False, highlight=False, soft_wrap=True)
            ctx.exit(WRONG_USE if isinstance(error, UsageError) else FAILED)
        except (OSError, sqlite3.Error) as error:  # a full disk comes as either
            err.print(f"kb: {error}; nothing that was committed is lost", style="red", markup=False, soft_wrap=True)
            ctx.exit(FAILED)


as_json = click.option("--json", "json_output", is_flag=True, help="Print one JSON object.")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=click.Path(path_type=Path), help="Data folder [default: $KB_HOME or ./data].")
@click.pass_context
def main(ctx: click.Context, home: Path | None) -> None:
    """A knowledge base of recovery experience: documents in, cited answers out."""
    ctx.obj = load_settings(home=home)


@main.command("ingest")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--collection", help="Collection of all files [default: the first folder below PATH].")
@as_json
@click.pass_obj
def ingest_command(settings: Settings, paths: tuple[Path, ...], collection: str | None, json_output: bool) -> None:
    """Take in files and folders: PDF, DOCX, ODT, RTF, PPTX, XLSX, CSV, EML, HTML, Markdown, text, pictures.

    Exit code 0: all well. 1: some files failed, each named with its reason. 2: wrong use.
    """
    from ingest.ocr import why_not  # noqa: PLC0415
    from ingest.pipeline import ingest  # noqa: PLC0415 (readers are needed by this command alone)
    from kb.jobs import check_collection  # noqa: PLC0415

    if collection is not None:
        check_collection(collection)
    with _library(settings) as library, terminal.progress_bar(err) as progress:
        report = ingest(library, paths, collection, progress)
    if json_output:
        _print_json(report.as_json())
    else:
        terminal.print_report(report.as_json())
        if report.needs_ocr:
            terminal.print_waiting(report.needs_ocr, why_not(settings) or "run `kb ocr`")
    if report.failed:
        sys.exit(FAILED)


@main.command("ocr")
@as_json
@click.pass_obj
def ocr_command(settings: Settings, json_output: bool) -> None:
    """Read the scanned pages that wait for OCR, document by document; it may be stopped at any time.

    Exit code 0: nothing waits any more. 1: some pages could not be read, or Tesseract is not there.
    """
    from ingest.later import ocr_queue  # noqa: PLC0415

    with _library(settings) as library, terminal.progress_bar(err, "Reading scans") as progress:
        report = ocr_queue(library, progress)
    if json_output:
        _print_json(report.as_json())
    else:
        terminal.print_ocr_report(report.as_json())
    if report.failed or report.needs_ocr:
        sys.exit(FAILED)


@main.command()
@click.option("--only", "concern", type=click.Choice([it.value for it in Concern]), help="Only this list.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Lines of each list.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Lines of each list to leave out.")
@as_json
@click.pass_obj
def quality(settings: Settings, concern: str | None, limit: int, offset: int, json_output: bool) -> None:
    """List what a person should look at: scans that wait, unsure OCR, warnings, missing dates, failed files."""
    with _library(settings) as library:
        wanted = [Concern(concern)] if concern else list(Concern)
        sections = [library.quality.section(it, limit, offset) for it in wanted]
    if json_output:
        from kb.api.quality import QualityAnswer  # noqa: PLC0415

        _print_json(QualityAnswer.of(sections).model_dump(mode="json"))
    else:
        quality_table.print_sections(sections)


@main.command()
@click.argument("query")
@click.option("-k", type=int, default=10, show_default=True, help="How many passages, 1 to 100.")
@click.option("--collection", multiple=True, help="Only this collection; may be repeated.")
@click.option("--type", "type_", multiple=True, help="press_release, agreement, report or other; may be repeated.")
@click.option("--language", multiple=True, help="uk, en, ja …; may be repeated.")
@click.option("--sector", multiple=True, help="Only documents about energy, transport, health …; may be repeated.")
@click.option("--place", multiple=True, help="Only documents that name it (UA-32, Бородянка, 宮城県) or a place in it.")
@click.option("--organisation", multiple=True, help="Only documents that name it (JICA, 復興庁); may be repeated.")
@click.option("--from", "from_", help="Not before this date: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--to", help="Not after this date.")
@click.option("--weak", is_flag=True, help="Also passages that most likely do not answer.")
@click.option("--exact", is_flag=True, help="Take the words as they are typed, without correcting misspelt ones.")
@as_json
@click.pass_obj
def search(  # noqa: PLR0917
    settings: Settings,
    query: str,
    k: int,
    collection: tuple[str, ...],
    type_: tuple[str, ...],
    language: tuple[str, ...],
    sector: tuple[str, ...],
    place: tuple[str, ...],
    organisation: tuple[str, ...],
    from_: str | None,
    to: str | None,
    weak: bool,
    exact: bool,
    json_output: bool,
) -> None:
    """Find the passages that answer QUERY, in whatever language they are.

    Passages must hold a phrase in quotation marks, and not a word after a minus: '"grant agreement" Kyiv -loan'.
    A query that begins with a minus stands after `--`.
    """
    where = parse_filter(
        collection, type_, language, from_, to, sectors=sector, places=place, organisations=organisation
    )
    with _library(settings) as library:
        page = library.search(query, k, where, exact=exact)
    page = page if weak else page.without_weak_hits()
    if json_output:
        from kb.api.schemas import SearchAnswer  # noqa: PLC0415

        _print_json(SearchAnswer.model_validate(page).model_dump(mode="json"))
    else:
        terminal.print_page(page)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.pass_obj
def serve(settings: Settings, host: str, port: int) -> None:
    """Serve the page and the API."""
    import uvicorn  # noqa: PLC0415

    from kb.api.app import build_app  # noqa: PLC0415

    terminal.check_port_is_free(host, port)
    with _library(settings) as library:
        threading.Thread(target=library.warm_up, name="warm-up", daemon=True).start()
        err.print(f"Recovery knowledge base: http://{host}:{port} (stop with Ctrl-C)", highlight=False)
        uvicorn.run(build_app(library, ingest_uploads(library)), host=host, port=port, log_level="warning")


@main.command()
@as_json
@click.pass_obj
def status(settings: Settings, json_output: bool) -> None:
    """Show what the data folder holds, and the files that could not be taken in."""
    with _library(settings) as library:
        state = library.status()
    if json_output:
        _print_json(asdict(state))
    else:
        terminal.print_status(state)


@main.command()
@click.argument("document_id")
@click.pass_obj
def delete(settings: Settings, document_id: str) -> None:
    """Forget a document and its original file."""
    with _library(settings) as library:
        title = library.document(document_id).title
        library.delete(document_id)
    click.echo(f"deleted {document_id}: {title}")


@main.command("describe")
@click.argument("document_id")
@click.option("--title", help="Say what its title is.")
@click.option("--type", "type_", help="press_release, agreement, report or other.")
@click.option("--language", help="uk, en, ja …")
@click.option("--date", help="YYYY-MM-DD, or - for none.")
@click.option("--add", metavar="KIND=VALUE", help="Add a fact: place=Bucha, amount='8800000000 JPY' …")
@click.option("--remove", metavar="KIND=VALUE", help="Strike a fact out, as it is listed.")
@click.option("--words", default="", help="With --add: the document's words that say so.")
@click.option("--stage", default="", help="With an amount: what it is.")
@click.option("--undo", type=int, metavar="NUMBER", help="Take a correction back.")
@as_json
@click.pass_obj
def describe_command(settings: Settings, /, document_id: str, json_output: bool, **said: Any) -> None:
    """Show what a document is said to be, each fact with the passage it comes from, or correct it.

    What a person says here is not overwritten when the document is read again.
    """
    from kb.correcting import corrections_from  # noqa: PLC0415
    from kb.describing import fact_views  # noqa: PLC0415

    undo = said.pop("undo")
    with _library(settings) as library:
        for correction in corrections_from(**said):
            library.correct(document_id, correction)
        if undo is not None:
            library.withdraw_correction(document_id, undo)
        document, made = library.document(document_id), library.corrections(document_id)
        facts = fact_views(document, library.passages(document_id), made)
    if json_output:
        _print_json(terminal.description_json(document, facts, made))
    else:
        terminal.print_description(document, facts, made)


@main.command()
@click.pass_obj
def rebuild(settings: Settings) -> None:
    """Make indexes and links anew from the store; no document is read or embedded again."""
    with _library(settings) as library:
        library.rebuild()
        click.echo(f"rebuilt the indexes of {library.status().passages} passages")


@main.command("feedback")
@click.option("--golden", type=click.Path(path_type=Path, dir_okay=False), help="Write golden queries to a new file.")
@as_json
@click.pass_obj
def feedback_command(settings: Settings, golden: Path | None, json_output: bool) -> None:
    """List what readers said of results, by query, or write it as golden queries that a person reviews."""
    from kb import feedback, feedback_table  # noqa: PLC0415

    with _library(settings) as library:
        queries = [] if golden else feedback.as_json(library)
        exported = feedback.write_golden(library, golden) if golden else None
    if json_output:
        _print_json({"queries": queries} if exported is None else {"file": str(golden), **asdict(exported)})
    elif exported is None:
        feedback_table.print_feedback(queries)
    else:
        feedback_table.print_exported(exported, str(golden))


@main.command("reindex")
@click.option("--golden", type=click.Path(path_type=Path), help="Golden queries that the new index must answer first.")
@click.option("--force", is_flag=True, help="Go over to the new index however it does, or make the same one anew.")
@as_json
@click.pass_obj
def reindex_command(settings: Settings, golden: Path | None, force: bool, json_output: bool) -> None:
    """Embed all passages with the model that is set, beside what is in use, and go over to it.

    It may be stopped at any time and goes on where it was; `kb rollback` goes back. With --golden, exit code 1 and no
    change when the new index misses GOLDEN/thresholds.toml, or without thresholds is worse than the old one.
    """
    from kb import reindex_table  # noqa: PLC0415
    from kb.reindex import reindex  # noqa: PLC0415

    with reindex_table.passages_bar(err) as progress:
        report = reindex(settings, golden, force=force, notify=_notify, progress=progress)
    if json_output:
        _print_json(report.as_json())
    else:
        reindex_table.print_report(report)
    if report.refused:
        sys.exit(FAILED)


@main.command("rollback")
@as_json
@click.pass_obj
def rollback_command(settings: Settings, json_output: bool) -> None:
    """Go back to the index that the last `kb reindex` replaced; a second time, forward again."""
    from kb import reindex_table  # noqa: PLC0415
    from kb.reindex import rollback  # noqa: PLC0415

    with reindex_table.passages_bar(err) as progress:
        done = rollback(settings, notify=_notify, progress=progress)
    if json_output:
        _print_json(asdict(done))
    else:
        reindex_table.print_return(done)


@main.command("link")
@click.argument("document_id")
@click.argument("other_id", required=False)
@click.option("--kind", type=click.Choice([kind.value for kind in LinkKind]), help="What OTHER_ID is to DOCUMENT_ID.")
@as_json
@click.pass_obj
def link_command(
    settings: Settings, document_id: str, other_id: str | None, kind: str | None, json_output: bool
) -> None:
    """Link two documents for good, or show what belongs together with one, and its history.

    Without --kind the languages tell: another language, or a near duplicate.
    """
    with _library(settings) as library:
        if other_id:
            library.link(document_id, other_id, LinkKind(kind) if kind else None)
        links, history = library.links(document_id), library.history(document_id)
    if json_output:
        _print_json({"links": [asdict(link) for link, _ in links]})
    else:
        terminal.print_links(links, history)


@main.command()
@click.argument("document_id")
@click.argument("other_id")
@click.pass_obj
def unlink(settings: Settings, document_id: str, other_id: str) -> None:
    """Say that two documents do not belong together; no later comparison links them again."""
    with _library(settings) as library:
        library.unlink(document_id, other_id)
    click.echo(f"{document_id} and {other_id} are kept apart")


@main.command("eval")
@click.argument("golden", required=False, type=click.Path(path_type=Path), default=DEFAULT_GOLDEN)
@click.option("--split", type=click.Choice(["all", "tune", "test"]), default="all", show_default=True)
@as_json
@click.pass_obj
def evaluate_command(settings: Settings, golden: Path, split: str, json_output: bool) -> None:
    """Measure the search on the golden queries in GOLDEN [default: corpora/golden].

    Exit code 1 when a figure is below its threshold in GOLDEN/thresholds.toml.
    """
    from kb.evaluate import evaluate  # noqa: PLC0415
    from kb.golden import load_golden, load_thresholds  # noqa: PLC0415

    queries = load_golden(golden, None if split == "all" else split)
    with _library(settings) as library:
        result = evaluate(library, queries)
    failures = result.below(load_thresholds(golden))
    if json_output:
        _print_json({**result.as_json(), "below_threshold": failures})
    else:
        terminal.print_evaluation(result, failures)
    if failures:
        sys.exit(FAILED)


def ingest_uploads(library: KnowledgeBase) -> Callable[[list[Path], str, Callable[[int, int], None]], dict[str, Any]]:
    """What the web application calls; an upload takes the place of one of the same name in its collection."""
    from ingest.pipeline import Event, ingest  # noqa: PLC0415

    def run(paths: list[Path], collection: str, tell: Callable[[int, int], None]) -> dict[str, Any]:
        def progress(event: Event) -> None:
            tell(event.done, event.total)

        return ingest(
            library, paths, collection, progress, locate=lambda path: f"upload:{collection}/{path.name}"
        ).as_json()

    return run


@contextmanager
def _library(settings: Settings) -> Iterator[KnowledgeBase]:
    library = KnowledgeBase.open(settings, _notify)
    try:
        yield library
    finally:
        library.close()


def _notify(message: str) -> None:
    err.print(message, style="dim", highlight=False)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


if __name__ == "__main__":
    main()
