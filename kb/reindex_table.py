"""How `kb reindex` and `kb rollback` look in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from kb.evaluate import Evaluation
from kb.reindex import Report, Return
from kb.terminal import out


@contextmanager
def passages_bar(console: Console) -> Iterator[Callable[[int, int], None]]:
    """A bar over passages on the console; on a pipe or a dumb terminal it stays silent."""
    with Progress(console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("Embedding passages", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def print_report(report: Report) -> None:
    """The figures of both indexes, and which of them is in use now."""
    if report.new:
        _print_figures(report.old, report.new)
    if report.swapped:
        out.print(f"{report.passages} passages are searched with {report.model} now; kb rollback goes back")
        out.print("Restart a server that is running.")
    elif report.refused:
        for fault in report.refused:
            out.print(f"[red]not good enough[/]: {fault}")
        out.print("The old index stays in use; kb reindex --force goes over to the new one, which is kept.")
    else:
        out.print(f"Nothing to do: {report.model} made this index; --force makes it anew.", soft_wrap=True)


def print_return(done: Return) -> None:
    """What is in use again, and what has to be set."""
    out.print(f"The index of {done.model} is in use again, {done.embedded} passages came to it.", soft_wrap=True)
    name = done.model_name or f"the path or name of {done.model}"
    out.print(f"KB_MODEL has to be {name} from now on; restart a server that is running.", markup=False, soft_wrap=True)


def _print_figures(old: Evaluation | None, new: Evaluation) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("index", "nDCG@10", "recall@10", "success@1", "fairness gap", "p95"):
        table.add_column(heading, justify="left" if heading == "index" else "right")
    for name, it in (("old", old), ("new", new)):
        if it is None:
            table.add_row(name, *"–––––")
            continue
        figures = (it.rows[0].ndcg, it.rows[0].recall, it.rows[0].success, it.fairness_gap)
        table.add_row(name, *(f"{figure:.3f}" for figure in figures), f"{it.p95_ms:.1f} ms")
    out.print(table)
