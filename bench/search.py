"""How long a search takes, stage by stage, with 1, 8 and 32 clients, beside a plain search.

    python -m bench.search [--passages N]

`KB_HOME` is the data folder; with `--passages` a larger one is made from it for the while (see `bench.large`; 100,000
passages take some minutes and 2 GB of disk). The plain search is what most projects do: sentence-transformers on torch
float32 and exact cosine, nothing else.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np
from transformers.utils import logging as transformers_logging

from bench.large import enlarge
from kb.base import KnowledgeBase
from kb.config import load_settings
from kb.embed.bundled import bundled_model
from kb.golden import load_golden
from kb.model import Filter
from kb.search import CANDIDATES

ROUNDS = 3
CLIENTS = (1, 8, 32)
Search = Callable[[str], object]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=0, help="search among so many passages")
    options = parser.parse_args()
    library = KnowledgeBase.open(load_settings())
    if not library.status().passages:
        print(f"{library.status().home} is empty; ingest something first", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        _measure(enlarge(library, Path(folder), options.passages) if options.passages else library)
    return 0


def _measure(library: KnowledgeBase) -> None:
    state = library.status()
    queries = [query.query for query in load_golden(Path("corpora/golden"))]
    library.warm_up()
    print(f"{state.documents} documents, {state.passages} passages, {len(queries)} golden queries\n")
    print(f"{'search':34s} {'clients':>7s} {'p50 ms':>8s} {'p95 ms':>8s} {'p99 ms':>8s} {'per s':>7s}")
    first = _times(lambda query: library.search(query, 10), queries)
    print(_row("ours, each question new", 1, first, sum(first)))
    for clients in CLIENTS:
        times, wall = _load(lambda query: library.search(query, 10), queries * ROUNDS, clients)
        print(_row("ours", clients, times, wall))
    plain = _times(_plain(library), queries)
    print(_row("plain: torch float32, cosine only", 1, plain, sum(plain)))
    print("\nstage          p50 ms   p95 ms   share")
    stages = _stages(library, queries)
    whole = sum(map(sum, stages.values()))
    for name, times in stages.items():
        cuts = quantiles([seconds * 1000 for seconds in times], n=20, method="inclusive")
        print(f"{name:12s} {cuts[9]:8.1f} {cuts[18]:8.1f} {sum(times) / whole:7.0%}")


def _stages(library: KnowledgeBase, queries: Sequence[str]) -> dict[str, list[float]]:
    """The seconds of each stage of a search, for every query."""
    searcher, lexical = library._searcher, library._indexes.lexical
    ranker, parts = searcher._ranker, searcher._parts
    stages: dict[str, list[float]] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        result = work()
        stages.setdefault(name, []).append(time.perf_counter() - started)
        return result

    for query in queries:
        question = timed("analyse", partial(searcher._analyse, query))
        found = timed("candidates", partial(ranker.candidates, question, lexical, CANDIDATES, Filter(), parts))
        ranked = timed("compare", partial(ranker.compared, question, found, parts))
        groups = timed("group", partial(searcher._group, question, ranked.ranked, 10))
        timed("cite", partial(searcher._hits, question, groups))
    return stages


def _plain(library: KnowledgeBase) -> Search:
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model = bundled_model()
    store = library._store
    _, _, vectors = store.vectors(store.keys(Filter()))

    def search(query: str) -> object:
        vector = model.encode([query], prompt_name="query", show_progress_bar=False)[0]
        return np.argsort(-(vectors @ vector))[:10]

    search("warm up")
    return search


def _times(search: Search, queries: Sequence[str]) -> list[float]:
    return [_time(search, query) for query in queries]


def _time(search: Search, query: str) -> float:
    started = time.perf_counter()
    search(query)
    return time.perf_counter() - started


def _load(search: Search, queries: Sequence[str], clients: int) -> tuple[list[float], float]:
    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        times = list(pool.map(lambda query: _time(search, query), queries))
    return times, time.perf_counter() - started


def _row(name: str, clients: int, times: Sequence[float], wall: float) -> str:
    cuts = quantiles([seconds * 1000 for seconds in times], n=100, method="inclusive")
    p50 = median(times) * 1000
    return f"{name:34s} {clients:7d} {p50:8.1f} {cuts[94]:8.1f} {cuts[98]:8.1f} {len(times) / wall:7.0f}"


if __name__ == "__main__":
    sys.exit(main())
