"""What a visitor asked for, from the address bar: lenient where a form sends blanks, and able to write addresses."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from kb.api.query import LONGEST_QUERY, period
from kb.errors import InvalidField
from kb.model import DocumentType, Filter

STEP, MOST = 10, 100
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
    first: str = ""
    last: str = ""

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
            first=query.get("from", "").strip(),
            last=query.get("to", "").strip(),
        )

    @property
    def filtered(self) -> bool:
        return bool(self.collection or self.type or self.language or self.first or self.last or self.title)

    def filter(self) -> Filter:
        """Raises `InvalidField`."""
        known = {kind.value: kind for kind in DocumentType}
        for value in self.type:
            if value not in known:
                raise InvalidField("type", f"there is no type “{value}”")
        days = period(self.first or None, self.last or None)
        return Filter(self.collection, tuple(known[value] for value in self.type), self.language, *days)

    def size(self) -> int:
        """How many passages; raises `InvalidField`."""
        if not self.k:
            return STEP
        if not self.k.isdecimal() or not 1 <= int(self.k) <= MOST:
            raise InvalidField("k", f"“{self.k}” is not a number from 1 to {MOST}")
        return int(self.k)

    def question(self) -> str:
        """The words; raises `InvalidField` when there are none or too many."""
        if not self.q:
            raise InvalidField("q", "the query is empty")
        if len(self.q) > LONGEST_QUERY:
            raise InvalidField("q_long", "the query is too long")
        return self.q

    def without_filters(self) -> Ask:
        return Ask(q=self.q)

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
