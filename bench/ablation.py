"""What each part of the ranking is worth: the golden set and public questions, each part switched off alone.

    python -m bench.ablation [--public]

Asks the golden queries of the knowledge base that `KB_HOME` names and, with `--public`, those of two sets in
`KB_EVAL_DATA`: XQuAD (the version in the other language among the first three) and JSQuAD. Prints the table in
docs/eval.md.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

from bench.pools import read_pools, shelve
from bench.public import measure
from kb.base import KnowledgeBase
from kb.config import load_settings
from kb.evaluate import PAIR, evaluate
from kb.golden import load_golden
from kb.ranking import Parts
from kb.search import PARTS, Searcher

GOLDEN = Path("corpora/golden")


def variants() -> Iterator[tuple[str, Parts]]:
    """The ranking as it is, and without each part; `meaning alone` is the vector of the question and nothing else."""
    yield "all parts", PARTS
    for part in fields(Parts):
        yield f"without {part.name}", replace(PARTS, **{part.name: 0.0})
    yield "meaning alone", Parts(*[0.0] * len(fields(Parts)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--public", action="store_true", help="ask the public sets too (half an hour)")
    options = parser.parse_args()
    settings = load_settings()
    library = KnowledgeBase.open(settings)
    queries = load_golden(GOLDEN)
    if not library.status().documents:
        print("there is nothing to search in: ingest corpora first", file=sys.stderr)
        return 1
    pools = [it for it in read_pools(settings.eval_data) if it.name in ("XQuAD", "JSQuAD")] if options.public else []
    with tempfile.TemporaryDirectory() as folder:
        shelved = [(pool, *shelve(pool, Path(folder) / pool.name, settings.cache)) for pool in pools]
        columns = ["", "nDCG@10", "success@1", "recall@10", "across languages", "passages", "gap"]
        columns += ["XQuAD en→ru", "ru→en", "JSQuAD"] if pools else []
        print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
        for name, parts in variants():
            library._searcher = Searcher(
                library._store, library._indexes, library.embedder, library._space, parts=parts
            )
            result = evaluate(library, queries)
            pairs = [row.recall for row in result.rows if PAIR in row.name and row.name[:2] != row.name[-2:]]
            every = result.rows[0]
            row = [every.ndcg, every.success, every.recall, sum(pairs) / len(pairs), every.passage, result.fairness_gap]
            for pool, other, texts in shelved:
                found = measure(pool, other, texts, parts)
                row += [found[name] for name in ("en→ru R@3", "ru→en R@3", "nDCG@10") if name in found]
            print(f"| {name} | " + " | ".join(f"{figure:.3f}" for figure in row) + " |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
