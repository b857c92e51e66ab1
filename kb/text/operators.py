"""What a query asks for beside its words: phrases in quotation marks, and words that a passage must not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTES = ('""', "“”", "„“", "„”", "«»", "「」", "『』", "＂＂")
_PHRASE = "|".join(f"{pair[0]}[^{pair}]*{pair[1]}" for pair in _QUOTES)
_QUOTED = re.compile(_PHRASE)
_EXCLUDED = re.compile(rf"(?:^|(?<=\s))[-－−](?P<what>{_PHRASE}|(?=[^\W\d_])[^\s\"«„“「『]+)")
_WORD = re.compile(r"\w")
_ONE_WORD = re.compile("[\u3040-\u9fff]{1,3}|[^\\W\u3040-\u9fff]+")
_SENTENCE_END = re.compile(r"[.?!。？！…]\W*$")
WORDS_OF_A_SENTENCE = 5
"""A query with as many words beside its quotations is a sentence, whose quotation marks are its own."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A query taken apart: `text` is what to search for, quoted words among it; passages hold every phrase and nothing
    that is excluded."""

    text: str
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether every passage may answer."""
        return not self.phrases and not self.excluded


def read_wording(query: str) -> Wording:
    """`"grant agreement" Kyiv -loan` asks for passages that hold the phrase and not the word.

    A minus counts at the beginning of a word that begins with a letter; a query of nothing but exclusions has none.
    What a sentence quotes, as the name in `Що передала компанія «Укренерго»?`, is no wish: it would shut out every
    passage that writes the name in another script.
    """
    text = " ".join(_EXCLUDED.sub(" ", query).split())
    if not _WORD.search(text):
        return Wording(query)
    excluded = tuple(_bare(match["what"]) for match in _EXCLUDED.finditer(query))
    phrases = tuple(phrase for match in _QUOTED.finditer(text) if _WORD.search(phrase := _bare(match.group())))
    if _is_sentence(_QUOTED.sub(" ", text)):
        phrases = ()
    return Wording(text if excluded else query, phrases, tuple(filter(_WORD.search, excluded)))


def quoted(query: str) -> list[tuple[int, int]]:
    """The places of a query's phrases and exclusions, where words are meant as they are written."""
    return [match.span() for pattern in (_QUOTED, _EXCLUDED) for match in pattern.finditer(query)]


def _is_sentence(beside: str) -> bool:
    """Whether what stands beside the quotations is more than key words; three Japanese signs count as a word."""
    words = len(_ONE_WORD.findall(beside))
    return words >= WORDS_OF_A_SENTENCE or (words > 0 and bool(_SENTENCE_END.search(beside)))


def _bare(part: str) -> str:
    return part[1:-1].strip() if _QUOTED.fullmatch(part) else part.strip()
