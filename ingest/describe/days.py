"""The days a document is about: issued, signed, in force; also those it names without their year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ingest.describe.cues import meaning
from kb.model import Fact, FactKind
from kb.text.dates import DateMention, find_dates, month_number
from kb.text.ranges import Ranges

_SAME = re.compile(r"同年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日|同月\s*(\d{1,2})\s*日")
_BARE = re.compile(
    r"(?<![年\d同])(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日|(?<![月年\d同])(?P<only>\d{1,2})日(?=[にはの、午]|（)"
    r"|(?<![\d.])(?P<day>\d{1,2})\s+(?P<month>[^\W\d_]{3,9})\b(?!\s*,?\s*\d{4})"
)
_AND = re.compile(
    r"(?:\s+року)?(?:,?\s+(?:а|і|та|and)\b(?:,? (?:for|щодо|для) [^.\n;]{0,40}?,)?"
    r"(?![^.\n,;]{0,20}(?:meeting|talks|зустріч|засідан|перегов))[^.\n,;]{0,20}|と|及び|、)\s*"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LONGEST_SENTENCE = 600
_KINDS = {"signed": FactKind.SIGNED, "in_force": FactKind.IN_FORCE}
_AT_ONCE = re.compile(
    r"(?:чинн\w+|чинності набр\w+|наб(?:р|ува)\w+ чинності)\s+(?:(?:з|із|від|у|в) "
    r"(?:дня|день|моменту|дати|дату) "
    r"(?:(?:її|його|свого) )?(?:підписання|вчинення|укладення)|того (?:самого|ж) дня)"
    r"|\beffective (?:up)?on sign(?:ature|ing)"
    r"|\b(?:in|into) (?:force|effect) "
    r"(?:(?:up)?on (?:the (?:day|date) of )?(?:its )?sign(?:ature|ing)|(?:on )?the same day)"
    r"|署名(?:の日|日|と同時)(?:に|から).{0,4}(?:発効|効力)",
    re.IGNORECASE,
)
"""In force from the day of signing on, whichever that is."""
_SENTENCE_END = re.compile(r"[.!?]\s+[A-ZА-ЯІЇЄҐ]|[。\n]")


def day_facts(text: str, issued: date | None, has_own_year: bool) -> list[Fact]:
    """Facts of the kinds issued, signed and in force, each day of a kind once, where the text first says so.

    `has_own_year` says that a day without a year is one of the year the document was issued in, as news have it.
    """
    found: dict[tuple[FactKind, str], Fact] = {}
    mentions = _mentions(text, issued, has_own_year)
    kinds: list[FactKind | None] = []
    edges = [0, *(mention.end for mention in mentions)], [*(mention.start for mention in mentions), len(text)]
    for number, mention in enumerate(mentions):
        day = mention.value.isoformat()
        if mention.value == issued:
            found.setdefault((FactKind.ISSUED, day), Fact(FactKind.ISSUED, day, mention.start, mention.end))
        bounds = edges[0][number], edges[1][number + 1]
        kind = _KINDS.get(meaning("date", text, mention.start, mention.end, bounds))
        if kind is None and number and _goes_on(text, mentions[number - 1], mention):
            kind = kinds[-1]
        kinds.append(kind)
        also = _KINDS.get(meaning("also", text, mention.start, mention.end, bounds))
        for said in filter(None, (kind, also)):
            found.setdefault((said, day), Fact(said, day, mention.start, mention.end))
    found |= {(fact.kind, fact.value): fact for fact in _at_once(text, list(found.values()))}
    if issued and (FactKind.ISSUED, issued.isoformat()) not in found:
        found[FactKind.ISSUED, issued.isoformat()] = Fact(FactKind.ISSUED, issued.isoformat(), 0, 0)
    return list(found.values())


def _at_once(text: str, found: Sequence[Fact]) -> Iterator[Fact]:
    """Days on which what a paragraph says to have been signed came into force at once."""
    signed = sorted((fact for fact in found if fact.kind is FactKind.SIGNED), key=lambda fact: fact.start)
    for match in _AT_ONCE.finditer(text):
        paragraph = text.rfind("\n", 0, match.start()) + 1
        near = [fact for fact in signed if paragraph <= fact.start < match.start()]
        known = {fact.value for fact in found if fact.kind is FactKind.IN_FORCE}
        if near and near[-1].value not in known:
            yield Fact(FactKind.IN_FORCE, near[-1].value, match.start(), match.end())


def _goes_on(text: str, before: DateMention, after: DateMention) -> bool:
    """Whether a date only adds to the one before it: `signed on 2 March 2023, and the agreement on 9 March`."""
    return _AND.fullmatch(text, before.end, after.start) is not None


def _mentions(text: str, issued: date | None, has_own_year: bool) -> list[DateMention]:
    full = list(find_dates(text))
    return sorted([*full, *_yearless(text, full, issued if has_own_year else None)], key=lambda mention: mention.start)


def _yearless(text: str, full: list[DateMention], issued: date | None) -> Iterator[DateMention]:
    """`同年4月23日`, `4月7日`, `8 July`: the year is that of the date before it in the sentence, else `issued`'s."""
    taken = Ranges((one.start, one.end) for one in full)
    for match in _SAME.finditer(text):
        before = _last(full, taken.before(match.start()))
        if before is not None:
            month, day = (match[1], match[2]) if match[1] else (before.value.month, match[3])
            yield from _valid(before.value.year, int(month), int(day), match)
    for match in _BARE.finditer(text):
        if taken.overlaps(*match.span()):
            continue
        before = _last(full, taken.before(match.start()))
        near_enough = before is not None and match.start() - before.end < _LONGEST_SENTENCE
        same_sentence = before and near_enough and not _SENTENCE_END.search(text, before.end, match.start())
        near = before.value if before and same_sentence else issued or _year_before(text, match.start())
        if near is not None:
            month, day = _month_and_day(match, near)
            yield from _valid(near.year, month, day, match)


def _year_before(text: str, place: int) -> date | None:
    """The first day of the year that the sentence has named last before a place."""
    before = text[max(0, place - _LONGEST_SENTENCE) : place]
    *_, begin = [0, *(match.end() for match in _SENTENCE_END.finditer(before))]
    years = _YEAR.findall(before[begin:])
    return date(int(years[-1]), 1, 1) if years else None


def _last(full: list[DateMention], number: int) -> DateMention | None:
    return full[number] if number >= 0 else None


def _month_and_day(match: re.Match[str], near: date) -> tuple[int, int]:
    """(0, 0) where the word is no month; a day alone is one of the month it was written in."""
    if match["only"]:
        return near.month, int(match["only"])
    if match["m"]:
        return int(match["m"]), int(match["d"])
    return month_number(match["month"]) or 0, int(match["day"])


def _valid(year: int, month: int, day: int, match: re.Match[str]) -> Iterator[DateMention]:
    try:
        yield DateMention(date(year, month, day), match.start(), match.end())
    except ValueError:  # no such day, or no month's name
        return
