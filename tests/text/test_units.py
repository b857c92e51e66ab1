"""A measure is one term in every notation and language."""

from __future__ import annotations

import pytest

from kb.text.analyzer import analyse
from kb.text.quantities import quantities


def measures(text: str) -> set[str]:
    found = quantities(text, analyse(text, "uk"), is_query=True)
    return {term.text for term in found if ":" in term.text}


@pytest.mark.parametrize(
    ("texts", "term"),
    [
        ("500 МВт|500 MW|50万kW|500メガワット|0,5 ГВт|500-MW|５００ＭＷ", "№W:500000000"),
        ("1,5 км|1.5 km|1.5キロ|1500 м|1,500 metres|1500メートル|1 500 m", "№m:1500"),
        ("30 тис. тонн|30,000 tonnes|3万トン|30 тисяч т|三万トン", "№g:30000000000"),
        ("12 га|12 hectares|12ヘクタール|0,12 км²|12万平方メートル", "№m2:120000"),
        ("20 МВт·год|20 MWh|20 megawatt-hours|20メガワット時", "№Wh:20000000"),
        ("5 тис. куб. м|5,000 cubic metres|5000立方メートル|5 000 м³", "№m3:5000"),
        ("高さ16.7メートル|16,7 м заввишки|16.7 m high", "№m:16.7"),
    ],
)
def test_notations_of_a_measure(texts: str, term: str) -> None:
    for text in texts.split("|"):
        assert term in measures(text), text


@pytest.mark.parametrize(
    "text",
    [
        "5 масок",
        "20 minutes",
        "3 типи",
        "2 hats",
        "стаття 5",
        "7 мільйонів",
        "第3条",
        "USD 5 m",
        "5 кмітливих",
        "10トーン",
    ],
)
def test_what_is_no_measure(text: str) -> None:
    assert not {term for term in measures(text) if not term.startswith("№USD")}


def test_power_is_not_energy() -> None:
    assert measures("20 МВт·год") == {"№Wh:20000000"} and measures("20 kW") == {"№W:20000"}
