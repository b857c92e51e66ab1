"""Treaties printed in two languages at once: each language is a text of its own, with the same clauses."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.splitters.markers import Key, Marker, Role
from ingest.splitters.scripts import main_script, scripts_of
from kb.model import Block

_LEAST_COMMON = 2
_SCRIPT_OF = {"ja": "japanese", "uk": "cyrillic", "ru": "cyrillic"}
Claims = Sequence[tuple[Marker, ...]]


def voices(blocks: Sequence[Block], claims: Claims, language: str) -> list[list[int]]:
    """The blocks of each language that counts its clauses itself, the document's own language first.

    One list of all blocks where a text is in one language, quotes another, or counts in one language only. A block
    without letters goes with the one before.
    """
    everything = list(range(len(blocks)))
    known = list(dict.fromkeys(filter(None, scripts_of(blocks))))
    if not known:
        return [everything]
    own = _SCRIPT_OF.get(language, "latin")
    first = own if own in known else known[0]
    spoken = _spoken(blocks, known, first)
    keys = {script: _keys([claims[at] for at in everything if spoken[at] == script]) for script in known}
    counting = [script for script in known if script != first and len(keys[script] & keys[first]) >= _LEAST_COMMON]
    voice_of = {script: rank for rank, script in enumerate(counting, 1)}
    found: list[list[int]] = [[] for _ in range(len(counting) + 1)]
    for at in everything:
        found[voice_of.get(spoken[at], 0)].append(at)
    return found


def is_japanese(blocks: Sequence[Block]) -> bool:
    """Whether the blocks of one language are in Japanese."""
    return main_script(" ".join(block.text for block in blocks)) == "japanese"


def _spoken(blocks: Sequence[Block], known: Sequence[str], first: str) -> list[str]:
    """The script of every block."""
    spoken: list[str] = []
    for block in blocks:
        script = main_script(block.text)
        spoken.append(script if script in known else spoken[-1] if spoken else first)
    return spoken


def _keys(claims: Claims) -> set[Key]:
    """The numbers that a text counts by: of its articles, or of its points if it has none."""
    for role in (Role.ARTICLE, Role.NUMBER):
        keys = {options[0].key for options in claims if options and options[0].role is role}
        if len(keys) >= _LEAST_COMMON:
            return keys
    return set()
