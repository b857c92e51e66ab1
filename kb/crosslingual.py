"""The query as passages of each language should meet it.

A multilingual encoder is strongest inside one language. So beside the question itself, what the glossary can say of it
in the passages' language is embedded too, and the two meet halfway.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kb.embed.centring import LanguageMeans
from kb.ports import Embedder, Vectors
from kb.text import glossary
from kb.text.analyzer import Term, analyse
from kb.text.query import is_international

GLOSS_WEIGHT = 0.35
"""The share of the glossed words in the query vector; chosen on the golden queries marked for tuning."""


def query_vectors(
    query: str, language: str, targets: Sequence[str], embedder: Embedder, means: LanguageMeans
) -> Mapping[str, Vectors]:
    """The centred unit vector (d,) with which to search the passages of each target language."""
    glosses = {target: gloss(query, language, target) for target in targets if target != language}
    glosses = {target: words for target, words in glosses.items() if words}
    raw = embedder.encode_queries([query, *glosses.values()])
    own, *glossed = means.centre_queries(raw, [language, *glosses])
    vectors = dict.fromkeys(targets, own)
    for target, vector in zip(glosses, glossed, strict=True):
        mixed = (1 - GLOSS_WEIGHT) * own + GLOSS_WEIGHT * vector
        vectors[target] = mixed / np.linalg.norm(mixed)
    return vectors


def gloss(query: str, language: str, target: str) -> str:
    """The query's concepts named in the target language, with its numbers and names; empty if it names no concept."""
    if target not in glossary.LANGUAGES:
        return ""
    terms = analyse(query, language)
    named = _outermost(glossary.concepts(query, terms))
    names = glossary.names(target)
    words = [(concept.start, names[concept.text]) for concept in named if concept.text in names]
    if not words:
        return ""
    left = [term for term in terms if not any(_inside(term, concept) for concept in named)]
    words += [(term.start, term.text) for term in left if is_international(term.text, language)]
    return " ".join(word for _, word in sorted(words))


def _outermost(concepts: Sequence[Term]) -> list[Term]:
    """Without the concepts that lie inside a longer one: `restoration agency` is not about agencies."""
    return [one for one in concepts if not any(_inside(one, other) and not _inside(other, one) for other in concepts)]


def _inside(one: Term, other: Term) -> bool:
    return other.start <= one.start and one.end <= other.end
