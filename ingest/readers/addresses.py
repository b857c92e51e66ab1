"""Web addresses that a line break cut."""

from __future__ import annotations

import re

_LONGEST = 300  # characters of an address that are looked at
_HYPHENS = "-\u2010\u0002\ufffe"
_SCHEME = re.compile(r"(?:https?|ftp)://$", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:(?:https?|ftp)://|www\d?\.)\S+$", re.IGNORECASE)
_HOST = re.compile(r"(?:^|[\s(（<「、。])[A-Za-z0-9@_-]+(?:\.[A-Za-z0-9-]+)*[.@][A-Za-z0-9-]*$")  # without a scheme
_FIRST = re.compile(r"[^\s、。，「」（）()<>]+")
# What no word of a sentence looks like.
_PATH = re.compile(r"\w[./_=?&%#~-]\w|\w/$|[A-Za-z]\d|\d[A-Za-z]|^\d{5,}$")


def address_goes_on(above: str, below: str) -> bool:
    """Whether the text `above` ends inside a web address that the line `below` goes on with, no blank between.

    A hyphen at its end then belongs to the address.
    """
    end, first = above[-_LONGEST:], _FIRST.match(below)
    if not first:
        return False
    if end[-1:] in _HYPHENS:
        host = _HOST.search(end[:-1] + "-") and "." in first[0].rstrip(".,;:")
        return bool(_ADDRESS.search(end) or host)
    if end[-1:] not in ("/", "?", "&", "=") or not _ADDRESS.search(end):
        return bool(_SCHEME.search(end))
    rest = below[first.end() :].strip()
    alone = not rest and re.fullmatch(r"[a-z0-9]+", below.strip())
    return bool(alone or _PATH.search(first[0].rstrip(".,;:")))
