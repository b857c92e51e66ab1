"""Reads translated manuals (Mallard pages, DocBook's HTML) as sections: a title and paragraphs, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree, html

from training.catalogues import clean

_TITLES = frozenset({"title", "h1", "h2", "h3", "h4", "h5"})
_BLOCKS = _TITLES | {"p"}


@dataclass
class Section:
    """A heading and the paragraphs under it; the untitled start of a page has an empty heading."""

    title: str
    paragraphs: list[str] = field(default_factory=list)


def read_manuals(root: Path) -> Iterator[tuple[str, dict[str, list[Section]]]]:
    """The manual's name and one page by language, English always among them."""
    yield from _pages(root / "usr/share/help", "*.page", "help", {"C": "en", "uk": "uk", "ja": "ja", "ru": "ru"})
    yield from _pages(root / "usr/share/gimp/2.0/help", "*.html", "gimp-help", {"en": "en", "uk": "uk", "ja": "ja"})
    yield from _pages(root / "usr/share/libreoffice/help", "*.html", "libreoffice-help", {"en-US": "en", "ja": "ja"})
    yield from _pages(
        root / "usr/share/doc/debian-handbook/html", "*.html", "handbook", {"en-US": "en", "ja-JP": "ja", "ru-RU": "ru"}
    )


def _pages(
    base: Path, pattern: str, name: str, folders: dict[str, str]
) -> Iterator[tuple[str, dict[str, list[Section]]]]:
    paths: dict[str, dict[str, Path]] = defaultdict(dict)
    for folder, language in folders.items():
        for path in sorted((base / folder).rglob(pattern)):
            paths[str(path.relative_to(base / folder))][language] = path
    for by_language in paths.values():
        if "en" in by_language or "ja" in by_language:
            yield name, {language: sections(path) for language, path in by_language.items()}


def sections(path: Path) -> list[Section]:
    """The page's sections; empty where the page cannot be parsed."""
    try:
        root = html.parse(path).getroot() if path.suffix == ".html" else etree.parse(path).getroot()
    except (OSError, etree.XMLSyntaxError):
        return []
    found = [Section("")]
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if name not in _BLOCKS or "info" in (etree.QName(it).localname for it in element.iterancestors()):
            continue
        text = clean(" ".join(map(str, element.itertext())))
        if name in _TITLES:
            found.append(Section(text))
        elif text:
            found[-1].paragraphs.append(text)
    return found
