"""Traps that real pages set for dates and sums, each with the outcome that is right."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.describe import describe
from ingest.describe.facts import facts_of
from ingest.readers import read
from kb.model import DocumentType, FactKind, Metadata
from kb.text.amounts import find_money
from kb.text.dates import parse_date

TODAY = date(2026, 3, 1)


def facts(text: str, kind: DocumentType, day: date | None = None) -> dict[FactKind, list[str]]:
    found: dict[FactKind, list[str]] = {}
    for fact in facts_of(kind, "", day, read(text.encode(), "a.txt").blocks):
        found.setdefault(fact.kind, []).append(fact.value)
    return found


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("63日に批准", None),  # was 6月3日: nothing says where the month ends
        ("1027日", None),
        ("20151126日", date(2015, 11, 26)),  # eight digits can be read in one way only
        ("平成28年14月14日", None),
    ],
)
def test_dropped_date_units_are_not_guessed(written: str, day: date | None) -> None:
    assert parse_date(written) == day


@pytest.mark.parametrize(
    "written", ["令和7年1月21日", "令和七年一月二十一日", "R7.1.21", "Ｒ７．１．２１", "令和７年１月２１日"]
)
def test_era_years_become_the_right_years(written: str) -> None:
    text = f"協議会が発足\n\n【東京 {written}】国土交通省は会合を開いた、と発表した。\n"
    found = describe(read(text.encode(), "a.txt"), "a.txt", "press-releases", Metadata(), today=TODAY)
    assert found.date == date(2025, 1, 21)


@pytest.mark.parametrize(
    "written",
    [
        "п'ятдесяти трьох мільярдів сімдесяти двох мільйонів японських єн",
        "п’ятдесят три мільярди сімдесят два мільйони японських єн",
        "53072000000 єн",
        "53 072 000 000 єн",
    ],
)
def test_amounts_in_words_and_without_separators(written: str) -> None:
    assert [money.value for money in find_money(f"у розмірі до {written} на цілі")] == ["53072000000 JPY"]


def test_near_duplicates_that_differ_in_a_number_are_described_apart() -> None:
    """The sum is kept as each page gives it, million or billion; nothing is mended behind the reader's back."""
    wrong = facts("Japan gave JPY 75.5 million (about $572 million) and 32 machines.", DocumentType.PRESS_RELEASE)
    right = facts("Japan gave JPY 75.5 billion (about $572 million) and 29 machines.", DocumentType.PRESS_RELEASE)
    assert wrong[FactKind.AMOUNT] == ["75500000 JPY", "572000000 USD"]
    assert right[FactKind.AMOUNT] == ["75500000000 JPY", "572000000 USD"]


def test_corrupt_facts_of_machine_translation() -> None:
    """An impossible date is none; a mistranslated sum stays what the page says, and yen stay yen."""
    found = facts("2012年11月2011日に復興庁が設置された。471.9億円（約$3億）を供与する。", DocumentType.REPORT)
    assert found[FactKind.AMOUNT] == ["47190000000 JPY", "300000000 USD"]
    assert FactKind.ISSUED not in found and parse_date("2012年11月2011日") is None
    assert facts("4,719億円（30億ドル）", DocumentType.REPORT)[FactKind.AMOUNT] == [
        "471900000000 JPY",
        "3000000000 USD",
    ]


def test_an_undated_page_has_no_date_and_the_day_of_the_visit_is_not_its_day() -> None:
    text = "Насоси\n\nНасоси прибули до Києва.\n\nСторінку завантажено: 12.05.2025, переглядів 1204.\n"
    found = describe(read(text.encode(), "a.txt"), "a.txt", "press-releases", Metadata(), today=TODAY)
    assert found.date is None
    assert FactKind.ISSUED not in facts(text, DocumentType.PRESS_RELEASE, found.date)


def test_a_day_alone_is_read_in_the_month_of_issue_and_never_without_one() -> None:
    text = "【東京 2023年6月19日】両国は交渉してきた。19日午前、覚書を交わした。"
    assert facts(text, DocumentType.PRESS_RELEASE, date(2023, 6, 19))[FactKind.SIGNED] == ["2023-06-19"]
    assert FactKind.SIGNED not in facts("29日、覚書に署名した。", DocumentType.PRESS_RELEASE)
