"""A document's description as it is shown: each fact with its names, its words and the passage it comes from."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from kb.gazetteer import display_name
from kb.model import Document, Fact, FactKind, Passage
from kb.store.corrections import Change, Correction

LANGUAGES = ("uk", "en", "ja")


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact; `words` are those of the document that say so, `passage_id` the passage they stand in.

    `names` are those of the value in `uk`, `en` and `ja`, equal to the value where it is no name. `by_hand` says that
    a person added it.
    """

    kind: FactKind
    value: str
    stage: str
    names: dict[str, str]
    start: int
    end: int
    words: str
    passage_id: str | None
    page: int | None
    by_hand: bool


def fact_views(document: Document, passages: Sequence[Passage], made: Sequence[Correction]) -> list[FactView]:
    """All facts of a document, in the order of its description."""
    added = {(one.kind, one.value, one.stage) for one in made if one.change is Change.ADD}
    return [_view(document, passages, fact, (fact.kind, fact.value, fact.stage) in added) for fact in document.facts]


def _view(document: Document, passages: Sequence[Passage], fact: Fact, by_hand: bool) -> FactView:
    passage = passage_of(passages, fact)
    return FactView(
        fact.kind,
        fact.value,
        fact.stage,
        {language: display_name(fact.kind, fact.value, language) for language in LANGUAGES},
        fact.start,
        fact.end,
        document.text[fact.start : fact.end],
        passage.id if passage else None,
        passage.page if passage else None,
        by_hand,
    )


def passage_of(passages: Sequence[Passage], fact: Fact) -> Passage | None:
    """The passage that a fact's words begin in; a heading's words are in none, and the next passage answers for it."""
    if fact.start == fact.end or not passages:
        return None
    at = bisect.bisect_right([passage.end for passage in passages], fact.start)
    return passages[at] if at < len(passages) else None
