"""What helps with a passage in a language its reader does not know: key terms glossed, and the passage where a version
of its document says the same in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.answer.quotes import version_for
from kb.gazetteer import entries
from kb.gazetteer.mentions import FILES, mentions
from kb.model import Citation, Hit, Passage, Twin
from kb.text import glossary
from kb.text.analyzer import Term, analyse
from kb.text.sentences import sentences

MOST_TERMS = 8
CONCEPT = "§"
COUNTRIES = frozenset({"JP", "UA"})
"""Named everywhere here, so that nobody needs them glossed."""
_OWN_LETTERS = {
    "ja": re.compile("[\u3040-\u30ff\u4e00-\u9fff]"),
    "uk": re.compile("[\u0400-\u04ff]"),
    "en": re.compile("[A-Za-z]"),
}
Rarity = Callable[[Sequence[tuple[str, ...]]], Sequence[float]]
"""How rare each of several terms is in the collections, a term being anything that the index knows it by."""


@dataclass(frozen=True, slots=True)
class Gloss:
    """A term of a passage as it writes it, what the reader's language calls it, and where it stands first."""

    words: str
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The passage of a language version that says the same; `nearest` is its sentence in the place of the hit's."""

    document_id: str
    passage_id: str
    title: str
    language: str
    text: str
    nearest: tuple[int, int]
    citation: Citation


@dataclass(frozen=True, slots=True)
class ReadingHelp:
    """Help with one hit for readers of `reader`."""

    reader: str
    terms: tuple[Gloss, ...]
    same: Counterpart | None


def reading_help(hit: Hit, reader: str, passage: Callable[[str], Passage], rarity: Rarity) -> ReadingHelp | None:
    """None for a hit in the reader's own language; `passage` reads one by its identifier."""
    if hit.language == reader:
        return None
    twin = version_for(hit, reader)
    same = _counterpart(hit, twin, passage(twin.passage_id).text) if twin else None
    return ReadingHelp(reader, key_terms(hit.text, hit.language, reader, rarity, hit.answer), same)


def _counterpart(hit: Hit, twin: Twin, text: str) -> Counterpart:
    start, end = hit.answer or (0, len(hit.text))
    wanted = _portable(hit.text[start:end], hit.language)

    def nearness(span: tuple[int, int]) -> tuple[float, float]:
        held = _portable(text[slice(*span)], twin.language)
        away = abs(span[0] / len(text) - start / len(hit.text))
        return len(wanted & held) / max(1, len(wanted | held)), -away

    nearest = max(sentences(text) or [(0, len(text))], key=nearness)
    return Counterpart(twin.document_id, twin.passage_id, twin.title, twin.language, text, nearest, twin.citation)


def _portable(text: str, language: str) -> frozenset[str]:
    """What a sentence and its translation have in common: concepts, numbers, dates, names."""
    terms = analyse(text, language)
    named = (term.text for term in (*glossary.meanings(text, terms), *mentions(text, language)))
    return frozenset((*named, *(term.text for term in terms if term.text[0].isdecimal())))


def key_terms(
    text: str, language: str, reader: str, rarity: Rarity, answer: tuple[int, int] | None = None
) -> tuple[Gloss, ...]:
    """The terms of a text that glossary or gazetteer can name for the reader, the most telling first: those of the
    sentence that answers before the others, rare ones before common ones."""
    first: dict[str, tuple[Term, str]] = {}
    for term, name in _outermost(_named(text, language, reader)):
        first.setdefault(name.casefold(), (term, name))
    held = list(first.values())
    weights = rarity([_index_terms(text, language, term) for term, _ in held])
    answers = [answer is not None and answer[0] <= term.start and term.end <= answer[1] for term, _ in held]
    order = sorted(range(len(held)), key=lambda at: (not answers[at], -weights[at], held[at][0].start))
    chosen = [held[at] for at in order[:MOST_TERMS]]
    return tuple(Gloss(text[term.start : term.end], name, term.start, term.end) for term, name in chosen)


def _named(text: str, language: str, reader: str) -> list[tuple[Term, str]]:
    """Concepts and names, where the reader has other letters for them, with what the reader's language calls them."""
    names = glossary.names(reader) if reader in glossary.LANGUAGES else {}
    found = [(term, names.get(term.text, "")) for term in glossary.concepts(text, analyse(text, language))]
    found += [(term, _entry_name(term.text, reader)) for term in mentions(text, language) if term.text not in COUNTRIES]
    own = re.compile(_OWN_LETTERS.get(reader, r"(?!)"))
    found = [(term, name) for term, name in found if name and not own.search(text[term.start : term.end])]
    return [(term, name) for term, name in found if name.casefold() != text[term.start : term.end].casefold()]


def _entry_name(entry: str, reader: str) -> str:
    return next((held[entry].names.get(reader, "") for file in FILES if entry in (held := entries(file))), "")


def _outermost(found: Sequence[tuple[Term, str]]) -> list[tuple[Term, str]]:
    """In reading order, without what lies in a longer term: `復興庁` is not about recovery."""
    ordered = sorted(found, key=lambda it: (it[0].start, -it[0].end))
    kept: list[tuple[Term, str]] = []
    for term, name in ordered:
        if not kept or term.end > kept[-1][0].end:
            kept.append((term, name))
    return kept


def _index_terms(text: str, language: str, term: Term) -> tuple[str, ...]:
    """What the index knows a term by: its concept, or the words of a name."""
    if term.text.startswith(CONCEPT):
        return (term.text,)
    return tuple(it.text for it in analyse(text[term.start : term.end], language)) or (term.text,)
