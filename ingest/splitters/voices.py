"""Treaties printed in two languages at once: each language is a text of its own, with the same clauses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.splitters.markers import Key, Marker, Role
from ingest.splitters.scripts import main_script, scripts_of
from kb.model import Block, BlockKind

_LEAST_COMMON = 2
_LEAST_ALIKE = 0.6  # of the articles that both languages speak in: as many blocks in one as in the other
_LONGEST_HEADING = 40  # letters behind an article's number; more are the article's text
_SCRIPT_OF = {"ja": "japanese", "uk": "cyrillic", "ru": "cyrillic"}
Claims = Sequence[tuple[Marker, ...]]


@dataclass(frozen=True, slots=True)
class Voice:
    """The blocks of one language, and all that are read to follow it: the headings that languages share among them.

    `uncounted` are blocks whose place among the paragraphs of their article is not to be trusted.
    """

    own: Sequence[int]
    read: Sequence[int]
    uncounted: frozenset[int] = frozenset()


def voices(blocks: Sequence[Block], claims: Claims, articles: Collection[int], language: str) -> list[Voice]:
    """The blocks of each language that gives the clauses itself, the document's own language first.

    One voice of all blocks where a text is in one language, quotes another, or says in another what it likes. A block
    without letters goes with the one before. `articles` are the blocks that open one.
    """
    everything = list(range(len(blocks)))
    known = list(dict.fromkeys(filter(None, scripts_of(blocks))))
    if not known:
        return [Voice(everything, everything)]
    own = _SCRIPT_OF.get(language, "latin")
    first = own if own in known else known[0]
    spoken = _spoken(blocks, known, first)
    keys = {script: _keys([claims[at] for at in everything if spoken[at] == script]) for script in known}
    counting = [script for script in known if script != first and len(keys[script] & keys[first]) >= _LEAST_COMMON]
    if not counting and (shared := _Shared(blocks, claims, sorted(articles), spoken)).is_in_step():
        return shared.voices([first, *(script for script in known if script != first)])
    voice_of = {script: rank for rank, script in enumerate(counting, 1)}
    found: list[list[int]] = [[] for _ in range(len(counting) + 1)]
    for at in everything:
        found[voice_of.get(spoken[at], 0)].append(at)
    return [Voice(members, members) for members in found]


class _Shared:
    """A text whose languages take turns paragraph by paragraph under headings that they share."""

    def __init__(self, blocks: Sequence[Block], claims: Claims, articles: Sequence[int], spoken: Sequence[str]) -> None:
        self._blocks, self._claims, self._articles, self._spoken = blocks, claims, articles, spoken

    def is_in_step(self) -> bool:
        """Whether most articles have as many blocks in one language as in the other."""
        alike = [self._is_alike(bodies) for bodies in self._bodies() if len({self._spoken[at] for at in bodies}) > 1]
        return len(alike) >= _LEAST_COMMON and sum(alike) >= _LEAST_ALIKE * max(len(alike), len(self._articles) - 1)

    def voices(self, scripts: Sequence[str]) -> list[Voice]:
        shared = set(self._articles) | {at for at in range(len(self._blocks)) if self._is_shared(at)}
        odd = frozenset(at for bodies in self._bodies() if not self._is_alike(bodies) for at in bodies)
        found = []
        for rank, script in enumerate(scripts):
            read = [at for at in range(len(self._blocks)) if at in shared or self._spoken[at] == script]
            own = [at for at in read if not rank or at not in shared]
            found.append(Voice(own, read, odd if rank else frozenset()))
        return found

    def _bodies(self) -> Iterator[list[int]]:
        """The text blocks of each article, by block."""
        for start, end in pairwise([*self._articles, len(self._blocks)]):
            rest = self._blocks[start].text[self._claims[start][0].end :]
            told = [start] if sum(sign.isalpha() for sign in rest) > _LONGEST_HEADING else []
            yield told + [at for at in range(start + 1, end) if not self._is_shared(at) and self._is_text(at)]

    def _is_alike(self, bodies: Sequence[int]) -> bool:
        spoken = [self._spoken[at] for at in bodies]
        return len({spoken.count(script) for script in set(spoken)}) <= 1

    def _is_text(self, at: int) -> bool:
        return self._blocks[at].kind is not BlockKind.TABLE_ROW and bool(main_script(self._blocks[at].text))

    def _is_shared(self, at: int) -> bool:
        """Whether a block is the heading of a part or an annex, which one of the languages alone names."""
        role = self._claims[at][0].role if self._claims[at] else None
        if role not in {Role.DIVISION, Role.ANNEX, Role.SUPPLEMENT}:
            return False
        alike = [n for n, options in enumerate(self._claims) if options and options[0].role is role]
        return len({self._spoken[n] for n in alike}) == 1


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


def _keys(claims: Claims) -> set[tuple[Role, Key]]:
    """The numbers that a text counts by: of its articles, or of its points if it has none."""
    for role in (Role.ARTICLE, Role.NUMBER):
        keys: set[tuple[Role, Key]] = {
            (role, options[0].key) for options in claims if options and options[0].role is role
        }
        if len(keys) >= _LEAST_COMMON:
            return keys
    return set()
