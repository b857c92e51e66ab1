"""What a document says about itself: title, language, type and date, by rules that are data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.dates import DateMention, find_dates
from ingest.readers.shapes import legal_level
from ingest.splitters.clauses import looks_legal
from kb.model import Block, BlockKind, DocumentType, Metadata, Reading
from kb.text.language import detect

_HEAD_BLOCKS = 12
_HEAD_CHARACTERS = 3000
_LANGUAGE_SAMPLE = 20_000
_OWN_LANGUAGE_LETTERS = 40
_LONGEST_TITLE = 200
_SHORTEST_TITLE = 4
_MANY_PAGES = 8
_FUTURE = timedelta(days=366)
_LETTERS = re.compile(r"[^\W\d_]")
_CODES = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Description:
    """Title, main language (ISO 639-1), type and date (None if unsure) of a document."""

    title: str
    language: str
    type: DocumentType
    date: date | None


# -- language --------------------------------------------------------------------------------------------------


def _sample(blocks: Sequence[Block]) -> str:
    """Text from all parts of a document, so that a foreign title page does not decide."""
    whole = sum(len(block.text) for block in blocks)
    if whole <= _LANGUAGE_SAMPLE:
        return "\n".join(block.text for block in blocks)
    step = max(1, len(blocks) // 40)
    return "\n".join(block.text[:500] for block in blocks[::step])


def _language(blocks: Sequence[Block]) -> str:
    text = _sample(blocks)
    votes = [detect(text[start : start + 1000]) for start in range(0, max(1, len(text)), 1000)]
    return max(dict.fromkeys(votes), key=votes.count)


def passage_language(text: str, document_language: str) -> str:
    """The language of one passage: the document's, unless the passage is long enough to say otherwise."""
    return detect(text) if len(_LETTERS.findall(text)) >= _OWN_LANGUAGE_LETTERS else document_language


# -- title -----------------------------------------------------------------------------------------------------

_ACT_NAME = re.compile(
    r"(?:ЗАКОН|УКАЗ|ПОСТАНОВА|РОЗПОРЯДЖЕННЯ|РІШЕННЯ|НАКАЗ|УГОДА|ДЕКРЕТ)"
    r"(?:\s+(?:УКРАЇНИ|ПРЕЗИДЕНТА УКРАЇНИ|КАБІНЕТУ МІНІСТРІВ УКРАЇНИ|ВЕРХОВНОЇ РАДИ УКРАЇНИ))?$"
)
_TITLE_STOPS = re.compile(
    r"[(（]|Верховна\s+Рада|Кабінет\s+Міністрів\s+України\s+постановляє|Відповідно до|Цей\s+Закон|У зв.язку|З метою|\d|I\.|"
    r"Розділ|РОЗДІЛ|Стаття"
)
_ACT_TITLE_END = re.compile(r"\s+Верховна Рада України постановляє.*$|\s*\(\s*Відомості Верховної Ради.*$", re.DOTALL)
_PLACEHOLDER_TITLE = re.compile(
    r"(?:untitled|document\d*|microsoft word|без назви|無題|title|new page|home|головна|slide \d|presentation)\b.*"
    r"|.*\.(?:docx?|pdf|indd|qxd|txt|html?|rtf|pub|xlsx?)$|[\W\d_]*",
    re.IGNORECASE,
)
_RUNNING_SENTENCE = re.compile(r"[a-zа-яіїєґ)»”\"][.!?]\s+[A-ZА-ЯІЇЄҐ«“\"]|。.")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def shorten(text: str, length: int = _LONGEST_TITLE) -> str:
    """A title of at most `length` characters on one line, cut at a word and marked with an ellipsis if cut."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head = line[: length - 1]
    space = head.rfind(" ")
    return (head[:space] if space > length // 2 else head).rstrip(" ,;:—–-") + "…"


def _sensible(title: str | None) -> bool:
    plain = (title or "").strip()
    shortest = _SHORTEST_TITLE if plain.isascii() else _SHORTEST_TITLE // 2
    return len(plain) >= shortest and not _PLACEHOLDER_TITLE.fullmatch(plain)


def _without_notes(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks without the editors' notes in braces, which may go over several blocks."""
    depth = 0
    for block in blocks:
        opened = depth > 0 or block.text.lstrip().startswith("{")
        depth = max(0, depth + block.text.count("{") - block.text.count("}")) if opened else 0
        if not opened:
            yield block


def _act_title(blocks: Sequence[Block]) -> str | None:
    """What follows `ЗАКОН УКРАЇНИ`, over several lines if need be, until the act itself begins."""
    for index, block in enumerate(blocks[:_HEAD_BLOCKS]):
        if not _ACT_NAME.match(block.text.strip()):
            continue
        lines: list[str] = []
        for following in _without_notes(blocks[index + 1 : index + 1 + _HEAD_BLOCKS]):
            if _TITLE_STOPS.match(following.text):
                break
            lines.append(following.text)
            if len(following.text) > _LONGEST_TITLE:
                break
        title = _ACT_TITLE_END.sub("", " ".join(lines))
        return title or None
    return None


def _repeated_title(blocks: Sequence[Block]) -> str | None:
    """The title that the card at the end of an act repeats, before `Закон України від …`."""
    for index in range(max(1, len(blocks) - _HEAD_BLOCKS), len(blocks)):
        if re.match(r"(?:Закон|Постанова|Указ|Кодекс)\b.{0,60}\bвід \d{2}\.\d{2}\.\d{4}", blocks[index].text):
            return blocks[index - 1].text
    return None


def _heading_title(blocks: Sequence[Block], language: str) -> str | None:
    """The first heading, joined with the ones that go on at the same level right after it.

    Where the first headings give the title in several languages, the one in the document's language is meant.
    """
    run: list[Block] = []
    for block in blocks[:_HEAD_BLOCKS]:
        if block.kind is BlockKind.HEADING and not legal_level(block.text):
            run.append(block)
        elif run:
            break
    if not run:
        return None
    if len(run) > 1 and len(run[0].text) > _OWN_LANGUAGE_LETTERS and detect(run[0].text) != language:
        other = run[1].text
        own = detect(other) == language and not other.isupper() and len(_LETTERS.findall(other)) >= _OWN_LANGUAGE_LETTERS / 2
        return other if own else run[0].text
    level = run[0].level
    joined = [run[0].text]
    for block in run[1:]:
        if block.level != level or len(" ".join(joined)) + len(block.text) > _LONGEST_TITLE or level > 1:
            break
        joined.append(block.text)
    return " ".join(joined)


def _first_line(blocks: Sequence[Block]) -> str | None:
    """The first words of a document without headings, one sentence of them at most."""
    for block in blocks[:_HEAD_BLOCKS]:
        if legal_level(block.text):
            return None
        if len(_LETTERS.findall(block.text)) >= _SHORTEST_TITLE and not _is_date_line(block.text):
            sentence = _RUNNING_SENTENCE.search(block.text)
            return block.text[: sentence.start() + 1] if sentence else block.text
    return None


def _title(reading: Reading, name: str, given: Metadata, language: str) -> str:
    own = reading.metadata.title
    from_pdf = reading.format == "pdf"
    candidates: tuple[Callable[[], str | None], ...] = (
        lambda: given.title,
        lambda: own if not from_pdf else None,
        lambda: _act_title(reading.blocks),
        lambda: _repeated_title(reading.blocks),
        lambda: own if _sensible(own) and len((own or "").split()) > 1 else None,
        lambda: _heading_title(reading.blocks, language),
        lambda: _first_line(reading.blocks),
    )
    for candidate in candidates:
        title = candidate()
        if title is not None and _sensible(title):
            return shorten(title)
    return shorten(_EXTENSION.sub("", name.rsplit("/", 1)[-1]).replace("_", " "))


# -- date ------------------------------------------------------------------------------------------------------

_DATE_LINE = re.compile(
    r"[【\[(（]?\s*(?:(?:[A-Z][\w.'’-]*|[А-ЯІЇЄҐ][\w'’-]*|м\.|東京|[\u4e00-\u9fff]{2,6})[\s,，、/]*){1,4}[,，、\s/]*"
    r"(?=\d|[０-９]|令和|平成|昭和)"
)
_DATE_LINE_REST = re.compile(r"\s*(?:року|р\.|г\.|года|year)?\s*(?:$|[—–―\-.:;,，、】\])）\n|/]|N |№|[=＝]|共同|時事)")
# How much a date is worth by the words before and after it: the first rule that fits decides.
_DATE_RULES = (
    (10, "before", re.compile(r"(?:Date|Дата|日付|発表日|公表日|Published|Опубліковано)\s*[:：]?\s*$", re.I)),
    (10, "before", re.compile(r"^(?:Закон|Постанова|Указ|Наказ|Розпорядження|Рішення|Прийняття)\b[^.\n]{0,60}\bвід\s*$")),
    (9, "before", re.compile(r"(?:^|\. )(?:DONE|Done|Signed|SIGNED)\b.{0,120}$", re.S)),
    (9, "before", re.compile(r"(?:^|\. )(?:Вчинено|ВЧИНЕНО|Учинено|УЧИНЕНО|Підписано|ПІДПИСАНО|Укладено|Совершено)\b.{0,100}$", re.S)),
    (9, "before", re.compile(r"^м\.\s?[А-ЯІЇЄҐ][\w'’-]+,?\s*$")),
    (9, "after", re.compile(r"\s*(?:に(?:署名|公布|制定|作成)|署名|公布|制定)")),
    (8, "before", re.compile(r"^[^.]{0,60}\bвід\s*$")),
    (6, "before", re.compile(r"\b(?:signed|adopted|concluded|dated)\b[^.;]{0,80}?(?:\bon\b|\bof\b)?\s*(?:the\s*)?$", re.I)),
    (6, "before", re.compile(r"(?:підписан|вчинен|учинен|укладен|ухвален)\w*[^.;]{0,60}$", re.I)),
)  # fmt: skip
# Dates of other things: of a later change, of entry into force, of a printout, of an act that is referred to.
_FOREIGN_DATE = re.compile(
    r"(?:станом на|набира\w+ чинності|enters? into force|entered into force|until|by|before|since|від дня|\bз|\bдо)\s*$"
    r"|\"[^\"]*\"[^.\n]{0,20}\bвід\s*$|Верховної Ради[^.]{0,80}$",
    re.I,
)
_DATE_LINE_WORTH = 9
_STANDS_ALONE_WORTH = 7
_LEAST_WORTH = 6
_EDGE_BLOCKS = 14


def _is_date_line(text: str) -> bool:
    first = next(find_dates(text[:200]), None)
    if first is None:
        return False
    match = _DATE_LINE.match(text)
    if not _DATE_LINE_REST.match(text, first.end):
        return False
    return first.start <= 1 or (match is not None and abs(match.end() - first.start) <= 2)  # noqa: PLR2004


def _worth(text: str, mention: DateMention) -> int:
    before, after = text[max(0, mention.start - 160) : mention.start], text[mention.end : mention.end + 40]
    if _FOREIGN_DATE.search(before):
        return 0
    for worth, side, pattern in _DATE_RULES:
        if (pattern.search(before) if side == "before" else pattern.match(after)) is not None:
            return worth
    alone = len(text) - (mention.end - mention.start) <= 12  # noqa: PLR2004
    return _STANDS_ALONE_WORTH if alone else 0


def _edges(blocks: Sequence[Block]) -> Iterator[tuple[int, Block]]:
    """The first and last blocks of a document, where its date stands; a date line at the head counts a little more."""
    head = min(len(blocks), _EDGE_BLOCKS)
    yield from ((1, block) for block in blocks[:head])
    yield from ((0, block) for block in blocks[max(head, len(blocks) - _EDGE_BLOCKS) :])


def _date_in_text(blocks: Sequence[Block], latest: date) -> date | None:
    best: tuple[int, date] | None = None
    for bonus, block in _edges(tuple(_without_notes(blocks))):
        text = block.text if len(block.text) <= _HEAD_CHARACTERS else block.text[:400] + "\n" + block.text[-600:]
        line = _is_date_line(text)
        for number, mention in enumerate(find_dates(text)):
            worth = _DATE_LINE_WORTH if line and number == 0 else _worth(text, mention)
            if worth >= _LEAST_WORTH and mention.value <= latest and (best is None or worth + bonus * (worth >= _DATE_LINE_WORTH) > best[0]):
                best = (worth + bonus * (worth >= _DATE_LINE_WORTH), mention.value)
    return best[1] if best else None


def _date(reading: Reading, given: Metadata, today: date) -> date | None:
    latest = today + _FUTURE
    if given.date is not None:
        return given.date
    trusted = reading.metadata.date if reading.format in {"html", "markdown"} else None
    found = trusted or _date_in_text(reading.blocks, latest)
    return found if found is not None and found <= latest else None


# -- type ------------------------------------------------------------------------------------------------------

# (type, points, where to look, pattern): the points of every rule that fits are added up.
_TYPE_RULES: tuple[tuple[DocumentType, int, str, re.Pattern[str]], ...] = tuple(
    (kind, points, where, re.compile(pattern, re.MULTILINE))
    for kind, points, where, pattern in (
        (DocumentType.AGREEMENT, 5, "title", r"\b(?:Agreement|AGREEMENT|Convention|CONVENTION|Treaty|TREATY|Protocol|PROTOCOL|Covenant|Memorandum of (?:Understanding|Cooperation)|MEMORANDUM OF|Exchange of (?:Notes|Letters)|Charter|Constitution|Statute)\b"),
        (DocumentType.AGREEMENT, 5, "title", r"\b(?:[Vv]erdrag|[Oo]vereenkomst|[Aa]kkoord|Notawisseling|Briefwisseling|[Pp]rotocol|[Mm]emorandum)\b"),
        (DocumentType.AGREEMENT, 5, "title", r"(?:[Уу]года|[Мм]еморандум|[Дд]оговір|[Кк]онвенція|[Пп]ротокол|[Кк]одекс|ЗАКОН|УГОДА|МЕМОРАНДУМ|КОДЕКС|ПОСТАНОВА)\b|^Про (?:внесення|ратифікацію|затвердження|приєднання|особливості|введення|правовий|Державний)"),
        (DocumentType.AGREEMENT, 5, "title", r"(?:協定|条約|覚書|憲法|法律?|規則|政令|契約書|合意書|交換公文)(?:（[^）]*）)?$|に関する(?:法律|協定|条約|覚書|交換公文)"),
        (DocumentType.AGREEMENT, 6, "head", r"^(?:ЗАКОН УКРАЇНИ|ПОСТАНОВА|УКАЗ ПРЕЗИДЕНТА)|Верховна Рада України постановляє|(?:High )?Contracting (?:Parties|Governments)|[Hh]ave agreed (?:as follows|upon)|HAVE AGREED AS FOLLOWS|домовились про (?:таке|нижченаведене)|次のとおり(?:協定|合意)"),
        (DocumentType.PRESS_RELEASE, 6, "head", r"【(?:東京|キーウ|キエフ|[^】]{2,12})[ 　]?[^】]*(?:日|共同)】|(?:FOR IMMEDIATE RELEASE|[Pp]ress [Rr]elease|PRESS RELEASE|[Пп]ресреліз|ПРЕСРЕЛІЗ|[Пп]рес-реліз|プレスリリース|報道発表|報道資料|ニュースリリース)"),
        (DocumentType.PRESS_RELEASE, 5, "head", r"^(?:[A-Z][A-Za-z.’' -]+,\s+)(?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2},?)(?: \d{4})?\s*[.—–:-]|^(?:м\. ?)?[А-ЯІЇЄҐ][а-яіїєґ’'-]+,\s+\d{1,2} [а-яіїєґ]+(?: \d{4}(?: року)?)?\s*[.—–:-]"),
        (DocumentType.PRESS_RELEASE, 3, "body", r"[”\"»]?,?\s*[—–-]?\s*(?:said|says|noted|emphasi[sz]ed|stressed|added|told)\b|(?:сказав|сказала|наголосив|наголосила|зазначив|зазначила|підкреслив|підкреслила|повідомив|повідомила|додав|додала)\b|と(?:述べ|語っ|強調し|話し|発表し)"),
        (DocumentType.PRESS_RELEASE, 2, "head", r"\b(?:official visit|visited|met with|announced|today|зустрі(?:вся|лася|ч)|візит|оголосив|сьогодні)\b|訪問|会談|発表|本日"),
        (DocumentType.REPORT, 5, "title", r"\b(?:[Rr]eport|REPORT|[Ee]valuation|[Ll]essons|LESSONS|[Rr]eview|[Ss]tudy|[Gg]uid(?:e|ance|elines)|[Aa]ssessment|[Aa]nalysis|[Hh]andbook|White [Pp]aper)\b|[Зз]віт|ЗВІТ|[Уу]роки|[Оо]цінк|[Оо]гляд|[Дд]освід|[Аа]наліз|[Пп]осібник|報告|白書|教訓|事例|手引|評価|調査|ハンドブック|ガイド"),
        (DocumentType.REPORT, 4, "headings", r"(?:Executive [Ss]ummary|EXECUTIVE SUMMARY|Introduction|INTRODUCTION|Conclusions?|CONCLUSIONS?|Recommendations|RECOMMENDATIONS|Lessons|Methodology|References|Foreword)\b|(?:Вступ|ВСТУП|Висновк|ВИСНОВК|Рекомендаці|РЕКОМЕНДАЦІ|Уроки|Резюме|Методологія)|(?:はじめに|おわりに|まとめ|概要|教訓|提言|結論|課題)"),
    )
)  # fmt: skip
_LEGAL_POINTS = 8
_MANY_PAGES_POINTS = 2
_MANY_HEADINGS = 5
_ENOUGH_POINTS = 5
_COLLECTION_TYPES = {
    "press": DocumentType.PRESS_RELEASE,
    "news": DocumentType.PRESS_RELEASE,
    "agreement": DocumentType.AGREEMENT,
    "treat": DocumentType.AGREEMENT,
    "law": DocumentType.AGREEMENT,
    "report": DocumentType.REPORT,
    "reconstruction": DocumentType.REPORT,
}
_COLLECTION_POINTS = 4


def _places(reading: Reading, title: str) -> dict[str, str]:
    headings = [block.text for block in reading.blocks if block.kind is BlockKind.HEADING]
    head = "\n".join(block.text for block in reading.blocks[:_HEAD_BLOCKS])[:_HEAD_CHARACTERS]
    body = "\n".join(block.text for block in reading.blocks[:60])[: 4 * _HEAD_CHARACTERS]
    return {"title": title, "head": head, "body": body, "headings": "\n".join(headings)}


def _structure_points(reading: Reading) -> dict[DocumentType, int]:
    points = {DocumentType.REPORT: 0, DocumentType.AGREEMENT: 0}
    if looks_legal(reading.blocks):
        points[DocumentType.AGREEMENT] += _LEGAL_POINTS
    if len(reading.pages) >= _MANY_PAGES:
        points[DocumentType.REPORT] += _MANY_PAGES_POINTS
    headings = sum(1 for block in reading.blocks if block.kind is BlockKind.HEADING)
    tables = any(block.kind is BlockKind.TABLE_ROW for block in reading.blocks)
    points[DocumentType.REPORT] += (2 if headings >= _MANY_HEADINGS else 0) + (1 if tables else 0)
    return points


def _type(reading: Reading, title: str, collection: str) -> DocumentType:
    """The type with the most points; below a minimum it is `other`."""
    points = dict.fromkeys(DocumentType, 0) | _structure_points(reading)
    places = _places(reading, title)
    for kind, worth, where, pattern in _TYPE_RULES:
        if pattern.search(places[where]):
            points[kind] += worth
    for word, kind in _COLLECTION_TYPES.items():
        if word in collection.lower():
            points[kind] += _COLLECTION_POINTS
            break
    best = max(points, key=lambda kind: points[kind])
    return best if points[best] >= _ENOUGH_POINTS else DocumentType.OTHER


def describe(
    reading: Reading,
    name: str,
    collection: str,
    given: Metadata,
    given_type: DocumentType | None = None,
    *,
    today: date | None = None,
) -> Description:
    """Title, language, type and date of a document; what the caller gives is believed before what the file says.

    The date is never later than a year from `today` (the present day if not given) and None where the text leaves doubt.
    """
    language = (given.language or "").lower() or _language(reading.blocks)
    title = _title(reading, name, given, language)
    kind = given_type or _type(reading, title, collection)
    return Description(title, language, kind, _date(reading, given, today or date.today()))
