"""From paths to files to read, each with its collection and what a catalogue says of it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ingest.readers import SUFFIXES
from kb.errors import UsageError
from kb.model import DocumentType, Metadata

CATALOGUE = "index.jsonl"
TEXT_KEYS = ("title", "issued", "type", "language", "url", "twin")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to take in.

    `location` is where it is known to lie: a changed file at the same location is a new version. `given` and `type`
    come from a catalogue and win over what the file says of itself; `twin` is its name for all versions of one text.
    `named` is the file's name where `path` has another.
    """

    path: Path
    location: str
    collection: str
    given: Metadata = field(default_factory=Metadata)
    type: DocumentType | None = None
    twin: str | None = None
    named: str | None = None

    @property
    def name(self) -> str:
        """The file's name, as people know it."""
        return self.named or self.path.name


def discover(
    paths: Iterable[Path], collection: str | None = None, locate: Callable[[Path], str] = str
) -> list[SourceFile]:
    """The files under `paths` in a stable order, each once.

    Without `collection`, a file belongs to the collection named after the first folder below the path given, or after
    the folder it lies in. Folders are walked for known suffixes; names that begin with `.` or `_`, and README files,
    are left out, unless named themselves. Raises `UsageError` for a path that does not exist or a broken catalogue.
    """
    found: dict[Path, SourceFile] = {}
    catalogues: dict[Path, Mapping[str, Mapping[str, Any]]] = {}
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist; name files or folders to ingest")
        for file, name in _walk(path.resolve()) if path.is_dir() else [(path.resolve(), path.resolve().parent.name)]:
            if file.parent not in catalogues:
                catalogues[file.parent] = _catalogue(file.parent)
            entry = catalogues[file.parent].get(file.name, {})
            found.setdefault(file, _source(file, locate(file), collection or slug(name), entry))
    return list(found.values())


def slug(name: str) -> str:
    """A collection's name made of a folder's: lower case, letters and digits of any script, hyphens between."""
    folded = unicodedata.normalize("NFC", name).lower()
    return re.sub(r"[\W_]+", "-", folded).strip("-")[:64] or "documents"


def _walk(root: Path) -> Iterator[tuple[Path, str]]:
    for file in sorted(root.rglob("*")):
        below = file.relative_to(root).parts
        hidden = any(part.startswith((".", "_")) for part in below)
        readme = file.stem.upper() == "README"
        if file.suffix.lower() in SUFFIXES and file.is_file() and not hidden and not readme:
            yield file, below[0] if len(below) > 1 else root.name


def _catalogue(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """Entries by file name from `index.jsonl` in the folder, or `<folder>.index.jsonl` beside it."""
    entries: dict[str, Mapping[str, Any]] = {}
    for path in (folder.parent / f"{folder.name}.{CATALOGUE}", folder / CATALOGUE):
        if path.is_file():
            for number, line in enumerate(_text(path).split("\n"), 1):
                if line.strip():
                    entry = _entry(path, number, line)
                    entries[entry["file"]] = entry
    return entries


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read ({error}); save it as UTF-8 or move it away") from error


def _entry(path: Path, number: int, line: str) -> Mapping[str, Any]:
    try:
        entry = json.loads(line)
        if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
            raise ValueError("each line needs an object with the key “file”")
        for key in TEXT_KEYS:
            if not isinstance(entry.get(key) or "", str):
                raise ValueError(f"“{key}” needs to be text in quotation marks")
        if entry.get("issued"):
            date.fromisoformat(entry["issued"])
        if entry.get("type"):
            DocumentType(entry["type"])
    except ValueError as error:
        raise UsageError(f"{path}, line {number}: {error}; mend the catalogue or move it away") from error
    return entry


def _source(path: Path, location: str, collection: str, entry: Mapping[str, Any]) -> SourceFile:
    issued = entry.get("issued")
    given = Metadata(
        title=entry.get("title") or None,
        language=entry.get("language") or None,
        date=date.fromisoformat(issued) if issued else None,
        url=entry.get("url") or None,
    )
    kind = DocumentType(entry["type"]) if entry.get("type") else None
    return SourceFile(path, location, collection, given, kind, entry.get("twin") or None)
