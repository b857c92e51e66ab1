"""The one door to the network: a JSON request to a service that a setting names; without such a setting nobody calls.

The answer is read piece by piece, so that a service that drips or floods is left in time.
"""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

from kb.errors import Fault, ServiceError

LARGEST_REPLY = 1_000_000
"""Bytes; an answer of a few sentences has a thousandth of that."""
AT_ONCE = 4
"""Requests under way at a time; more would let slow services take all threads from the search."""
PATIENCE = 2.0
"""Seconds that a request waits for its turn."""
KEPT = 500
HTTP_OK = 200
_turns = threading.BoundedSemaphore(AT_ONCE)
T = TypeVar("T")


def post_json(url: str, body: Mapping[str, Any], key: str, seconds: float) -> Any:
    """What a service answers, decoded; `key` is sent as a bearer token unless it is empty.

    Raises `ServiceError`: not reached, too slow, busy, a status other than 200, or no JSON. No redirect is followed.
    """
    if not _turns.acquire(timeout=PATIENCE):
        raise ServiceError(Fault.BUSY, f"{AT_ONCE} requests to services are under way already; try again in a moment")
    try:
        status, content = _exchange(url, body, {"Authorization": f"Bearer {key}"} if key else {}, seconds)
    finally:
        _turns.release()
    if status != HTTP_OK:
        raise ServiceError(Fault.REFUSED, f"{host(url)} answered {status}{_reason(content)}")
    return _decoded(content, url)


def _exchange(url: str, body: Mapping[str, Any], headers: Mapping[str, str], seconds: float) -> tuple[int, bytes]:
    deadline = time.monotonic() + seconds
    late = ServiceError(Fault.SLOW, f"{host(url)} did not answer within {seconds:g} seconds")
    try:
        with httpx.stream("POST", url, json=body, headers=headers, timeout=seconds) as response:
            content = bytearray()
            for piece in response.iter_bytes():
                content += piece
                if len(content) > LARGEST_REPLY:
                    raise ServiceError(Fault.MALFORMED, f"{host(url)} answered with more than {LARGEST_REPLY} bytes")
                if time.monotonic() > deadline:
                    raise late
            return response.status_code, bytes(content)
    except httpx.TimeoutException as error:
        raise late from error
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise ServiceError(Fault.UNREACHABLE, f"{host(url)} could not be reached: {error}") from error


def _decoded(content: bytes, url: str) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ServiceError(Fault.MALFORMED, f"{host(url)} did not answer in JSON") from error


def _reason(content: bytes) -> str:
    """What a service says of its refusal, in one short line: `{"error": "…"}` or `{"error": {"message": "…"}}`."""
    try:
        said = json.loads(content)["error"]
        words = said["message"] if isinstance(said, dict) else said
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    return f": {' '.join(str(words).split())[:200]}"


def host(url: str) -> str:
    """The host and port of an address, without what might be secret in it."""
    return urlsplit(url).netloc.rpartition("@")[2] or url


class Kept:
    """The newest results of a slow function, in memory; failures are not kept."""

    def __init__(self, size: int = KEPT) -> None:
        self._size = size
        self._guard = threading.Lock()
        self._held: OrderedDict[tuple[str, ...], Any] = OrderedDict()

    def get(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """What `make` gave for this key, now or earlier."""
        with self._guard:
            if key in self._held:
                self._held.move_to_end(key)
                held: T = self._held[key]
                return held
        made = make()
        with self._guard:
            self._held[key] = made
            while len(self._held) > self._size:
                self._held.popitem(last=False)
        return made
