"""The page of what a person should look at."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from kb.api.state import Library
from kb.errors import InvalidField
from kb.quality import Concern, Section
from kb.web.view import render

GLANCE = 5
STEP = 50

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/quality")
def quality_page(request: Request, library: Library) -> HTMLResponse:
    """The first lines of every list, or a page of one of them."""
    asked = request.query_params.get("concern")
    if asked:
        return _one(request, library, _concern(asked))
    sections = [library.quality.section(concern, GLANCE) for concern in Concern]
    return render(
        request,
        "quality.html",
        sections=[section for section in sections if section.total],
        holds_anything=bool(library.status().documents),
        only=None,
        earlier=None,
        later=None,
    )


def _concern(name: str) -> Concern:
    try:
        return Concern(name)
    except ValueError:
        raise InvalidField("concern", f"there is no list “{name}”; there is {', '.join(Concern)}") from None


def _one(request: Request, library: Library, concern: Concern) -> HTMLResponse:
    start = request.query_params.get("start", "")
    section = library.quality.section(concern, STEP, int(start) if start.isdecimal() and len(start) < 10 else 0)  # noqa: PLR2004
    last = section.offset + len(section.items)
    return render(
        request,
        "quality.html",
        sections=[section],
        holds_anything=True,
        only=concern,
        earlier=_address(section, section.offset - STEP) if section.offset else None,
        later=_address(section, last) if last < section.total else None,
    )


def _address(section: Section, start: int) -> str:
    return f"/quality?concern={section.concern.value}&start={max(0, start)}"
