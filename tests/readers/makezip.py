"""Packages changed on purpose: parts added, replaced or rewritten."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """The package with one part's text changed."""
    parts = unzipped(data)
    parts[part] = change(parts[part].decode()).encode()
    return zipped(parts)


def extended(data: bytes, more: Mapping[str, str | bytes]) -> bytes:
    """The package with further parts."""
    return zipped({**unzipped(data), **more})
