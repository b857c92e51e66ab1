"""How well documents are described: precision and recall by kind against corpora/golden/descriptions.toml, and speed.

The catalogue beside the documents is not asked: title, type, language and date are found in the file itself. Scans are
read by OCR, and left out where Tesseract is not installed.

python -m bench.describe           figures of all documents, and of those held out (`split = "test"`)
python -m bench.describe --show    also each value found or missed, of the documents that are not held out
"""

from __future__ import annotations

import time
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.describe import describe
from ingest.describe.facts import facts_of
from ingest.ocr import waiting, with_ocr
from ingest.ocr.engine import Tesseract, find_tesseract
from ingest.readers import read
from kb.model import FactKind, Metadata, Reading, document_text

CORPORA = Path(__file__).parents[1] / "corpora"
GOLD = CORPORA / "golden" / "descriptions.toml"
KINDS = {
    "signed": FactKind.SIGNED,
    "in_force": FactKind.IN_FORCE,
    "parties": FactKind.PARTY,
    "organisations": FactKind.ORGANISATION,
    "places": FactKind.PLACE,
    "sectors": FactKind.SECTOR,
    "dateline": FactKind.DATELINE,
    "speakers": FactKind.SPEAKER,
}
ONE_VALUED = ("type", "language", "title", "issued")
PAGE_CHARACTERS = 3000
OCR_SECONDS = 120


@dataclass(slots=True)
class Score:
    """Values found and wanted, found alone, and wanted alone."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, found: set[str], wanted: set[str]) -> None:
        self.right += len(found & wanted)
        self.wrong += len(found - wanted)
        self.missed += len(wanted - found)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules say of one document: values by kind as in the golden file, and how long it took."""

    values: Mapping[str, set[str]]
    characters: int
    seconds: float


def gold() -> dict[str, dict[str, Any]]:
    return tomllib.loads(GOLD.read_text(encoding="utf-8"))


def reading_of(path: Path, engine: Tesseract | None) -> Reading | None:
    """One file as it is read; None where it is a scan and no engine is given."""
    data = path.read_bytes()
    reading = read(data, path.name)
    if not waiting(reading):
        return reading
    return with_ocr(reading, data, path.name, engine, seconds=OCR_SECONDS) if engine else None


def found_in(path: Path, reading: Reading) -> Found:
    """Describe one file, as if nothing were known of it."""
    started = time.process_time()
    description = describe(reading, path.name, path.parent.name, Metadata())
    facts = facts_of(description.type, description.title, description.date, reading.blocks)
    seconds = time.process_time() - started
    values: dict[str, set[str]] = {
        "type": {description.type.value},
        "language": {description.language},
        "title": {description.title},
        "issued": {description.date.isoformat()} if description.date else set(),
    }
    values |= {name: {fact.value for fact in facts if fact.kind is kind} for name, kind in KINDS.items()}
    amounts = [fact for fact in facts if fact.kind is FactKind.AMOUNT]
    values["amounts"] = {fact.value for fact in amounts}
    values["stages"] = {f"{fact.value} {fact.stage}" for fact in amounts}
    return Found(values, len(document_text(reading.blocks)), seconds)


def wanted_of(entry: Mapping[str, Any]) -> dict[str, set[str]]:
    wanted = {name: {str(entry[name])} for name in ONE_VALUED}
    wanted |= {name: set(entry.get(name, ())) for name in KINDS}
    wanted["amounts"] = {" ".join(amount.split()[:2]) for amount in entry["amounts"]}
    wanted["stages"] = {amount for amount in entry["amounts"] if len(amount.split()) > 2}  # noqa: PLR2004
    return wanted


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores by kind over all documents and over those held out, and seconds for a page of 3,000 characters."""

    all: Mapping[str, Score]
    held_out: Mapping[str, Score]
    page: float


def scores(show: bool = False, engine: Tesseract | None = None) -> Scores:
    """Describe every document of the golden file and compare; scans only where an engine for OCR is given."""
    total, held_out = _empty(), _empty()
    characters, seconds = 0, 0.0
    for number, (name, entry) in enumerate(gold().items()):
        reading = reading_of(CORPORA / name, engine)
        if reading is None:
            continue
        if not number:
            found_in(CORPORA / name, reading)  # the gazetteer and the language model are loaded once
        found, wanted = found_in(CORPORA / name, reading), wanted_of(entry)
        characters, seconds = characters + found.characters, seconds + found.seconds
        test = entry.get("split") == "test"
        for kind in total:
            got = found.values[kind] & wanted[kind] if kind == "stages" else found.values[kind]
            total[kind].add(got, wanted[kind])
            if test:
                held_out[kind].add(got, wanted[kind])
            elif show:
                _tell(name, kind, got, wanted[kind])
    return Scores(total, held_out, seconds / characters * PAGE_CHARACTERS)


def _empty() -> dict[str, Score]:
    return {name: Score() for name in (*ONE_VALUED, *KINDS, "amounts", "stages")}


def _tell(name: str, kind: str, found: set[str], wanted: set[str]) -> None:
    for sign, values in (("+", found - wanted), ("-", wanted - found)):
        if values:
            print(f"{sign} {name} {kind}: {', '.join(sorted(values))}")


def lines(result: Scores) -> Iterator[str]:
    yield f"{'':<14}{'all documents':>40}{'held out':>26}"
    counts = f"{'right':>7}{'wrong':>7}{'missed':>8}"
    yield f"{'kind':<14}{'precision':>10}{'recall':>8}{counts}{'precision':>16}{'recall':>10}"
    for kind, score in result.all.items():
        held = result.held_out[kind]
        precision, apart = ("–", "–") if kind == "stages" else (f"{score.precision:.3f}", f"{held.precision:.3f}")
        counts = f"{score.right:>7}{score.wrong:>7}{score.missed:>8}"
        yield f"{kind:<14}{precision:>10}{score.recall:>8.3f}{counts}{apart:>16}{held.recall:>10.3f}"
    yield f"one page of {PAGE_CHARACTERS:,} characters: {result.page * 1000:.2f} ms of one core"


if __name__ == "__main__":
    import sys

    for line in lines(scores("--show" in sys.argv, find_tesseract())):
        print(line)
