"""How `kb feedback` looks in a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.padding import Padding
from rich.text import Text

from kb.feedback import Exported
from kb.store.feedback import Verdict
from kb.terminal import out

SIGNS = {Verdict.RIGHT: ("+ right", "green"), Verdict.WRONG: ("− wrong", "red")}


def print_feedback(queries: Sequence[Mapping[str, Any]]) -> None:
    """One paragraph a query, its verdicts below it."""
    if not queries:
        out.print("No feedback yet: readers give it under each result of the page, or by POST /api/feedback.")
    for query in queries:
        out.print(Text.assemble((query["query"], "bold"), (f"  {query['language']}", "dim")), soft_wrap=True)
        for said in query["verdicts"]:
            _print_verdict(said)
        out.print()


def _print_verdict(said: Mapping[str, Any]) -> None:
    place = [f"p. {said['page']}"] if said["page"] else []
    place += [f"clause {said['clause']}"] if said["clause"] else []
    place += [f"shown at {said['rank']}"] if said["rank"] else []
    where = " · ".join([said["document"] or f"{said['document_id']}, no longer here", *place, said["at"][:10]])
    out.print(Padding(Text.assemble(SIGNS[said["verdict"]], f"  {said['words']}"), (0, 0, 0, 2)), soft_wrap=True)
    out.print(Padding(Text(where, style="dim"), (0, 0, 0, 4)), soft_wrap=True)


def print_exported(exported: Exported, file: str) -> None:
    """What was written, and what a person has to look up."""
    out.print(
        f"{exported.queries} queries with {exported.judgements} judgements written to {file}; "
        "review each, then give it a kind of its own",
        soft_wrap=True,
    )
    for said in exported.left_out:
        gone = f"left out, its words no longer stand once in its document: “{said.words}” for “{said.query}”"
        out.print(Padding(Text(gone, style="dim"), (0, 0, 0, 2)), soft_wrap=True)
