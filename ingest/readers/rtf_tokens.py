"""RTF as a row of events: text in the right code page, control words, and the groups they stand in (RTF 1.9.1).

`striprtf` was tried first: it drops notes and the structure of tables, and takes apart the Japanese that Word writes,
whose second bytes may be plain letters (`\\'83J` is `カ`).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n\x00]+|([^\\{}\r\n\x00]+)"
)
_FONT = re.compile(rb"\\f(\d{1,6})(?!\d)")
_CHARSET = re.compile(rb"\\fcharset(\d{1,3})")
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_CHARSETS = {
    128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 238: "cp1250", 77: "mac_roman", 78: "cp932", 89: "mac_cyrillic",
}  # fmt: skip
_DOUBLE_BYTE = frozenset({"cp932", "cp949", "gbk", "big5"})
_LEAD = re.compile(rb"[\x81-\x9f\xe0-\xfc]")
_FIRST_FONT = re.compile(rb"\\deff(\d{1,6})")
_HEAD = 4096
_DEEPEST = 500
_SIGNS = {
    b"tab": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"line": "\n", b"emspace": " ", b"enspace": " ", b"qmspace": " ",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"-": ""}


@dataclass(frozen=True, slots=True)
class Event:
    """A control word with its number, a piece of text, or the end of the group at a depth."""

    depth: int
    text: str = ""
    word: str = ""
    number: int | None = None
    closes: bool = False
    optional: bool = False  # the word stands after `\\*`: who does not know it skips its group


@dataclass(frozen=True, slots=True)
class _Look:
    """The character properties of a group that decide how its bytes are read."""

    encoding: str
    skip: int = 1  # how many bytes stand for a Unicode character in programs that know none


def _fonts(data: bytes, usual: str) -> dict[int, str]:
    """The code page of each font; a font that names none has the document's."""
    start = data.find(b"\\fonttbl")
    if start < 0:
        return {}
    depth, end = 1, start
    for brace in re.finditer(rb"[{}]", data[start : start + 1_000_000]):
        depth += 1 if brace.group() == b"{" else -1
        end = start + brace.end()
        if depth == 0:
            break
    fonts: dict[int, str] = {}
    for entry in re.split(rb";", data[start:end]):
        font, charset = _FONT.search(entry), _CHARSET.search(entry)
        if font:
            fonts[int(font.group(1))] = _CHARSETS.get(int(charset.group(1)), usual) if charset else usual
    return fonts


def _known(page: bytes) -> str:
    try:
        return codecs.lookup(f"cp{int(page)}").name
    except LookupError:
        return "cp1252"


class _Bytes:
    """Bytes in one code page on their way to text; one half of a double byte waits for the other."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._encoding = "cp1252"
        self._units: list[int] = []  # UTF-16, for characters beyond the first plane come in two

    def add(self, data: bytes, encoding: str) -> str:
        """Take bytes; what comes back is the text that was complete in another code page before."""
        done = self.flush() if self._units or encoding != self._encoding else ""
        self._encoding = encoding
        self._waiting.extend(data)
        return done

    def add_unit(self, unit: int) -> str:
        done = self.flush() if self._waiting else ""
        self._units.append(unit & 0xFFFF)
        return done

    def needs_half(self) -> bool:
        """Whether the last byte is the first half of a character."""
        if self._encoding not in _DOUBLE_BYTE or not self._waiting:
            return False
        half = False
        for byte in self._waiting:
            half = not half and _LEAD.match(bytes((byte,))) is not None
        return half

    def flush(self) -> str:
        if self._units:
            text = b"".join(unit.to_bytes(2, "little") for unit in self._units).decode("utf-16-le", "replace")
            self._units.clear()
            return text
        text = bytes(self._waiting).decode(self._encoding, "replace")
        self._waiting.clear()
        return text


class _Lexer:
    """Where the reading of one document stands: the groups it is in, and the bytes that are not text yet."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        page = _CODE_PAGE.search(data[:_HEAD])
        self._usual = _known(page.group(1)) if page else "cp1252"
        self._fonts = _fonts(data, self._usual)
        first = _FIRST_FONT.search(data[:_HEAD])
        self._look = self._base = _Look(self._fonts.get(int(first.group(1)), self._usual) if first else self._usual)
        self._groups: list[_Look] = []
        self._bytes = _Bytes()
        self._skip = 0
        self._position = 0
        self._optional = False

    def events(self) -> Iterator[Event]:
        while (match := _TOKEN.match(self._data, self._position)) is not None:
            self._position = match.end()
            word, number, code, symbol, brace, plain = match.groups()
            if code or plain:
                yield from self._text(self._take(bytes((int(code, 16),)) if code else plain))
            elif word == b"u" and number is not None:
                yield from self._text(self._bytes.add_unit(int(number)))
                self._skip = self._look.skip
            elif symbol and self._bytes.needs_half():  # the second byte happened to be a brace or a backslash
                self._bytes.add(symbol, self._look.encoding)
            elif word or symbol or brace:
                self._skip = 0
                yield from self._text(self._bytes.flush())
                if brace:
                    yield from self._brace(brace)
                    if not self._groups:
                        return
                else:
                    yield from self._symbol(symbol) if symbol else self._word(word, number)
        yield from self._text(self._bytes.flush())

    def _text(self, text: str) -> Iterator[Event]:
        if text:
            yield Event(len(self._groups), text)

    def _take(self, raw: bytes) -> str:
        """Bytes of text, less those that only stand in for a Unicode character."""
        left = raw[self._skip :]
        self._skip = max(0, self._skip - len(raw))
        return self._bytes.add(left, self._look.encoding) if left else ""

    def _brace(self, brace: bytes) -> Iterator[Event]:
        self._optional = False
        if brace == b"{":
            self._groups.append(self._look)
            if len(self._groups) > _DEEPEST:
                raise ValueError(f"groups inside groups, {_DEEPEST} deep")
        elif self._groups:
            yield Event(len(self._groups), closes=True)
            self._look = self._groups.pop()

    def _symbol(self, symbol: bytes) -> Iterator[Event]:
        self._optional = symbol == b"*"
        if symbol in {b"\n", b"\r"}:
            yield Event(len(self._groups), word="par")
        else:
            yield from self._text(_SYMBOLS.get(symbol, ""))

    def _word(self, word: bytes, number: bytes | None) -> Iterator[Event]:
        value = int(number) if number is not None else None
        if word == b"bin":
            self._position += max(0, value or 0)
        elif word == b"f" and value is not None:
            self._look = replace(self._look, encoding=self._fonts.get(value, self._usual))
        elif word == b"uc" and value is not None:
            self._look = replace(self._look, skip=max(0, min(value, 8)))
        elif word in _SIGNS:
            yield from self._text(_SIGNS[word])
        else:
            if word == b"plain":
                self._look = replace(self._look, encoding=self._base.encoding)
            yield Event(len(self._groups), word=word.decode("ascii"), number=value, optional=self._optional)
        self._optional = False


def events(data: bytes) -> Iterator[Event]:
    """The events of a document in order; binary data is passed over. Raises `ValueError` for groups beyond reason."""
    return _Lexer(data).events()
