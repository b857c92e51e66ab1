"""Names that are one thing in three languages: places, organisations, people and sectors, each a row of a TSV file.

A place's identifier begins with its country: `JP`, then ISO 3166-2 for the oblast or prefecture (`UA-32`, `JP-04`),
then the municipality in Latin letters (`UA-32-bucha`), so that an identifier's beginning names what it lies in.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kb.model import FactKind

FOLDER = Path(__file__).parent
NOTHING = "-"
"""The identifier of words that look like a name and are none."""
FILES = {
    FactKind.PLACE: "places",
    FactKind.DATELINE: "places",
    FactKind.ORGANISATION: "organisations",
    FactKind.SECTOR: "sectors",
    FactKind.SPEAKER: "people",
    FactKind.QUOTATION: "people",
}
_FILTERS = {"sector": FactKind.SECTOR, "place": FactKind.PLACE, "organisation": FactKind.ORGANISATION}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: its identifier, its name to show in each language, and the other words it is known by."""

    id: str
    names: Mapping[str, str]
    variants: tuple[str, ...]


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of one file of this folder by column."""
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


@cache
def entries(name: str) -> Mapping[str, Entry]:
    """The entries of `places`, `organisations`, `people` or `sectors` by identifier."""
    return {
        row["id"]: Entry(
            row["id"],
            {language: row[language].lstrip("=") for language in ("uk", "en", "ja")},
            tuple(filter(None, (row.get("variants") or "").split("|"))),
        )
        for row in rows(name)
    }


def display_name(kind: FactKind, value: str, language: str) -> str:
    """A value's name for a reader of `uk`, `en` or `ja`; a value that no file knows is shown as it is."""
    files = ("organisations", "places") if kind is FactKind.PARTY else (FILES.get(kind),)
    for file in files:
        found = entries(file).get(value) if file else None
        if found is not None:
            return found.names.get(language) or found.names["en"]
    return value


@cache
def _identifiers(file: str) -> Mapping[str, str]:
    """Identifiers by every name, small letters; of two entries with one name the first is meant."""
    found: dict[str, str] = {}
    for entry in entries(file).values():
        for name in (entry.id, *entry.names.values(), *entry.variants):
            if name and entry.id != NOTHING:
                found.setdefault(name.lstrip("=").casefold(), entry.id)
    return found


def identifier(field: str, text: str) -> str | None:
    """The identifier of a `sector`, `place` or `organisation` from itself or a name in any language."""
    return _identifiers(FILES[_FILTERS[field]]).get(text.strip().casefold())


def filter_name(field: str, value: str, language: str) -> str:
    """The name of a value of the filter `sector`, `place` or `organisation`."""
    return display_name(_FILTERS[field], value, language)
