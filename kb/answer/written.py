"""An answer that a model writes from passages, of which only supported sentences are let through."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from kb.answer.chat import Chat
from kb.answer.evidence import Evidence
from kb.answer.likeness import Likeness
from kb.answer.prompt import RULES, material
from kb.answer.reply import Written, is_refusal, read_reply
from kb.answer.support import unsupported
from kb.errors import Fault, ServiceError
from kb.text.language import detect

log = logging.getLogger(__name__)
LEAST_KEPT = 0.5
"""The least share of the sentences that must be supported; below it the model did not keep to the passages."""
MOST = 8
ABOUT = 0.06
"""The least worth of a sentence as an answer. Passages that answer golden queries have more in 99 of 100 cases; what a
passage of unknown origin talks a model into is not about the question."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its language, and that of its reader."""

    query: str
    language: str
    reader: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The sentences that were let through, citing passages by their number from 1, and how many were not."""

    sentences: tuple[Written, ...]
    dropped: int


def write(asked: Asked, evidence: Sequence[Evidence], chat: Chat, likeness: Likeness) -> Draft:
    """Ask for an answer and check it; raises `ServiceError`, with `Fault.UNSUPPORTED` where too little is left."""
    reply = chat.ask(RULES, material(asked.query, asked.reader, evidence))
    if is_refusal(reply):
        raise ServiceError(Fault.UNSUPPORTED, "the model says that these passages do not answer the question")
    written = read_reply(reply)[:MOST]
    spoken = detect(" ".join(sentence.text for sentence in written))
    if written and spoken != asked.reader:
        raise ServiceError(Fault.UNSUPPORTED, f"the model wrote in {spoken} and not in {asked.reader}")
    reasons = [_fault(sentence, asked, evidence, likeness) for sentence in written]
    for sentence, reason in zip(written, reasons, strict=True):
        if reason:
            log.info("a written sentence was dropped, %s: %s", reason, sentence.text)
    kept = tuple(sentence for sentence, reason in zip(written, reasons, strict=True) if not reason)
    if not kept or len(kept) < LEAST_KEPT * len(written):
        detail = f"of {len(written)} sentences that the model wrote, the passages support {len(kept)}"
        raise ServiceError(Fault.UNSUPPORTED, detail)
    return Draft(kept, len(written) - len(kept))


def _fault(sentence: Written, asked: Asked, evidence: Sequence[Evidence], likeness: Likeness) -> str | None:
    if not sentence.cited:
        return "it cites no passage"
    if not all(1 <= number <= len(evidence) for number in sentence.cited):
        return "it cites a passage that there is not"
    text = (sentence.text, asked.reader)
    if likeness.worth(asked.query, asked.language, [text])[0] < ABOUT:
        return "it is not about the question"
    return unsupported(text, [evidence[number - 1] for number in sentence.cited], likeness)
