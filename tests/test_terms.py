"""Uses of defined terms are found in whatever form the words take, and not where they are defined."""

from __future__ import annotations

import pytest

from kb.model import Definition
from kb.terms import uses


def term(name: str, start: int = 1000) -> Definition:
    return Definition(name, start, start + 50, "1.a")


@pytest.mark.parametrize(
    ("text", "language", "names", "expected"),
    [
        ("Концесійний договір укладають; без концесійного договору не починають.", "uk", ["концесійний договір"],
         ["Концесійний договір", "концесійного договору"]),
        ("Координатори Сторін діють.", "uk", ["Координатор"], ["Координатори"]),
        ("Виконавець програми затвердив Програму.", "uk", ["Програма"], ["Програму"]),
        ("The Agency’s agencies own pumps; the User repairs a pump.", "en", ["Agency", "User", "pump"],
         ["Agency’s", "pumps", "User", "pump"]),
        ("Grant Instruments are kept with each Grant.", "en", ["Grant", "Grant Instruments"],
         ["Grant Instruments", "Grant"]),
        ("Pumps of the network, and the pump network.", "en", ["pump network"], ["pump network"]),
        ("復興推進事業の計画と復興推進の計画", "ja", ["復興推進", "復興推進事業"], ["復興推進事業", "復興推進"]),
        ("法の定めるところにより", "ja", ["法"], []),
        ("Nothing of the kind.", "en", ["pump"], []),
        ("Nothing is defined.", "en", [], []),
    ],
)  # fmt: skip
def test_uses(text: str, language: str, names: list[str], expected: list[str]) -> None:
    found = uses(text, language, [term(name) for name in names])
    assert [text[use.start : use.end] for use in found] == expected


def test_a_term_is_not_used_where_it_is_being_defined() -> None:
    text = "“Pump” means a machine. A pump is new."
    found = uses(text, "en", [Definition("Pump", 100, 123, "1"), Definition("pump", 100, 123, "1")], offset=100)
    assert [(use.term, text[use.start : use.end], use.clause) for use in found] == [("pump", "pump", "1")]
