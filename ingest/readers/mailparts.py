"""What a message is made of (RFC 5322, 2045): headers in any encoding, bodies in order, attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from enum import StrEnum

from ingest.readers.decode import decode_word

_FOLD = re.compile(r"\r?\n[ \t]*")
_SPLIT_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})


class Role(StrEnum):
    """What a part is for."""

    HTML = "html"
    PLAIN = "plain"
    ATTACHMENT = "attachment"
    MESSAGE = "message"


def unfolded(raw: str) -> str:
    """A header's words: encoded words (RFC 2047) decoded, also those cut inside a character, and bare 8-bit text."""
    text = _SPLIT_WORDS.sub(r"\1 ", _FOLD.sub(" ", raw))
    if any("\udc80" <= sign <= "\udcff" for sign in text):
        text = decode_word(text.encode("utf-8", "surrogateescape"), None)
    try:
        words = decode_header(text)
    except HeaderParseError:
        return text
    parts = [word if isinstance(word, str) else decode_word(word, charset or "utf-8") for word, charset in words]
    return " ".join("".join(parts).split())


def header(message: Message, name: str) -> str:
    """A header's words, empty if there is none; of several the first counts."""
    return next((unfolded(str(value)) for key, value in message.raw_items() if key.lower() == name), "")


def day_of(message: Message) -> date | None:
    """The day on which the sender says the message was sent, by the sender's own clock."""
    try:
        return parsedate_to_datetime(header(message, "date")).date()
    except (ValueError, TypeError, IndexError):
        return None


def file_name(part: Message) -> str:
    """The name an attachment is sent under, without folders; empty if it has none."""
    name = unfolded(part.get_filename() or "")
    return re.split(r"[/\\]", name)[-1].strip()


def content(part: Message) -> bytes:
    """The bytes of a part with its transfer encoding undone, as far as they can be."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _alternative(part: Message) -> Iterator[tuple[Role, Message]]:
    """The richest form that can be read: HTML (with what it carries) before plain text."""
    choices = [list(parts(child)) for child in _children(part)]
    for wanted in (Role.HTML, Role.PLAIN):
        for choice in reversed(choices):
            if any(role is wanted for role, _ in choice):
                yield from choice
                return


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _related(part: Message) -> Iterator[tuple[Role, Message]]:
    """A page and what it shows: the pictures in it are no documents, whatever else comes along may be one."""
    for number, child in enumerate(_children(part)):
        if number == 0 or child.get_content_maintype() not in {"image", "text"}:
            yield from parts(child)


def parts(part: Message) -> Iterator[tuple[Role, Message]]:
    """The bodies, attachments and messages of a message in order; of alternatives only one, signatures not."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        for child in _children(part):
            yield Role.MESSAGE, child
    elif kind == "multipart/alternative":
        yield from _alternative(part)
    elif kind == "multipart/related":
        yield from _related(part)
    elif part.is_multipart():
        for child in _children(part):
            yield from parts(child)
    elif kind in _SIGNATURES:
        return
    elif file_name(part) or part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text":
        yield Role.ATTACHMENT, part
    else:
        yield (Role.HTML if part.get_content_subtype() == "html" else Role.PLAIN), part
