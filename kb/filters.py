"""Filters as people write them, for the command line and the API alike."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from datetime import date

from kb.errors import InvalidField
from kb.gazetteer import entries, identifier
from kb.model import DocumentType, Filter

_HINTS = {
    "sector": f"the sectors are {', '.join(entries('sectors'))}",
    "place": "write its name (Bucha, Сумська область, 宮城県) or its identifier (UA-32, JP-04-sendai)",
    "organisation": "write its name or abbreviation, such as JICA, 復興庁 or Кабінет Міністрів України",
}
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def parse_day(text: str, *, last: bool) -> date:
    """The first (or last) day of `2011`, `2011-03` or `2011-03-11`; raises `ValueError` with a sentence."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        raise ValueError(f"“{text}” is not a date; write 2011, 2011-03 or 2011-03-11")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    month = month or (12 if last else 1)
    try:
        return date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1))
    except ValueError as error:
        raise ValueError(f"“{text}” is not a date; write 2011, 2011-03 or 2011-03-11") from error


def parse_filter(
    collections: Sequence[str],
    types: Sequence[str],
    languages: Sequence[str],
    first: str | None,
    last: str | None,
    *,
    sectors: Sequence[str] = (),
    places: Sequence[str] = (),
    organisations: Sequence[str] = (),
) -> Filter:
    """Raises `InvalidField` naming the field that is wrong; whether values occur is for the knowledge base to say.

    Sectors, places and organisations may be identifiers or names in any of the three languages.
    """
    return Filter(
        collections=tuple(collections),
        types=tuple(_type(name) for name in types),
        languages=tuple(languages),
        date_from=_day("from", first),
        date_to=_day("to", last),
        sectors=tuple(named("sector", text) for text in sectors),
        places=tuple(named("place", text) for text in places),
        organisations=tuple(named("organisation", text) for text in organisations),
    )


def named(field: str, text: str) -> str:
    """The identifier of a `sector`, `place` or `organisation` by identifier or name; raises `InvalidField`."""
    found = identifier(field, text)
    if found is None:
        raise InvalidField(field, f"no {field} is known as “{text}”; {_HINTS[field]}")
    return found


def _type(name: str) -> DocumentType:
    try:
        return DocumentType(name)
    except ValueError:
        choices = ", ".join(kind.value for kind in DocumentType)
        raise InvalidField("type", f"“{name}” is not a type of document; the types are {choices}") from None


def _day(field: str, text: str | None) -> date | None:
    try:
        return None if text is None else parse_day(text, last=field == "to")
    except ValueError as error:
        raise InvalidField(field, str(error)) from error
