"""A model's words → sentences and the numbers they cite."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kb.answer.prompt import NO_ANSWER
from kb.text.sentences import sentences

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_MARKUP = re.compile(r"\*\*|__|`+|^\s{0,3}(?:#{1,6}|>|[-*•]|\d{1,2}[.)])\s+", re.MULTILINE)
_CITED = re.compile(r"\s*[\[［【〔]\s*(\d{1,3}(?:\s*[,;、，]\s*\d{1,3})*)\s*[\]］】〕]")
_AFTER_END = re.compile(rf"([.!?…。！？]+[\"»”’)」』）]*)((?:{_CITED.pattern})+)")
_GAP = re.compile(r"\s+(?=[.,;:!?…。、！？])")
LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence as a reader will see it, and the passages that it cites."""

    text: str
    cited: tuple[int, ...]


def is_refusal(words: str) -> bool:
    """Whether the model says that the passages do not answer."""
    return _plain(words).strip(" .\"'").upper().startswith(NO_ANSWER)


def read_reply(words: str) -> list[Written]:
    """The sentences of a reply, their citations taken out of the text; those that cite nothing are among them."""
    text = _AFTER_END.sub(r"\2\1", _plain(words))
    return [written for start, end in sentences(text) if (written := _written(text[start:end]))]


def _written(sentence: str) -> Written | None:
    cited = [int(number) for group in _CITED.findall(sentence) for number in re.findall(r"\d+", group)]
    text = _GAP.sub("", " ".join(_CITED.sub("", sentence).split()))
    if sum(sign.isalpha() for sign in text) < LEAST_LETTERS:
        return None
    return Written(text, tuple(dict.fromkeys(cited)))


def _plain(words: str) -> str:
    """Without the model's thoughts, Markdown and invisible signs."""
    visible = "".join(sign for sign in _THOUGHT.sub("", words) if sign == "\n" or unicodedata.category(sign)[0] != "C")
    return _MARKUP.sub("", visible).strip()
