"""Cross-references: words that point at a clause of the same document, and the clause they point at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ingest.references import english, japanese, ukrainian
from ingest.references.mention import Mention, resolve
from ingest.references.outline import Outline, Stretch, clause_in, plain
from kb.model import Reference

Grammar = Callable[[str, frozenset[str]], Iterator[Mention]]

_GRAMMARS: Mapping[str, Grammar] = {"uk": ukrainian.mentions, "en": english.mentions}
_OWN_NAMES: Mapping[str, Callable[[str], frozenset[str]]] = {"uk": ukrainian.own_names, "en": english.own_names}

__all__ = ["Outline", "plain", "references"]


def references(outline: Outline, language: str) -> tuple[Reference, ...]:
    """The references of a document in reading order, disjoint; what names another instrument's clause is left out."""
    if language == "ja":
        return tuple(found for stretch in outline.texts() for found in japanese.references(stretch, outline))
    grammar = _GRAMMARS.get(language)
    if grammar is None:
        return ()
    names = _OWN_NAMES[language]("\n".join(stretch.block.text for stretch in outline.stretches))
    return tuple(
        found
        for stretch in outline.texts()
        for mention in grammar(stretch.block.text, names)
        if (found := _reference(mention, stretch, outline, language))
    )


def _reference(mention: Mention, stretch: Stretch, outline: Outline, language: str) -> Reference | None:
    here, text = clause_in(stretch, mention.start), stretch.block.text
    if language == "uk" and ukrainian.amends(text, mention.start, mention.owner, here):
        return None
    clause = resolve(mention, here, outline)
    if clause is None or (mention.start == 0 and clause == outline.article_of(here)):
        return None  # the second is the block's own number
    return Reference(stretch.start + mention.start, stretch.start + mention.end, clause)
