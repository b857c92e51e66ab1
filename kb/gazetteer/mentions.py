"""Which places, organisations and people of the gazetteer a text names, in whatever case, script or language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from kb.gazetteer import NOTHING, entries
from kb.text.analyzer import CJK, Term, analyse
from kb.text.names import keys, name_terms

FILES = ("places", "organisations", "people")
LEAST_SIGNS = 2
_SIGN = re.compile(f"[{CJK}]")
Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


def mentions(text: str, language: str) -> list[Term]:
    """Each entry that a text names, its identifier as the term, over the words that name it."""
    terms = analyse(text, language)
    return [*_in_words(text, terms), *_by_sound(text, terms), *_in_signs(text)]


def _in_words(text: str, terms: Sequence[Term]) -> Iterator[Term]:
    """A name of one word begins with a capital: `суму` is no town, `нотами` no peninsula."""
    words = [term.text for term in terms]
    for at, word in enumerate(words):
        for phrase, entry in _phrases().get(word, ()):
            last = at + len(phrase) - 1
            if tuple(words[at : last + 1]) == phrase and (len(phrase) > 1 or text[terms[at].start].isupper()):
                yield Term(entry, terms[at].start, terms[last].end)


def _by_sound(text: str, terms: Sequence[Term]) -> Iterator[Term]:
    """Names of one word that cases or scripts have changed: `Сендаю`, `シュクルム`."""
    for name in name_terms(text, terms):
        for entry in _sounds().get(name.text[1:], ()):
            yield Term(entry, name.start, name.end)


def _in_signs(text: str) -> Iterator[Term]:
    for name, entry in _signs():
        at = text.find(name)
        while at >= 0:
            yield Term(entry, at, at + len(name))
            at = text.find(name, at + 1)


def _names() -> Iterator[tuple[str, str]]:
    """(name, identifier) of every entry, in every language and variant."""
    for file in FILES:
        for entry in entries(file).values():
            if entry.id != NOTHING:
                for name in dict.fromkeys((*entry.names.values(), *entry.variants)):
                    if name.strip("="):
                        yield unicodedata.normalize("NFKC", name.lstrip("=")), entry.id


def _is_signs(name: str) -> bool:
    return bool(_SIGN.search(name))


@cache
def _phrases() -> Phrases:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for name, entry in _names():
        phrase = () if _is_signs(name) else tuple(term.text for term in analyse(name, "uk"))
        if phrase:
            found.setdefault(phrase[0], []).append((phrase, entry))
    return found


@cache
def _sounds() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, entry in _names():
        for key in keys(name) if name.isalpha() else ():
            found.setdefault(key, set()).add(entry)
    return {key: frozenset(held) for key, held in found.items()}


@cache
def _signs() -> Sequence[tuple[str, str]]:
    return [(name, entry) for name, entry in _names() if _is_signs(name) and len(name) >= LEAST_SIGNS]
