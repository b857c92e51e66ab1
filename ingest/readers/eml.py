"""EML: a message under its subject, who wrote to whom, the words, and each attachment read by its own reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import Message
from email.policy import default
from itertools import groupby

from ingest.readers.decode import decode
from ingest.readers.html import message_blocks, read_html
from ingest.readers.mailparts import Role, content, day_of, file_name, header, parts
from ingest.readers.shapes import legal_level
from ingest.readers.text import blocks_of
from kb.cite import ATTACHMENT
from kb.errors import DocumentError, EmptyDocument
from kb.model import Block, BlockKind, Metadata, Reading
from kb.text.language import detect

_DEEPEST = 5
_MOST_ATTACHMENTS = 100
_SAMPLE = 2000
_ATTACHMENT_LEVEL = 2
_QUOTE = re.compile(r"((?:>[ \t]?)*)(.*)", re.DOTALL)
_LABELS = {
    "uk": ("Від", "Кому", "Копія"),
    "ru": ("От", "Кому", "Копия"),
    "ja": ("差出人", "宛先", "CC"),
    "en": ("From", "To", "Cc"),
}


@dataclass(slots=True)
class _Bag:
    """What is shared by a message and the messages inside it: how many attachments were met, and the warnings."""

    attachments: int = 0
    warnings: list[str] = field(default_factory=list)


def _lines_by_quote(text: str) -> Iterator[tuple[str, str]]:
    """Stretches of lines that are quoted equally deep, as (marks, text without the marks)."""
    split = [_QUOTE.match(line) for line in text.split("\n")]
    lines = [(match.group(1).replace(" ", "").replace("\t", ""), match.group(2)) for match in split if match]
    for marks, run in groupby(lines, key=lambda line: line[0]):
        yield marks, "\n".join(line for _, line in run)


def _plain_blocks(text: str) -> Iterator[Block]:
    """A plain body: a greeting or a signature on a line of its own is no heading; quoted paragraphs keep their mark."""
    for marks, stretch in _lines_by_quote(text):
        for block in blocks_of(stretch):
            kind = block.kind
            if kind is BlockKind.HEADING and not legal_level(block.text):
                kind = BlockKind.PARAGRAPH
            level = block.level if kind is BlockKind.HEADING else 0
            yield Block(kind, f"{marks} {block.text}" if marks else block.text, level=level)


def _body(role: Role, part: Message, bag: _Bag) -> list[Block]:
    try:
        text, _ = decode(content(part), "message", part.get_content_charset())
    except DocumentError as error:
        bag.warnings.append(f"a part of the message was not read: {error}")
        return []
    return list(message_blocks(text) if role is Role.HTML else _plain_blocks(text))


def _below(block: Block) -> Block:
    """A block of an attachment: its headings stand under the attachment's, its pages are those of the attachment.

    The message itself has no pages, so that nothing is drawn; a citation names the attachment beside the page.
    """
    level = block.level + _ATTACHMENT_LEVEL if block.kind is BlockKind.HEADING else 0
    return replace(block, level=level)


def _attachment(part: Message, label: str, depth: int, bag: _Bag) -> list[Block]:
    from ingest.readers import Format, format_of, read  # noqa: PLC0415  (readers know each other only here)

    data = content(part)
    name = file_name(part) or f"attachment.{part.get_content_subtype()}"
    try:
        if format_of(data, name) is Format.EML:
            return _nested(message_from_bytes(data, policy=default), name, label, depth, bag)
        reading = read(data, name)
    except DocumentError as error:
        bag.warnings.append(f"an attachment was not read: {error}")
        return []
    bag.warnings.extend(f"{name}: {warning}" for warning in reading.warnings)
    return [Block(BlockKind.HEADING, label + name, level=_ATTACHMENT_LEVEL), *map(_below, reading.blocks)]


def _nested(message: Message, name: str, label: str, depth: int, bag: _Bag) -> list[Block]:
    if depth >= _DEEPEST:
        bag.warnings.append(f"messages inside messages were read to a depth of {_DEEPEST}; “{name}” lies deeper")
        return []
    subject, blocks = _message(message, depth + 1, bag)
    heading = Block(BlockKind.HEADING, label + (subject or name), level=_ATTACHMENT_LEVEL)
    return [heading, *map(_below, blocks)] if blocks else []


def _who(message: Message, labels: tuple[str, ...]) -> Iterator[Block]:
    found = ((label, header(message, name)) for label, name in zip(labels, ("from", "to", "cc"), strict=False))
    text = " · ".join(f"{label}: {words}" for label, words in found if words)
    if text:
        yield Block(BlockKind.PARAGRAPH, text)


def _message(message: Message, depth: int, bag: _Bag) -> tuple[str, list[Block]]:
    """The subject, and the blocks without it; no blocks if neither the message nor what it carries holds words."""
    subject = header(message, "subject")
    found = list(parts(message))
    body = [block for role, part in found if role in {Role.HTML, Role.PLAIN} for block in _body(role, part, bag)]
    words = "\n".join([subject, *(block.text for block in body)])[:_SAMPLE]
    language = detect(words)
    label = ATTACHMENT.get(language, ATTACHMENT["en"])
    carried: list[Block] = []
    for role, part in found:
        if role in {Role.HTML, Role.PLAIN}:
            continue
        bag.attachments += 1
        if bag.attachments > _MOST_ATTACHMENTS:
            bag.warnings.append(f"only the first {_MOST_ATTACHMENTS} attachments were read; add the others as files")
            break
        inner = (
            _nested(part, "message", label, depth, bag)
            if role is Role.MESSAGE
            else _attachment(part, label, depth, bag)
        )
        carried.extend(inner)
    blocks = [*_who(message, _LABELS.get(language, _LABELS["en"])), *body, *carried] if body or carried else []
    return subject, blocks


def _saved_page(message: Message) -> Message | None:
    """The page of a web archive (MHTML), which is wrapped like a message but is none."""
    if not message.get("Snapshot-Content-Location") and not header(message, "from").startswith("<Saved by"):
        return None
    return next((part for role, part in parts(message) if role is Role.HTML), None)


def read_eml(data: bytes, name: str) -> Reading:
    """Read a message; attachments that cannot be read, lie too deep or are too many become warnings.

    Its title is the subject, its date the day it was sent. Raises `EmptyDocument` if there are no words at all.
    """
    message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=default)
    page = _saved_page(message)
    if page is not None:
        reading = read_html(content(page), name)
        url = header(message, "snapshot-content-location") or header(page, "content-location")
        kept = url if url.startswith(("http://", "https://")) else None
        return replace(reading, metadata=replace(reading.metadata, url=reading.metadata.url or kept))
    bag = _Bag()
    subject, blocks = _message(message, 0, bag)
    if not blocks:
        reasons = f" ({'; '.join(bag.warnings[:3])})" if bag.warnings else ""
        raise EmptyDocument(f"{name}: the message holds no words{reasons}; check that it is the right one")
    headed = [Block(BlockKind.HEADING, subject, level=1), *blocks] if subject else blocks
    metadata = Metadata(title=subject or None, date=day_of(message))
    return Reading("eml", tuple(headed), metadata=metadata, warnings=tuple(dict.fromkeys(bag.warnings)))
