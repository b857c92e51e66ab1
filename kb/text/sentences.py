"""Where the sentences of a passage begin and end, in Ukrainian, English, Japanese and Russian."""

from __future__ import annotations

import re

_END = re.compile(r"[。！？]+[」』）]?|[.!?…]+[\"»”’)]*(?=\s)|\n+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"])(?:[A-ZА-ЯІЇЄҐ]|"
    r"ст|п|пп|ч|с|м|р|рр|т|грн|дол|млн|млрд|тис|обл|смт|вул|ім|напр|див|розд|гл|№|"
    r"No|Nos|Art|Arts|para|paras|p|pp|Mr|Ms|Dr|Inc|Ltd|Co|vs|e\.g|i\.e|cf|approx|Fig|Vol|U\.S)\.$"
)
_STARTS_LOWER = re.compile(r"\s+[a-zа-яіїєґ0-9]")


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence, without the white space around it."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if _goes_on(text, match):
            continue
        _append(found, text, start, match.end())
        start = match.end()
    _append(found, text, start, len(text))
    return found


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether this full stop ends an abbreviation or a number and not a sentence."""
    if not match.group().startswith("."):
        return False
    before = text[max(0, match.start() - 12) : match.start() + 1]
    starts_numbered = re.search(r"(?:^|\n)\d{1,3}\.$", before) is not None
    return starts_numbered or bool(_ABBREVIATION.search(before)) or bool(_STARTS_LOWER.match(text, match.end()))


def _append(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if right > left:
        found.append((left, right))
