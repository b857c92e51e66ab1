"""The title of a document: what the file says if that is sensible, else what stands at its head."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.document_dates import is_date_line
from ingest.notes import without_notes
from ingest.readers.shapes import legal_level
from kb.model import Block, BlockKind, Metadata, Reading
from kb.text.language import detect

_HEAD_BLOCKS = 12
_OWN_LANGUAGE_LETTERS = 40
_LONGEST_TITLE = 200
_SHORTEST_TITLE = 4
_LETTERS = re.compile(r"[^\W\d_]")
_ACT_NAME = re.compile(
    r"(?:ЗАКОН|УКАЗ|ПОСТАНОВА|РОЗПОРЯДЖЕННЯ|РІШЕННЯ|НАКАЗ|УГОДА|ДЕКРЕТ)"
    r"(?:\s+(?:УКРАЇНИ|ПРЕЗИДЕНТА УКРАЇНИ|КАБІНЕТУ МІНІСТРІВ УКРАЇНИ|ВЕРХОВНОЇ РАДИ УКРАЇНИ))?$"
)
_TITLE_STOPS = re.compile(
    r"[(（]|Верховна\s+Рада|Кабінет\s+Міністрів\s+України\s+постановляє|Відповідно до|Цей\s+Закон|У зв.язку|"
    r"З метою|\d|I\.|Розділ|РОЗДІЛ|Стаття"
)
_ACT_TITLE_END = re.compile(r"\s+Верховна Рада України постановляє.*$|\s*\(\s*Відомості Верховної Ради.*$", re.DOTALL)
_PLACEHOLDER_TITLE = re.compile(
    r"(?:untitled|document\d*|microsoft word|без назви|無題|title|new page|home|головна|slide \d|presentation)\b.*"
    r"|.*\.(?:docx?|pdf|indd|qxd|txt|html?|rtf|odt|pub|xlsx?|pptx?|csv|eml)$|[\W\d_]*",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"(?:Edited|Prepared|Written|Published|Compiled) (?:by|for)\b|(?:Contents|Table of contents|Зміст|ЗМІСТ|目次)$"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}$",
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


def _act_title(blocks: Sequence[Block]) -> str | None:
    """What follows `ЗАКОН УКРАЇНИ`, over several lines if need be, until the act itself begins."""
    for index, block in enumerate(blocks[:_HEAD_BLOCKS]):
        if not _ACT_NAME.match(block.text.strip()):
            continue
        lines: list[str] = []
        for following in without_notes(blocks[index + 1 : index + 1 + _HEAD_BLOCKS]):
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


def _is_own_title(text: str, language: str) -> bool:
    """Whether a heading can be the title in the document's language: no letterhead, no label of a few letters."""
    letters = len(_LETTERS.findall(text))
    return letters >= _OWN_LANGUAGE_LETTERS // (1 if text.isupper() else 2) and detect(text) == language


def _heading_title(blocks: Sequence[Block], language: str) -> str | None:
    """The first heading, joined with the ones that go on at the same level right after it.

    Where the first headings give the title in several languages, the one in the document's language is meant.
    """
    run: list[Block] = []
    for index, block in enumerate(blocks[:_HEAD_BLOCKS]):
        shouted = index == 0 and block.text.isupper() and len(block.text) <= _LONGEST_TITLE
        if (block.kind is BlockKind.HEADING or shouted) and not legal_level(block.text):
            run.append(block)
        elif run:
            break
    run = [block for block in run if not _NO_TITLE.match(block.text) and not is_date_line(block.text)]
    if not run:
        return None
    if len(run) > 1 and len(run[0].text) > _OWN_LANGUAGE_LETTERS and detect(run[0].text) != language:
        return next((block.text for block in run[1:4] if _is_own_title(block.text, language)), run[0].text)
    level = min(block.level for block in run)
    first = next(index for index, block in enumerate(run) if block.level == level)
    joined = [run[first].text]
    for block in run[first + 1 :]:
        if block.level != level or len(" ".join(joined)) + len(block.text) > _LONGEST_TITLE or level > 1:
            break
        joined.append(block.text)
    return " ".join(joined)


def _first_line(blocks: Sequence[Block]) -> str | None:
    """The first words of a document without headings, one sentence of them at most."""
    for block in blocks[:_HEAD_BLOCKS]:
        if legal_level(block.text) or block.kind is BlockKind.TABLE_ROW:
            return None
        if len(_LETTERS.findall(block.text)) >= _SHORTEST_TITLE and not is_date_line(block.text):
            sentence = _RUNNING_SENTENCE.search(block.text)
            return block.text[: sentence.start() + 1] if sentence else block.text
    return None


def title_of(reading: Reading, name: str, given: Metadata, language: str) -> str:
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
