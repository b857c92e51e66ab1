"""The filters beside the results: every value there is, its number of documents, and a picture of the years."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kb.gazetteer import filter_name
from kb.model import DocumentType, Facets
from kb.web.ask import Ask
from kb.web.i18n import Translator

SHOWN = 5
CHART_WIDTH, CHART_HEIGHT, BAR_MOST = 240, 48, 20


@dataclass(frozen=True, slots=True)
class Choice:
    """One checkbox: choosing it would give `count` documents."""

    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The checkboxes of one field; `more` are folded away."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()


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


def groups(ask: Ask, whole: Facets, left: Facets, t: Translator) -> list[Group]:
    """Every value of the whole library, so that nothing jumps; `left` says how many documents each would give.

    `left` counts each field as if it were not restricted itself.
    """
    order = [kind.value for kind in DocumentType]
    languages = sorted(whole.language, key=lambda code: (-whole.language[code], code))
    fields = (
        ("collection", sorted(whole.collection), t.collection_name, left.collection, ask.collection),
        ("type", sorted(whole.type, key=order.index), t.type_name, left.type, ask.type),
        ("language", languages, t.language_name, left.language, ask.language),
    )
    own = [
        Group(name, t(f"filter_{name}"), _choices(values, label, counts, chosen))
        for name, values, label, counts, chosen in fields
    ]
    return own + [_folded(name, ask, whole, left, t) for name in ("sector", "place", "organisation")]


def _folded(name: str, ask: Ask, whole: Facets, left: Facets, t: Translator) -> Group:
    """The most frequent values and those chosen are shown, the rest folded; what every document has is no choice."""
    documents, chosen = sum(whole.type.values()), getattr(ask, name)
    values = [value for value, count in getattr(whole, name).items() if count < documents or value in chosen]
    choices = _choices(values, lambda value: filter_name(name, value, t.language), getattr(left, name), chosen)
    shown = {choice.value for choice in choices[:SHOWN]} | set(chosen)
    return Group(
        name,
        t(f"filter_{name}"),
        tuple(choice for choice in choices if choice.value in shown),
        tuple(choice for choice in choices if choice.value not in shown),
    )


def _choices(
    values: list[str], label: Callable[[str], str], counts: Mapping[str, int], chosen: tuple[str, ...]
) -> tuple[Choice, ...]:
    """A chosen value that the library does not have stays visible, to be taken back."""
    unknown = [value for value in chosen if value not in values]
    return tuple(Choice(value, label(value), counts.get(value, 0), value in chosen) for value in [*values, *unknown])


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
