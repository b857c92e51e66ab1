"""Whether text can be what a person wrote: its script, and the marks of a wrong encoding or a broken font map."""

# ruff: noqa: PLR2004  (shares read best where they are used)

from __future__ import annotations

import re
from collections.abc import Iterable

UNMAPPED = "its fonts do not say which letters their shapes are"
FEW_LETTERS = 12  # too little to tell
FEW_WORDS = 8
HARD_WORDS = 0.25  # of words of five letters or more: in real text one in fifty has five consonants in a row
JUNK_LINES = 0.25  # of a page's characters
SUSPECT_SHARE = 0.03  # of a page's characters: with fewer odd ones no line needs a look of its own

_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff々〆\uff66-\uff9f]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_MEANINGLESS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ue000-\uf8ff\ufff0-\ufffb\U000f0000-\U0010ffff]")
_SPACE = re.compile(r"\s+")
_QUESTIONS = re.compile(r"\?{2,}")
_WESTERN = re.compile(r"[\u00c0-\u00ff]")  # letters that other encodings' bytes become in Latin-1
_WESTERN_SIGNS = re.compile(r"[\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2018-\u203a\u20ac\u2122]")
_SUSPECT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\xff\ufffd\ue000-\uf8ff?\U000f0000-\U0010ffff]")
_UTF8_AS_1251 = re.compile(r"[РС]")
_UTF8_AS_SJIS = re.compile(r"[縺繧繝]")
_HALF_WIDTH = re.compile(r"[\uff61-\uff9f]")
_LONG_WORD = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u052f]{5,}")
_HARD_WORD = re.compile(r"(?i:[bcdfghjklmnpqrstvwxzбвгґджзклмнпрстфхцчшщ]{5})")
_RUN = re.compile(r"[^\s]{4,}")
_ADDRESS = re.compile(r"\S*[/@]\S*")
_MOSTLY_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]{2}")
_ODD_RUN = re.compile(
    r"[a-z\u00df-\u00ff][A-Z\u00c0-\u00de][^\s]*[a-z\u00df-\u00ff][A-Z\u00c0-\u00de]"  # case goes up and down
    r"|[A-Za-z][\\^@#$%&*+=<>\[\]{}|~][A-Za-z]"  # signs inside a word
    r"|[A-Za-z][0-9][A-Za-z]"
    r"|(?i:[bcdfghjklmnpqrstvwxz]{6})"  # more consonants than any word has
)


def script_of(text: str) -> str:
    """The script that most letters are in: `latin`, `cyrillic`, `japanese`, or empty where there are none of these.

    An ideograph or kana says as much as two letters, so that Latin names do not outweigh the text they stand in.
    """
    counts = {
        "japanese": 2 * len(_JAPANESE.findall(text)),
        "cyrillic": len(_CYRILLIC.findall(text)),
        "latin": len(_LATIN.findall(text)),
    }
    script = max(counts, key=lambda name: counts[name])
    return script if counts[script] else ""


def why_illegible(text: str) -> str:
    """What tells that a text is not what its author wrote, as words for people; empty for a text that can be read."""
    signs = _SPACE.sub("", text)
    if signs and len(_MEANINGLESS.findall(signs)) > 0.3 * len(signs):
        return UNMAPPED
    if len(signs) < FEW_LETTERS:
        return ""
    if sum(map(len, _QUESTIONS.findall(signs))) > 0.2 * len(signs):
        return "its letters were lost and replaced by question marks"
    if _is_mojibake(signs):
        return "its letters are those of another encoding"
    words = _ADDRESS.sub(" ", text)
    return "its letters do not form words" if _hard_words(words) > HARD_WORDS or _odd_runs(words) > 0.4 else ""


def why_page_illegible(lines: Iterable[str]) -> str:
    """As `why_illegible`, for the lines of a page: a page is lost too when a good part of its lines is."""
    lines = list(lines)
    page = "\n".join(lines)
    whole = why_illegible(page)
    if whole or len(_SUSPECT.findall(page)) < SUSPECT_SHARE * len(page):
        return whole
    found = [(reason, len(line)) for line in lines if (reason := why_illegible(line))]
    return found[0][0] if sum(length for _, length in found) > JUNK_LINES * len(page) else ""


def _is_mojibake(signs: str) -> bool:
    western, latin = len(_WESTERN.findall(signs)), len(_LATIN.findall(signs))
    if western > 0.3 * latin and latin > 0.3 * len(signs) and len(set(_WESTERN.findall(signs))) > 2:
        return True
    if western + len(_WESTERN_SIGNS.findall(signs)) > 0.45 * len(signs):
        return True
    cyrillic, japanese = len(_CYRILLIC.findall(signs)), len(_JAPANESE.findall(signs))
    if cyrillic > FEW_LETTERS and len(_UTF8_AS_1251.findall(signs)) > 0.3 * cyrillic:
        return True
    if japanese > FEW_LETTERS and len(_UTF8_AS_SJIS.findall(signs)) > 0.12 * japanese:
        return True
    return len(_HALF_WIDTH.findall(signs)) > 0.4 * len(signs)


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
