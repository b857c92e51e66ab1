"""How good digests are on the golden queries, at the limit that is set and at others.

    python -m bench.answers [tune|test] [KB_HOME is the data folder]

A sentence counts as right when it comes from a passage that is judged to answer or to help; judgements name the
passages that were found by two rankings, so that the true share is somewhat higher. Questions that cannot be answered
should get no digest: the search's confidence sees to that, not the digest itself.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from kb.answer import digest as digests
from kb.answer.quotes import Quote, quotes
from kb.base import KnowledgeBase
from kb.config import load_settings
from kb.golden import GoldenQuery, load_golden
from kb.text.language import detect

LIMITS = (0.6, 0.66, 0.7, 0.74, 0.78, 0.82)
HITS = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the quotes of its hits with their worth, and the passages that are judged to answer or help."""

    query: GoldenQuery
    language: str
    found: tuple[Quote, ...]
    judged: frozenset[str]


def main() -> int:
    split = sys.argv[1] if len(sys.argv) > 1 else "tune"
    library = KnowledgeBase.open(load_settings())
    if not library.status().passages:
        print(f"{library.status().home} is empty; ingest something first", file=sys.stderr)
        return 1
    library.warm_up()
    names = {document.id: f"{document.collection}/{document.source_name}" for document in library.documents()}
    asked, times = [], []
    for query in load_golden(Path("corpora/golden"), split):
        page = library.search(query.query, HITS)
        started = time.perf_counter()
        library.answers.digest(page, query.language)
        times.append(1000 * (time.perf_counter() - started))
        found = tuple(quotes(page.hits))
        asked.append(Asked(query, detect(query.query), found, _judged(library, query, found, names)))
    print(f"{len(asked)} golden queries ({split}); a digest takes {median(times):.0f} ms beside the search\n")
    print(f"{'limit':>6s} {'digests':>8s} {'uk / en / ja':>14s} {'sentences':>10s} {'right':>6s} {'unanswerable':>13s}")
    for limit in sorted({*LIMITS, digests.ANSWERS}):
        print(_row(library, asked, limit))
    return 0


def _row(library: KnowledgeBase, asked: Sequence[Asked], limit: float) -> str:
    digests.ANSWERS, set_limit = limit, digests.ANSWERS
    made = [
        (it, digests.digest(it.query.query, it.language, it.found, library.families(), library._likeness))
        for it in asked
    ]
    digests.ANSWERS = set_limit
    shown = [(it, chosen) for it, chosen in made if chosen and it.query.judgements]
    sentences = [quote.passage_id in it.judged for it, chosen in shown for quote in chosen]
    right = sum(sentences) / len(sentences) if sentences else float("nan")
    spoken = " / ".join(str(sum(it.query.language == code for it, _ in shown)) for code in ("uk", "en", "ja"))
    unanswerable = sum(bool(chosen) for it, chosen in made if not it.query.judgements)
    mark = "*" if limit == set_limit else " "
    return f"{limit:5.2f}{mark} {len(shown):8d} {spoken:>14s} {len(sentences):10d} {right:6.2f} {unanswerable:13d}"


def _judged(
    library: KnowledgeBase, query: GoldenQuery, found: Sequence[Quote], names: Mapping[str, str]
) -> frozenset[str]:
    """The identifiers of the quoted passages that hold a judged quote."""
    return frozenset(
        quote.passage_id
        for quote in found
        for judgement in query.judgements
        if judgement.document == names[quote.document_id]
        and "".join(judgement.quote.split()) in "".join(library.passage(quote.passage_id).text.split())
    )


if __name__ == "__main__":
    sys.exit(main())
