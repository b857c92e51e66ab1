"""The house keeps its rooms apart, and its documents name what there is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from kb.cli import main
from kb.config import Settings

ROOT = Path(__file__).parents[1]
COMPOSITION_ROOT = ROOT / "kb/cli.py"


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_kb_never_imports_ingest_except_in_the_composition_root() -> None:
    users = [
        path.relative_to(ROOT)
        for path in (ROOT / "kb").rglob("*.py")
        if any(name.split(".")[0] == "ingest" for name in imports(path))
    ]
    assert sorted(users) == [Path("kb/cli.py"), Path("kb/terminal.py")]  # terminal.py for a type alone


def test_terminal_imports_ingest_for_types_only() -> None:
    tree = ast.parse((ROOT / "kb/terminal.py").read_text("utf-8"))
    outside = [node.module for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert not any(str(module).startswith("ingest") for module in outside)


def test_there_is_one_door_to_the_network() -> None:
    clients = {"httpx", "httpx2", "requests", "aiohttp", "urllib.request", "http.client"}
    users = [
        path.relative_to(ROOT)
        for folder in ("kb", "ingest")
        for path in (ROOT / folder).rglob("*.py")
        if not clients.isdisjoint(imports(path))
    ]
    assert users == [Path("kb/outside.py")]


def test_the_readme_names_every_command_and_setting() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert isinstance(main, click.Group)
    missing = [name for name in main.commands if f"kb {name}" not in readme]
    missing += [f"KB_{name.upper()}" for name in Settings.model_fields if f"KB_{name.upper()}" not in readme]
    assert missing == []


@pytest.mark.parametrize("command", ["run", "test"])
def test_the_two_commands_are_on_the_readme_s_first_screen(command: str) -> None:
    first_screen = (ROOT / "README.md").read_text("utf-8").splitlines()[:40]
    assert any(f"make {command}" in line for line in first_screen)
