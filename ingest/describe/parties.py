"""Who concluded what a document is or tells of: the names joined by `between … and …`, or by a verb of concluding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.describe.names import Mention
from kb.model import DocumentType, Fact, FactKind
from kb.text.sentences import sentences

_STATES = re.compile(r"[A-Z]{2}")
_HEAD_CHARACTERS = 2500
_BETWEEN = re.compile(r"\bbetween\b|\bBetween\b|\bBETWEEN\b|\b[Мм]іж\b|\bМІЖ\b")
_END = re.compile(r"[.!?](?=\s+[A-ZА-ЯІЇЄҐ«“\"])|[;:。]|\n|(?:,? (?:on|concerning|for|about|про|щодо) )")
_JAPANESE = re.compile(r"([^。\n]{2,80}?)との(?:間|協力|協定)")
_AGREE = re.compile(
    r"\b(?:have |has )?(?:agreed?|decided?) (?:as follows|to the following|upon)|\bhave (?:agreed|reached)\b|"
    r"\b(?:домовил|погодил|дійшли згоди|уклали цю|уклали цей)\w*|(?:次|以下|下記)の(?:とおり|通り|ように)"
)
_CONCLUDED = re.compile(
    r"підписал\w+|уклал\w+|домовил\w+|\bsigned\b|\bconcluded\b|\bhanded over\b|передал\w+|надає|надав|"
    r"обмінял\w+|\bexchanged\b|\bentered into\b|締結した|締結し、|結んだ|交わした|署名した|署名し、|書簡を交換|引き渡"
)
_WHERE = re.compile(r"(?:\b(?:в|у|до|in|to)\s|[駐在])$")
_GOVERNMENTS = {"ua-cabinet": "UA"}  # that of Japan is a name of the state
_MOST = 4
_NEXT = 2


def party_facts(kind: DocumentType, title: str, text: str, mentions: Sequence[Mention]) -> list[Fact]:
    """States and organisations that are parties, each once; only agreements and press releases have any.

    An agreement's parties stand in its title or first paragraphs; those of what a release tells of, in its lead.
    """
    if kind not in (DocumentType.AGREEMENT, DocumentType.PRESS_RELEASE):
        return []
    head = text[:_HEAD_CHARACTERS]
    spans = _of_agreement(head) if kind is DocumentType.AGREEMENT else _of_release(head, title)
    for start, end in spans:
        within = [one for one in mentions if start <= one.start and one.end <= end and _can_be_party(one)]
        inside = [one for one in within if not _is_adjective(one, within) and not _WHERE.search(text[: one.start])]
        found = _as_states(list({one.id: one for one in reversed(inside)}.values())[::-1])
        if len(found) > 1:
            return [Fact(FactKind.PARTY, one.id, one.start, one.end) for one in found[:_MOST]]
    return []


def _as_states(found: list[Mention]) -> list[Mention]:
    """A government that concludes something with a state does so for its own state."""
    if not any(one.file == "places" for one in found):
        return found
    return list({one.id: one for one in (replace(it, id=_GOVERNMENTS.get(it.id, it.id)) for it in found)}.values())


def _can_be_party(mention: Mention) -> bool:
    return mention.file == "organisations" or (mention.file == "places" and _STATES.fullmatch(mention.id) is not None)


def _is_adjective(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether a state only says whose organisation comes next: `ウクライナの地方・国土発展省`."""
    return mention.file == "places" and any(
        0 <= one.start - mention.end <= _NEXT for one in others if one.file == "organisations"
    )


def _of_agreement(head: str) -> Iterator[tuple[int, int]]:
    for match in _BETWEEN.finditer(head):
        end = _END.search(head, match.end())
        yield match.end(), end.start() if end else len(head)
    for match in _JAPANESE.finditer(head):
        yield match.span()
    for begin, stop in sentences(head):
        agreed = _AGREE.search(head, begin, stop)
        if agreed is not None:
            yield begin, agreed.start()


def _of_release(head: str, title: str) -> Iterator[tuple[int, int]]:
    """The first sentences of the body that tell of something concluded."""
    at = head.find(title[:40])
    body = at + len(title) if 0 <= at < len(title) else 0
    for match in re.finditer(r"[^。.\n]*(?:[.](?!\s+[A-ZА-ЯІЇЄҐ«“\"])[^。.\n]*)*[。.]?", head[body:]):
        if _CONCLUDED.search(match.group()):
            yield body + match.start(), body + match.end()
