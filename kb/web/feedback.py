"""The two buttons under a hit, for a browser without JavaScript."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from kb.api.state import Library
from kb.base import LARGEST_K
from kb.store.feedback import Verdict
from kb.web.ask import Ask

router = APIRouter(include_in_schema=False)


@router.post("/feedback")
def feedback(
    request: Request,
    library: Library,
    *,
    query: Annotated[str, Form()],
    passage_id: Annotated[str, Form()],
    verdict: Annotated[Verdict, Form()],
    rank: Annotated[int, Form(ge=1, le=LARGEST_K)],
) -> Response:
    """Keep a verdict, and go back to the same results at this hit; the address says which results."""
    library.judge(query, passage_id, verdict, rank)
    return RedirectResponse(Ask.of(request.query_params).url("/") + f"#hit-{rank}", status_code=303)
