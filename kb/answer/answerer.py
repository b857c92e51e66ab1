"""From a page of hits to an answer: sentence by sentence, each with the passages behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kb.answer.digest import digest
from kb.answer.likeness import Likeness
from kb.answer.quotes import Quote, quotes
from kb.answer.words import Answer, AnswerKind, Confidence, Source, Statement
from kb.model import Passage, SearchPage


class Answerer:
    """Digests hits; `passage` reads a passage by its identifier, `families` names the text of each version."""

    def __init__(
        self,
        likeness: Likeness,
        passage: Callable[[str], Passage],
        families: Callable[[], Mapping[str, str]],
    ) -> None:
        self._likeness = likeness
        self._passage = passage
        self._families = families

    def digest(self, page: SearchPage, reader: str, confidence: Confidence = Confidence.HIGH) -> Answer:
        """Sentences of the hits' own documents; none where the search is not sure or one document says it all."""
        if confidence is Confidence.LOW:
            return Answer(page.query, reader, AnswerKind.NONE)
        found = quotes(page.hits, reader, self._likeness, self._passage)
        chosen = digest(page.query, page.language, found, self._families(), self._likeness)
        return _quoted(page.query, reader, chosen)


def _quoted(query: str, reader: str, chosen: Sequence[Quote]) -> Answer:
    if not chosen:
        return Answer(query, reader, AnswerKind.NONE)
    sources = _sources(chosen)
    numbers = {source.passage_id: source.number for source in sources}
    statements = tuple(Statement(it.text, it.language, (numbers[it.passage_id],)) for it in chosen)
    return Answer(query, reader, AnswerKind.DIGEST, statements, sources)


def _sources(chosen: Iterable[Quote]) -> tuple[Source, ...]:
    """Each passage once, numbered in the order in which the sentences come."""
    first: dict[str, Quote] = {}
    for quote in chosen:
        first.setdefault(quote.passage_id, quote)
    return tuple(
        Source(number, it.rank, it.passage_id, it.document_id, it.title, it.language, it.citation)
        for number, it in enumerate(first.values(), 1)
    )
