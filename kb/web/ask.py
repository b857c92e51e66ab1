"""What a visitor asked for, from the address bar: lenient where a form sends blanks, and able to write addresses."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from kb.base import LARGEST_K, LONGEST_QUERY
from kb.errors import InvalidField
from kb.filters import parse_filter
from kb.model import Filter
from kb.text.operators import read_wording

STEP = 10
NAMES = {"first": "from", "last": "to"}


@dataclass(frozen=True, slots=True)
class Ask:
    """A question and its filters as written; field names are the address's, except for `from` and `to`."""

    q: str = ""
    k: str = ""
    title: str = ""
    collection: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    exact: str = ""

    @classmethod
    def of(cls, query: QueryParams) -> Ask:
        """Blank values, which an unfilled form sends, count as not given."""

        def several(name: str) -> tuple[str, ...]:
            return tuple(dict.fromkeys(value for value in query.getlist(name) if value))

        return cls(
            q=query.get("q", "").strip(),
            k=query.get("k", "").strip(),
            title=query.get("title", "").strip(),
            collection=several("collection"),
            type=several("type"),
            language=several("language"),
            sector=several("sector"),
            place=several("place"),
            organisation=several("organisation"),
            first=query.get("from", "").strip(),
            last=query.get("to", "").strip(),
            exact=query.get("exact", "").strip(),
        )

    @property
    def worded(self) -> bool:
        """Whether passages must hold a phrase or must not hold a word."""
        return not read_wording(self.q).is_plain

    @property
    def filtered(self) -> bool:
        named = self.sector or self.place or self.organisation
        return bool(self.collection or self.type or self.language or named or self.first or self.last or self.title)

    def filter(self) -> Filter:
        """Raises `InvalidField`."""
        return parse_filter(
            self.collection,
            self.type,
            self.language,
            self.first or None,
            self.last or None,
            sectors=self.sector,
            places=self.place,
            organisations=self.organisation,
        )

    def size(self) -> int:
        """How many passages; raises `InvalidField`."""
        if not self.k:
            return STEP
        if not self.k.isdecimal() or not 1 <= int(self.k) <= LARGEST_K:
            raise InvalidField("k", f"“{self.k}” is not a number from 1 to {LARGEST_K}")
        return int(self.k)

    def question(self) -> str:
        """The words; raises `InvalidField` when there are none or too many."""
        if not self.q:
            raise InvalidField("q", "the query is empty")
        if len(self.q) > LONGEST_QUERY:
            raise InvalidField("q_long", "the query is too long")
        return self.q

    def without_filters(self) -> Ask:
        return Ask(q=self.q, exact=self.exact)

    def as_typed(self) -> Ask:
        """The same without correcting misspelt words."""
        return replace(self, exact="1", k="")

    def instead(self, q: str) -> Ask:
        """The same with another question."""
        return replace(self, q=q, exact="", k="")

    def url(self, path: str, **extra: Any) -> str:
        """An address that asks the same, with `extra` parameters."""
        pairs: list[tuple[str, object]] = []
        for item in fields(self):
            value = getattr(self, item.name)
            name = NAMES.get(item.name, item.name)
            pairs += [(name, one) for one in value] if isinstance(value, tuple) else [(name, value)] if value else []
        pairs += [(name, value) for name, value in extra.items() if value not in (None, "")]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def in_year(self, year: str) -> Ask:
        return replace(self, first=year, last=year, k="")
