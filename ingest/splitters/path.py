"""The headings above a place: annexes, parts and chapters, and headings without a number, outermost first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

ANNEX_RANK = -1
PLAIN_RANK = 5


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading; `rank` orders divisions, `level` is its depth, 0 for a line that is no heading.

    `section` is the number that points inside carry.
    """

    rank: int
    title: str
    level: int = 0
    section: str = ""

    @property
    def is_plain(self) -> bool:
        return self.rank == PLAIN_RANK

    def ends_at(self, level: int) -> bool:
        """Whether a heading of that depth ends this one; an annex has an end of its own."""
        return self.rank != ANNEX_RANK and self.level >= max(level, 1)


@dataclass(slots=True)
class Path:
    """The open headings above the article at hand, which is not among them."""

    entries: list[Heading] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.entries)

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(entry.title for entry in self.entries)

    @property
    def section(self) -> str:
        """The number of the innermost division, empty if points need none."""
        return next((entry.section for entry in reversed(self.entries) if not entry.is_plain), "")

    def clear(self) -> None:
        self.entries.clear()

    def open(self, heading: Heading) -> None:
        """A numbered part or chapter ends those of its rank and below, and every heading without a number."""
        self.entries = [entry for entry in self.entries if entry.rank < heading.rank]
        self.entries.append(heading)

    def open_annex(self, title: str, level: int) -> None:
        self.entries = [Heading(ANNEX_RANK, title, level)]

    def open_plain(self, title: str, level: int, *, told: bool) -> None:
        """A heading without a number ends its like; where the document tells depths, all that stands as deep."""
        if told:
            self.entries = [entry for entry in self.entries if not entry.ends_at(level)]
        else:
            self.entries = [entry for entry in self.entries if not entry.is_plain]
        self.entries.append(Heading(PLAIN_RANK, title, level))

    def close_plain(self, level: int) -> None:
        """End the headings without a number that stand as deep as an article of this level; 0 ends none."""
        self.entries = [entry for entry in self.entries if not (entry.is_plain and 0 < level <= entry.level)]

    def retitle(self, title: str) -> None:
        """Give the innermost heading a longer title."""
        self.entries[-1] = replace(self.entries[-1], title=title)
