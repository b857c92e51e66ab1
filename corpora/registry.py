"""The official sources of corpora/sources.toml: who publishes what, where, and on which terms it may be used again.

A publisher that is not listed there, the press above all, is under copyright: it may be cited and summarised only.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from document import COLLECTIONS, Source, SourceError

LANGUAGES = ("uk", "en", "ja", "ru")


@dataclass(frozen=True)
class OfficialSource:
    """One place that publishes; `names` are its publisher's name and the other spellings that documents use.

    `changes` says how often something new appears, `may_store` whether a full text may be kept and passed on.
    """

    name: str
    publisher: str
    names: tuple[str, ...]
    url: str
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    collections: tuple[str, ...]
    changes: str
    licence: str
    attribution: str
    may_store: bool
    may_translate: bool


KINDS: dict[str, type] = {
    "name": str,
    "publisher": str,
    "aliases": list,
    "url": str,
    "languages": list,
    "formats": list,
    "collections": list,
    "changes": str,
    "licence": str,
    "attribution": str,
    "may_store": bool,
    "may_translate": bool,
}


def read_registry(path: Path) -> tuple[OfficialSource, ...]:
    """Parse and check corpora/sources.toml; raises SourceError."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["source"]
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path}: no list of [[source]] can be read from it ({error}); correct it") from error
    sources = tuple(_source(path, number, entry) for number, entry in enumerate(entries, 1))
    if len({source.name for source in sources}) < len(sources):
        raise SourceError(f"{path}: two sources have one name; give each its own")
    return sources


@dataclass(frozen=True)
class Terms:
    """What may be done with the text of a page, and the words that name its origin."""

    licence: str
    attribution: str
    may_store: bool
    may_translate: bool


def terms_of(source: Source, registry: Sequence[OfficialSource]) -> Terms:
    """The terms of a page that a document rests on: its publisher's, by preference those of the same host."""
    own = [entry for entry in registry if source.publisher in entry.names]
    here = [entry for entry in own if urlsplit(entry.url).hostname == urlsplit(source.url).hostname]
    for entry in here or own:
        return Terms(entry.licence, entry.attribution, entry.may_store, entry.may_translate)
    return Terms(source.terms, f"{source.publisher}, {source.date}", may_store=False, may_translate=False)


def _source(path: Path, number: int, entry: dict[str, Any]) -> OfficialSource:
    name = entry.get("name", f"source {number}")
    if wrong := sorted(set(entry) ^ set(KINDS)):
        raise SourceError(f"{path}: {name} lacks or does not know {', '.join(wrong)}; the keys are {', '.join(KINDS)}")
    for key, kind in KINDS.items():
        if not isinstance(entry[key], kind) or entry[key] == "":
            raise SourceError(f"{path}: {name} has {key} = {entry[key]!r}; it has to be a {kind.__name__} that says it")
    for key, known in (("languages", LANGUAGES), ("collections", COLLECTIONS)):
        if not entry[key] or not set(entry[key]) <= set(known):
            raise SourceError(f"{path}: {name} has {key} = {entry[key]}; choose from {', '.join(known)}")
    if not entry["url"].startswith("https://") and not entry["url"].startswith("http://"):
        raise SourceError(f"{path}: {name} has no address that begins with https://")
    aliases = entry.pop("aliases")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return OfficialSource(**values, names=(entry["publisher"], *aliases))
