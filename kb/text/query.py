"""A query as the lexical index and the highlighter see it."""

from __future__ import annotations

from dataclasses import dataclass

from kb.text.analyzer import Term, analyse
from kb.text.glossary import concepts


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A word of the query; any of `index_terms`, the word itself or a concept it belongs to, answers for it.

    `is_portable` says that a text in another language can hold it: a concept, a number, a name in Latin letters.
    """

    word: str
    index_terms: tuple[str, ...]
    is_portable: bool


def analyse_query(query: str, language: str) -> tuple[QueryTerm, ...]:
    """Each distinct word of the query with what answers for it, in order."""
    terms = analyse(query, language)
    named = concepts(query, terms)
    found: dict[str, QueryTerm] = {}
    for term in terms:
        ideas = tuple(dict.fromkeys(concept.text for concept in named if _overlap(concept, term)))
        portable = bool(ideas) or is_international(term.text, language)
        found.setdefault(term.text, QueryTerm(term.text, (term.text, *ideas), portable))
    for concept in named:
        if not any(_overlap(concept, term) for term in terms):  # a word that the analyzer drops, as がれき in kana
            found[concept.text] = QueryTerm(concept.text, (concept.text,), True)
    return tuple(found.values())


def is_international(term: str, language: str) -> bool:
    """Whether a term reads the same in every language: a number, or Latin letters among others."""
    return term[0].isdecimal() or (term.isascii() and language != "en")


def _overlap(one: Term, other: Term) -> bool:
    return one.start < other.end and other.start < one.end
