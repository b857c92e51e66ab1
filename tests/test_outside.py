"""The door to the network: limits, refusals, and that there is no other one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from standin import StandIn, standing_in

from kb import outside
from kb.errors import Fault, ServiceError
from kb.outside import Kept, host, post_json


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with standing_in() as stand_in:
        yield stand_in


def fault_of(url: str, seconds: float = 5) -> tuple[Fault, str]:
    with pytest.raises(ServiceError) as caught:
        post_json(url, {}, "", seconds)
    return caught.value.fault, str(caught.value)


def test_a_reply_is_decoded(stand_in: StandIn) -> None:
    stand_in.replies({"text": "так"})
    assert post_json(stand_in.url, {"q": "чи"}, "", 5) == {"text": "так"}
    assert stand_in.asked == [{"q": "чи"}]
    assert stand_in.keys == [""]


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_malformed(body: bytes, stand_in: StandIn) -> None:
    stand_in.body = body
    assert fault_of(stand_in.url)[0] is Fault.MALFORMED


def test_a_flood_is_malformed(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "LARGEST_REPLY", 1000)
    stand_in.body = b'"' + b"x" * 5000 + b'"'
    assert fault_of(stand_in.url)[0] is Fault.MALFORMED


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "http://no-such-host.invalid", "ftp://x"])
def test_what_is_not_there_is_unreachable(url: str) -> None:
    assert fault_of(url)[0] is Fault.UNREACHABLE


def test_a_redirect_is_not_followed(stand_in: StandIn) -> None:
    stand_in.status = 307
    assert fault_of(stand_in.url)[0] is Fault.REFUSED
    assert len(stand_in.asked) == 1


def test_a_reply_that_drips_is_left_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    ended = threading.Event()

    class Dripping(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            while not ended.wait(0.02):
                try:
                    self.wfile.write(b" ")
                except ConnectionError:
                    break

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet."""

    server = HTTPServer(("127.0.0.1", 0), Dripping)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    started = time.monotonic()
    assert fault_of(f"http://127.0.0.1:{server.server_address[1]}", 0.3)[0] is Fault.SLOW
    assert time.monotonic() - started < 3
    ended.set()
    server.shutdown()
    server.server_close()
    thread.join(5)


def test_services_cannot_take_all_threads(stand_in: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outside, "PATIENCE", 0.05)
    monkeypatch.setattr(outside, "_turns", threading.BoundedSemaphore(1))
    stand_in.gate.clear()
    first = threading.Thread(target=post_json, args=(stand_in.url, {}, "", 10))
    first.start()
    while not stand_in.asked:
        time.sleep(0.01)
    assert fault_of(stand_in.url)[0] is Fault.BUSY
    stand_in.gate.set()
    first.join(5)
    assert post_json(stand_in.url, {}, "", 5) == {}


def test_a_host_is_told_without_its_secrets() -> None:
    assert host("https://user:pass@llm.example.org:8443/v1?key=1") == "llm.example.org:8443"


def test_the_newest_results_are_kept() -> None:
    kept, made = Kept(2), []

    def make(name: str) -> str:
        return kept.get((name,), lambda: made.append(name) or name)  # type: ignore[func-returns-value]

    assert [make(name) for name in "abacaba"] == list("abacaba")
    assert "".join(made) == "abcb"


def test_failures_are_not_kept() -> None:
    kept = Kept()
    with pytest.raises(ValueError, match="first"):
        kept.get(("a",), lambda: int("first"))
    assert kept.get(("a",), lambda: 1) == 1
