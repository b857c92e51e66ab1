"""What a document is about: the panel beside its text, and the page where a person corrects it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kb.api.state import Library
from kb.base import KnowledgeBase
from kb.correcting import STAGES, fact_correction
from kb.describing import FactView, fact_views
from kb.errors import InvalidField
from kb.model import Document, DocumentType, FactKind, Passage
from kb.store.corrections import Change, Correction
from kb.web.i18n import Translator
from kb.web.view import render, translator

SHOWN = 8
DAYS = (FactKind.ISSUED, FactKind.SIGNED, FactKind.IN_FORCE)

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True)
class Said:
    """One fact in the reader's language; `href` leads to the passage that says so, None where none does."""

    label: str
    words: str
    href: str | None
    fact: FactView


@dataclass(frozen=True, slots=True)
class Kind:
    """The facts of one kind; `more` are folded away."""

    title: str
    facts: tuple[Said, ...]
    more: tuple[Said, ...]


def about(document: Document, passages: Sequence[Passage], made: Sequence[Correction], t: Translator) -> list[Kind]:
    """A document's facts by kind, in the reader's language."""
    views = fact_views(document, passages, made)
    kinds = []
    for kind in FactKind:
        facts = tuple(_said(document, view, t) for view in views if view.kind is kind)
        if facts:
            kinds.append(Kind(t(f"fact_{kind.value}"), facts[:SHOWN], facts[SHOWN:]))
    return kinds


def _said(document: Document, view: FactView, t: Translator) -> Said:
    words = " ".join(view.words.split())
    href = f"/documents/{document.id}?passage={view.passage_id}#passage" if view.passage_id else None
    return Said(_label(view, words, t), words, href, view)


def _label(view: FactView, words: str, t: Translator) -> str:
    if view.kind in DAYS:
        return t.day_of(view.value)
    if view.kind is FactKind.AMOUNT:
        number, _, currency = view.value.partition(" ")
        sum_ = t.money(Decimal(number), currency)
        return f"{sum_} — {t(f'stage_{view.stage}')}" if view.stage in STAGES else sum_
    name = view.names[t.language]
    if view.kind is FactKind.QUOTATION:
        return f"{name}: {words}" if name else words
    return name


@router.get("/documents/{document_id}/describe")
def describe_page(request: Request, library: Library, document_id: str) -> HTMLResponse:
    """The form where a person says what a document is."""
    return _form(request, library, document_id)


def _form(
    request: Request, library: KnowledgeBase, document_id: str, fault: InvalidField | None = None
) -> HTMLResponse:
    t, document, made = translator(request), library.document(document_id), library.corrections(document_id)
    kinds = about(document, library.passages(document_id), made, t)
    return render(
        request,
        "describe.html",
        422 if fault else 200,
        document=document,
        kinds=kinds,
        corrections=[(one, _told(one, t)) for one in made],
        types=[kind.value for kind in DocumentType],
        fact_kinds=[kind.value for kind in FactKind if kind is not FactKind.ISSUED],
        stages=STAGES,
        fault=fault,
    )


def _told(correction: Correction, t: Translator) -> str:
    """A correction in a line: what was changed, and to what."""
    what = t(f"fact_{correction.kind.value}") if correction.kind else t(f"describe_{correction.change.value}")
    sign = {Change.ADD: "+ ", Change.REMOVE: "− "}.get(correction.change, "")
    return f"{sign}{what}: {correction.value or '—'}"


@router.post("/documents/{document_id}/describe")
def save(
    request: Request,
    library: Library,
    document_id: str,
    *,
    title: Annotated[str, Form()] = "",
    type: Annotated[str, Form()] = "",
    language: Annotated[str, Form()] = "",
    date: Annotated[str, Form()] = "",
) -> Response:
    """Correct a document's own values: those that differ from what it says."""
    document = library.document(document_id)
    day = document.date.isoformat() if document.date else ""
    values = (
        (Change.TITLE, title, document.title),
        (Change.TYPE, type, document.type.value),
        (Change.LANGUAGE, language, document.language),
        (Change.DATE, date, day),
    )
    made = [Correction(change, value.strip()) for change, value, held in values if value.strip() != held]
    return _correct(request, library, document_id, made)


@router.post("/documents/{document_id}/describe/facts")
def save_fact(
    request: Request,
    library: Library,
    document_id: str,
    *,
    change: Annotated[str, Form()] = "add",
    kind: Annotated[str, Form()] = "",
    value: Annotated[str, Form()] = "",
    stage: Annotated[str, Form()] = "",
    words: Annotated[str, Form()] = "",
) -> Response:
    """Add a fact, or strike one out."""
    try:
        of_fact = Change.REMOVE if change == "remove" else Change.ADD
        made = [fact_correction(of_fact, kind, value, stage, words)]
    except InvalidField as error:
        return _form(request, library, document_id, error)
    return _correct(request, library, document_id, made)


@router.post("/documents/{document_id}/describe/undo")
def undo(library: Library, document_id: str, number: Annotated[int, Form()]) -> Response:
    """Take a correction back."""
    library.withdraw_correction(document_id, number)
    return RedirectResponse(f"/documents/{document_id}/describe", status_code=303)


def _correct(request: Request, library: KnowledgeBase, document_id: str, made: Sequence[Correction]) -> Response:
    try:
        for correction in made:
            library.correct(document_id, correction)
    except InvalidField as error:
        return _form(request, library, document_id, error)
    return RedirectResponse(f"/documents/{document_id}/describe", status_code=303)
