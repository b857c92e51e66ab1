"""Bytes of unknown encoding to text: Unicode first, then the one whose letters are the most likely."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from kb.errors import UnsupportedFormat

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("cp1251", "koi8_u", "cp932", "euc_jp", "cp1252", "cp866", "iso8859_5", "iso2022_jp")
_SAMPLE = 65536
_PLAUSIBLE = 0.55
_WHOLE_TO_BROKEN = 10
_UTF16_SHARE = 0.6
_UTF16_ROWS = (0x00, 0x04, 0x20, 0x30)  # ASCII, Cyrillic, punctuation, kana
_MANY_CONTROLS = 0.005
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_REMOVED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_COMMON = re.compile(
    r"[ \n\r\t\x0cA-Za-z0-9.,;:()\"'«»“”’–—№-]"
    r"|[оаинтевірсклудпмзьяыбгйїчжхєшцюґщфэё]|[ぁ-んァ-ヶー一-龥、。「」（）・　０-９]"
    r"|(?<=[A-Za-z])[à-ÿ](?![À-ÿ])|(?<![À-ÿ])[À-ÿ](?=[a-z])"
)
_ODD = re.compile(
    r"[\uff61-\uff9f\u2500-\u259f\u0100-\u024f¤¦¨¬¯¶¸¼½¾×÷]|(?<=[а-яіїєґ])[А-ЯІЇЄҐ]|(?<=[A-Za-z])[À-ÿ]{3}"
    r"|(?<=[A-Za-z])[А-яІЇЄҐіїєґ]|[А-яІЇЄҐіїєґ](?=[A-Za-z])"
)
_CAPITALS = re.compile(r"[А-ЯІЇЄҐ]{2,}")


def _plausibility(text: str) -> float:
    """How much of a text is made of the signs one meets in Ukrainian, English or Japanese writing; at most 1."""
    size = max(1, len(text))
    odd = 3 * len(_ODD.findall(text)) + 5 * len(_CONTROL.findall(text))
    shouting = sum(len(run) for run in _CAPITALS.findall(text)) / 4
    return (len(_COMMON.findall(text)) - odd - shouting) / size


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _unicode(data: bytes) -> tuple[str, str] | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = _decoded(data, encoding)
            return (text, encoding) if text is not None else None
    for encoding, high in (("utf-16-le", data[1:_SAMPLE:2]), ("utf-16-be", data[:_SAMPLE:2])):
        if sum(high.count(row) for row in _UTF16_ROWS) > _UTF16_SHARE * len(high) and 0 in data[:_SAMPLE]:
            text = _decoded(data, encoding)
            return (text, encoding) if text is not None else None
    text = _decoded(data, "utf-8")
    return (text, "utf-8") if text is not None else _damaged_utf8(data)


def _damaged_utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8 with a few broken bytes: the well-formed sequences outnumber them by far."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for sign in text if sign > "\x7f") - broken
    return (text, "UTF-8 with broken bytes") if whole >= _WHOLE_TO_BROKEN * broken else None


def _legacy(data: bytes) -> tuple[str, str] | None:
    guess = from_bytes(data[:_SAMPLE], cp_isolation=list(_CANDIDATES)).best()
    first = (guess.encoding,) if guess is not None else ()
    best: tuple[float, str, str] | None = None
    for encoding in dict.fromkeys(first + _CANDIDATES):
        text = _decoded(data, encoding)
        if text is not None and (best is None or _plausibility(text[:_SAMPLE]) > best[0]):
            best = (_plausibility(text[:_SAMPLE]), text, encoding)
    return (best[1], best[2]) if best and best[0] >= _PLAUSIBLE else None


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file, with `\\n` line ends and without a byte order mark, and its encoding.

    Raises `UnsupportedFormat` if the bytes are no text in any encoding we know.
    """
    found = _unicode(data) or _legacy(data)
    if found is None or len(_REMOVED.findall(found[0][:_SAMPLE])) > _MANY_CONTROLS * len(found[0][:_SAMPLE]):
        raise UnsupportedFormat(
            f"{name}: binary content of an unknown kind; save the document as PDF, DOCX or UTF-8 text"
        )
    text = _REMOVED.sub("", found[0].removeprefix("\ufeff"))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n"), found[1]
