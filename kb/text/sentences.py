"""Where the sentences of a passage begin and end, in Ukrainian, English, Japanese and Russian."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence

_END = re.compile(r"[。！？]+[」』）〕】)]*|[.!?…]+[\"»”’)]*(?=\s)|\n+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"])(?:[A-ZА-ЯІЇЄҐ]|"
    r"ст|п|пп|ч|с|м|р|рр|т|грн|дол|млн|млрд|тис|обл|смт|вул|ім|напр|див|розд|гл|№|"
    r"No|Nos|Art|Arts|para|paras|p|pp|Mr|Ms|Dr|Inc|Ltd|Co|vs|e\.g|i\.e|cf|approx|Fig|Vol|U\.S)\.$"
)
_JAPANESE_END = "。！？"
_CLOSES = {"」": "「", "』": "『", "）": "（", ")": "（", "〕": "〔", "】": "【"}
_OPENS = {"「": "「", "『": "『", "（": "（", "(": "（", "〔": "〔", "【": "【"}
_QUOTES = "「『"
_BRACKET = re.compile(r"[「『（(〔【」』）)〕】\n]")
_LONGEST = 400  # characters: what stays open for longer was never meant to be closed
_GOES_ON_AFTER = re.compile(
    r"(?!とくに|ところ|とりわけ|ともあれ|はじめ|もし|もっとも|もちろん|でも|がれき|のち)"
    r"(?:[とをがはにでものや、，]|など|だ|から|まで|より|って)"
)
_STARTS_LOWER = re.compile(r"\s+[a-zа-яіїєґ0-9]")


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence, without the white space around it.

    No Japanese sentence ends inside a bracket or a quotation, unless that is longer than a reader would remember.
    """
    found: list[tuple[int, int]] = []
    enclosed = _enclosed(text)
    start = 0
    for match in _END.finditer(text):
        if _goes_on(text, start, match, enclosed):
            continue
        _append(found, text, start, match.end())
        start = match.end()
    _append(found, text, start, len(text))
    return found


def _enclosed(text: str) -> list[tuple[int, int]]:
    """Where the outermost brackets and quotations open and close, in order; none goes on in another line."""
    pairs: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for match in _BRACKET.finditer(text):
        mark, at = match.group(), match.start()
        if mark in _OPENS:
            opened.append((_OPENS[mark], at))
        elif mark == "\n":
            opened.clear()
        elif any(kind == _CLOSES[mark] for kind, _ in opened):
            while opened[-1][0] != _CLOSES[mark]:
                opened.pop()
            begin = opened.pop()[1]
            if at - begin <= _LONGEST:
                while pairs and pairs[-1][0] > begin:
                    pairs.pop()
                pairs.append((begin, at))
    return pairs


def _goes_on(text: str, start: int, match: re.Match[str], enclosed: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence that began at `start` goes on after this mark."""
    if match.group()[0] in _JAPANESE_END:
        return _is_inside(text, start, match, enclosed)
    return match.group()[0] == "." and _is_abbreviation(text, match)


def _is_inside(text: str, start: int, match: re.Match[str], enclosed: Sequence[tuple[int, int]]) -> bool:
    """Whether a full stop stands inside a bracket or quotation, or closes one that the sentence goes on behind."""
    at = bisect.bisect_left(enclosed, (match.start(), 0)) - 1
    begin, close = enclosed[at] if at >= 0 else (-1, -1)
    if close > match.start() and match.end() <= close:
        return True
    if match.group()[-1] in _CLOSES and _GOES_ON_AFTER.match(text, match.end()):
        return True
    within = close > match.start() and text[begin] not in _QUOTES and bool(text[start:begin].strip())
    return within and not text[match.end() : match.end() + 1].isspace() and match.end() < len(text)


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    """Whether this full stop ends an abbreviation or a number and not a sentence."""
    before = text[max(0, match.start() - 12) : match.start() + 1]
    starts_numbered = re.search(r"(?:^|\n)\d{1,3}\.$", before) is not None
    return starts_numbered or bool(_ABBREVIATION.search(before)) or bool(_STARTS_LOWER.match(text, match.end()))


def _append(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if right > left:
        found.append((left, right))
