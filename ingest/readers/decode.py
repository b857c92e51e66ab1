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
_UTF16_PLAUSIBLE = 0.7
_KANJI_DOUBT = 0.05  # two Cyrillic letters of one byte each often make a rare kanji
_MANY_CONTROLS = 0.005
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_REMOVED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_COMMON = re.compile(
    r"[ \n\r\t\x0cA-Za-z0-9.,;:()\"'«»“”’–—№-]"
    r"|[оаинтевірсклудпмзьяыбгйїчжхєшцюґщфэё]|(?<![А-яІЇЄҐіїєґ])[А-ЯІЇЄҐ](?=[а-яіїєґ])"
    r"|[ぁ-んァ-ヶー一-龥、。「」（）・　０-９]"
    r"|(?<=[A-Za-z])[à-ÿ](?![À-ÿ])|(?<![À-ÿ])[À-ÿ](?=[a-z])"
)
_ODD = re.compile(
    r"[\uff61-\uff9f\u2500-\u259f\u0100-\u024f¤¦¨¬¯¶¸¼½¾×÷]|(?<=[а-яіїєґ])[А-ЯІЇЄҐ]|(?<=[A-Za-z])[À-ÿ]{3}"
    r"|(?<=[A-Za-z])[А-яІЇЄҐіїєґ]|[А-яІЇЄҐіїєґ](?=[A-Za-z])"
)
_KANJI = re.compile(r"[一-龥]")
_CAPITALS = re.compile(r"[А-ЯІЇЄҐ]{2,}")
_ISO_2022_JP = re.compile(rb"\x1b(?:\$[@B]|\([BIJ]|\$\([@BDOPQ])")
_JIS_RUN = re.compile(rb"\x1b\$\(?[@B]([\x21-\x7e]*)|\x1b\([BJ]")
_EUC_PAIR = re.compile(rb"[\xa1-\xfe]{2}|\x8e([\xa1-\xdf])")
_JIS_ROWS, _JIS_LOW, _SJIS_JUMP, _SJIS_KANA = 0x5F, 0x60, 0x9F, 0x40
# What pages and messages call an encoding, where it is not what they mean: the wider set that programs really write.
_MEANT = {
    "ascii": "",
    "iso8859-1": "cp1252",
    "shift_jis": "cp932",
    "shift_jisx0213": "cp932",
    "koi8-r": "koi8_u",
}
_DECLARED_MARGIN = 0.05


def _plausibility(text: str) -> float:
    """How much of a text is made of the signs one meets in Ukrainian, English or Japanese writing; at most 1."""
    size = max(1, len(text))
    doubtful = _KANJI_DOUBT * len(_KANJI.findall(text))
    odd = 3 * len(_ODD.findall(text)) + 5 * len(_CONTROL.findall(text))
    shouting = sum(len(run) for run in _CAPITALS.findall(text)) / 4
    return (len(_COMMON.findall(text)) - odd - shouting - doubtful) / size


def _shift_jis(pair: bytes) -> bytes:
    """One character of JIS X 0208 as Shift_JIS writes it (JIS X 0208:1997, annex 1); bits 8 may be set or not."""
    row, cell = pair[0] & 0x7F, pair[1] & 0x7F
    lead = (row - 0x21 >> 1) + 0x81
    low = cell + 0x1F + (cell >= _JIS_LOW) if row % 2 else cell + 0x7E
    return bytes((lead if row < _JIS_ROWS else lead + _SJIS_KANA, low))


def _pairs(run: bytes) -> bytes:
    return b"".join(_shift_jis(run[at : at + 2]) for at in range(0, len(run) - 1, 2))


def _with_vendor_signs(data: bytes, encoding: str) -> str | None:
    """Mail and pages with signs such as `①` and `㈱`, which Python knows in CP932 alone."""
    if encoding == "euc_jp":
        rewritten = _EUC_PAIR.sub(lambda match: match.group(1) or _shift_jis(match.group()), data)
    else:
        rewritten = _JIS_RUN.sub(lambda match: _pairs(match.group(1) or b""), data)
    return _decoded(rewritten, "cp932")


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return _with_vendor_signs(data, encoding) if encoding in {"euc_jp", "iso2022_jp_ext"} else None


def _unicode(data: bytes) -> tuple[str, str] | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = _decoded(data, encoding)
            return (text, encoding) if text is not None else None
    if _ISO_2022_JP.search(data) and data.isascii():
        text = _decoded(data, "iso2022_jp_ext")
        return (text, "iso2022_jp") if text is not None else None
    if 0 in data[:_SAMPLE] and (found := _bare_utf16(data)) is not None:
        return found
    text = _decoded(data, "utf-8")
    return (text, "utf-8") if text is not None else _damaged_utf8(data)


def _bare_utf16(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a byte order mark, in the order that gives the likelier text."""
    best: tuple[float, str, str] | None = None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _decoded(data, encoding)
        worth = _plausibility(text[:_SAMPLE]) if text else 0.0
        if text and worth >= _UTF16_PLAUSIBLE and (best is None or worth > best[0]):
            best = (worth, text, encoding)
    return (best[1], best[2]) if best else None


def _damaged_utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8 with a few broken bytes: the well-formed sequences outnumber them by far."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for sign in text if sign > "\x7f") - broken
    return (text, "UTF-8 with broken bytes") if whole >= _WHOLE_TO_BROKEN * broken else None


def _codec(declared: str | None) -> tuple[str, ...]:
    """The codec that is meant by the name of an encoding; none for a name that says nothing."""
    try:
        name = codecs.lookup((declared or "").strip().lower().removeprefix("x-").replace("sjis", "cp932")).name
    except LookupError:
        return ()
    meant = _MEANT.get(name, name)
    return (meant,) if meant else ()


def _legacy(data: bytes, declared: str | None = None) -> tuple[str, str] | None:
    """The most plausible reading; the declared encoding needs to be only about as good as the best."""
    guess = from_bytes(data[:_SAMPLE], cp_isolation=list(_CANDIDATES)).best()
    first = (guess.encoding,) if guess is not None else ()
    named = _codec(declared)
    best: tuple[float, str, str] | None = None
    for encoding in dict.fromkeys(named + first + _CANDIDATES):
        text = _decoded(data, encoding)
        if text is None:
            continue
        worth = _plausibility(text[:_SAMPLE]) + (_DECLARED_MARGIN if encoding in named else 0)
        if best is None or worth > best[0]:
            best = (worth, text, encoding)
    return (best[1], best[2]) if best and best[0] >= _PLAUSIBLE else None


def decode(data: bytes, name: str, declared: str | None = None) -> tuple[str, str]:
    """The text of a file, with `\\n` line ends and without a byte order mark, and its encoding.

    `declared` is what a page or message says of its encoding; it is believed where the bytes do not contradict it.
    Raises `UnsupportedFormat` if the bytes are no text in any encoding we know.
    """
    found = _unicode(data) or _legacy(data, declared)
    if found is None or len(_REMOVED.findall(found[0][:_SAMPLE])) > _MANY_CONTROLS * len(found[0][:_SAMPLE]):
        raise UnsupportedFormat(
            f"{name}: binary content of an unknown kind; save the document as PDF, DOCX or UTF-8 text"
        )
    text = _REMOVED.sub("", found[0].removeprefix("\ufeff"))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n"), found[1]


def decode_word(data: bytes, declared: str | None) -> str:
    """A few words whose encoding is declared, such as a header's; the declaration is believed if the bytes allow it."""
    for encoding in _codec(declared):
        text = _decoded(data, encoding)
        if text is not None:
            return text
    found = _unicode(data) or _legacy(data, declared)
    return found[0] if found else data.decode("ascii", "replace")
