"""Corrections as people write them: checked, and brought to the form in which facts are kept."""

from __future__ import annotations

import re
from datetime import date

from kb.errors import InvalidField
from kb.filters import named
from kb.model import DocumentType, FactKind
from kb.store.corrections import Change, Correction

LONGEST_VALUE = 500
STAGES = (
    "requested", "pledged", "notes_exchanged", "agreement_signed", "delivered", "ceiling", "total", "planned", "spent",
)  # fmt: skip
_LANGUAGE = re.compile(r"[a-z]{2}")
_AMOUNT = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)? [A-Z]{3}")
_DAYS = (FactKind.SIGNED, FactKind.IN_FORCE)
_NAMED = {
    FactKind.SECTOR: "sector",
    FactKind.PLACE: "place",
    FactKind.DATELINE: "place",
    FactKind.ORGANISATION: "organisation",
}


def fact_kind(text: str) -> FactKind:
    """A kind of fact that can be added or struck out; raises `InvalidField`."""
    kinds = [kind.value for kind in FactKind if kind is not FactKind.ISSUED]
    if text not in kinds:
        raise InvalidField("kind", f"“{text}” is no kind of fact; the kinds are {', '.join(kinds)}")
    return FactKind(text)


def fact_correction(change: Change, kind: str, value: str, stage: str = "", words: str = "") -> Correction:
    """A fact that is added or struck out; a name becomes its identifier. Raises `InvalidField`."""
    of_kind = fact_kind(kind)
    return Correction(change, _value(of_kind, value.strip(), change), of_kind, stage.strip(), words.strip())


def _value(kind: FactKind, value: str, change: Change) -> str:
    """Struck out is what stands there, whatever it is; added is only what can be found again."""
    if change is Change.REMOVE or kind not in _NAMED:
        return value
    return named(_NAMED[kind], value)


def corrections_from(  # noqa: PLR0917
    title: str | None,
    type_: str | None,
    language: str | None,
    date: str | None,
    add: str | None,
    remove: str | None,
    words: str,
    stage: str,
) -> list[Correction]:
    """The corrections that the options of `kb describe` ask for; `-` is no date. Raises `InvalidField`."""
    own = ((Change.TITLE, title), (Change.TYPE, type_), (Change.LANGUAGE, language), (Change.DATE, date))
    made = [Correction(change, "" if value == "-" else value.strip()) for change, value in own if value is not None]
    for change, fact in ((Change.ADD, add), (Change.REMOVE, remove)):
        if fact is not None:
            kind, _, value = fact.partition("=")
            made.append(fact_correction(change, kind.strip(), value, stage, words))
    return made


def check_correction(correction: Correction) -> None:
    """Raises `InvalidField` for a value that a document or a fact cannot have."""
    value, change = correction.value, correction.change
    if len(value) > LONGEST_VALUE or (not value.strip() and change is not Change.DATE):
        raise InvalidField(change.value, f"write a value of 1 to {LONGEST_VALUE} characters")
    if change is Change.TYPE and value not in {kind.value for kind in DocumentType}:
        choices = ", ".join(kind.value for kind in DocumentType)
        raise InvalidField("type", f"“{value}” is not a type of document; the types are {choices}")
    if change is Change.LANGUAGE and not _LANGUAGE.fullmatch(value):
        raise InvalidField("language", f"“{value}” is no language; write its two letters, such as uk, en or ja")
    if change is Change.DATE and value:
        _check_day("date", value)
    if change is Change.ADD:
        _check_fact(correction)


def _check_fact(correction: Correction) -> None:
    if correction.kind in _DAYS:
        _check_day("value", correction.value)
    if correction.kind is FactKind.AMOUNT and not _AMOUNT.fullmatch(correction.value):
        raise InvalidField("value", f"“{correction.value}” is no amount; write a number and a currency: 8800000000 JPY")
    if correction.stage and (correction.kind is not FactKind.AMOUNT or correction.stage not in STAGES):
        raise InvalidField("stage", f"only an amount has a stage, one of {', '.join(STAGES)}")


def _check_day(field: str, value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise InvalidField(field, f"“{value}” is not a date; write it as 2024-02-19") from error
