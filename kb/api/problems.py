"""Failures as RFC 9457 problem details for programs, and as pages for people."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from kb.errors import Fault, HomeError, InvalidField, NotFound, RecoveryKBError, ServiceError, UsageError

log = logging.getLogger(__name__)

UNKNOWN = "there is no parameter {field} here; see /openapi.json for those there are"
SERVICE_STATUS = {Fault.SLOW: 504, Fault.BUSY: 503}
PROGRAM_PATHS = ("/api", "/openapi.json")


class Problem(BaseModel):
    """What went wrong, in a sentence a person can act on; `field` names the wrong part of the request."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Unprocessable Entity",
                    "status": 422,
                    "detail": "k must be at most 100, not 500.",
                    "field": "k",
                }
            ]
        }
    )

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    field: str | None = None


def problem(status: int, detail: str, field: str | None = None) -> Problem:
    """`detail` becomes a whole sentence: capital letter where it begins with a word, full stop at the end."""
    sentence = detail[:1].upper() + detail[1:] if field is None else detail
    sentence += "" if sentence.endswith((".", "!", "?")) else "."
    return Problem(title=HTTPStatus(status).phrase, status=status, detail=sentence, field=field)


def respond(request: Request, fault: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """JSON under `/api`, a page everywhere else."""
    if request.url.path.startswith(PROGRAM_PATHS):
        body = fault.model_dump(exclude_none=True)
        return JSONResponse(body, fault.status, headers, media_type="application/problem+json")
    page: Response = request.app.state.error_page(request, fault)
    page.headers.update(headers or {})
    return page


SENTENCES = {  # by the names of Pydantic's error types
    "missing": "{field} is missing; give it a value",
    "extra_forbidden": UNKNOWN,
    "value_error": "{field}: {error}",
    "enum": "{field} must be {expected}, not “{input}”",
    "int_parsing": "{field} must be a whole number, not “{input}”",
    "int_from_float": "{field} must be a whole number, not “{input}”",
    "greater_than_equal": "{field} must be at least {ge}, not {input}",
    "less_than_equal": "{field} must be at most {le}, not {input}",
    "string_too_long": "{field} may have {max_length} characters at most",
}


def sentence_of(error: Mapping[str, Any]) -> str:
    """One Pydantic error in words."""
    details = {"field": field_of(error["loc"]), "input": error.get("input"), **error.get("ctx", {})}
    if "expected" in details:
        details["expected"] = str(details["expected"]).replace("'", "")
    pattern = SENTENCES.get(error["type"], "{field}: {msg}")
    return pattern.format(msg=error["msg"], **details)


def field_of(location: Sequence[str | int]) -> str:
    """The parameter's own name: `("query", "type", 0)` is `type`."""
    names = [part for part in location[1:] if isinstance(part, str)]
    return names[0] if names else str(location[0])


async def on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    detail = "; ".join(dict.fromkeys(sentence_of(fault) for fault in faults))
    return respond(request, problem(422, detail, field_of(faults[0]["loc"])))


async def on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.url.path
    match error.status_code:
        case 404:
            detail = f"there is nothing at {path}; the API is described in /openapi.json"
        case 405:
            allowed = (error.headers or {}).get("Allow", "another method")
            detail = f"{request.method} is not possible at {path}; use {allowed}"
        case _:
            detail = error.detail or HTTPStatus(error.status_code).description
    return respond(request, problem(error.status_code, detail), error.headers)


async def on_named(request: Request, error: Exception) -> Response:
    """Every failure that `kb.errors` can name."""
    match error:
        case InvalidField():
            return respond(request, problem(422, f"{error.field}: {error}", error.field))
        case NotFound():
            return respond(request, problem(404, str(error)))
        case UsageError():
            return respond(request, problem(422, str(error)))
        case ServiceError():
            log.warning("%s %s: %s", request.method, request.url.path, error)
            return respond(request, problem(SERVICE_STATUS.get(error.fault, 502), str(error)))
        case HomeError():
            log.warning("%s %s: %s", request.method, request.url.path, error)
            return respond(request, problem(503, str(error)), {"Retry-After": "5"})
        case _:
            return unexpected(request, error)


def unexpected(request: Request, error: Exception) -> Response:
    """The log gets the traceback, the caller nothing of the inside."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return respond(request, problem(500, "something went wrong inside; the server's log says what. Please try again"))


def install(app: FastAPI) -> None:
    """Make every failure of the app a problem."""
    app.add_exception_handler(RequestValidationError, on_validation)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RecoveryKBError, on_named)
