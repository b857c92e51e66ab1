"""The date of a document: its date line, its signature or its adoption, never a date it merely mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ingest.notes import without_notes, without_sources
from kb.model import Block, BlockKind, Metadata, Reading
from kb.text.dates import DateMention, find_dates

_HEAD_CHARACTERS = 3000
_FUTURE = timedelta(days=366)
_DATED_FORMATS = frozenset({"html", "markdown", "eml"})  # their date is that of publication or sending
_MADE_FORMATS = frozenset({"docx", "odt", "rtf", "pptx", "xlsx"})  # theirs is the day the file was made

_DATE_LINE = re.compile(
    r"[【\[(（]?\s*(?:(?:(?![RHS][\d元])[A-Z][\w.'’-]*|[А-ЯІЇЄҐ][\w'’-]*|м\.|東京|[\u4e00-\u9fff]{2,6})[\s,，、/]*){1,4}[,，、\s/]*"
    r"(?=\d|[０-９]|令和|平成|昭和|[RHSＲＨＳ][\d元])"
)
_BYLINE = re.compile(r"[^\d.。!?]{1,40}\s*[·•|｜]\s*$")  # `Reports · 3 November 2025`
_DATE_LINE_REST = re.compile(r"\s*(?:року|р\.|г\.|года|year)?\s*(?:$|[—–―\-.:;,，、】\])）\n|/]|N |№|[=＝]|共同|時事)")
# How much a date is worth by the words before and after it: the first rule that fits decides.
_DATE_RULES = tuple(
    (worth, side, re.compile(pattern, flags))
    for worth, side, flags, pattern in (
        (10, "before", re.I, r"^(?:Date|Дата|日付|発表日|公表日|Published|Опубліковано)\s*[:：]?\s*$"),
        (10, "before", 0, r"^(?:Закон|Постанова|Указ|Наказ|Розпорядження|Рішення|Прийняття)\b[^.\n]{0,60}\bвід\s*$"),
        (9, "before", re.S, r"(?:^|\. )(?:DONE|Done|Signed|SIGNED)\b.{0,120}$"),
        (9, "before", re.S, r"(?:^|\. )(?:Вчинено|ВЧИНЕНО|Учинено|УЧИНЕНО|Підписано|ПІДПИСАНО|Укладено)\b.{0,100}$"),
        (9, "before", 0, r"^м\.\s?[А-ЯІЇЄҐ][\w'’-]+,?\s*$"),
        (9, "after", 0, r"\s*(?:に(?:署名|公布|制定|作成)|署名|公布|制定)"),
        (8, "before", 0, r"^[^.]{0,60}\bвід\s*$"),
        (6, "before", re.I, r"\b(?:signed|adopted|concluded|dated)\b[^.;]{0,80}?(?:\bon\b|\bof\b)?\s*(?:the\s*)?$"),
        (6, "before", re.I, r"(?:підписан|вчинен|учинен|укладен|ухвален|прийнят)\w*[^.;]{0,60}$"),
    )
)
# Dates of other things: of a later change, of entry into force, of a printout, of an act that is referred to.
_FOREIGN_DATE = re.compile(
    r"(?:станом на|набира\w+ чинності|enters? into force|entered into force|until|by|before|since|від дня|\bз|\bдо)\s*$"
    r"|\"[^\"]*\"[^.\n]{0,20}\bвід\s*$|Верховної Ради[^.]{0,80}$",
    re.I,
)
_HEAD_LINE = re.compile(r"\bвід\s*$")
"""`№ 505-VIII від 3 червня 2015 року` dates an act in its head; at the end it is an act that is told of."""
_DATE_LINE_WORTH = 9
_LEAST_WORTH = 6
_EDGE_BLOCKS = 14
_RANGE_GAP = 5  # `15 March 1948 – 19 August 2003` is a span of time


def is_date_line(text: str) -> bool:
    mentions = list(find_dates(text[:200]))
    if not mentions or (len(mentions) > 1 and mentions[1].start - mentions[0].end <= _RANGE_GAP):
        return False
    first = mentions[0]
    match = _DATE_LINE.match(text)
    if not _DATE_LINE_REST.match(text, first.end):
        return False
    if _BYLINE.match(text[: first.start]):
        return True
    return first.start <= 1 or (match is not None and abs(match.end() - first.start) <= 2)  # noqa: PLR2004


def _worth(text: str, mention: DateMention) -> int:
    before, after = text[max(0, mention.start - 160) : mention.start], text[mention.end : mention.end + 40]
    if _FOREIGN_DATE.search(before):
        return 0
    for worth, side, pattern in _DATE_RULES:
        if (pattern.search(before) if side == "before" else pattern.match(after)) is not None:
            return worth
    return 0


def _edges(blocks: Sequence[Block]) -> Iterator[tuple[int, Block]]:
    """The first and last blocks of a document, where its date stands; a date line at the head counts a little more."""
    head = min(len(blocks), _EDGE_BLOCKS)
    yield from ((1, block) for block in blocks[:head])
    yield from ((0, block) for block in blocks[max(head, len(blocks) - _EDGE_BLOCKS) :])


def _candidates(blocks: Sequence[Block], latest: date) -> Iterator[tuple[int, date]]:
    """Dates with what they are worth, in order of place."""
    prose = tuple(block for block in without_notes(blocks) if block.kind is not BlockKind.TABLE_ROW)
    for bonus, block in _edges(prose):
        text = block.text if len(block.text) <= _HEAD_CHARACTERS else block.text[:400] + "\n" + block.text[-600:]
        line = is_date_line(text)
        for number, mention in enumerate(find_dates(text)):
            worth = _DATE_LINE_WORTH if line and number == 0 else _worth(text, mention)
            if not bonus and _HEAD_LINE.search(text[: mention.start]):
                continue
            if worth >= _LEAST_WORTH and mention.value <= latest:
                yield worth + bonus * (worth >= _DATE_LINE_WORTH), mention.value


def _date_in_text(blocks: Sequence[Block], latest: date) -> date | None:
    """The date worth most; among equals the first."""
    best = max(_candidates(blocks, latest), key=lambda candidate: candidate[0], default=None)
    return best[1] if best is not None else None


def date_of(reading: Reading, given: Metadata, today: date) -> date | None:
    """The given date, else the published or sent one, else one in the text, else the day an office file was made."""
    latest = today + _FUTURE
    if given.date is not None:
        return given.date
    own = reading.metadata.date
    trusted = own if reading.format in _DATED_FORMATS else None
    found = (
        trusted
        or _date_in_text(without_sources(reading.blocks), latest)
        or (own if reading.format in _MADE_FORMATS else None)
    )
    return found if found is not None and found <= latest else None
