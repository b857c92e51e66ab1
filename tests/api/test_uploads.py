"""POST /api/documents and the jobs it makes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from intake import Intake

from kb.base import KnowledgeBase
from kb.errors import HomeError


def finished(client: TestClient, location: str) -> Any:
    """The job when it has ended; fails after ten seconds."""
    for _ in range(500):
        job = client.get(location).json()
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.02)
    raise AssertionError(f"the job never ended: {job}")


def is_cleared(folder: Path) -> bool:
    """Whether a folder goes within ten seconds: a job is done before its uploads are cleared away."""
    for _ in range(500):
        if not folder.exists():
            return True
        time.sleep(0.02)
    return False


def send(client: TestClient, *names: str, collection: str = "press-releases") -> Any:
    files = [("files", (name, name.encode())) for name in names]
    return client.post("/api/documents", data={"collection": collection}, files=files)


def test_upload_becomes_a_job_with_a_report(client: TestClient, intake: Intake, shelf: KnowledgeBase) -> None:
    intake.failed = ["b.pdf"]
    response = send(client, "a.pdf", "b.pdf")
    answer = response.json()
    assert response.status_code == 202
    assert list(answer) == ["id", "state", "location"]
    assert response.headers["location"] == answer["location"] == f"/api/jobs/{answer['id']}"
    job = finished(client, answer["location"])
    assert list(job) == ["id", "state", "collection", "files", "created", "finished", "progress", "report"]
    assert (job["state"], job["files"], job["progress"]) == ("done", ["a.pdf", "b.pdf"], {"done": 2, "total": 2})
    assert job["report"]["failed"] == [{"path": "b.pdf", "reason": "no words"}]
    assert intake.calls == [(["a.pdf", "b.pdf"], "press-releases", [b"a.pdf", b"b.pdf"])]
    assert is_cleared(shelf.settings.home / "uploads" / job["id"])
    assert client.get("/api/jobs").json()["jobs"][0] == job


def test_progress_is_told_while_a_job_runs(client: TestClient, intake: Intake) -> None:
    intake.gate.clear()
    location = send(client, "a.pdf", "b.pdf").json()["location"]
    while not intake.calls:
        time.sleep(0.01)
    running = client.get(location).json()
    assert (running["state"], running["progress"], running["finished"]) == ("running", {"done": 0, "total": 2}, None)
    intake.gate.set()
    assert finished(client, location)["state"] == "done"


def test_names_are_made_safe_and_distinct(client: TestClient) -> None:
    sent = ["../../etc/passwd", "C:\\x\\звіт №1.pdf", "報告.pdf", "報告.pdf", "..", ".hidden"]
    job = finished(client, send(client, *sent).json()["location"])
    assert job["files"] == ["passwd", "звіт №1.pdf", "報告.pdf", "報告-2.pdf", "unnamed", "hidden"]


@pytest.mark.parametrize("collection", ["", "Press", "-x", "a b", "x" * 65, "../up"])
def test_collection_must_be_a_plain_name(client: TestClient, collection: str) -> None:
    response = send(client, "a.pdf", collection=collection)
    assert (response.status_code, response.json()["field"]) == (422, "collection")


@pytest.mark.parametrize(
    ("request_of", "field"),
    [
        (lambda c: c.post("/api/documents", data={"collection": "x"}), "files"),
        (lambda c: c.post("/api/documents", files=[("files", ("a.txt", b"a"))]), "collection"),
        (lambda c: c.post("/api/documents?collection=x", files=[("files", ("a.txt", b"a"))]), "collection"),
    ],
)
def test_missing_parts_are_named(client: TestClient, request_of: Callable[[TestClient], Any], field: str) -> None:
    response = request_of(client)
    assert (response.status_code, response.json()["field"]) == (422, field)


def test_too_much_is_refused_before_it_is_kept(client: TestClient, shelf: KnowledgeBase, intake: Intake) -> None:
    response = client.post("/api/documents", data={"collection": "x"}, files=[("files", ("a.pdf", b"x" * 1_100_000))])
    assert response.status_code == 413
    assert "1 MB" in response.json()["detail"]
    assert intake.calls == []


def test_too_much_is_refused_without_a_declared_length(client: TestClient, intake: Intake) -> None:
    def body() -> Any:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'
        for _ in range(20):
            yield b"x" * 100_000

    headers = {"content-type": "multipart/form-data; boundary=x"}
    response = client.post("/api/documents", content=body(), headers=headers)
    assert (response.status_code, response.headers["content-type"]) == (413, "application/problem+json")
    assert intake.calls == []


def test_a_job_that_breaks_says_why_for_every_file(client: TestClient, intake: Intake) -> None:
    intake.error = HomeError("the disk is full; make room and upload again")
    job = finished(client, send(client, "a.pdf", "b.pdf").json()["location"])
    assert job["state"] == "failed"
    assert [entry["path"] for entry in job["report"]["failed"]] == ["a.pdf", "b.pdf"]
    assert job["report"]["failed"][0]["reason"] == "the disk is full; make room and upload again"


def test_an_unforeseen_failure_shows_nothing_of_the_inside(
    client: TestClient, intake: Intake, caplog: pytest.LogCaptureFixture
) -> None:
    intake.error = RuntimeError("secret path /srv/x")
    job = finished(client, send(client, "a.pdf").json()["location"])
    assert job["state"] == "failed"
    assert "secret" not in str(job)
    assert "secret path /srv/x" in caplog.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://elsewhere.example"}, 403),
        ({"sec-fetch-site": "same-origin"}, 202),
        ({"origin": "http://testserver"}, 202),
    ],
)
def test_other_sites_cannot_make_a_browser_upload(client: TestClient, headers: dict[str, str], status: int) -> None:
    files = [("files", ("a.txt", b"a"))]
    response = client.post("/api/documents", data={"collection": "x"}, files=files, headers=headers)
    assert response.status_code == status
