"""How good digests are on the golden queries, at the limit that is set and at others.

    python -m bench.answers [tune|test] [KB_HOME is the data folder]

A sentence counts as right when it comes from a passage that is judged to answer or to help; judgements name the
passages that were found by two rankings, so that the true share is somewhat higher. Questions that cannot be answered
should get no digest: the search's confidence sees to that, not the digest itself.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from kb.answer import digest as digests
from kb.answer.evidence import Evidence
from kb.answer.quotes import Quote, quotes
from kb.answer.support import NEAR, near
from kb.base import KnowledgeBase
from kb.config import load_settings
from kb.golden import GoldenQuery, load_golden
from kb.model import LinkKind, Passage
from kb.text.sentences import sentences

LIMITS = (0.8, 0.87, 0.9, 0.93, 0.96, 1.0)
HITS = 10
DRAWN = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the quotes of its hits with their worth, and the passages that are judged to answer or help."""

    query: GoldenQuery
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
        if library.answers.digest(page, query.language).statements:
            times.append(1000 * (time.perf_counter() - started))
        found = tuple(quotes(page.hits))
        asked.append(Asked(query, found, _judged(library, query, found, names)))
    print(f"{len(asked)} golden queries ({split}); making a digest takes {median(times):.0f} ms beside the search\n")
    print(f"{'limit':>6s} {'digests':>8s} {'uk / en / ja':>14s} {'sentences':>10s} {'right':>6s} {'unanswerable':>13s}")
    for limit in sorted({*LIMITS, digests.ANSWERS}):
        print(_row(library, asked, limit))
    _print_nearness(library)
    return 0


def _print_nearness(library: KnowledgeBase) -> None:
    """How near sentences are to the aligned passage of another language version, and to one of another document.

    Passages of two versions are not cut alike, so that some sentences have their counterpart in the next passage.
    """
    draw = random.Random(1)
    everything = [passage for document in library.documents() for passage in library.passages(document.id)]
    same, other = [], []
    for document in library.documents():
        for link, _ in library.links(document.id):
            if link.kind is LinkKind.OTHER_LANGUAGE:
                ours, theirs = library.passages(document.id), library.passages(link.other_id)
                pairs = library.aligned(document.id, link.other_id)
                for here, there in draw.sample(pairs, min(DRAWN, len(pairs))):
                    sentence = _sentence(ours[here], draw)
                    strange = draw.choice(
                        [it for it in everything if it.document_id not in (document.id, link.other_id)]
                    )
                    same.append(near(sentence, [_evidence(theirs[there])], library._likeness))
                    other.append(near(sentence, [_evidence(strange)], library._likeness))
    print(f"\n{len(same)} sentences, share as near as {NEAR} to a passage")
    print(f"  of another language version that says the same {sum(it >= NEAR for it in same) / len(same):.2f}")
    print(f"  of another document                            {sum(it >= NEAR for it in other) / len(other):.2f}")


def _sentence(passage: Passage, draw: random.Random) -> tuple[str, str]:
    start, end = draw.choice(sentences(passage.text) or [(0, len(passage.text))])
    return passage.text[start:end], passage.language


def _evidence(passage: Passage) -> Evidence:
    return Evidence(passage.text, passage.language)


def _row(library: KnowledgeBase, asked: Sequence[Asked], limit: float) -> str:
    digests.ANSWERS, set_limit = limit, digests.ANSWERS
    made = [(it, digests.digest(it.found, library.families(), library._likeness)) for it in asked]
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
