"""The endpoints under `/api`."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from starlette.responses import Response

from kb.api import linking
from kb.api.answers import router as answers_router
from kb.api.answers import search_answer
from kb.api.feedback import router as feedback_router
from kb.api.problems import UNKNOWN, Problem
from kb.api.quality import router as quality_router
from kb.api.query import JobsQuery, ListQuery, PageQuery, SearchQuery
from kb.api.schemas import (
    Accepted,
    CorrectionIn,
    CorrectionOut,
    DefinitionOut,
    DocumentDetail,
    DocumentList,
    DocumentOut,
    FactOut,
    Health,
    JobList,
    JobOut,
    LinkIn,
    LinkOut,
    PageOut,
    ProgressOut,
    ReferenceOut,
    SearchAnswer,
    VersionOut,
)
from kb.api.state import Library, Runner
from kb.base import KnowledgeBase
from kb.correcting import fact_correction
from kb.describing import fact_views
from kb.errors import InvalidField
from kb.jobs import COLLECTION_PATTERN, Job, JobRunner
from kb.model import Document, DocumentSummary, Passage
from kb.store.corrections import Change, Correction

MEDIA = "application/problem+json"
PAGE_CACHE = "private, max-age=3600"


def no_query(request: Request) -> None:
    """Refuse query parameters where none are known, so that a typing error cannot hide."""
    for name in request.query_params:
        raise InvalidField(name, UNKNOWN.format(field=name))


def _responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"model": Problem, "description": "What is wrong, in a sentence", "content": {MEDIA: schema}}
        for status in statuses
    }


router = APIRouter(prefix="/api", responses=_responses(422, 500))
plain = [Depends(no_query)]
router.include_router(quality_router)
router.include_router(answers_router, responses=_responses(404, 502, 503, 504))
router.include_router(feedback_router, dependencies=plain, responses=_responses(403, 404))


@router.get("/search", summary="Ask a question")
def search(query: Annotated[SearchQuery, Query()], library: Library) -> SearchAnswer:
    """The best passages in every language, each with its full citation."""
    page = library.search(query.q, query.k, query.as_filter(), exact=query.exact)
    return search_answer(library, page if query.weak else page.without_weak_hits(), query.reader)


@router.get("/documents", summary="List documents")
def documents(query: Annotated[ListQuery, Query()], library: Library) -> DocumentList:
    """All documents that match, a page at a time."""
    found = library.documents(query.as_filter())
    shown = found[query.offset : query.offset + query.limit]
    lines = [DocumentOut.model_validate(line) for line in shown]
    return DocumentList(total=len(found), limit=query.limit, offset=query.offset, documents=lines)


@router.post(
    "/documents", status_code=202, summary="Upload documents", dependencies=plain, responses=_responses(403, 413)
)
def upload(
    runner: Runner,
    response: Response,
    collection: Annotated[
        str, Form(description=f"Lower-case name, {COLLECTION_PATTERN}.", examples=["press-releases"])
    ],
    files: Annotated[list[UploadFile], File(description="One or more files.")],
) -> Accepted:
    """Queue files for ingestion; watch the job at `location`."""
    job = submit(runner, collection, files)
    response.headers["Location"] = f"/api/jobs/{job.id}"
    return Accepted(id=job.id, state=job.state, location=f"/api/jobs/{job.id}")


def submit(runner: JobRunner, collection: str, files: list[UploadFile]) -> Job:
    """Queue an upload, without the nameless empty part that a browser sends for an empty file field."""
    sent = [(file.filename or "", file.file) for file in files if file.filename or file.size]
    return runner.submit(collection.strip(), sent)


@router.get("/documents/{document_id}", summary="Read a document", dependencies=plain, responses=_responses(404))
def document(document_id: str, library: Library) -> DocumentDetail:
    """A document with its text, pages and passages."""
    return _detail(library, library.document(document_id), library.passages(document_id))


@router.post(
    "/documents/{document_id}/corrections",
    status_code=201,
    summary="Correct a description",
    dependencies=plain,
    responses=_responses(403, 404),
)
def correct(document_id: str, given: CorrectionIn, library: Library) -> DocumentDetail:
    """Say what a document is; it holds until it is taken back, whatever reads the document again."""
    if given.change in (Change.ADD, Change.REMOVE):
        correction = fact_correction(given.change, given.kind or "", given.value, given.stage, given.words)
    else:
        correction = Correction(given.change, given.value.strip())
    library.correct(document_id, correction)
    return document(document_id, library)


@router.delete(
    "/documents/{document_id}/corrections/{number}",
    status_code=204,
    summary="Take a correction back",
    dependencies=plain,
    responses=_responses(403, 404),
)
def withdraw_correction(document_id: str, number: int, library: Library) -> None:
    """Go back to what the rules had found."""
    library.withdraw_correction(document_id, number)


def _detail(library: KnowledgeBase, document: Document, passages: list[Passage]) -> DocumentDetail:
    made = library.corrections(document.id)
    reading = document.reading
    summary = DocumentSummary(
        document.id,
        document.title,
        document.collection,
        document.type,
        document.language,
        document.date,
        document.source_name,
        document.source_url,
        reading.format,
        len(reading.pages),
        len(passages),
        reading.warnings,
    )
    return DocumentDetail(
        **DocumentOut.model_validate(summary).model_dump(),
        sha256=document.sha256,
        text=document.text,
        page_list=[PageOut.model_validate(page) for page in reading.pages],
        passage_list=linking.passages_out(library, document.id, passages),
        links=linking.links_out(library, document.id),
        history=[VersionOut.model_validate(version) for version in library.history(document.id)],
        facts=[FactOut.model_validate(fact) for fact in fact_views(document, passages, made)],
        corrections=[CorrectionOut.model_validate(one) for one in made],
        references=[ReferenceOut.model_validate(reference) for reference in document.references],
        definitions=[DefinitionOut.model_validate(definition) for definition in document.definitions],
    )


@router.delete(
    "/documents/{document_id}", status_code=204, summary="Delete", dependencies=plain, responses=_responses(403, 404)
)
def delete(document_id: str, library: Library) -> None:
    """Take a document out of the store and of every index."""
    library.delete(document_id)


@router.put(
    "/documents/{document_id}/links/{other_id}",
    summary="Link two documents",
    dependencies=plain,
    responses=_responses(403, 404, 503),
)
def link(document_id: str, other_id: str, said: LinkIn, library: Library) -> LinkOut:
    """Say that two documents belong together; no later comparison changes what a person says."""
    library.link(document_id, other_id, said.kind)
    return next(it for it in linking.links_out(library, document_id) if it.document_id == other_id)


@router.delete(
    "/documents/{document_id}/links/{other_id}",
    status_code=204,
    summary="Part two documents",
    dependencies=plain,
    responses=_responses(403, 404, 503),
)
def unlink(document_id: str, other_id: str, library: Library) -> None:
    """Say that two documents do not belong together; no later comparison links them again."""
    library.unlink(document_id, other_id)


@router.get(
    "/documents/{document_id}/original",
    summary="Download the original file",
    dependencies=plain,
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}}, **_responses(404)},
)
def original(document_id: str, library: Library) -> Response:
    """The bytes as they were taken in, always as a download so that no foreign page runs here."""
    name = quote(library.file_name(document_id), safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(library.original(document_id), headers=headers, media_type="application/octet-stream")


@router.get(
    "/documents/{document_id}/pages/{n}.png",
    summary="See a page",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}}, **_responses(404)},
)
def page_image(document_id: str, n: int, query: Annotated[PageQuery, Query()], library: Library) -> Response:
    """A page of a PDF or picture file as an image, with a passage marked."""
    image = library.page_image(document_id, n, query.passage)
    return Response(image, media_type="image/png", headers={"Cache-Control": PAGE_CACHE})


@router.get("/jobs", summary="List jobs")
def jobs(query: Annotated[JobsQuery, Query()], library: Library, runner: Runner) -> JobList:
    """The newest uploads and what became of them."""
    return JobList(jobs=[_job(job, runner) for job in library.jobs.list(query.limit)])


@router.get("/jobs/{job_id}", summary="Watch a job", dependencies=plain, responses=_responses(404))
def job(job_id: str, library: Library, runner: Runner) -> JobOut:
    """One upload: its state, its progress and, in the end, its report."""
    return _job(library.jobs.get(job_id), runner)


def _job(job: Job, runner: JobRunner) -> JobOut:
    return JobOut(
        id=job.id,
        state=job.state,
        collection=job.collection,
        files=list(job.files),
        created=job.created,
        finished=job.finished,
        progress=ProgressOut.model_validate(runner.progress(job)),
        report=None if job.report is None else dict(job.report),
    )


@router.get("/health", summary="Is it alive?")
def health(library: Library) -> Health:
    """Alive, and what it holds."""
    status = library.status()
    return Health(
        status="ok",
        documents=status.documents,
        passages=status.passages,
        model=status.model,
    )
