"""The pages: search, a document at its passage, the document list for stewards."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, FastAPI, File, Form, Request, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from kb.api.problems import Problem
from kb.api.routes import submit
from kb.api.state import Library, Runner
from kb.base import LARGEST_K, KnowledgeBase
from kb.errors import InvalidField, NotFound
from kb.jobs import COLLECTION_PATTERN, JobRunner, JobState
from kb.model import Document, DocumentSummary, Hit, Passage, SearchPage
from kb.twins.beside import rows
from kb.web import answering, describing, facets, feedback, quality
from kb.web.ask import STEP, Ask
from kb.web.clauses import clause_notes, glossary
from kb.web.passage import Excerpt, excerpt
from kb.web.reading import nodes
from kb.web.view import HERE, render, translator

LIST_STEP = 50
ABOVE = 70  # points: what stands before the passage stays in sight
FAULTS = frozenset(
    {
        "q",
        "q_long",
        "from",
        "to",
        "k",
        "collection",
        "type",
        "language",
        "files",
        "name",
        "sector",
        "place",
        "organisation",
    }
)
EXAMPLES = tomllib.loads((HERE / "locales" / "examples.toml").read_text(encoding="utf-8"))

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


def install(app: FastAPI) -> None:
    """Add the pages, the stylesheet and the scripts."""
    app.include_router(router)
    app.include_router(quality.router)
    app.include_router(describing.router)
    app.include_router(feedback.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")


def error_page(request: Request, fault: Problem) -> HTMLResponse:
    """A failure, kindly; what the machine says is folded away."""
    t = translator(request)
    known = fault.status if f"error_{fault.status}" in t else 500 if fault.status >= 500 else 422  # noqa: PLR2004
    return render(request, "error.html", fault.status, fault=fault, known=known)


@router.get("/")
def search_page(request: Request, library: Library) -> HTMLResponse:
    """The start page, or the answer to a question."""
    ask = Ask.of(request.query_params)
    if "q" not in request.query_params and not ask.filtered:
        return render(request, "start.html", ask=ask, holdings=library.status(), examples=EXAMPLES, fault=None)
    try:
        page = library.search(ask.question(), ask.size(), ask.filter(), exact=bool(ask.exact))
    except InvalidField as error:
        return _refused(request, library, ask, error)
    return _answered(request, library, ask, page)


def _answered(request: Request, library: KnowledgeBase, ask: Ask, page: SearchPage) -> HTMLResponse:
    t, shown, choices = translator(request), len(page.hits), library.facets(ask.filter())
    more = replace(ask, k=str(min(shown + STEP, LARGEST_K))).url("/") if shown == ask.size() < LARGEST_K else None
    return render(
        request,
        "results.html",
        ask=ask,
        page=page,
        hits=_shown(page, answering.helps(request, library, ask, page, t.language)),
        verdicts=library.verdicts(ask.q, page.hits),
        box=answering.answer_box(request, library, ask, page, t.language),
        groups=facets.groups(ask, library.facets(), choices, t),
        bars=facets.years(ask, choices.year, "/"),
        more=more,
        fault=None,
    )


def _shown(page: SearchPage, helps: list[answering.Help | None]) -> list[tuple[Hit, Excerpt, answering.Help | None]]:
    """Each hit with what is shown of its passage, and the help with it."""
    return [
        (hit, excerpt(hit.text, hit.highlights, hit.language), help_)
        for hit, help_ in zip(page.hits, helps, strict=True)
    ]


def _refused(request: Request, library: KnowledgeBase, ask: Ask, error: InvalidField) -> HTMLResponse:
    whole = library.facets()
    groups = facets.groups(ask, whole, whole, translator(request))
    context = {"ask": ask, "page": None, "box": None, "hits": [], "groups": groups, "bars": [], "more": None}
    return render(request, "results.html", 422, fault=_fault(error), verdicts={}, **context)


def _fault(error: InvalidField) -> str:
    """The key of the sentence that explains a refused field."""
    return f"fault_{error.field}" if error.field in FAULTS else "error_422_lead"


@router.get("/documents/{document_id}")
def document_page(request: Request, library: Library, document_id: str) -> HTMLResponse:
    """One document, opened at a passage: page images for PDF and pictures, marked text for the rest."""
    document, passages = library.document(document_id), library.passages(document_id)
    passage = _passage(passages, request.query_params.get("passage"))
    if other_id := request.query_params.get("beside"):
        return _beside(request, library, document, passage, other_id)
    as_text = not document.reading.pages or request.query_params.get("view") == "text"
    ordinal = passages.index(passage) if passage else -1
    return render(
        request,
        "document_text.html" if as_text else "document_pages.html",
        ask=Ask.of(request.query_params),
        document=document,
        passage=passage,
        label=library.citation(passage.id).label if passage else None,
        links=library.links(document_id),
        history=library.history(document_id),
        twins=library.twins(passage.id) if passage else (),
        about=describing.about(document, passages, library.corrections(document_id), translator(request)),
        place=ordinal + 1,
        total=len(passages),
        previous=passages[ordinal - 1].id if ordinal > 0 else None,
        following=passages[ordinal + 1].id if 0 <= ordinal < len(passages) - 1 else None,
        nodes=nodes(document, passage, clause_notes(document, passages, passage)) if as_text else [],
        glossary=glossary(document, passages, passage, as_text),
        pages={} if as_text else _marked_pages(document, passage),
        place_top=_top(document, passage) if passage else 0,
    )


def _beside(
    request: Request, library: KnowledgeBase, document: Document, passage: Passage | None, other_id: str
) -> HTMLResponse:
    """Two linked documents, what says the same in one row."""
    if other_id not in {other.id for _, other in library.links(document.id)}:
        raise NotFound(f"{other_id} does not belong together with {document.id}; open each by itself")
    ours, theirs = library.passages(document.id), library.passages(other_id)
    return render(
        request,
        "document_beside.html",
        ask=Ask.of(request.query_params),
        document=document,
        other=library.document(other_id),
        cited_id=passage.id if passage else None,
        rows=list(rows(ours, theirs, library.aligned(document.id, other_id))),
    )


def _passage(passages: list[Passage], passage_id: str | None) -> Passage | None:
    """Raises `NotFound` for a passage that is not this document's."""
    if not passage_id:
        return None
    for passage in passages:
        if passage.id == passage_id:
            return passage
    raise NotFound(f"there is no passage {passage_id} in this document; it may have changed, search for it again")


def _top(document: Document, passage: Passage) -> int:
    """How far below its page's upper edge a passage begins, in points, less a little."""
    page = next((page for page in document.reading.pages if page.number == passage.page), None)
    boxes = document.boxes(passage.start, passage.end, page.number) if page else []
    return max(0, round(page.height - max(top for _, _, _, top in boxes)) - ABOVE) if page and boxes else 0


def _marked_pages(document: Document, passage: Passage | None) -> dict[int, str]:
    """The address of each page's image; the passage is marked where it stands."""
    first, last = (passage.page or 0, passage.page_end or passage.page or 0) if passage else (0, -1)
    base = f"/api/documents/{document.id}/pages"
    return {
        page.number: f"{base}/{page.number}.png"
        + (f"?passage={passage.id}" if passage and first <= page.number <= last else "")
        for page in document.reading.pages
    }


@router.get("/documents")
def documents_page(request: Request, library: Library, runner: Runner) -> HTMLResponse:
    """The list of documents, the upload form and the latest jobs."""
    return _list(request, library, runner)


def _list(
    request: Request, library: KnowledgeBase, runner: JobRunner, refused_upload: InvalidField | None = None
) -> HTMLResponse:
    ask = Ask.of(request.query_params)
    whole = left = library.facets()
    found, refused_filter = [], None
    try:
        found, left = _titled(library.documents(ask.filter()), ask.title), library.facets(ask.filter())
    except InvalidField as error:
        refused_filter = error
    start = request.query_params.get("start", "")
    first = min(int(start), max(len(found) - 1, 0)) if start.isdecimal() else 0
    shown = found[first : first + LIST_STEP]
    jobs = [(job, runner.progress(job)) for job in library.jobs.list(8)]
    return render(
        request,
        "documents.html",
        422 if refused_filter or refused_upload else 200,
        ask=ask,
        documents=shown,
        first=first,
        total=len(found),
        earlier=ask.url("/documents", start=max(0, first - LIST_STEP)) if first else None,
        later=ask.url("/documents", start=first + LIST_STEP) if first + LIST_STEP < len(found) else None,
        groups=facets.groups(ask, whole, left, translator(request)),
        collections=sorted(whole.collection),
        collection_pattern=COLLECTION_PATTERN,
        jobs=jobs,
        busy=any(job.state in (JobState.QUEUED, JobState.RUNNING) for job, _ in jobs),
        fault=_fault(refused_filter) if refused_filter else None,
        upload_fault=_fault(refused_upload) if refused_upload else None,
    )


def _titled(found: list[DocumentSummary], words: str) -> list[DocumentSummary]:
    """Documents whose title or file name has every word."""
    wanted = words.casefold().split()
    return [line for line in found if all(w in f"{line.title} {line.source_name}".casefold() for w in wanted)]


@router.post("/documents")
def upload(
    request: Request,
    library: Library,
    runner: Runner,
    collection: Annotated[str, Form()] = "",
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """The upload form without JavaScript: queue the files and show the list, where the job is seen."""
    try:
        submit(runner, collection, files or [])
    except InvalidField as error:
        named = InvalidField("files" if error.field == "files" else "name", str(error))
        return _list(request, library, runner, named)
    return RedirectResponse("/documents#jobs", status_code=303)


@router.get("/documents/{document_id}/delete")
def confirm_delete(request: Request, library: Library, document_id: str) -> HTMLResponse:
    """Ask before anything is lost."""
    return render(request, "delete.html", document=library.document(document_id))


@router.post("/documents/{document_id}/delete")
def delete(library: Library, document_id: str) -> Response:
    """Delete, and go back to the list."""
    library.delete(document_id)
    return RedirectResponse("/documents", status_code=303)
