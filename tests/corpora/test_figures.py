"""Figures are found in every habit of writing them; numbering and pointers at clauses are not figures."""

from __future__ import annotations

import pytest
from figures import figures, figures_of_day


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "JPY 1,502.5 billion, 22 per cent on 8 April 2025", ["1502.5", "22", "8", "2025"]),
        ("en", "1. First\n\n2. Second of 14 houses", ["14"]),
        ("en", "under Article 18, paragraphs 2 and 3(a), and Annex 1 of 1997", ["1997"]),
        ("uk", "53 072 000 000 єн, або 53,072 млрд, до 14.04.2023", ["53072000000", "53.072", "14", "4", "2023"]),
        ("uk", "згідно зі статтями 5–7 і пунктом 2, у фазі 3 виділено 8,80", ["8.8"]),
        ("ja", "令和6年2月19日に53,072,000,000円（約530億円）", ["2024", "2", "19", "53072000000", "530"]),
        ("ja", "第4条第2項と第四十七条により、四十五時間以内、一つの窓口", ["45"]),
        ("ja", "２０１１年３月１１日、平成元年", ["2011", "3", "11", "1989"]),
    ],
)
def test_what_counts_as_a_figure(language: str, text: str, expected: list[str]) -> None:
    assert list(figures(text, language)) == expected


def test_a_date_allows_its_parts() -> None:
    assert figures_of_day("2025-04-08") == {"2025", "4", "8"}
