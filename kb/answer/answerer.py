"""From a page of hits to an answer: sentence by sentence, each with the passages behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from kb.answer.chat import Chat
from kb.answer.digest import digest
from kb.answer.evidence import Evidence
from kb.answer.likeness import Likeness
from kb.answer.quotes import Quote, in_language, quotes
from kb.answer.words import Answer, AnswerKind, Source, Statement, Trouble
from kb.answer.written import Asked, Draft, write
from kb.errors import ServiceError
from kb.model import Confidence, Hit, Passage, SearchPage
from kb.outside import Kept

MOST_PASSAGES = 6
"""What a model is shown: with more it follows the question less, and costs more."""


class Answerer:
    """Digests hits, or has a model write from them where there is one.

    `passage` reads a passage by its identifier, `families` names the text that a document is a version of.
    """

    def __init__(
        self,
        likeness: Likeness,
        passage: Callable[[str], Passage],
        families: Callable[[], Mapping[str, str]],
        chat: Chat | None,
    ) -> None:
        self._likeness = likeness
        self._passage = passage
        self._families = families
        self._chat = chat
        self._kept = Kept()

    @property
    def model(self) -> str:
        """What writes answers here; empty where nothing does."""
        return self._chat.name if self._chat else ""

    def digest(self, page: SearchPage, reader: str) -> Answer:
        """Sentences of the hits' own documents; none where the search is not sure or one document says it all."""
        if page.confidence is Confidence.LOW:
            return Answer(page.query, reader, AnswerKind.NONE)
        chosen = digest(quotes(page.hits), self._families(), self._likeness)
        read = [in_language(quote, page.hits, reader, self._likeness, self._passage) for quote in chosen]
        return _quoted(page.query, reader, read)

    def written(self, page: SearchPage, reader: str) -> Answer:
        """A checked text by the configured model; where it fails, the digest and what went wrong.

        Without a model, hits or a sure search nothing is sent, and the digest stands alone.
        """
        shown = page.hits[:MOST_PASSAGES]
        if self._chat is None or not shown or page.confidence is Confidence.LOW:
            return self.digest(page, reader)
        chat, evidence = self._chat, [_evidence(hit) for hit in shown]
        asked = Asked(page.query, page.language, reader)
        key = (page.query, reader, *(hit.passage_id for hit in shown))
        try:
            draft = self._kept.get(key, lambda: write(asked, evidence, chat, self._likeness))
        except ServiceError as error:
            return replace(self.digest(page, reader), trouble=Trouble(error.fault, str(error)))
        return _composed(page.query, reader, draft, shown, chat.name)


def _evidence(hit: Hit) -> Evidence:
    about = [hit.title, *hit.citation.heading, hit.date.isoformat() if hit.date else ""]
    return Evidence(hit.text, hit.language, " · ".join(filter(None, about)))


def _composed(query: str, reader: str, draft: Draft, shown: Sequence[Hit], model: str) -> Answer:
    """The draft with its passages numbered anew, in the order in which the sentences cite them."""
    cited = list(dict.fromkeys(number for sentence in draft.sentences for number in sentence.cited))
    numbers = {old: new for new, old in enumerate(cited, 1)}
    statements = tuple(
        Statement(it.text, reader, tuple(sorted(numbers[number] for number in it.cited))) for it in draft.sentences
    )
    sources = tuple(_source(numbers[old], shown[old - 1]) for old in cited)
    return Answer(query, reader, AnswerKind.WRITTEN, statements, sources, model, draft.dropped)


def _source(number: int, hit: Hit) -> Source:
    return Source(number, hit.rank, hit.passage_id, hit.document_id, hit.title, hit.language, hit.citation)


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
