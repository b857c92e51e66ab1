"""Stands where a model or a translation service would: a real HTTP server on 127.0.0.1 that says what a test wants."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class StandIn:
    """Answers every request with `status` and `body`, once `gate` is open; notes what it was sent."""

    def __init__(self) -> None:
        self.status, self.body = 200, b"{}"
        self.pieces: list[bytes] | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.keys: list[str] = []
        self.url = ""

    def says(self, words: str) -> None:
        """Reply as an OpenAI-compatible endpoint does."""
        self.replies({"choices": [{"message": {"role": "assistant", "content": words}}]})

    def translates(self, words: str) -> None:
        """Reply as LibreTranslate does."""
        self.replies({"translatedText": words})

    def replies(self, content: object, status: int = 200) -> None:
        self.status, self.body = status, json.dumps(content, ensure_ascii=False).encode()


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """The server, running on a free port."""
    stand_in = StandIn()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stand_in))
    server.daemon_threads = True
    stand_in.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield stand_in
    stand_in.gate.set()
    server.shutdown()
    server.server_close()
    thread.join(5)


def _handler(stand_in: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            stand_in.paths.append(self.path)
            stand_in.keys.append(self.headers.get("Authorization", ""))
            stand_in.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            stand_in.gate.wait(20)
            self.send_response(stand_in.status)
            self.send_header("Content-Length", str(len(stand_in.body)))
            self.end_headers()
            try:
                self.wfile.write(stand_in.body)
            except ConnectionError:  # a caller that did not wait
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Keep quiet."""

    return Handler
