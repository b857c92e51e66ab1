"""What requests share: the knowledge base and the job runner."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from kb.base import KnowledgeBase
from kb.jobs import JobRunner


def library_of(request: Request) -> KnowledgeBase:
    library: KnowledgeBase = request.app.state.library
    return library


def runner_of(request: Request) -> JobRunner:
    runner: JobRunner = request.app.state.runner
    return runner


Library = Annotated[KnowledgeBase, Depends(library_of)]
Runner = Annotated[JobRunner, Depends(runner_of)]
