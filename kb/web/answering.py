"""The answer above the hits, and help with hits in languages that the reader does not know."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from kb.answer.words import Answer
from kb.api.middleware import is_foreign
from kb.base import KnowledgeBase
from kb.errors import NotFound, ServiceError
from kb.model import Hit, SearchPage
from kb.reading_help import Gloss
from kb.translate import Translation
from kb.web.ask import Ask
from kb.web.passage import Excerpt, excerpt

WRITE, TRANSLATE = "write", "translate"
BETWEEN = ","


@dataclass(frozen=True, slots=True)
class SameElsewhere:
    """The passage of a version in the reader's language: where to read it, and what is shown of it."""

    href: str
    title: str
    language: str
    page: int | None
    page_end: int | None
    clause: str | None
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Help:
    """What stands below a foreign hit; `translate_href` asks for a translation, empty where nobody translates."""

    terms: tuple[Gloss, ...]
    same: SameElsewhere | None
    translation: Translation | None
    trouble: ServiceError | None
    translate_href: str


@dataclass(frozen=True, slots=True)
class AnswerBox:
    """The answer, and where to ask for a written one; empty where no model is set or it has been asked.

    `model` is what would write, `translator` what would translate passages.
    """

    answer: Answer
    write_href: str
    model: str
    translator: str

    @property
    def shown(self) -> bool:
        return bool(self.answer.statements or self.answer.trouble or self.write_href)


def answer_box(request: Request, library: KnowledgeBase, ask: Ask, page: SearchPage, reader: str) -> AnswerBox:
    """A digest, or a written answer where the visitor asked for one on this very site."""
    model = library.answers.model if page.hits else ""
    if model and request.query_params.get(WRITE) and not is_foreign(request.headers):
        return AnswerBox(library.answers.written(page, reader), "", model, library.translations.service)
    href = ask.url("/", **{WRITE: "1"}) if model else ""
    return AnswerBox(library.answers.digest(page, reader), href, model, library.translations.service)


def helps(request: Request, library: KnowledgeBase, ask: Ask, page: SearchPage, reader: str) -> list[Help | None]:
    """Help for each hit, None for those in the reader's language."""
    asked = [it for it in request.query_params.get(TRANSLATE, "").split(BETWEEN) if it]
    wanted = [] if is_foreign(request.headers) else asked
    return [_help(library, ask, hit, reader, wanted) for hit in page.hits]


def _help(library: KnowledgeBase, ask: Ask, hit: Hit, reader: str, wanted: list[str]) -> Help | None:
    found = library.reading_help(hit, reader)
    if found is None:
        return None
    if found.same:
        it, cited = found.same, found.same.citation
        href = ask.url(f"/documents/{it.document_id}", passage=it.passage_id) + "#passage"
        shown = excerpt(it.text, [it.nearest], it.language)
        place = (it.title, it.language, cited.page, cited.page_end, cited.clause)
        return Help(found.terms, SameElsewhere(href, *place, shown), None, None, "")
    if hit.passage_id not in wanted:
        return Help(found.terms, None, None, None, _translate_href(library, ask, hit, wanted))
    try:
        return Help(found.terms, None, library.translations.translate(hit.passage_id, reader), None, "")
    except NotFound:  # an old address, kept from a time when a service was set
        return Help(found.terms, None, None, None, "")
    except ServiceError as error:
        return Help(found.terms, None, None, error, _translate_href(library, ask, hit, wanted))


def _translate_href(library: KnowledgeBase, ask: Ask, hit: Hit, wanted: list[str]) -> str:
    """This page with one more passage translated, opened there."""
    if not library.translations.service:
        return ""
    named = BETWEEN.join(dict.fromkeys([*wanted, hit.passage_id]))
    return ask.url("/", **{TRANSLATE: named}) + f"#hit-{hit.rank}"


def services(library: KnowledgeBase) -> str:
    """Who may be sent something when a visitor asks for it; empty where everything stays here."""
    return ", ".join(dict.fromkeys(filter(None, (library.answers.model, library.translations.service))))
