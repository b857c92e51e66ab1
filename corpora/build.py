"""Build the corpora: corpora/_sources/<collection>/<id>.md -> corpora/<collection>/<id>.<format> and index.jsonl.
Beside the source of a scanned document, <id>.txt keeps what its pages say.

    python corpora/build.py            build what is new or changed, and take away what has no source any more
    python corpora/build.py --all      build everything anew

Needs what `pip install -e '.[corpora]'` brings, the fonts Noto Serif, Noto Sans, Noto Serif CJK and Noto Sans CJK, and
Chromium for Japanese set vertically (Debian: fonts-noto-core fonts-noto-cjk chromium). The bytes of a PDF change with
the versions of all these, so a file counts as built while its source is the one that index.jsonl names.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from catalogue import catalogue_entry, digest, index_of
from document import COLLECTIONS, Document, SourceError, read_document
from formats import render, scan_text
from registry import OfficialSource, read_registry

CORPORA = Path(__file__).parent
RELATED = 3


def main() -> int:
    """Build; the exit status is 1 when a source is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="build every file, changed or not")
    anew = parser.parse_args().all
    try:
        registry = read_registry(CORPORA / "sources.toml")
        for collection in COLLECTIONS:
            build(CORPORA, collection, registry, anew=anew)
    except SourceError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def build(root: Path, collection: str, registry: Sequence[OfficialSource], *, anew: bool) -> None:
    """Bring one collection's folder in line with its sources; raises SourceError before anything is written."""
    paths = sorted((root / "_sources" / collection).glob("*.md"))
    documents = [read_document(path) for path in paths]
    folder = root / collection
    folder.mkdir(exist_ok=True)
    before = {entry["file"]: entry for entry in index_of(folder)}
    lines = []
    for path, document in zip(paths, documents, strict=True):
        file, source = folder / document.file, digest(path.read_bytes())
        known = before.pop(document.file, None)
        if anew or known is None or known["source_sha256"] != source or not file.is_file():
            file.write_bytes(render(document, related(document, documents)))
            if document.layout == "scan":
                path.with_suffix(".txt").write_text(scan_text(document), encoding="utf-8")
            print(f"built {file.relative_to(root)} ({file.stat().st_size:,} bytes)")
        entry = catalogue_entry(document, registry)
        lines.append({**entry, "source_file": path.name, "source_sha256": source, "sha256": digest(file.read_bytes())})
    for name in before:
        (folder / name).unlink(missing_ok=True)
        print(f"took away {collection}/{name}, which has no source")
    index = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (folder / "index.jsonl").write_text(index, encoding="utf-8")


def related(document: Document, documents: list[Document]) -> list[Document]:
    """The other documents in the same language that are nearest in time."""
    others = [other for other in documents if other.language == document.language and other is not document]
    return sorted(others, key=lambda other: (abs(other.date - document.date), other.id))[:RELATED]


if __name__ == "__main__":
    sys.exit(main())
