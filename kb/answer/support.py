"""Whether passages support a sentence that a model wrote: its numbers, dates, sums and names stand in them, and it is
near to what they say.

What this cannot see is a relation turned round in the passage's own words; the citation behind each sentence lets the
reader see it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from kb.answer.evidence import Evidence
from kb.answer.likeness import Likeness, Text
from kb.answer.named import without_names
from kb.text.amounts import find_money
from kb.text.analyzer import Term, analyse
from kb.text.counts import FULL_WIDTH, find_counts, spelled_counts
from kb.text.dates import find_dates, find_partial_dates
from kb.text.glossary import meanings
from kb.text.sentences import sentences
from kb.twins.numbers import numbers

NEAR = 0.4
"""The least cosine between a sentence and what is nearest to it in its passage; `python -m bench.answers` shows how
many sentences of the collections come as near to a passage in another language that says the same, and how many to one
of another document."""
_LARGEST_DAY = 31
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.-]+@[\w-]+\.\w+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,12}\b(?!\.)", re.I
)


def unsupported(sentence: Text, evidence: Sequence[Evidence], likeness: Likeness) -> str | None:
    """Why these passages do not bear a sentence, in English, for logs and tests; None where they do."""
    missing = [
        *_without_dates(sentence, evidence),
        *_without_numbers(sentence, evidence),
        *_without_sums(sentence, evidence),
        *without_names(sentence, evidence),
        *(it for it in _ADDRESS.findall(sentence[0]) if not any(it in held.text for held in evidence)),
    ]
    if missing:
        return f"not in the cited passage: {', '.join(missing)}"
    nearness = near(sentence, evidence, likeness)
    return None if nearness >= NEAR else f"too far from the cited passage ({nearness:.2f})"


def near(sentence: Text, evidence: Sequence[Evidence], likeness: Likeness) -> float:
    """The cosine to the nearest sentence, pair of sentences or whole text of the passages, with or without title."""
    parts = [(part, it.language) for it in evidence for part in (it.whole, *_parts(it.text))]
    vectors = likeness.vectors([sentence, *parts])
    return float((vectors[1:] @ vectors[0]).max())


def _parts(text: str) -> list[str]:
    spans = sentences(text)
    pairs = [(first[0], second[1]) for first, second in zip(spans, spans[1:], strict=False)]
    return list(dict.fromkeys([text, *(text[start:end] for start, end in [*spans, *pairs])]))


def _without_dates(sentence: Text, evidence: Sequence[Evidence]) -> list[str]:
    """Days and months of the sentence that no passage has; a year beside a day may stand elsewhere in the passage."""
    text, _ = sentence
    full, parts = set(), set()
    for it in evidence:
        full |= {day.value for day in find_dates(it.whole)}
        parts |= {part.value for part in find_partial_dates(it.whole)}
    parts |= {f"{day:%Y-%m}" for day in full} | {f"{day:--%m-%d}" for day in full}
    days = list(find_dates(text))
    missing = [text[it.start : it.end] for it in days if it.value not in full and f"{it.value:--%m-%d}" not in parts]
    return missing + [
        text[part.start : part.end]
        for part in find_partial_dates(text)
        if not part.value.isdecimal()
        and part.value not in parts
        and not any(day.start <= part.start and part.end <= day.end for day in days)
    ]


def _without_numbers(sentence: Text, evidence: Sequence[Evidence]) -> list[str]:
    """Numbers that no passage has, in figures, words or kanji; months inside dates were seen to already."""
    text, language = sentence
    held = {value for it in evidence for value, _, _ in _values(it.whole, it.language)}
    same = {term.text for it in evidence for term in _meanings(it.whole, it.language)}
    borne = [(term.start, term.end) for term in _meanings(text, language) if term.text in same]
    dates = [(day.start, day.end) for day in find_dates(text)]
    dates += [(part.start, part.end) for part in find_partial_dates(text)]
    found = _values(text, language)
    borne += [(start, end) for value, start, end in found if value in held]
    borne += [
        (start, end)
        for value, start, end in found
        if value <= _LARGEST_DAY and any(first <= start and end <= last for first, last in dates)
    ]
    missing = [(start, end) for _, start, end in found if not any(a < end and start < b for a, b in borne)]
    return list(dict.fromkeys(text[start:end] for start, end in missing))


def _values(text: str, language: str) -> list[tuple[Decimal, int, int]]:
    plain = text.translate(FULL_WIDTH)
    words = [(term.start, term.end) for term in analyse(plain, language)]
    counts = [*find_counts(plain), *spelled_counts(plain, words)]
    figures = [(it.value, it.start, it.end) for it in numbers(plain)]
    return [*figures, *((it.number, it.start, it.end) for it in counts)]


def _without_sums(sentence: Text, evidence: Sequence[Evidence]) -> list[str]:
    """Sums whose number the passages give in another currency."""
    held = {(money.number, money.currency) for it in evidence for money in find_money(it.whole.translate(FULL_WIDTH))}
    amounts = {number for number, _ in held}
    return [
        sentence[0][it.start : it.end]
        for it in find_money(sentence[0].translate(FULL_WIDTH))
        if it.number in amounts and (it.number, it.currency) not in held
    ]


def _meanings(text: str, language: str) -> list[Term]:
    return meanings(text, analyse(text, language))
