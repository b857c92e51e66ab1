"""The query as passages of each language should meet it.

A multilingual encoder is strongest inside one language. So beside the question itself, what the glossary can say of it
in the passages' language is embedded too, and the two meet halfway.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb.embed.centring import LanguageMeans
from kb.embed.tokenspace import TokenSpace
from kb.late import NO_TOKENS, QuestionTokens
from kb.ports import Embedder, Vectors
from kb.text import glossary
from kb.text.analyzer import Term, analyse
from kb.text.query import is_international

GLOSS_WEIGHT = 0.35
"""The share of the glossed words in the query vector; chosen on the golden queries marked for tuning."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A query as a model sees it: a centred unit vector (d,) for the passages of each language, and its tokens."""

    vectors: Mapping[str, Vectors]
    tokens: QuestionTokens


@dataclass(frozen=True, slots=True)
class Lens:
    """What a query is looked at through; `space` is None where tokens cannot be compared."""

    embedder: Embedder
    means: LanguageMeans
    space: TokenSpace | None = None


def read_query(
    query: str, language: str, targets: Sequence[str], lens: Lens, gloss_weight: float = GLOSS_WEIGHT
) -> Meaning:
    """The meaning of a query for passages in each target language."""
    glosses = {target: gloss(query, language, target) for target in targets if target != language and gloss_weight}
    glosses = {target: words for target, words in glosses.items() if words}
    read = lens.embedder.read_queries([query, *glosses.values()])
    asked, *glossed = lens.means.centre_queries(np.stack([it.vector for it in read]), [language, *glosses])
    vectors: dict[str, Vectors] = dict.fromkeys(targets, asked)
    for target, vector in zip(glosses, glossed, strict=True):
        mixed = (1 - gloss_weight) * asked + gloss_weight * vector
        vectors[target] = mixed / np.linalg.norm(mixed)
    return Meaning(vectors, lens.space.question(read[0], language) if lens.space else NO_TOKENS)


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
