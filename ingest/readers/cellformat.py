"""The values of a worksheet's cells as its program shows them: dates, sums and shares by their number format."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from babel.dates import format_datetime
from babel.numbers import format_decimal

_SIGNIFICANT = 15
_LOCALES = {0x422: "uk", 0x411: "ja", 0x409: "en", 0x809: "en", 0x419: "ru"}
_LOCALE_TAG = re.compile(r"\[\$([^\]-]*)(?:-([0-9A-Fa-f]+|[A-Za-z]{2}[-\w]*))?[^\]]*\]")
_BRACKETS = re.compile(r"\[(?![hms]+\])[^\]]*\]")
_FILL = re.compile(r"[_*].")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_DATE_TOKEN = re.compile(r'"[^"]*"|\\.|AM/PM|A/P|g+|e+|y+|m+|d+|aaaa?|\[h+\]|h+|s+|.', re.IGNORECASE | re.DOTALL)
_PLACEHOLDER = re.compile(r"[#0?](?:[#0?, ]*[#0?])?,*(?:\.[#0?]+)?")
_KEPT = re.compile("\ue000(\\d+)\ue001")  # where a literal stood
_SPACED = re.compile(r"(?<=[#0])(?:\\?[ \u00a0\u202f])(?=[#0]{3})")  # thousands set apart by hand
_ERAS = (
    (date(2019, 5, 1), "令和", "R"),
    (date(1989, 1, 8), "平成", "H"),
    (date(1926, 12, 25), "昭和", "S"),
    (date(1912, 7, 30), "大正", "T"),
)
_DAYS_JA = "月火水木金土日"
# Formats whose look depends on the settings of the machine: shown so that no order of day and month is guessed.
_SETTINGS_DATE = {"mm-dd-yy": "yyyy-mm-dd", "m/d/yy h:mm": "yyyy-mm-dd h:mm"}


def _locale(tag: str | None, default: str) -> str:
    if not tag:
        return default
    if re.fullmatch(r"[0-9A-Fa-f]+", tag):
        return _LOCALES.get(int(tag, 16) & 0xFFF, default)
    return tag[:2].lower() if tag[:2].lower() in _LOCALES.values() else default


def _general(value: float, language: str) -> str:
    text = f"{value:.{_SIGNIFICANT}g}"
    if "e" in text or "n" in text:  # far too large or small, or not a number at all
        return text
    return text.replace(".", ",") if language in {"uk", "ru"} else text


def _era(value: date) -> tuple[str, str, int]:
    for start, name, letter in _ERAS:
        if value >= start:
            return name, letter, value.year - start.year + 1
    return "", "", value.year


def _date_piece(token: str, value: datetime, language: str, after_hours: bool) -> str:
    """One token of a date format; `after_hours` says that `m` means minutes."""
    low, size = token.lower(), len(token)
    era, letter, year = _era(value.date())
    pieces = {
        "y": f"{value.year % 100:02}" if size <= 2 else str(value.year),  # noqa: PLR2004
        "e": f"{year:0{min(size, 2)}}",
        "g": letter if size == 1 else era[:1] if size == 2 else era,  # noqa: PLR2004
        "h": f"{value.hour:0{min(size, 2)}}",
        "s": f"{value.second:0{min(size, 2)}}",
    }
    if low[0] in pieces and low == low[0] * size:
        return pieces[low[0]]
    if low[0] == "a" and size > 2:  # noqa: PLR2004  aaa, aaaa: the day of the week in Japanese
        return _DAYS_JA[value.weekday()] + ("曜日" if size > 3 else "")  # noqa: PLR2004
    if low[0] == "m" and after_hours and size <= 2:  # noqa: PLR2004
        return f"{value.minute:0{size}}"
    pattern = {"m": "M", "d": "d" if size <= 2 else "E"}[low[0]] * min(size, 4)  # noqa: PLR2004
    return str(format_datetime(value, pattern, locale=language))


def _date(value: datetime, code: str, language: str) -> str:
    tag = _LOCALE_TAG.search(code)
    language = _locale(tag.group(2), language) if tag else language
    plain = _FILL.sub("", _BRACKETS.sub("", _LOCALE_TAG.sub("", code.split(";", maxsplit=1)[0])))
    out: list[str] = []
    hours = False
    twelve = re.search(r"AM/PM|A/P", plain, re.IGNORECASE) is not None
    tokens = _DATE_TOKEN.findall(plain)
    for index, token in enumerate(tokens):
        literal = _LITERAL.fullmatch(token)
        if literal:
            out.append(literal.group(1) if literal.group(1) is not None else literal.group(2))
        elif token.upper() in {"AM/PM", "A/P"}:
            out.append(f"{value:%p}")
        elif twelve and token.lower().startswith("h"):
            out.append(f"{(value.hour - 1) % 12 + 1:0{min(len(token), 2)}}")
            hours = True
        elif token[0].lower() in "gyedhsma":
            seconds_next = next((t for t in tokens[index + 1 :] if t[0].isalpha()), "").lower().startswith("s")
            out.append(_date_piece(token, value, language, hours or seconds_next))
            hours = token[0].lower() == "h"
        else:
            out.append(token)
    return " ".join("".join(out).split())


def _section(code: str, value: float) -> tuple[str, float]:
    """The part of a format that is meant for a value (positive; negative; zero), and the value it shows."""
    parts = [part for part in re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)]
    if value < 0 and len(parts) > 1 and parts[1]:
        return parts[1], -value
    zero = 2
    return (parts[zero], value) if value == 0 and len(parts) > zero and parts[zero] else (parts[0], value)


def _restored(text: str, literals: list[str]) -> str:
    return _KEPT.sub(lambda match: literals[int(match.group(1))], text).strip()


def _number(value: float, code: str, language: str) -> str:
    part, shown = _section(code, value)
    part = _FILL.sub("", _BRACKETS.sub("", _LOCALE_TAG.sub(lambda match: f'"{match.group(1)}"', part)))
    part = _SPACED.sub(",", part)
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match.group(1) if match.group(1) is not None else match.group(2))
        return f"\ue000{len(literals) - 1}\ue001"

    bare = _LITERAL.sub(keep, part)
    place = re.search(rf"(?<!\ue000)(?<!\d\ue000){_PLACEHOLDER.pattern}(?!\d*\ue001)", bare)
    if place is None and bare and "@" not in bare and "general" not in bare.lower():
        return _restored(bare, literals)
    if place is None or "E" in bare.upper().replace("GENERAL", "") or "/" in bare:
        return _general(value, language)
    core, around = place.group(), bare[: place.start()] + bare[place.end() :]
    shown = shown * 100 if "%" in around else shown
    whole, _, decimals = core.partition(".")
    shown /= 1000 ** (len(whole) - len(whole.rstrip(",")))
    pattern = ("#,##0" if "," in whole.rstrip(",") or " " in whole.strip() else "0") + (
        "." + decimals.replace("?", "#") if decimals else ""
    )
    text = format_decimal(shown, pattern, locale=language).replace("\u00a0", " ").replace("\u202f", " ")
    framed = bare[: place.start()] + text + bare[place.end() :]
    return _restored(framed, literals)


def cell_text(value: object, code: str, language: str) -> str:
    """The words of a cell whose value and number format (ECMA-376 part 1, 18.8.30) are given.

    Separators and the names of months are those of `language`, as on a machine set to it; a format that is not
    understood shows the plain value.
    """
    language = language if language in _LOCALES.values() else "en"
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return _date(moment, _SETTINGS_DATE.get(code, code), language)
    if isinstance(value, int | float):
        return _general(value, language) if code in {"General", "@", ""} else _number(value, code, language)
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(timedelta(seconds=round(value.total_seconds()))) if isinstance(value, timedelta) else str(value)
