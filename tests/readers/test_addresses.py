"""A web address that a line break cut is one address again, and what follows an address stays apart from it."""

from __future__ import annotations

import pytest

from ingest.readers.addresses import address_goes_on


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Law Review. https://", "www.jetro.go.jp/biznews/2015/11/ff.html"),
        ("復興庁、2023-08。https://", "www.reconstruction.go.jp"),
        ("https://delo.ua/news/kredyt-vid-", "yaponiji-na-vidbudovu"),
        ("https://example.org/news/2591-", "mizhnarodna"),
        ("https://example.org/news/2591-2/", "mizhnarodna-dopomoha.html"),
        ("https://example.org/news/", "31141.html 2. Next source"),
        ("https://this.kiji.is/", "689296836004824161"),
        ("https://japantoday.jp/?", "p=174329"),
        ("https://example.org/reports/", "housing"),
        ("see jahis.law.nagoya-", "u.ac.jp/jahis"),
        ("info@e-", "gov.go.jp"),
    ],
)
def test_an_address_goes_on(above: str, below: str) -> None:
    assert address_goes_on(above, below)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Source: https://example.org/", "The ministry wrote it."),
        ("Джерело: https://example.org/news/", "та інші сторінки"),
        ("https://example.org/news/", "2021 року змінено"),
        ("https://example.org/page.html", "another"),
        ("the public and/", "or private side"),
        ("long-", "term residents"),
        ("The plan is ready. The re-", "construction began."),
        ("see example.org for long-", "term plans."),
        ("https://example.org/ and long-", "term plans"),
        ("https://example.org/", ""),
    ],
)
def test_other_words_do_not(above: str, below: str) -> None:
    assert not address_goes_on(above, below)
