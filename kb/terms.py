"""Where a passage uses terms that its document defines, in whatever form the words take."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from kb.model import Definition, TermUse
from kb.text.analyzer import Term, analyse

_APART = re.compile(r"[\s\-–'’\"“”«»]*")
_SHORTEST_CHARACTERS = 2
_CHARACTERS = frozenset({"ja", "zh"})


def uses(text: str, language: str, definitions: Sequence[Definition], offset: int = 0) -> tuple[TermUse, ...]:
    """The uses of defined terms in a text, sorted and disjoint, the longest term first where two begin together.

    `offset` is where the text begins in its document: a term is not used where it is just being defined. Words are
    compared by their base forms; a term written with a capital is used with a capital.
    """
    if not definitions:
        return ()
    found = _in_characters(text, definitions) if language in _CHARACTERS else _in_words(text, language, definitions)
    chosen: list[TermUse] = []
    for definition, start, end in sorted(found, key=lambda it: (it[1], -it[2])):
        inside = definition.start <= offset + start < definition.end
        if not inside and (not chosen or start >= chosen[-1].end):
            chosen.append(TermUse(definition.term, definition.clause, start, end))
    return tuple(chosen)


def _in_characters(text: str, definitions: Sequence[Definition]) -> Iterator[tuple[Definition, int, int]]:
    for definition in definitions:
        if len(definition.term) >= _SHORTEST_CHARACTERS:
            for match in re.finditer(re.escape(definition.term), text):
                yield definition, match.start(), match.end()


def _in_words(text: str, language: str, definitions: Sequence[Definition]) -> Iterator[tuple[Definition, int, int]]:
    by_first = _by_first_word(tuple(definitions), language)
    terms = analyse(text, language)
    for index, first in enumerate(terms):
        for words, definition in by_first.get(first.text, ()):
            run = terms[index : index + len(words)]
            if tuple(term.text for term in run) == words and _is_one_name(run, text, definition):
                yield definition, run[0].start, run[-1].end


def _is_one_name(run: Sequence[Term], text: str, definition: Definition) -> bool:
    if definition.term[0].isupper() and not text[run[0].start].isupper():
        return False
    return all(_APART.fullmatch(text, one.end, two.start) for one, two in zip(run, run[1:], strict=False))


@lru_cache(maxsize=256)
def _by_first_word(
    definitions: tuple[Definition, ...], language: str
) -> Mapping[str, list[tuple[tuple[str, ...], Definition]]]:
    found: dict[str, list[tuple[tuple[str, ...], Definition]]] = {}
    for definition in definitions:
        words = tuple(term.text for term in analyse(definition.term, language))
        if words:
            found.setdefault(words[0], []).append((words, definition))
    return found
