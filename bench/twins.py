"""How surely language versions are found: precision and recall of links, against what the catalogues say.

    python -m bench.twins [KB_HOME is the data folder]

Works on a copy of the data folder's store, in which the catalogues' own word is dropped before everything is compared
anew. The truth are the `twin` keys of corpora/*/index.jsonl.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path

from kb.config import load_settings
from kb.embed import open_embedder
from kb.embed.centring import open_means
from kb.model import DocumentSummary, Filter, Link, LinkKind
from kb.store.store import Store
from kb.twins.linker import Linker

CORPORA = Path("corpora")


def main() -> int:
    settings = load_settings()
    with tempfile.TemporaryDirectory() as folder:
        store = _copy(settings.home, Path(folder))
        documents = store.documents(Filter())
        if not documents:
            print(f"{settings.home} is empty; ingest something first", file=sys.stderr)
            return 1
        linker = Linker(store, open_means(settings.cache, open_embedder(settings, None)))
        started = time.perf_counter()
        linker.rebuild()
        seconds = time.perf_counter() - started
        _report(documents, store.links.all(), seconds)
        store.close()
    return 0


def _copy(home: Path, folder: Path) -> Store:
    """The data folder's store, without what catalogues and people said of versions."""
    source = sqlite3.connect(home / "store.sqlite3")
    with sqlite3.connect(folder / "store.sqlite3") as target:
        source.backup(target)
    source.close()
    target.close()
    store = Store(folder)
    with store.database.transaction() as connection:
        for table in ("twin_keys", "link_decisions", "links"):
            connection.execute(f"DELETE FROM {table}")
    return store


def _report(documents: Sequence[DocumentSummary], links: Sequence[Link], seconds: float) -> None:
    truth, named = _truth(documents)
    found = {frozenset((it.document_id, it.other_id)) for it in links if it.kind is LinkKind.OTHER_LANGUAGE}
    judged = {pair for pair in found if pair & named}
    right = judged & truth
    print(f"{len(documents)} documents compared in {seconds:.1f} s; links: {_kinds(links)}")
    print(f"language versions: {len(right)} of {len(truth)} found, recall {_share(len(right), len(truth))}")
    print(f"their links: {len(right)} of {len(judged)} right, precision {_share(len(right), len(judged))}")
    titles = {it.id: it.source_name for it in documents}
    for word, pairs in (("missed", truth - found), ("wrong", judged - truth)):
        for pair in pairs:
            print(f"{word}: {' and '.join(sorted(titles[it] for it in pair))}")


def _truth(documents: Sequence[DocumentSummary]) -> tuple[set[frozenset[str]], set[str]]:
    """(pairs of language versions, catalogued documents) among those that are here."""
    keys: dict[str, str | None] = {}
    catalogue = _catalogue()
    for it in documents:
        if (name := f"{it.collection}/{it.source_name}") in catalogue:
            keys[it.id] = catalogue[name]
    languages = {it.id: it.language for it in documents}
    pairs = {
        frozenset((one, other))
        for one, other in combinations(keys, 2)
        if keys[one] and keys[one] == keys[other] and languages[one] != languages[other]
    }
    return pairs, set(keys)


def _catalogue() -> Mapping[str, str | None]:
    entries: dict[str, str | None] = {}
    for path in sorted(CORPORA.glob("*/index.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            entry = json.loads(line)
            entries[f"{path.parent.name}/{entry['file']}"] = entry.get("twin")
    return entries


def _kinds(links: Sequence[Link]) -> str:
    kinds = sorted({it.kind.value for it in links})
    return ", ".join(f"{sum(it.kind == kind for it in links)} {kind}" for kind in kinds) or "none"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


if __name__ == "__main__":
    sys.exit(main())
