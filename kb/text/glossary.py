"""The trilingual glossary: one concept, whatever language its words are in.

A concept found in a text becomes an index term of its own, so that `がれき` in a passage answers for `завали` in a
question. Ukrainian and English phrases are matched as sequences of analysed terms, Japanese ones as characters.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import accumulate

from kb.text.analyzer import Term, analyse
from kb.text.fold import todays_signs
from kb.text.names import name_terms
from kb.text.quantities import quantities
from kb.text.sentences import sentences

WORD_LANGUAGES = ("uk", "en")
CHARACTER_LANGUAGE = "ja"
LANGUAGES = (*WORD_LANGUAGES, CHARACTER_LANGUAGE)
VARIANTS = "|"
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
_CELL = re.compile(r"[·|]")
_MARKED = re.compile("[\uff66-\uff9d][\uff9e\uff9f]")
_SIGN = re.compile(f"{_MARKED.pattern}|.", re.DOTALL)
Phrases = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


def index_terms(text: str, language: str) -> list[Term]:
    """Everything a text can be found by: its words, and the concepts, quantities and names among them."""
    terms = analyse(text, language)
    return [*terms, *meanings(text, terms)]


def meanings(text: str, terms: Sequence[Term], *, is_query: bool = False) -> list[Term]:
    """What the words of an analysed text stand for in every language: concepts, quantities, names."""
    return [
        *concepts(text, terms),
        *quantities(text, terms, is_query=is_query),
        *name_terms(text, terms, is_query=is_query),
    ]


def concepts(text: str, terms: Sequence[Term]) -> list[Term]:
    """The concepts of an analysed text as terms over the words they stand for; of phrases at one word the longest."""
    return [*_in_words(terms, _breaks(text)), *_in_characters(text)]


def names(language: str) -> Mapping[str, str]:
    """What each concept is called in a language, by its index term; concepts without a name there are left out."""
    return _names()[language]


@cache
def version() -> str:
    """Changes with the glossary's content; an index remembers the one it was made with."""
    return hashlib.sha256(_file().read_bytes()).hexdigest()[:12]


def _in_words(terms: Sequence[Term], breaks: Sequence[int]) -> Iterator[Term]:
    """Stop words may stand inside a phrase, since the analyzer drops them; the end of a sentence or a cell may not."""
    words = [term.text for term in terms]
    parts = [bisect_right(breaks, term.start) for term in terms]
    for at, word in enumerate(words):
        for phrase, concept in _word_phrases().get(word, ()):
            last = at + len(phrase) - 1
            if tuple(words[at : last + 1]) == phrase and parts[at] == parts[last]:
                yield Term(concept, terms[at].start, terms[last].end)
                break


def _breaks(text: str) -> list[int]:
    """Where something new begins, ascending: sentences, lines and table cells."""
    return sorted([start for start, _ in sentences(text)] + [cell.end() for cell in _CELL.finditer(text)])


def _in_characters(text: str) -> Iterator[Term]:
    if _MARKED.search(text):
        yield from _in_half_width(text)
        return
    folded = _folded(text)
    phrases = _character_phrases()
    for first in _first_signs().finditer(folded):
        at = first.start()
        for phrase, concept in phrases.get(first.group(), ()):
            if folded.startswith(phrase, at):
                yield Term(concept, at, at + len(phrase))
                break


def _in_half_width(text: str) -> Iterator[Term]:
    """As `_in_characters`, where half-width kana with sound marks become one sign of two: `ｼﾞｬｲｶ` has five."""
    signs = _SIGN.findall(text)
    places = list(accumulate(map(len, signs), initial=0))
    joined = "".join(sign if len(sign) == 1 else unicodedata.normalize("NFKC", sign)[0] for sign in signs)
    for concept, start, end in _in_characters(joined):
        yield Term(concept, places[start], places[end])


def _folded(text: str) -> str:
    """Folded sign by sign, leaving what would change in length, so that places stay those of the text."""
    if not unicodedata.is_normalized("NFKC", text):
        signs = ((sign, unicodedata.normalize("NFKC", sign)) for sign in set(text))
        text = text.translate({ord(sign): folded for sign, folded in signs if len(folded) == 1})
    return todays_signs(text) if _HAN.search(text) else text


@cache
def _word_phrases() -> Phrases:
    """Analysed phrases with their concepts by first term, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for concept, language, variant in _variants():
        terms = tuple(term.text for term in analyse(variant, language)) if language in WORD_LANGUAGES else ()
        if terms:
            found.setdefault(terms[0], []).append((terms, concept))
    return {first: sorted(options, key=lambda option: -len(option[0])) for first, options in found.items()}


@cache
def _character_phrases() -> Mapping[str, Sequence[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for concept, language, variant in _variants():
        if language == CHARACTER_LANGUAGE and not variant.isascii():
            found.setdefault(variant[0], []).append((variant, concept))
    return {first: sorted(options, key=lambda option: -len(option[0])) for first, options in found.items()}


@cache
def _first_signs() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(re.escape, _character_phrases()))}]")


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for concept, language, variant in _variants():
        found[language].setdefault(concept, variant)
    return found


def _variants() -> Iterator[tuple[str, str, str]]:
    """(index term of the concept, language, phrase); the analyzer never makes a term like a concept's."""
    with _file().open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            for language in LANGUAGES:
                for variant in filter(None, map(str.strip, (row[language] or "").split(VARIANTS))):
                    yield f"§{row['id']}", language, unicodedata.normalize("NFKC", variant)


def _file() -> Traversable:
    return files("kb.text") / "glossary.tsv"
