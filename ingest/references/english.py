"""How English names clauses: `Article 5 (2)`, `paragraphs 1 and 2 of this Article`, `Annex I`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.references.chains import Head, Value, attribute, chains, numbers
from ingest.references.mention import Mention, Owner, Unit

_NUMBER = (
    r"(?:\d{1,3}(?:\s(?:bis|ter|quater|quinquies)\b|-\d{1,2}(?!\d)|[A-Z]\b)?|[IVXLC]{1,7}\b(?:\s(?:bis|ter|quater)\b)?)"
)
_INNER = r"(?:\s?\((?:\d{1,2}|[a-z]{1,2}|[ivx]{1,5}|[A-Z])\))*"
_LETTER = r"(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})\)|\d{1,2}(?![\w.]?\d)|[a-z](?=[,.;:)]|\s+(?:above|of|and|or|to)\b))"
_AND = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|to)\s+|\s*[–-]\s*|\s+and/or\s+)"
_LISTS = {
    Unit.ARTICLE: (r"\b(?:Articles?|ARTICLES?|Arts?\.)\s+", _NUMBER),
    Unit.ANNEX: (
        r"\b(?:Annex(?:es)?|Appendi(?:x|ces)|Schedules?|Attachments?)\s+",
        r"(?:\d{1,2}|[IVX]{1,5}\b|[A-Z]\b)",
    ),
    Unit.PARAGRAPH: (r"\b(?:[Pp]aragraphs?|[Pp]aras?\.?)\s+", _LETTER),
    Unit.ITEM: (r"\b(?:[Ss]ub-?[Pp]aragraphs?|[Ii]tems?|[Pp]oints?|[Cc]lauses?)\s+", _LETTER),
}
_HEADS = re.compile(
    "|".join(
        f"(?P<{unit.name}>{word}(?P<{unit.name}_LIST>{value}{_INNER}(?:{_AND}{value}{_INNER})*))"
        for unit, (word, value) in _LISTS.items()
    )
)
_VALUES = {unit: re.compile(f"({value})({_INNER})") for unit, (_, value) in _LISTS.items()}
_INSIDE = re.compile(r"\(([^()]+)\)")
_NAMES = (
    "Agreement|Convention|Treaty|Act|Law|Protocol|Contract|Memorandum|Arrangement|Accord|Charter|Statute|Constitution|"
    "Regulations?|Rules|Understanding|Notes?"
)
_THIS_ARTICLE = re.compile(r",?\s+(?:of|in)\s+(?:this|the present)\s+(?:Article|article)\b")
_THIS_CLAUSE = re.compile(
    r",?\s+(?:of|in)\s+(?:this|the present)\s+(?:[Pp]aragraph|[Ss]ection|[Ss]ub-?paragraph|[Cc]lause)\b"
)
_THIS_PART = re.compile(r",?\s+(?:of|to|in)\s+(?:this|the present)\s+(?:Annex|Protocol|Appendix|Schedule|Attachment)\b")
_THIS = re.compile(rf",?\s+(?:of|to|in|under)\s+(?:this|the present)\s+(?:{_NAMES})\b|\s+(?:hereof|hereto)\b")
_OWNERS = (
    (Owner.ARTICLE, _THIS_ARTICLE),
    (Owner.CLAUSE, _THIS_CLAUSE),
    (Owner.PART, _THIS_PART),
    (Owner.DOCUMENT, _THIS),
)
_NEAR = re.compile(r",?\s+(?:above|below|hereof|herein)\b")
_OTHER = re.compile(
    r",?\s+(?:of|to)\s+(?!(?:this|these)\b)(?:the|that|those|said|such|its|an?|each|both|[A-Z])|,?\s+thereof\b|\s+[A-Z]{2,}\b|"
    r"\s*\((?:sub|item|first|second|last)"
)
_SCHEDULE_OF_GOODS = re.compile(r"Schedules?\s+[\dIVX]+\s+(?!and|or|to|of|shall|is|are|may|applies|hereto)[a-z]")
_OTHER_BEFORE = re.compile(
    r"(?:Convention|Agreement|Treaty|Charter|Statute|Code|Regulations?|Law|Act)(?:,|’s|'s|\s\()\s?$"
)
_OWN = re.compile(rf"\b(?:[Tt]his|[Tt]he present)\s+({_NAMES})\b")
_JOINED = re.compile(rf"{_AND}|\s*;\s*(?:and\s+)?")
_FEWEST = 2


def own_names(text: str) -> frozenset[str]:
    """What a document calls itself (`this Agreement`), if it gives that name to nothing else."""
    counts: dict[str, int] = {}
    for name in _OWN.findall(text):
        counts[name] = counts.get(name, 0) + 1
    taken = set(re.findall(rf"[“\"‘«](?:the\s+)?({_NAMES})[”\"’»]", text))
    return frozenset(name for name, count in counts.items() if count >= _FEWEST and name not in taken)


def _heads(text: str) -> list[Head]:
    found = []
    for match in _HEADS.finditer(text):
        unit = Unit[next(name for name in Unit.__members__ if name in match.groupdict() and match.group(name))]
        start = match.start(f"{unit.name}_LIST")
        values = tuple(
            Value(it.start(), it.end(), it[1].strip("()"), tuple(_INSIDE.findall(it[2])))
            for it in numbers(_VALUES[unit], text, start, match.end())
        )
        found.append(Head(unit, match.start(), match.end(), values))
    return found


def _joins(between: str, first: Head, second: Head) -> int:
    inward = second.unit.value > first.unit.value
    if inward and re.fullmatch(r",?\s*", between):
        return 1
    outward = second.unit.value < first.unit.value or first.unit is second.unit is Unit.PARAGRAPH
    return -1 if outward and re.fullmatch(r",?\s+of\s+", between) else 0


def _owner(text: str, start: int, end: int, names: frozenset[str]) -> Owner:
    for owner, pattern in _OWNERS:
        if pattern.match(text, end):
            return owner
    if _NEAR.match(text, end):
        return Owner.UNSAID
    if _SCHEDULE_OF_GOODS.match(text, start):
        return Owner.OTHER
    own = re.compile(
        rf",?\s+(?:of|to)\s+the\s+({_NAMES})\b(?!\s+(?:between|on|of|for|dated|signed|concerning|establishing)\b)"
    )
    named = own.match(text, end)
    if named and named[1] in names:
        return Owner.DOCUMENT
    return (
        Owner.OTHER
        if _OTHER.match(text, end) or _OTHER_BEFORE.search(text, max(0, start - 40), start)
        else Owner.UNSAID
    )


def mentions(text: str, names: frozenset[str]) -> Iterator[Mention]:
    """The clauses that a block names, in order; in `Articles 5, 6 and Article 7 of the Code` all belong to the Code."""
    runs = list(chains(_heads(text), text, _joins))
    yield from attribute(runs, text, _JOINED, lambda start, end: _owner(text, start, end, names))
