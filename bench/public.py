"""How right and how fair the search is on public sets, as the product ranks: meaning alone, and with everything.

    python -m bench.public [--note WHAT_CHANGED]

Every set is one pool of all its languages, in a knowledge base of its own. With `--note` the figures are added to the
history in docs/eval.md. None of these sets was used in training.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean

import numpy as np

from bench.pools import Pool, Text, languages, read_pools, shelve
from kb.base import KnowledgeBase
from kb.config import load_settings
from kb.model import Filter
from kb.ranking import Parts
from kb.search import CANDIDATES, PARTS, Searcher

MEANING = replace(PARTS, words=0, tokens=0, feedback=0, level=0, level_words=0)
HISTORY = Path("docs/eval.md")
TEN, MISSED = 10, 10_000
Figures = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--note", help="add the figures to the history in docs/eval.md, with these words")
    options = parser.parse_args()
    settings = load_settings()
    table: dict[str, Figures] = {"meaning": {}, "all": {}}
    for pool in read_pools(settings.eval_data):
        with tempfile.TemporaryDirectory() as home:
            library, texts = shelve(pool, Path(home), settings.cache)
            for name, parts in (("meaning", MEANING), ("all", PARTS)):
                found = measure(pool, library, texts, parts)
                print(f"{pool.name}, {name}: " + "  ".join(f"{figure} {value:.3f}" for figure, value in found.items()))
                table[name] |= {f"{pool.name} {figure}": value for figure, value in found.items()}
            library.close()
    if options.note:
        note_down(table["all"], options.note)


def measure(pool: Pool, library: KnowledgeBase, texts: Mapping[int, Text], parts: Parts) -> Figures:
    """The figures of one pool, ranked with these parts."""
    searcher = Searcher(library._store, library._indexes, library.embedder, library._space, parts=parts)
    ranks: dict[str, list[int]] = {}
    versions = {(text.subject, text.language) for text in pool.passages}
    for query in pool.queries:
        order = ranking(searcher, library, query.text, texts)
        for wanted in languages(pool.passages):
            if (query.subject, wanted) in versions and not (pool.mirror and wanted == query.language):
                rank = _rank(order, query, wanted, pool.mirror)
                ranks.setdefault(f"{query.language}→{wanted}", []).append(rank)
    return _figures(pool, ranks)


def ranking(searcher: Searcher, library: KnowledgeBase, query: str, texts: Mapping[int, Text]) -> list[Text]:
    """The passages of a pool, best first."""
    question = searcher._analyse(query)
    ranked = searcher._ranker.rank(question, library._indexes.lexical, CANDIDATES, Filter(), searcher._parts)
    return [texts[it.key] for it in ranked.ranked]


def _rank(order: Sequence[Text], query: Text, wanted: str, mirror: bool) -> int | None:
    """The rank (1 is first) of the query's subject in a language; of a mirror pool without its other versions."""
    rank = 0
    for text in order:
        if text.subject == query.subject and text.language == wanted:
            return rank + 1
        rank += not (mirror and text.subject == query.subject)
    return MISSED


def _figures(pool: Pool, ranks: Mapping[str, Sequence[int]]) -> Figures:
    if pool.name == "JSQuAD":
        (found,) = ranks.values()
        return {"nDCG@10": fmean(1 / np.log2(rank + 1) if rank <= TEN else 0.0 for rank in found)}
    if pool.name == "XQuAD":
        other = {f"{pair} R@3": _within(found, 3) for pair, found in ranks.items() if pair[:2] != pair[-2:]}
        return other | {f"{pair} R@1": _within(found, 1) for pair, found in ranks.items() if pair[:2] == pair[-2:]}
    first, ten = ({pair: _within(found, n) for pair, found in ranks.items()} for n in (1, TEN))
    figures = {"R@1": fmean(first.values()), "R@10": fmean(ten.values())}
    figures |= {"least R@1": min(first.values()), "least R@10": min(ten.values())}
    return figures | {f"{pair} R@1": value for pair, value in first.items()}


def _within(ranks: Sequence[int], n: int) -> float:
    return fmean(rank <= n for rank in ranks)


def note_down(figures: Figures, note: str) -> None:
    """Add a row to the history."""
    columns = ("NTREX R@1", "NTREX R@10", "NTREX least R@10", "Tatoeba R@1", "Tatoeba R@10", "Tatoeba least R@1")
    columns += ("XQuAD en→ru R@3", "XQuAD ru→en R@3", "JSQuAD nDCG@10")
    row = " | ".join([datetime.now(UTC).date().isoformat(), note, *(f"{figures[name]:.3f}" for name in columns)])
    with HISTORY.open("a", encoding="utf-8") as file:
        file.write(f"| {row} |\n")


if __name__ == "__main__":
    main()
