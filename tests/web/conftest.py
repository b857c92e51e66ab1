"""Pages over a real knowledge base: in-process for their HTML, in a real Chromium over a real server for the rest."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from fastapi.testclient import TestClient
from intake import Intake
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from shelf import fill

from kb.api.app import build_app
from kb.base import KnowledgeBase
from kb.config import Settings

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def shelf(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """Five documents in three languages; for reading only."""
    library = KnowledgeBase.open(settings.model_copy(update={"home": tmp_path_factory.mktemp("shelf")}))
    fill(library)
    yield library
    library.close()


@pytest.fixture
def client(shelf: KnowledgeBase) -> TestClient:
    """The pages, called in-process by a visitor without cookies."""
    return TestClient(build_app(shelf, Intake()))


@pytest.fixture(scope="session")
def intake() -> Intake:
    return Intake()


@pytest.fixture(scope="session")
def site(shelf: KnowledgeBase, intake: Intake) -> Iterator[str]:
    """The address of a real server on a free port of 127.0.0.1."""
    server = uvicorn.Server(uvicorn.Config(build_app(shelf, intake), port=0, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; where there is none, tests are skipped, unless REQUIRE_BROWSER=1 says that it must be there."""
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if found is None and os.environ.get("REQUIRE_BROWSER") != "1":
        pytest.skip("no Chromium on this machine; install Debian's `chromium` to run the browser tests")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


class Watch:
    """Everything a page did that it should not: errors on its console, requests that leave this machine."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.complaints: list[str] = []
        context.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        context.on(
            "request", lambda r: None if r.url.startswith(site) else self.complaints.append(f"asked for {r.url}")
        )


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A visitor from Ukraine with an empty profile; in the end nothing may have been complained about."""
    context = browser.new_context(base_url=site, locale="uk-UA", viewport={"width": 1280, "height": 860})
    context.set_default_timeout(10_000)
    watch = Watch(context, site)
    yield context
    context.close()
    assert watch.complaints == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
