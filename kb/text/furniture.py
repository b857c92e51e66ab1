"""What a document carries beside its own text: the lists of sources at its end, which answer no question."""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files

_NUMBER = re.compile(r"^(?:(?:\d{1,2}|[ivx]{1,5})(?:\.\d{1,2})*[.)]?\s+)|[\s.:：*_#】]+$|^[\s*_#【]+")
_ENTRY = re.compile(
    r"https?://|\bwww\.|\bdoi\b|\bISBN\b|(?:^|\n)\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)．])\s*(?=\S)|"
    r"[,，、(（]\s?(?:1[89]|20)\d\d(?:-\d\d){0,2}\s?[.,;。)）]|"
    r"\bCC BY\b|\b(?:licen[cs]e|copyright|ліцензі|лицензи)|©|著作権",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|\bwww\.")
_LEAST_ADDRESSES = 2
_MOST_LINES = 0.6
_LONGEST_HEADING = 60


def _load() -> frozenset[str]:
    """The headings of every language in `source_headings.txt`, a line each: `en: sources | references | …`."""
    lines = (files("kb.text") / "source_headings.txt").read_text("utf-8").splitlines()
    return frozenset(words.strip() for line in lines for words in line.partition(":")[2].split("|"))


_HEADINGS = _load()


def is_source_heading(heading: str) -> bool:
    """Whether a heading, numbered or not, says no more than that a list of sources follows."""
    if len(heading) > _LONGEST_HEADING:
        return False
    plain = unicodedata.normalize("NFKC", heading).casefold().strip()
    plain = _NUMBER.sub("", _NUMBER.sub("", plain)).strip()
    return plain in _HEADINGS or "".join(plain.split()) in _HEADINGS


def is_source_list(heading: tuple[str, ...], text: str) -> bool:
    """Whether a passage is only a list of sources; `heading` is its path, outermost first.

    The innermost heading, or the first line where there is none, has to say so, and the text to look like one:
    addresses, numbered entries, years of publication or terms of use. Where a reader lost the heading, lines that
    nearly all give an address are enough.
    """
    last = heading[-1] if heading else text.strip().partition("\n")[0]
    return bool(is_source_heading(last) and _ENTRY.search(text)) or _is_bibliography(text)


def _is_bibliography(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    addresses = sum(1 for line in lines if _ADDRESS.search(line))
    return addresses >= _LEAST_ADDRESSES and addresses >= _MOST_LINES * len(lines)
