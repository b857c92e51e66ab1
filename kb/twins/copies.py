"""Copies and newer versions in one language: the same words, or nearly.

Texts made from one template are no copies: two air services agreements share four fifths of their words and bind
different states. Their titles differ in a name or a number, or where the title tells nothing, names that one text
repeats are absent from the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from kb.model import DocumentType, LinkKind
from kb.twins.fingerprint import resemblance, words_of
from kb.twins.profile import Profile

NEARLY_ALL = 0.8
"""The least share of common shingles of near duplicates."""
WITHIN, NOT_A_PART = 0.9, 0.5
"""Under one title, the least share of the shorter text's shingles that stand in the longer one, for one site adds its
sources and another does not; and the least ratio of their lengths."""
AS_AMENDED = 0.5
"""The same for a text whose title says that it is another edition of the other."""
WHOLE = 0.97
REPEATED = 3
TELLING_TITLE = 4
"""Words that a title needs before it alone can say that two texts are one instrument."""
TITLE_ALIKE = 0.5
"""The share of common words above which two titles are variants of each other, not a new headline."""

_EDITION = re.compile(
    r"\(?\b(?:(?:as )?amended(?: up to| by)?|consolidated(?: version)?|revised(?: edition)?|updated|new edition)\b\)?"
    r"|\(?\b(?:(?:зі|із|з) змінами(?: (?:й|і|та) доповненнями)?|(?:в|у) редакції|оновлен[аийо]\w*|нова редакція)\b\)?"
    r"|[（(]?(?:改正後|改正版|改訂版|改訂|最終改正|更新版)[）)]?",
    re.IGNORECASE,
)
_VERSION = re.compile(r"\b(?:version|v|ver|вер|версія)\.? ?\d+(?:\.\d+)*\b|第?[\d一二三四五六七八九]版", re.IGNORECASE)


def copy_kind(one: Profile, other: Profile, text_of: Callable[[str], str]) -> tuple[LinkKind, float] | None:
    """What `other` is to `one`, and how surely; None where they are different texts. `text_of` reads one by its id."""
    share = 1.0 if one.print.bag == other.print.bag else resemblance(one.print, other.print)
    if share == 1.0 or (share >= WHOLE and one.print.numbers == other.print.numbers and one.format != other.format):
        return LinkKind.SAME_TEXT, share
    same_title = _base_title(one) == _base_title(other)
    if same_title and share >= AS_AMENDED and _is_edition(one) != _is_edition(other) and len(_base_title(one)) > 1:
        return (LinkKind.OLDER_VERSION if _is_edition(one) else LinkKind.NEWER_VERSION), share
    alike = share >= NEARLY_ALL or (same_title and _contained(one, other, share) >= WITHIN)
    if not alike or not _one_instrument(one, other, text_of):
        return None
    return (_by_date(one, other) if same_title else LinkKind.NEAR_DUPLICATE), share


def _contained(one: Profile, other: Profile, share: float) -> float:
    """The share of the shorter text that stands in the longer one, from the share of common shingles (Broder 1997)."""
    shorter, longer = sorted((one.print.shingles, other.print.shingles))
    common = share * (shorter + longer) / (1 + share)
    return min(1.0, common / shorter) if shorter >= NOT_A_PART * longer else 0.0


def _by_date(one: Profile, other: Profile) -> LinkKind:
    """Under one title the later is the newer version; a story that another site carries later is a copy of it."""
    syndicated = one.type is DocumentType.PRESS_RELEASE and _host(one) != _host(other)
    if syndicated or one.date is None or other.date is None or one.date == other.date:
        return LinkKind.NEAR_DUPLICATE
    return LinkKind.NEWER_VERSION if one.date < other.date else LinkKind.OLDER_VERSION


def _one_instrument(one: Profile, other: Profile, text_of: Callable[[str], str]) -> bool:
    mine, yours = _base_title(one), _base_title(other)
    if mine == yours and len(mine) >= TELLING_TITLE:
        return True
    common = len(set(mine) & set(yours)) / max(1, len(set(mine) | set(yours)))
    if mine != yours and common >= TITLE_ALIKE:
        return False
    words, others = words_of(text_of(one.id)), words_of(text_of(other.id))
    return not (_repeats_alone(words, others) and _repeats_alone(others, words))


def _repeats_alone(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether one text repeats a word that the other never uses."""
    counts, there = Counter(words), set(others)
    return any(count >= REPEATED and word not in there for word, count in counts.items())


def _base_title(profile: Profile) -> Sequence[str]:
    return words_of(_VERSION.sub(" ", _EDITION.sub(" ", profile.title)))


def _is_edition(profile: Profile) -> bool:
    return bool(_EDITION.search(profile.title))


def _host(profile: Profile) -> str:
    return (urlsplit(profile.url or "").hostname or "").removeprefix("www.")
