"""Builds the fast model once and keeps it in the cache; a folder appears there whole or not at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import kb
from kb.embed.manifest import build_name, read_manifest
from kb.embed.weights import Weights
from kb.errors import HomeError

Notify = Callable[[str], None]

_PREFIX = ".building-"
_ABANDONED_SECONDS = 3600.0


class BuildFailed(HomeError):
    """The model could not be built: memory, disk or packages."""


def ensure_build(cache: Path, weights: Weights, notify: Notify) -> Path:
    """The folder of the built model, making it first where it is missing or half made (about 20 s)."""
    target = cache / build_name(weights)
    if read_manifest(target) is None:
        notify("Preparing the language model, once; this takes about half a minute")
        _build(cache, target)
        notify("The language model is ready")
    return target


def _build(cache: Path, target: Path) -> None:
    try:
        cache.mkdir(parents=True, exist_ok=True)
        _sweep(cache)
        work = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=cache))
    except OSError as error:
        raise BuildFailed(
            f"cannot write to {cache} ({error.strerror}); set KB_CACHE to a folder that can be"
        ) from error
    try:
        _export(work)
        _move(work, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _export(work: Path) -> None:
    root = str(Path(kb.__file__).parent.parent)
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-m", "kb.embed.export", str(work)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise BuildFailed(f"the language model could not be prepared: {last} (needs 2 GB of memory and 400 MB of disk)")


def _move(work: Path, target: Path) -> None:
    """Give the finished folder its name; where another process was faster its folder stays."""
    try:
        work.rename(target)
    except OSError:
        if read_manifest(target) is not None:
            return
        half = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=target.parent))
        target.rename(half / target.name)
        shutil.rmtree(half, ignore_errors=True)
        work.rename(target)


def _sweep(cache: Path) -> None:
    """Remove what killed builds left behind, sparing those that may still be running."""
    for folder in cache.glob(f"{_PREFIX}*"):
        if time.time() - folder.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
