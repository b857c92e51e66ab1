"""The type of a document, by points for words in its title, head, body and headings, and for its structure."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.splitters.clauses import looks_legal
from kb.model import BlockKind, DocumentType, Reading

_HEAD_BLOCKS = 12
_HEAD_CHARACTERS = 3000
_BODY_BLOCKS = 60
_BODY_CHARACTERS = 12_000
_MANY_PAGES = 8
_MANY_HEADINGS = 5
_ENOUGH_POINTS = 5


class _Rule(NamedTuple):
    """`points` for a type if one of the words is found in `where`: the title, head, body or headings."""

    type: DocumentType
    points: int
    where: str
    words: tuple[str, ...]


_RULES = (
    _Rule(DocumentType.AGREEMENT, 5, "title", (
        r"\b(?:Agreement|AGREEMENT|Convention|CONVENTION|Treaty|TREATY|Protocol|PROTOCOL|Covenant|Charter|Statute)\b",
        r"\b(?:Memorandum of (?:Understanding|Cooperation)|MEMORANDUM OF|Constitution)\b",
        r"\bExchange of (?:[Nn]otes|[Ll]etters)\b",
        r"\b(?:[Vv]erdrag|[Oo]vereenkomst|[Aa]kkoord|Notawisseling|Briefwisseling|[Mm]emorandum)\b",
        r"\b(?:[Уу]года|[Мм]еморандум|[Дд]оговір|[Кк]онвенція|[Пп]ротокол|[Кк]одекс|ЗАКОН|ПОСТАНОВА)\b",
        r"\b(?:УГОДА|МЕМОРАНДУМ|КОДЕКС|ДОГОВІР|КОНВЕНЦІЯ)\b",
        r"^(?:Закон|Постанова|Розпорядження|Указ|Наказ)\b",
        r"^Про (?:внесення|ратифікацію|затвердження|приєднання|особливості|введення|правовий)",
        r"(?:協定|条約|覚書|憲法|法律?|規則|政令|契約書|合意書|交換公文)(?:（[^）]*）)?$",
        r"に関する(?:法律|協定|条約|覚書|交換公文)",
    )),
    _Rule(DocumentType.AGREEMENT, 3, "title", (r"協定|条約|覚書|交換公文",)),
    _Rule(DocumentType.AGREEMENT, 6, "head", (
        r"^(?:ЗАКОН УКРАЇНИ|ПОСТАНОВА|УКАЗ ПРЕЗИДЕНТА)", r"Верховна Рада України постановляє",
        r"(?:High )?Contracting (?:Parties|Governments)", r"[Hh]ave agreed (?:as follows|upon)|HAVE AGREED AS FOLLOWS",
        r"домовились про (?:таке|нижченаведене)", r"次のとおり(?:協定|合意)",
    )),
    _Rule(DocumentType.PRESS_RELEASE, 6, "head", (
        r"【[^】]{2,20}(?:日|共同|時事)】", r"FOR IMMEDIATE RELEASE|[Pp]ress [Rr]elease|PRESS RELEASE",
        r"[Пп]рес-?реліз|ПРЕС-?РЕЛІЗ", r"プレスリリース|報道発表|報道資料|ニュースリリース",
    )),
    _Rule(DocumentType.PRESS_RELEASE, 5, "head", (
        r"^[A-Z][A-Za-z.’' -]+,\s+(?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2},?)(?: \d{4})?\s*[.—–:-]",
        r"^(?:м\. ?)?[А-ЯІЇЄҐ][а-яіїєґ’'-]+,\s+\d{1,2} [а-яіїєґ]+(?: \d{4}(?: року)?)?\s*[.—–:-]",
    )),
    _Rule(DocumentType.PRESS_RELEASE, 3, "body", (
        r"\b(?:said|says|noted|emphasi[sz]ed|stressed|told)\b",
        r"\b(?:сказа|наголоси|зазначи|підкресли|повідоми)(?:в|ла)\b",
        r"と(?:述べ|語っ|強調し|話し|発表し)",
    )),
    _Rule(DocumentType.PRESS_RELEASE, 3, "body", (
        r"[”\"»][,.]?\s*[—–-]?\s*(?:[\w’'.-]+ ){0,4}(?:said|says|noted|emphasi[sz]ed|stressed|told|added)\b",
        r"[”\"»],?\s*[—–-]\s*(?:[\w’'.-]+ ){0,4}(?:сказа|наголоси|зазначи|підкресли|повідоми|дода)(?:в|ла)\b",
        r"」と(?:述べ|語っ|強調し|話し|発表し)",
    )),
    _Rule(DocumentType.PRESS_RELEASE, 2, "head", (
        r"\b(?:official visit|visited|met with|announced|today)\b", r"зустрі(?:вся|лася|ч)|візит|оголосив|сьогодні",
        r"訪問|会談|発表|本日",
    )),
    _Rule(DocumentType.REPORT, 5, "title", (
        r"\b(?:[Rr]eport|REPORT|[Ee]valuation|[Ll]essons|LESSONS|[Rr]eview|[Ss]tudy|[Gg]uid(?:e|ance|elines))\b",
        r"\b(?:[Aa]ssessment|[Aa]nalysis|[Hh]andbook|White [Pp]aper)\b",
        r"[Зз]віт|ЗВІТ|[Уу]роки|[Оо]цінк|[Оо]гляд|[Дд]освід|[Аа]наліз|[Пп]осібник",
        r"報告|白書|教訓|事例|手引|評価|調査|ハンドブック|ガイド",
    )),
    _Rule(DocumentType.REPORT, 4, "headings", (
        r"(?:Executive [Ss]ummary|EXECUTIVE SUMMARY|Introduction|INTRODUCTION|Methodology|References|Foreword)\b",
        r"(?:Conclusions?|CONCLUSIONS?|Recommendations|RECOMMENDATIONS|Lessons)\b",
        r"Вступ|ВСТУП|Висновк|ВИСНОВК|Рекомендаці|РЕКОМЕНДАЦІ|Уроки|Резюме|Методологія",
        r"はじめに|おわりに|まとめ|概要|教訓|提言|結論|課題",
    )),
)  # fmt: skip
_COMPILED = tuple((rule, re.compile("|".join(rule.words), re.MULTILINE)) for rule in _RULES)
_LEGAL_POINTS = 8
_PAGES_POINTS = 2
_HEADINGS_POINTS = 2
_TABLE_POINTS = 1
_COLLECTION_POINTS = 4
_COLLECTIONS = (
    ("press", DocumentType.PRESS_RELEASE),
    ("news", DocumentType.PRESS_RELEASE),
    ("agreement", DocumentType.AGREEMENT),
    ("treat", DocumentType.AGREEMENT),
    ("law", DocumentType.AGREEMENT),
    ("report", DocumentType.REPORT),
    ("reconstruction", DocumentType.REPORT),
)


def _places(reading: Reading, title: str) -> dict[str, str]:
    headings = (block.text for block in reading.blocks if block.kind is BlockKind.HEADING)
    head = "\n".join(block.text for block in reading.blocks[:_HEAD_BLOCKS])[:_HEAD_CHARACTERS]
    body = "\n".join(block.text for block in reading.blocks[:_BODY_BLOCKS])[:_BODY_CHARACTERS]
    return {"title": title, "head": head, "body": body, "headings": "\n".join(headings)}


def _structure_points(reading: Reading) -> dict[DocumentType, int]:
    headings = sum(1 for block in reading.blocks if block.kind is BlockKind.HEADING)
    has_table = any(block.kind is BlockKind.TABLE_ROW for block in reading.blocks)
    report = _PAGES_POINTS * (len(reading.pages) >= _MANY_PAGES) + _TABLE_POINTS * has_table
    return {
        DocumentType.AGREEMENT: _LEGAL_POINTS * looks_legal(reading.blocks),
        DocumentType.REPORT: report + _HEADINGS_POINTS * (headings >= _MANY_HEADINGS),
    }


def _collection_type(collection: str) -> DocumentType | None:
    return next((kind for word, kind in _COLLECTIONS if word in collection.lower()), None)


def type_of(reading: Reading, title: str, collection: str) -> DocumentType:
    """The type with the most points; `other` if none has enough. The collection's name counts, but does not decide."""
    points = dict.fromkeys(DocumentType, 0) | _structure_points(reading)
    places = _places(reading, title)
    for rule, pattern in _COMPILED:
        if pattern.search(places[rule.where]):
            points[rule.type] += rule.points
    expected = _collection_type(collection)
    if expected is not None:
        points[expected] += _COLLECTION_POINTS
    best = max(points, key=lambda kind: points[kind])
    return best if points[best] >= _ENOUGH_POINTS else DocumentType.OTHER
