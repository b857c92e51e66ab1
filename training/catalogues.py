"""Reads translation catalogues (`.mo`): English messages with their translations."""

from __future__ import annotations

import gettext
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

LANGUAGES = ("uk", "ja", "ru")

_TAG = re.compile(r"<[^<>]{1,80}>")
_SPACE = re.compile(r"\s+")
_ACCELERATOR = re.compile(r"\(?[&_](?=\w)")


def read_catalogues(root: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The catalogue's name and one message in English and in at least one other language, cleaned of markup."""
    paths: dict[str, dict[str, Path]] = defaultdict(dict)
    for path in sorted(root.rglob("*.mo")):
        if path.parent.parent.name in LANGUAGES:
            paths[path.name][path.parent.parent.name] = path
    for name, by_language in sorted(paths.items()):
        messages: dict[str, dict[str, str]] = defaultdict(dict)
        for language, path in by_language.items():
            for english, text in _messages(path):
                messages[english][language] = text
        for english, texts in messages.items():
            yield name.removesuffix(".mo"), {"en": english, **texts}


def clean(text: str) -> str:
    """One line without tags and keyboard accelerators."""
    text = _TAG.sub(" ", text)
    if text.count("&") + text.count("_") == 1:
        text = _ACCELERATOR.sub("", text)
    return _SPACE.sub(" ", text.replace("\u200b", "").replace("&lt;", "<").replace("&gt;", ">")).strip()


def _messages(path: Path) -> Iterator[tuple[str, str]]:
    with path.open("rb") as file:
        try:
            catalogue = gettext.GNUTranslations(file)
        except (OSError, UnicodeDecodeError, ValueError, KeyError):
            return  # a catalogue in an old encoding or with a broken plural rule: there are plenty of others
    for key, text in vars(catalogue)["_catalog"].items():
        english = key[0] if isinstance(key, tuple) else key
        if isinstance(english, str) and english and text:
            yield clean(english.rsplit("\x04", 1)[-1]), clean(text)
