"""The gazetteer: whole, without doubles, and found by any of its names."""

import re

import pytest

from kb.errors import InvalidField
from kb.filters import named
from kb.gazetteer import NOTHING, display_name, entries, identifier, rows
from kb.model import FactKind

PLACE = re.compile(r"[A-Z]{2}(?:-\d\d(?:-[a-z-]+)?|-[a-z]+)?")


@pytest.mark.parametrize("file", ["places", "organisations", "people", "sectors"])
def test_every_entry_is_there_once_and_has_three_names(file: str) -> None:
    ids = [row["id"] for row in rows(file)]
    assert len(ids) == len(set(ids))
    for entry in entries(file).values():
        assert entry.id == NOTHING or all(entry.names.values()), entry.id


def test_what_must_be_there() -> None:
    places = set(entries("places"))
    assert all(PLACE.fullmatch(place) for place in places - {NOTHING})
    assert len([place for place in places if re.fullmatch(r"UA-\d\d", place)]) == 27  # with Kyiv, Sevastopol and Crimea
    assert {place for place in places if re.fullmatch(r"JP-\d\d", place)} == {f"JP-{n:02}" for n in range(1, 48)}
    assert len([place for place in places if re.fullmatch(r"UA-\d\d-.+", place)]) >= 60
    assert len([place for place in places if re.fullmatch(r"JP-\d\d-.+", place)]) >= 60
    assert len(entries("organisations")) >= 80
    assert len(entries("sectors")) == 10


def test_municipalities_lie_in_an_entry_of_their_own() -> None:
    places = entries("places")
    assert [place for place in places if re.fullmatch(r"(?:UA|JP)-\d\d-.+", place) and place[:5] not in places] == []


def test_names_for_a_reader() -> None:
    assert [display_name(FactKind.PLACE, "JP-04-sendai", language) for language in ("uk", "en", "ja")] == [
        "Сендай", "Sendai", "仙台市",
    ]  # fmt: skip
    assert display_name(FactKind.PARTY, "UA", "ja") == "ウクライナ"
    assert display_name(FactKind.PARTY, "jica", "ja") == "国際協力機構"
    assert display_name(FactKind.AMOUNT, "5 JPY", "uk") == "5 JPY"
    assert display_name(FactKind.SPEAKER, "Ганна Ніхто", "en") == "Ганна Ніхто"


def test_the_two_agencies_are_two() -> None:
    assert identifier("organisation", "復興庁") == "jp-reconstruction-agency"
    assert identifier("organisation", "Агентство відновлення") == "ua-restoration-agency"


def test_any_name_finds_its_identifier() -> None:
    assert [named("place", text) for text in ("UA-32", "Київська область", "kyiv oblast", "キーウ州")] == ["UA-32"] * 4
    assert named("sector", "上下水道") == "water"
    with pytest.raises(InvalidField, match="no place is known as “Atlantis”"):
        named("place", "Atlantis")
