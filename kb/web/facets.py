"""The filters beside the results: every value there is, its number of documents, and a picture of the years."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kb.base import Status
from kb.model import DocumentType, Facets
from kb.web.ask import Ask
from kb.web.i18n import Translator

CHART_WIDTH, CHART_HEIGHT, BAR_MOST = 240, 48, 20


@dataclass(frozen=True, slots=True)
class Choice:
    """One checkbox; `count` is None where the filter on the same field hides it."""

    value: str
    label: str
    count: int | None
    checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The checkboxes of one field."""

    name: str
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One year in the chart, in its own units; `href` asks for that year alone."""

    year: str
    count: int
    x: float
    y: float
    width: float
    height: float
    href: str
    chosen: bool


def groups(ask: Ask, status: Status, facets: Facets | None, t: Translator) -> list[Group]:
    """Every value in the library; counts from the results where there are any, else from the whole library."""
    order = [kind.value for kind in DocumentType]
    known = {
        "collection": (sorted(status.collections), t.collection_name, ask.collection),
        "type": (sorted(status.types, key=order.index), t.type_name, ask.type),
        "language": (sorted(status.languages, key=lambda c: -status.languages[c]), t.language_name, ask.language),
    }
    whole = {"collection": status.collections, "type": status.types, "language": status.languages}
    found = whole if facets is None else {name: getattr(facets, name) for name in whole}
    return [
        Group(name, t(f"filter_{name}"), _choices(values, label, chosen, found[name], facets is not None))
        for name, (values, label, chosen) in known.items()
    ]


def _choices(
    values: list[str], label: Callable[[str], str], chosen: tuple[str, ...], counts: Mapping[str, int], narrowed: bool
) -> tuple[Choice, ...]:
    """Under a filter on its own field a value that is not chosen has no known count."""
    hidden = narrowed and bool(chosen)
    return tuple(
        Choice(v, label(v), counts.get(v, None if hidden and v not in chosen else 0), v in chosen) for v in values
    )


def years(ask: Ask, counts: Mapping[str, int], path: str) -> list[Bar]:
    """A bar for each year from the first to the last; at most the latest ones that fit."""
    numbers = sorted(int(year) for year in counts if year.isdecimal())
    if len(numbers) < 2:  # noqa: PLR2004
        return []
    span = list(range(max(numbers[0], numbers[-1] - BAR_MOST + 1), numbers[-1] + 1))
    tallest, step = max(counts.values()), CHART_WIDTH / len(span)
    bars = []
    for index, year in enumerate(map(str, span)):
        count = counts.get(year, 0)
        height = round(CHART_HEIGHT * count / tallest, 1) if count else 0.0
        bars.append(
            Bar(
                year,
                count,
                round(index * step + step * 0.1, 1),
                CHART_HEIGHT - height,
                round(step * 0.8, 1),
                height,
                ask.in_year(year).url(path),
                ask.first == year == ask.last,
            )
        )
    return bars
