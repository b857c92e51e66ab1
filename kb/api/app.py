"""The application: API, pages, and the thread that ingests uploads."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from kb.api import problems
from kb.api.middleware import BodyLimit, LastCatch, SameOrigin, SecurityHeaders
from kb.api.routes import router
from kb.base import KnowledgeBase
from kb.jobs import Ingest, JobRunner
from kb.web import pages
from kb.web.view import app_version


def build_app(library: KnowledgeBase, ingest: Ingest) -> FastAPI:
    """The whole site over one knowledge base; uploads are handed to `ingest` while the app runs (its lifespan)."""
    runner = JobRunner(library.jobs, library.settings.home / "uploads", ingest)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        runner.start()
        yield
        runner.stop()

    app = FastAPI(
        title="Recovery knowledge base",
        description="Cited answers from press releases, agreements and reports in Ukrainian, English and Japanese.",
        version=app_version(),
        lifespan=lifespan,
        docs_url=None,  # FastAPI's pages load scripts from elsewhere
        redoc_url=None,
    )
    app.state.library, app.state.runner, app.state.error_page = library, runner, pages.error_page
    app.include_router(router)
    pages.install(app)
    problems.install(app)
    app.add_middleware(BodyLimit, megabytes=library.settings.upload_megabytes)
    app.add_middleware(SameOrigin)
    app.add_middleware(LastCatch)
    app.add_middleware(SecurityHeaders)
    return app
