"""A passage as the lexical index holds it.

Its terms stand in the order of the text, for phrases, what they mean after them; its words also as they are written,
for typing errors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import tantivy

from kb.store.store import Stored
from kb.text.analyzer import Term, is_subject, tokens
from kb.text.fold import fold_word
from kb.text.glossary import index_terms, meanings
from kb.text.spelling import LEAST_LETTERS, is_word

UNDATED, LAST_DAY = 0, 99991231
BORDER = "¶"
"""Stands between title, headings and text, so that no phrase goes across; no word is like it."""


def build_schema() -> tantivy.Schema:
    """The fields of a passage: its terms in order, words as written, nearest heading, and what filters ask for."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("key", indexed=True, fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    for field in ("collection", "type", "language", "passage_language", "facts"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("headings", tokenizer_name="whitespace", index_option="basic")
    return builder.build()


def document_of(stored: Stored) -> tantivy.Document:
    """A passage as the index takes it."""
    passage = stored.passage
    # Title and headings answer for the passage too: a clause rarely repeats what its article is called.
    parts = (stored.title, *passage.heading, passage.text)
    text = "\n".join(parts)
    words = tokens(text, passage.language)
    named = meanings(text, [term for term in words if is_subject(term.text)])
    document = tantivy.Document()
    document.add_integer("key", stored.key)
    document.add_integer("day", day_number(stored.date))
    document.add_text("collection", stored.collection)
    document.add_text("type", stored.type.value)
    document.add_text("language", stored.language)
    document.add_text("passage_language", passage.language)
    for label in _with_regions(stored.labels):
        document.add_text("facts", label)
    document.add_text("terms", " ".join([*_in_order(words, parts), BORDER, *(term.text for term in named)]))
    document.add_text("words", " ".join(_written(text, words)))
    document.add_text(
        "headings", " ".join(term.text for term in index_terms("\n".join(passage.heading[-1:]), passage.language))
    )
    return document


def _in_order(words: Sequence[Term], parts: Sequence[str]) -> Iterator[str]:
    """The terms of a text that was joined of parts, with a border between those of different parts."""
    ends = list(accumulate(len(part) + 1 for part in parts))
    part = 0
    for term in words:
        while term.start >= ends[part]:
            part += 1
            yield BORDER
        yield term.text


def _written(text: str, words: Sequence[Term]) -> set[str]:
    """The words long enough to be mistyped, as they are written."""
    written = {text[start:end] for _, start, end in words if end - start >= LEAST_LETTERS}
    return {fold_word(word) for word in written if is_word(word)}


def _with_regions(labels: Iterable[str]) -> set[str]:
    """`place:UA-32-bucha` is also in `place:UA-32` and in `place:UA`."""
    wider = set(labels)
    for label in labels:
        kind, _, value = label.partition(":")
        parts = value.split("-") if kind == "place" else []
        wider |= {f"place:{'-'.join(parts[:length])}" for length in range(1, len(parts))}
    return wider


def day_number(date: str | None) -> int:
    """`2024-02-19` as 20240219."""
    return int(date.replace("-", "")) if date else UNDATED
