"""A small shelf of documents in three languages, put straight into a real knowledge base, without reading files."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PIL import Image

from kb.base import KnowledgeBase
from kb.model import (
    Block,
    BlockKind,
    Document,
    DocumentType,
    Line,
    Page,
    PageStatus,
    Passage,
    Reading,
    block_starts,
)

H, P, ITEM, ROW, CAPTION = (
    BlockKind.HEADING,
    BlockKind.PARAGRAPH,
    BlockKind.ITEM,
    BlockKind.TABLE_ROW,
    BlockKind.CAPTION,
)
PAGE_SIZE = (595.0, 842.0)
BOX = (70.0, 600.0, 525.0, 640.0)

JA_TITLE = "復旧から復興へ：水道と住まいの再建の歩み"
UK_TITLE = "Угода між Україною та Японією про захист інвестицій (виклад)"
EN_TITLE = "Deputy minister discusses water and energy recovery in Tokyo"


@dataclass(frozen=True)
class Source:
    """What one document of the shelf is made of; `clause` is the clause of all its passages."""

    name: str
    title: str
    collection: str
    type: DocumentType
    language: str
    day: date
    blocks: tuple[Block, ...]
    url: str | None = None
    clause: str | None = None
    pages: int = 0


def _b(kind: BlockKind, text: str, page: int | None = None, level: int = 0, cells: tuple[str, ...] = ()) -> Block:
    lines = (Line(0, len(text), page, BOX),) if page else ()
    return Block(kind, text, page, page, level, lines, cells)


SOURCES = (
    Source(
        "water-and-homes-ja.pdf",
        JA_TITLE,
        "reconstruction-agency",
        DocumentType.REPORT,
        "ja",
        date(2021, 3, 11),
        (
            _b(H, JA_TITLE, 1, 1),
            _b(H, "水道の復旧", 3, 2),
            _b(
                P,
                "津波で浄水場と配水管が失われた地域では、まず応急給水により飲料水を確保し、続いて仮設配管を敷設した。"
                "水道の復旧は地域ごとに段階を追って進められ、全国の水道事業体が職員と資材を送って支援した。"
                "恒久的な復旧では、高台への移転計画と配水区域の見直しを同時に行い、将来の人口に見合う規模の施設とした。",
                3,
            ),
            _b(H, "住まいの再建", 4, 2),
            _b(P, "仮設住宅では、入居者の孤立を防ぐため、見守りの訪問と集会所での活動が続けられた。", 4),
            _b(ITEM, "見守り相談員の配置", 4),
            _b(ITEM, "集会所での健康相談", 4),
        ),
        "https://www.reconstruction.go.jp/topics/",
        pages=5,
    ),
    Source(
        "investment-agreement-uk.docx",
        UK_TITLE,
        "agreements",
        DocumentType.AGREEMENT,
        "uk",
        date(2015, 2, 5),
        (
            _b(H, UK_TITLE, level=1),
            _b(H, "Стаття 18. Вирішення спорів між інвестором і державою", level=2),
            _b(
                P,
                "1. Спори між інвестором однієї Сторони та іншою Стороною вирішуються мирно шляхом консультацій. "
                "Якщо спір не вирішено протягом шести місяців, інвестор може передати його до міжнародного арбітражу. "
                "Сторона не може вимагати, щоб інвестор спершу вичерпав місцеві засоби захисту. "
                "Рішення арбітражу є остаточним і обов’язковим для обох сторін спору, і кожна Сторона забезпечує "
                "його виконання на своїй території відповідно до свого законодавства та міжнародних договорів, "
                "учасницею яких вона є, без перегляду справи по суті та без зволікання. Витрати на провадження сторони "
                "спору ділять порівну, якщо арбітраж не вирішить інакше з огляду на обставини справи. "
                "Про початок провадження інвестор письмово повідомляє іншу Сторону щонайменше за дев’яносто днів.",
            ),
            _b(ROW, "Етап: консультації · Строк: шість місяців", cells=("консультації", "шість місяців")),
            _b(ROW, "Етап: арбітраж · Строк: без строку", cells=("арбітраж", "без строку")),
        ),
        "https://zakon.rada.gov.ua/laws/show/392_067",
        clause="18.1",
    ),
    Source(
        "visit-to-tokyo-en.md",
        EN_TITLE,
        "press-releases",
        DocumentType.PRESS_RELEASE,
        "en",
        date(2025, 10, 21),
        (
            _b(H, EN_TITLE, level=1),
            _b(
                P,
                "TOKYO, 21 October 2025 — Restoring water supply after an attack begins with mobile pumps and "
                "temporary pipelines; the permanent network follows the new plan of the town. The parties "
                "discussed pumps, energy equipment and machinery for the regions that had been hit.",
            ),
            _b(CAPTION, "Photograph: the delegation at the ministry."),
        ),
    ),
    Source(
        "pumps-for-towns-uk.html",
        "Японія передала насоси для відновлення водопостачання громад",
        "press-releases",
        DocumentType.PRESS_RELEASE,
        "uk",
        date(2024, 9, 12),
        (
            _b(
                P,
                "КИЇВ, 12 вересня 2024 року — Після руйнування водогонів громади спершу отримують мобільні насоси й "
                "тимчасові мережі, а вже потім відновлюють водопостачання за новим планом забудови.",
            ),
        ),
        "https://mindev.gov.ua/news",
    ),
    Source(
        "moving-to-higher-ground-en.txt",
        "Lessons of recovery: how towns agreed to move to higher ground",
        "reconstruction-agency",
        DocumentType.REPORT,
        "en",
        date(2017, 6, 1),
        (
            _b(
                P,
                "Where residents’ committees met early and kept the same members, agreement on relocation came sooner; "
                "where plans arrived ready-made, years were lost.",
            ),
        ),
    ),
)


def fill(library: KnowledgeBase, sources: Sequence[Source] = SOURCES) -> None:
    """Put the shelf into a knowledge base: every paragraph and table row is a passage."""
    with library.writing():
        for source in sources:
            original = _pdf(source.pages) if source.pages else source.title.encode()
            document = _document(source, original)
            passages = _passages(document, source.clause)
            embedded = library.embed(passages, [passage.text for passage in passages])
            library.add(document, passages, embedded, original)
        library.save()


def document_id(source_name: str) -> str:
    """The identifier of the document made from the source of that name."""
    source = next(source for source in SOURCES if source.name == source_name)
    return _document(source, _pdf(source.pages) if source.pages else source.title.encode()).id


def _document(source: Source, original: bytes) -> Document:
    digest = hashlib.sha256(original).hexdigest()
    pages = tuple(Page(n, str(n), *PAGE_SIZE, 400, PageStatus.TEXT) for n in range(1, source.pages + 1))
    reading = Reading(source.name.rpartition(".")[2], source.blocks, pages)
    facts = (source.name, source.url, source.collection, source.type, source.language, source.title, source.day)
    return Document(digest[:16], digest, f"shelf/{source.name}", *facts, reading)


def _passages(document: Document, clause: str | None) -> list[Passage]:
    result: list[Passage] = []
    heading: tuple[str, ...] = ()
    for block, start in zip(document.reading.blocks, block_starts(document.reading.blocks), strict=True):
        if block.kind is H:
            heading = (block.text,) if block.level > 1 else ()
        elif block.kind in (P, ROW):
            place = (start, start + len(block.text), block.text, document.language, block.page, block.page)
            ordinal = len(result)
            result.append(Passage(f"{document.id}:{ordinal}", document.id, ordinal, *place, clause, heading))
    return result


def _pdf(pages: int) -> bytes:
    """Blank A4 pages; PIL writes the time into a PDF unless told not to, and identifiers must stay the same."""
    blank = Image.new("1", (int(PAGE_SIZE[0]), int(PAGE_SIZE[1])), 1)
    target = io.BytesIO()
    fixed = {"creationDate": None, "modDate": None}
    blank.save(target, "PDF", save_all=True, append_images=[blank] * (pages - 1), **fixed)
    return target.getvalue()
