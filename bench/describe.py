"""How well documents are described: precision and recall by kind against corpora/golden/descriptions.toml, and speed.

The catalogue beside the documents is not asked: title, type, language and date are found in the file itself.
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
from ingest.readers import read
from kb.model import FactKind, Metadata, document_text

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


def found_in(path: Path) -> Found:
    """Read and describe one file, as if nothing were known of it."""
    reading = read(path.read_bytes(), path.name)
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


def scores(show: bool = False) -> tuple[dict[str, Score], float]:
    """(scores by kind, seconds for a page of 3,000 characters) over all documents of the golden file."""
    total = {name: Score() for name in (*ONE_VALUED, *KINDS, "amounts", "stages")}
    characters, seconds = 0, 0.0
    found_in(CORPORA / next(iter(gold())))  # the gazetteer and the language model are loaded once
    for name, entry in gold().items():
        found, wanted = found_in(CORPORA / name), wanted_of(entry)
        characters, seconds = characters + found.characters, seconds + found.seconds
        for kind, score in total.items():
            got = found.values[kind] & wanted[kind] if kind == "stages" else found.values[kind]
            score.add(got, wanted[kind])
            if show:
                _tell(name, kind, got, wanted[kind])
    return total, seconds / characters * PAGE_CHARACTERS


def _tell(name: str, kind: str, found: set[str], wanted: set[str]) -> None:
    for sign, values in (("+", found - wanted), ("-", wanted - found)):
        if values:
            print(f"{sign} {name} {kind}: {', '.join(sorted(values))}")


def lines(total: Mapping[str, Score], page: float) -> Iterator[str]:
    yield f"{'kind':<14}{'precision':>10}{'recall':>8}{'right':>7}{'wrong':>7}{'missed':>8}"
    for kind, score in total.items():
        precision = "–" if kind == "stages" else f"{score.precision:.3f}"
        yield f"{kind:<14}{precision:>10}{score.recall:>8.3f}{score.right:>7}{score.wrong:>7}{score.missed:>8}"
    yield f"one page of {PAGE_CHARACTERS:,} characters: {page * 1000:.2f} ms of one core"


if __name__ == "__main__":
    import sys

    for line in lines(*scores(show="--show" in sys.argv)):
        print(line)
