"""List the passages that two different rankings bring for the golden queries and that no judgement covers yet.

    KB_HOME=data python corpora/pool.py > pool.jsonl                         # passages for a person to judge
    KB_HOME=data python corpora/pool.py --seen pool.jsonl > more.jsonl       # only what pool.jsonl does not list

The rankings are dense only (cosine) and words only (coverage), ten passages each over all languages, so that what
either method alone would find is judged too. Each line holds the query, the passage and its place. A person reads it,
and adds a judgement to `corpora/golden/*.jsonl` where the passage answers (grade 2) or helps (grade 1); what is left
without one has been judged not relevant. KB_HOME is a data folder into which `corpora/` has been ingested.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from judgements import GOLDEN, squeezed

from kb.base import KnowledgeBase
from kb.config import load_settings
from kb.golden import GoldenQuery, load_golden
from kb.model import Filter
from kb.store.store import Stored

DEPTH = 10


def main() -> int:
    """Print the pool as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--golden", type=Path, default=GOLDEN, help="a .jsonl file, or a folder of them")
    parser.add_argument("--seen", type=Path, nargs="*", default=[], help="earlier pools, whose passages are left out")
    options = parser.parse_args()
    seen = {_key(json.loads(line)) for path in options.seen for line in path.read_text("utf-8").splitlines()}
    library = KnowledgeBase.open(load_settings())
    library.warm_up()
    for entry in pool(library, load_golden(options.golden)):
        if _key(entry) not in seen:
            print(json.dumps(entry, ensure_ascii=False))
    library.close()
    return 0


def pool(library: KnowledgeBase, queries: Iterable[GoldenQuery]) -> Iterator[dict[str, Any]]:
    """The passages of each query's two rankings in which none of its judgements stands, those of both rankings once."""
    for query in queries:
        dense, words = rankings(library, query.query)
        stored = library._store.stored(dict.fromkeys(dense + words))
        for key, found in stored.items():
            if not covered(query, found):
                ranks = {"dense": _rank(dense, key), "words": _rank(words, key)}
                yield {"id": query.id, "query": query.query, **_place(found), **ranks, "text": found.passage.text}


def rankings(library: KnowledgeBase, query: str) -> tuple[list[int], list[int]]:
    """The keys of the ten best passages by meaning alone and of the ten best by words alone."""
    indexes, question = library._indexes, library._searcher._analyse(query)
    near: dict[int, float] = {}
    worded: dict[int, float] = {}
    for language in question.dense.languages:
        keys, cosines = question.dense.search(question.meaning.vectors, language, DEPTH, None)
        near.update(zip(keys.tolist(), cosines.tolist(), strict=True))
        keys, coverage = indexes.lexical.search(question.weights, language, DEPTH, Filter())
        worded.update(zip(keys.tolist(), coverage.tolist(), strict=True))
    return _best(near), _best(worded)


def covered(query: GoldenQuery, found: Stored) -> bool:
    """Whether a judgement of the query quotes this passage."""
    text, document = squeezed(found.passage.text), f"{found.collection}/{found.source_name}"
    return any(each.document == document and squeezed(each.quote) in text for each in query.judgements)


def _best(scores: dict[int, float]) -> list[int]:
    return sorted(scores, key=lambda key: (-scores[key], key))[:DEPTH]


def _rank(keys: list[int], key: int) -> int | None:
    return keys.index(key) + 1 if key in keys else None


def _place(found: Stored) -> dict[str, Any]:
    passage = found.passage
    return {
        "document": f"{found.collection}/{found.source_name}",
        "page": passage.page,
        "clause": passage.clause,
        "heading": list(passage.heading),
    }


def _key(entry: dict[str, Any]) -> tuple[str, str, str]:
    return entry["id"], entry["document"], squeezed(entry["text"])


if __name__ == "__main__":
    sys.exit(main())
