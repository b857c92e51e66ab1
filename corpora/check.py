"""Check the corpora: every figure sourced, languages in balance, built files up to date.

python corpora/check.py            exit 1, with one line for each thing that does not hold
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from catalogue import digest, index_of
from document import ALLOWED, COLLECTIONS, Document, SourceError, read_document
from figures import figures, figures_of_date, figures_of_day
from registry import read_registry

CORPORA = Path(__file__).parent
LEAST_DOCUMENTS = 28
LEAST_SHARE = 0.30
"""Of the documents of a collection, in each language."""
LEAST_SOURCES = 60


def main() -> int:
    """Exit code 0 when everything holds."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    try:
        faults = list(check(CORPORA))
    except SourceError as error:
        faults = [str(error)]
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print("every figure is sourced, every file is up to date")
    return bool(faults)


def check(root: Path) -> Iterator[str]:
    """A sentence for everything that is wrong with the corpora below `root`; raises SourceError."""
    registry = read_registry(root / "sources.toml")
    if len(registry) < LEAST_SOURCES:
        yield f"{root / 'sources.toml'}: {len(registry)} sources, {LEAST_SOURCES} are wanted"
    for collection in COLLECTIONS:
        paths = sorted((root / "_sources" / collection).glob("*.md"))
        documents = [read_document(path) for path in paths]
        for path, document in zip(paths, documents, strict=True):
            yield from unsourced(path, document)
        yield from unbalanced(collection, documents)
        yield from outdated(root, collection, paths)


def unsourced(path: Path, document: Document) -> Iterator[str]:
    """The figures of a document that none of its sources is said to stand for."""
    known = supported(document)
    for figure in dict.fromkeys(figures(document.body, document.language)):
        if figure not in known:
            yield f"{path}: no source supports the figure {figure}; name it in `supports` of the source that has it"


def supported(document: Document) -> set[str]:
    """Every figure that stands in what the sources support, in their titles and dates, or is declared as our own."""
    known = figures_of_date(document.date)
    for source in document.sources:
        known |= figures_of_day(source.date)
        for language in ALLOWED["language"]:  # a source may be quoted in its own habit of writing figures
            known |= {*figures(source.supports, language), *figures(source.title, language)}
    return known | set(figures(f"{document.sample_terms} {document.computed}", document.language))


def unbalanced(collection: str, documents: Sequence[Document]) -> Iterator[str]:
    """What a collection lacks in number or in a language."""
    if len(documents) < LEAST_DOCUMENTS:
        yield f"{collection}: {len(documents)} documents, {LEAST_DOCUMENTS} are wanted"
    counts = Counter(document.language for document in documents)
    for language in ALLOWED["language"]:
        if counts[language] < LEAST_SHARE * len(documents):
            yield f"{collection}: {counts[language]} of {len(documents)} documents are in {language}, too few"


def outdated(root: Path, collection: str, paths: Iterable[Path]) -> Iterator[str]:
    """The built files that do not come from the sources as they are now."""
    index = index_of(root / collection)
    built = {entry["source_file"]: entry for entry in index}
    for path in paths:
        entry = built.pop(path.name, None)
        if entry is None or entry["source_sha256"] != digest(path.read_bytes()):
            yield f"{path}: its file is missing or older than the text; run make corpora"
            continue
        file = root / collection / entry["file"]
        if not file.is_file() or entry["sha256"] != digest(file.read_bytes()):
            yield f"{file}: is not the file that was built; run make corpora"
    known = {"index.jsonl", *(entry["file"] for entry in index)}
    for name in [*built, *(file.name for file in (root / collection).iterdir() if file.name not in known)]:
        yield f"{root / collection}: {name} is made from no source; delete it or add its source"


if __name__ == "__main__":
    sys.exit(main())
