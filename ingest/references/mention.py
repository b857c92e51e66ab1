"""Words that name a clause, as the grammars of the languages find them, before it is known whether it exists here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from ingest.references.outline import Outline, label_of, parent, scope_of


class Unit(Enum):
    """What a mention names, from the outside in."""

    ANNEX = 0
    SUPPLEMENT = 1
    SECTION = 2
    ARTICLE = 3
    PARAGRAPH = 4
    ITEM = 5
    SENTENCE = 6


class Owner(Enum):
    """Whose clause it is: this document's, said or not, another's, or that of this very article, clause or annex."""

    UNSAID = "unsaid"
    DOCUMENT = "document"
    ARTICLE = "article"
    CLAUSE = "clause"
    PART = "part"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a mention; `value` is written as the document writes it, articles and annexes as `7-2`."""

    unit: Unit
    value: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Offsets in a block's text, and the levels named from the outside in."""

    start: int
    end: int
    steps: tuple[Step, ...]
    owner: Owner


def resolve(mention: Mention, here: str | None, outline: Outline) -> str | None:
    """The clause of this document that a mention made in clause `here` names; None where it names none or another's."""
    if mention.owner is Owner.OTHER:
        return None
    steps = mention.steps
    if steps[0].unit in {Unit.ANNEX, Unit.SECTION}:
        return _from_part(steps, here, outline)
    if steps[0].unit is Unit.ARTICLE:
        base = _article(steps[0].value, mention.owner, here, outline)
        return _descend(base, steps[1:], outline) if base else None
    return _relative(steps, mention.owner, here, outline)


def _from_part(steps: Sequence[Step], here: str | None, outline: Outline) -> str | None:
    value, scope = steps[0].value, scope_of(here)
    base = outline.annex(value) if steps[0].unit is Unit.ANNEX else outline.article(scope, value)
    if base is None or len(steps) == 1:
        return base
    if steps[1].unit is Unit.ARTICLE:
        article = outline.article(base, steps[1].value)
        return _descend(article, steps[2:], outline) if article else None
    return _descend(base, steps[1:], outline)


def _article(value: str, owner: Owner, here: str | None, outline: Outline) -> str | None:
    """An article inside an annex is meant where only the annex has it, or where the mention says so."""
    scope = scope_of(here)
    inner = outline.article(scope, value) if scope else None
    outer = outline.article("", value)
    if owner is Owner.PART:
        return inner
    if owner is Owner.UNSAID and inner and outer:
        return None
    return outer or (inner if owner is Owner.UNSAID else None)


def _descend(base: str, steps: Sequence[Step], outline: Outline) -> str | None:
    """Follow paragraphs and items; a sentence, or a paragraph of an article that numbers none, is the clause itself."""
    for step in steps:
        if step.unit is Unit.SENTENCE:
            return base
        inner = outline.child(base, step.value)
        if inner is None and step.unit is Unit.PARAGRAPH and not outline.is_divided(base):
            only = label_of(step.value) == "1" or step is steps[-1]
            if not only:
                return None
            continue
        if inner is None and step.unit is Unit.ITEM:
            number = label_of(step.value)
            inner = outline.item(base, int(number)) if number.isdecimal() and not outline.is_divided(base) else None
        if inner is None:
            return None
        base = inner
    return base


def _relative(steps: Sequence[Step], owner: Owner, here: str | None, outline: Outline) -> str | None:
    """A paragraph or item named alone: of this article, or of the nearest clause around that has one so called."""
    if steps[0].unit is Unit.SENTENCE or here is None:
        return None
    article, scope = outline.article_of(here), scope_of(here)
    if owner is Owner.ARTICLE:
        return _found_in(article, steps, outline) if article and outline.is_article(article) else None
    if owner is Owner.PART:
        return _found_in(scope, steps, outline) if scope else None
    base = here
    while base:
        found = _found_in(base, steps, outline)
        if found or base == article and outline.is_article(base):
            return found
        base = parent(base)
    return _found_in("", steps, outline) if owner is not Owner.CLAUSE and not scope else None


def _found_in(base: str, steps: Sequence[Step], outline: Outline) -> str | None:
    first = outline.child(base, steps[0].value) if base else outline.article("", label_of(steps[0].value))
    return _descend(first, steps[1:], outline) if first else None
