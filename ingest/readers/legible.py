"""Whether text can be what a person wrote: its script, and the marks of a wrong encoding or a broken font map."""

# ruff: noqa: PLR2004  (shares read best where they are used)

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

UNMAPPED = "its fonts do not say which letters their shapes are"
FEW_LETTERS = 12  # too little to tell
FEW_WORDS = 8
FEW_ODD = 2
ODD_RUNS = 0.4  # of runs of letters
HARD_WORDS = 0.25  # of words of five letters or more: in real text one in fifty has five consonants in a row
JUNK_LINES = 0.25  # of a page's characters
SUSPECT_SHARE = 0.03  # of a page's characters: with fewer odd ones no line needs a look of its own

_JAPANESE = ((0x3005, 0x3006), (0x3041, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xFF66, 0xFF9F))
_CYRILLIC = ((0x0400, 0x052F),)
_LATIN = ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0x24F), (0x1E00, 0x1EFF))
_MEANINGLESS = ((0x00, 0x1F), (0x7F, 0x7F), (0xD800, 0xF8FF), (0xFFF0, 0xFFFD), (0xF0000, 0x10FFFF))
_WESTERN = ((0xC0, 0xFF),)  # letters that other encodings' bytes become in Latin-1
_WESTERN_SIGNS = (
    *((0x80, 0xBF), (0x152, 0x192), (0x2C6, 0x2C6), (0x2DC, 0x2DC)),
    *((0x2018, 0x203A), (0x20AC, 0x20AC), (0x2122, 0x2122)),
)
_SUSPECT = (*_MEANINGLESS, (0x3F, 0x3F), (0x80, 0xFF))
_UTF8_AS_1251 = ((0x420, 0x421),)  # Р, С
_UTF8_AS_SJIS = ((0x7E3A, 0x7E3A), (0x7E67, 0x7E67), (0x7E5D, 0x7E5D))  # 縺, 繧, 繝
_HALF_WIDTH = ((0xFF61, 0xFF9F),)
_QUESTIONS = re.compile(r"\?{2,}")
_LONG_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u052f]{5,}")
_HARD_WORD = re.compile(r"(?i:[bcdfghjklmnpqrstvwxzбвгґджзклмнпрстфхцчшщ]{5})")
_RUN = re.compile(r"[^\s]{4,}")
_MOSTLY_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]{2}")
_ODD_RUN = re.compile(
    r"[a-z\u00df-\u00ff][A-Z\u00c0-\u00de][^\s]*[a-z\u00df-\u00ff][A-Z\u00c0-\u00de]"  # case goes up and down
    r"|[A-Za-z][\\^@#$%&*+=<>\[\]{}|~][A-Za-z]"  # signs inside a word
    r"|[A-Za-z][0-9][A-Za-z]"
    r"|(?i:[bcdfghjklmnpqrstvwxz]{6})"  # more consonants than any word has
)


class _Signs:
    """The characters of a text without white space, to be counted by ranges of code points."""

    def __init__(self, text: str) -> None:
        self.codes = np.frombuffer("".join(text.split()).encode("utf-32-le", "surrogatepass"), np.uint32)

    def __len__(self) -> int:
        return int(self.codes.size)

    def count(self, ranges: Sequence[tuple[int, int]]) -> int:
        """How many characters lie in any of the ranges, ends included."""
        return sum(int(np.count_nonzero((self.codes >= low) & (self.codes <= high))) for low, high in ranges)

    def kinds(self, ranges: Sequence[tuple[int, int]]) -> int:
        """How many different characters lie in the ranges."""
        return sum(int(np.unique(self.codes[(self.codes >= low) & (self.codes <= high)]).size) for low, high in ranges)


def script_of(text: str) -> str:
    """The script that most letters are in: `latin`, `cyrillic`, `japanese`, or empty where there are none of these.

    An ideograph or kana says as much as two letters, so that Latin names do not outweigh the text they stand in.
    """
    signs = _Signs(text)
    counts = {
        "japanese": 2 * signs.count(_JAPANESE),
        "cyrillic": signs.count(_CYRILLIC),
        "latin": signs.count(_LATIN),
    }
    script = max(counts, key=lambda name: counts[name])
    return script if counts[script] else ""


def why_illegible(text: str) -> str:
    """What tells that a text is not what its author wrote, as words for people; empty for a text that can be read."""
    signs = _Signs(text)
    if len(signs) and signs.count(_MEANINGLESS) > 0.3 * len(signs):
        return UNMAPPED
    if len(signs) < FEW_LETTERS:
        return ""
    if sum(map(len, _QUESTIONS.findall(text))) > 0.2 * len(signs):
        return "its letters were lost and replaced by question marks"
    if _is_mojibake(signs):
        return "its letters are those of another encoding"
    return "its letters do not form words" if _forms_no_words(text) else ""


def why_page_illegible(lines: Iterable[str]) -> str:
    """As `why_illegible`, for the lines of a page: a page is lost too when a good part of its lines is."""
    lines = list(lines)
    page = "\n".join(lines)
    whole = why_illegible(page)
    if whole or _Signs(page).count(_SUSPECT) < SUSPECT_SHARE * len(page):
        return whole
    found = [(reason, len(line)) for line in lines if (reason := why_illegible(line))]
    return found[0][0] if sum(length for _, length in found) > JUNK_LINES * len(page) else ""


def _is_mojibake(signs: _Signs) -> bool:
    western, latin = signs.count(_WESTERN), signs.count(_LATIN)
    if western > 0.3 * latin and latin > 0.3 * len(signs) and signs.kinds(_WESTERN) > 2:
        return True
    if western and western + signs.count(_WESTERN_SIGNS) > 0.45 * len(signs):
        return True
    cyrillic, japanese = signs.count(_CYRILLIC), signs.count(_JAPANESE)
    if cyrillic > FEW_LETTERS and signs.count(_UTF8_AS_1251) > 0.3 * cyrillic:
        return True
    if japanese > FEW_LETTERS and signs.count(_UTF8_AS_SJIS) > 0.12 * japanese:
        return True
    return signs.count(_HALF_WIDTH) > 0.4 * len(signs)


def _forms_no_words(text: str) -> bool:
    if max(len(_HARD_WORD.findall(text)), len(_ODD_RUN.findall(text))) < FEW_ODD:
        return False
    plain = " ".join(run for run in text.split() if "/" not in run and "@" not in run)  # addresses are no words
    return _hard_words(plain) > HARD_WORDS or _odd_runs(plain) > ODD_RUNS


def _hard_words(text: str) -> float:
    """The share of longer words with more consonants in a row than can be spoken; 0 where there are too few to tell."""
    words = [word for word in _LONG_WORD.findall(text) if len(set(word)) > 2]  # XXXXX is no word at all
    return sum(bool(_HARD_WORD.search(word)) for word in words) / len(words) if len(words) >= FEW_WORDS else 0.0


def _odd_runs(text: str) -> float:
    """The share of longer runs of Latin letters that no language has; 0 where there are too few to tell."""
    runs = [run for run in _RUN.findall(text) if _MOSTLY_LATIN.search(run)]
    if len(runs) < FEW_WORDS:
        return 0.0
    return sum(bool(_ODD_RUN.search(run)) for run in runs) / len(runs)
