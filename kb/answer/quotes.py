"""The sentence of each hit that answers, in the reader's language where a version of the document says it there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kb.answer.likeness import Likeness
from kb.model import Citation, Hit, LinkKind, Passage, Twin
from kb.text.sentences import sentences

SAME = 0.6
"""The least cosine at which a sentence of an aligned passage is taken to say what the hit's sentence says."""
DENSE_LANGUAGES = frozenset({"ja", "zh", "ko"})
SHORTEST, LONGEST = 30, 450
"""Characters of a sentence that can stand alone; half of that in Japanese."""
_SOURCE_LISTS = frozenset({"джерела", "sources", "references", "出典", "参考文献", "источники"})
_ADDRESS = re.compile(r"https?://|www\.")
_LIST_MARK = re.compile(r"^(?:[(（]?\d{1,2}[.)）]|[-–—•・●○◆])\s*(?=\S)")
_WHOLE = re.compile(r"(?:[.!?…。！？]['\"»”’)」』）]*|^[^\n]* · [^\n]*)$")
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a document as it stands there, where that is, and the hit that brought it.

    `fit` is how well the hit's sentence meets the question, `score` that of the hit.
    """

    words: str
    language: str
    start: int
    rank: int
    fit: float
    score: float
    passage_id: str
    document_id: str
    title: str
    citation: Citation

    @property
    def text(self) -> str:
        """One line, without the mark of the list that the sentence stands in."""
        return tidy(self.words)


def quotes(hits: Iterable[Hit]) -> list[Quote]:
    """One quote a hit that has a sentence which can stand alone, in the hits' order."""
    return [
        _quote(hit, answer)
        for hit in hits
        if (answer := hit.answer)
        and not _is_source_list(hit)
        and not _is_rest(hit.text, answer[0])
        and _stands_alone(hit.text[slice(*answer)], hit.language)
    ]


def in_language(
    quote: Quote, hits: Iterable[Hit], reader: str, likeness: Likeness, passage: Callable[[str], Passage]
) -> Quote:
    """What a version in the reader's language says in the place of a quote, else the quote itself.

    `passage` reads a passage by its identifier.
    """
    hit = next(hit for hit in hits if hit.passage_id == quote.passage_id)
    twin = version_for(hit, reader)
    return (twin and _same_in(twin, passage(twin.passage_id), quote, likeness)) or quote


def version_for(hit: Hit, reader: str) -> Twin | None:
    """The language version of a foreign hit that its reader can read."""
    if hit.language == reader:
        return None
    return next((it for it in hit.twins if it.kind is LinkKind.OTHER_LANGUAGE and it.language == reader), None)


def _same_in(twin: Twin, passage: Passage, quote: Quote, likeness: Likeness) -> Quote | None:
    """None where no sentence of the aligned passage is near enough."""
    spans = [span for span in sentences(passage.text) if _stands_alone(passage.text[slice(*span)], twin.language)]
    if not spans:
        return None
    theirs = [(passage.text[start:end], twin.language) for start, end in spans]
    wanted, *there = likeness.vectors([(quote.words, quote.language), *theirs])
    nearest = max(range(len(spans)), key=lambda at: float(there[at] @ wanted))
    if float(there[nearest] @ wanted) < SAME:
        return None
    place = (spans[nearest][0] + passage.start, quote.rank, quote.fit, quote.score)
    return Quote(theirs[nearest][0], twin.language, *place, passage.id, twin.document_id, twin.title, twin.citation)


def _quote(hit: Hit, answer: Range) -> Quote:
    place = (hit.citation.start + answer[0], hit.rank, hit.fit, hit.score)
    names = (hit.passage_id, hit.document_id, hit.title)
    return Quote(hit.text[slice(*answer)], hit.language, *place, *names, hit.citation)


def _stands_alone(sentence: str, language: str) -> bool:
    """Whether it is a sentence or a table's row from its beginning to its end, neither a scrap nor half a page."""
    share = 2 if language in DENSE_LANGUAGES else 1
    words = tidy(sentence)
    if not SHORTEST // share <= len(words) <= LONGEST // share:
        return False
    return not words[0].islower() and bool(_WHOLE.search(words)) and not _ADDRESS.search(words)


def _is_rest(text: str, start: int) -> bool:
    """Whether a sentence only goes on behind a bracket that held one: `（以下「乙」という。）は、…`."""
    return text[start - 1 : start] in tuple("）」』") if start else False


def _is_source_list(hit: Hit) -> bool:
    """Titles of other documents match many questions and answer none."""
    heading = hit.citation.heading[-1] if hit.citation.heading else ""
    return heading.strip(" .:0123456789").casefold() in _SOURCE_LISTS


def tidy(sentence: str) -> str:
    """One line, without the mark of the list that it stands in."""
    return _LIST_MARK.sub("", " ".join(sentence.split()), count=1)
