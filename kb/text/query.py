"""A query as the lexical index and the highlighter see it."""

from __future__ import annotations

from dataclasses import dataclass

from kb.text.analyzer import Term, analyse, tokens
from kb.text.glossary import meanings
from kb.text.operators import read_wording


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A word of the query; any of `index_terms` answers for it: the word itself, a concept, a quantity or a name.

    `is_portable` says that a text in another language can hold it: a concept, a number, a date, a name.
    """

    word: str
    index_terms: tuple[str, ...]
    is_portable: bool


def analyse_query(query: str, language: str) -> tuple[QueryTerm, ...]:
    """Each distinct word of the query with what answers for it, in order; what it excludes is no word of it."""
    text = read_wording(query).text
    terms = analyse(text, language)
    named = meanings(text, terms, is_query=True)
    found: dict[str, QueryTerm] = {}
    for term in terms:
        ideas = tuple(dict.fromkeys(idea.text for idea in named if _overlap(idea, term) and idea.text != term.text))
        portable = bool(ideas) or is_international(term.text, language)
        found.setdefault(term.text, QueryTerm(term.text, (term.text, *ideas), portable))
    for idea in named:
        if not any(_overlap(idea, term) for term in terms):  # a word that the analyzer drops, as がれき in kana
            found[idea.text] = QueryTerm(idea.text, (idea.text,), True)
    return tuple(found.values())


def analyse_phrase(phrase: str, language: str) -> tuple[str, ...]:
    """The terms that stand one after the other in a text that holds the phrase; empty if it has none.

    A kanji at the edge of a phrase is left out where it stands alone: in a text it is part of other pairs.
    """
    found = [term.text for term in tokens(phrase, language)]
    whole = found[_is_lone(found[0]) : len(found) - _is_lone(found[-1])] if len(found) > 1 else found
    return tuple(whole or found)


def is_international(term: str, language: str) -> bool:
    """Whether a term reads the same in every language: a number, or Latin letters among others."""
    return term[0].isdecimal() or (term.isascii() and language != "en")


def _is_lone(term: str) -> bool:
    return len(term) == 1 and term >= "\u2e80"


def _overlap(one: Term, other: Term) -> bool:
    return one.start < other.end and other.start < one.end
