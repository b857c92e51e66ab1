"""The numbered paragraphs and items that are open at a place, and the part of the clause they spell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.splitters.markers import Key, Marker, Role
from kb.text.numerals import letters

_NUMBER_GAP = 3
_LEAP = 30  # what an excerpt may leave out where no later number speaks against it
_LETTER_GAP = 2
_DEEPEST = 5
_COUNTED = frozenset({"а)", "(а)", "イ"})  # alphabets of which some letters are skipped: count, do not look up
_NESTED_NUMBERS = frozenset({"(1)", "1.1"})


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    key: Key
    position: int
    numeric: bool

    @property
    def name(self) -> str:
        head = str(self.position) if self.numeric else letters(self.position)
        return "-".join([head, *map(str, self.key[1:])])


def _goes_on(last: Key, key: Key, gap: int) -> bool:
    return last < key and key[0] - last[0] <= gap


@dataclass(slots=True)
class Lists:
    """Open paragraphs and items, outermost first.

    Paragraphs are numbers and items letters, whatever the document writes: `(a)`, `а)`, `1)` and `一` are all `a`.
    `free` says that no article is open, so that the outermost numbers act as articles and the next as paragraphs.
    `may_leap` says that a wide gap between paragraphs is plausible at this block.
    `expected` is the number that would go on from the article or section before: some texts number straight through.
    """

    free: bool = False
    expected: int = 1
    may_leap: bool = False
    levels: list[_Level] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(level.name for level in self.levels)

    @property
    def numbers(self) -> int:
        """How many of the outer levels are numbers."""
        return sum(1 for level in self.levels if level.numeric)

    @property
    def next_number(self) -> int:
        """The number after the outermost one, or what was expected if none came."""
        outermost = self.levels[0] if self.levels else None
        return outermost.key[0] + 1 if outermost is not None and outermost.numeric else self.expected

    def clear(self) -> None:
        self.levels.clear()

    def paragraph(self, number: int) -> None:
        """Begin an unnumbered paragraph that is known to be the n-th."""
        self.levels[:] = [_Level("項", (number,), number, True)]

    def take(self, claims: Sequence[Marker], *, lead_in: bool, japanese: bool) -> bool:
        """Open the paragraph or item that one of the claims names; False if none is plausible here."""
        return any(self._advance(claim) for claim in claims) or any(
            self._open(claim, lead_in=lead_in, japanese=japanese) for claim in claims
        )

    def _advance(self, claim: Marker) -> bool:
        gap = _NUMBER_GAP if claim.role is Role.NUMBER or claim.style == "1)" else _LETTER_GAP
        for depth in reversed(range(len(self.levels))):
            level = self.levels[depth]
            leaps = self.may_leap and depth == 0 and level.numeric
            if level.style == claim.style and _goes_on(level.key, claim.key, _LEAP if leaps else gap):
                inserted = claim.key[0] == level.key[0]
                position = level.position + (0 if inserted else 1) if claim.style in _COUNTED else claim.key[0]
                self.levels[depth:] = [_Level(claim.style, claim.key, position, level.numeric)]
                return True
        return False

    def _open(self, claim: Marker, *, lead_in: bool, japanese: bool) -> bool:
        goes_on = not self.levels and claim.role is Role.NUMBER and claim.key == (self.expected,)
        if not (claim.key == (1,) or goes_on) or len(self.levels) >= _DEEPEST:
            return False
        numeric = self._is_numeric(claim, lead_in=lead_in, japanese=japanese)
        if numeric and self.numbers < len(self.levels):
            # A new run of numbered paragraphs cannot stand inside a lettered item.
            numeric = False
        self.levels.append(_Level(claim.style, claim.key, claim.key[0], numeric))
        return True

    def _is_numeric(self, claim: Marker, *, lead_in: bool, japanese: bool) -> bool:
        depth = len(self.levels)
        if depth == 0:
            if claim.style == "1)":
                return not lead_in
            if japanese and lead_in and claim.style in {"1.", "(1)"}:
                return False
            return claim.role is Role.NUMBER
        return self.free and depth == 1 and self.levels[0].numeric and claim.style in _NESTED_NUMBERS

    def take_decimal(self, key: Key, article: int | None) -> bool:
        """Open the paragraph that `7.2.` or the item that `7.2.1` names, if 7 is the article at hand."""
        if article is not None:
            return key[0] == article and self._set_decimal(key[1:], 0)
        current = self.levels[0].key[0] if self.levels else None
        if current is not None and not 0 <= key[0] - current <= 1:
            return False
        if current != key[0]:
            self.levels[:] = [_Level("1.", key[:1], key[0], True)]
        return self._set_decimal(key[1:], 1)

    def _set_decimal(self, rest: Key, depth: int) -> bool:
        old = self.levels[depth].key[0] if len(self.levels) > depth else 0
        if not 0 <= rest[0] - old <= _NUMBER_GAP or (len(rest) == 1 and rest[0] == old):
            return False
        self.levels[depth:] = [_Level("1.1", rest[:1], rest[0], True)]
        if len(rest) > 1:
            self.levels.append(_Level("1.1.1", rest[1:2], rest[1], False))
        return True
