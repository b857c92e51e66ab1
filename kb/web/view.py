"""Templates, and what every page needs: the visitor's language, addresses, the frame."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from kb.web.answering import services
from kb.web.i18n import LANGUAGES, Translator, choose, words
from kb.web.reading import is_numbered

HERE = Path(__file__).parent
COOKIE = "lang"
YEAR_SECONDS = 365 * 24 * 3600


def host_of(url: str | None) -> str:
    """The host of a source's address, without `www.`; empty where there is no web address."""
    parts = urlsplit(url or "")
    return (parts.hostname or "").removeprefix("www.") if parts.scheme in ("http", "https") else ""


def static_version() -> str:
    """Changes when a script or the stylesheet changes, so that browsers may keep them."""
    newest = max(path.stat().st_mtime_ns for path in (HERE / "static").rglob("*"))
    return format(newest, "x")[-8:]


environment = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=select_autoescape(default=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.globals.update(host_of=host_of, is_numbered=is_numbered, static_version=static_version())
environment.globals.update(parts=environment.get_template("parts.html").module)


def app_version() -> str:
    try:
        return version("recovery-kb")
    except PackageNotFoundError:  # run from a checkout without installation
        return "0"


def translator(request: Request) -> Translator:
    """For the language asked for, remembered or preferred."""
    asked, remembered = request.query_params.get("lang"), request.cookies.get(COOKIE)
    return Translator(choose(asked, remembered, request.headers.get("accept-language", "")))


def switches(request: Request) -> list[dict[str, str]]:
    """A link to this very page in each interface language; a page that answers a form leads to the start."""
    path = request.url.path if request.method == "GET" else "/"
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return [
        {
            "code": code,
            "name": str(words(code)["name"]),
            "short": str(words(code)["short"]),
            "href": f"{path}?{urlencode([*kept, ('lang', code)])}",
        }
        for code in LANGUAGES
    ]


def render(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page in the visitor's language; a language that was asked for is remembered for a year."""
    t = translator(request)
    html = environment.get_template(template).render(
        t=t,
        languages=switches(request),
        version=app_version(),
        path=request.url.path,
        services=services(request.app.state.library),
        **context,
    )
    headers = {"Content-Language": t.language, "Vary": "Accept-Language, Cookie", "Cache-Control": "private, no-cache"}
    response = HTMLResponse(html, status, headers)
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(COOKIE, t.language, max_age=YEAR_SECONDS, samesite="lax")
    return response
