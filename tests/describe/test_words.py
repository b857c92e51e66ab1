import pytest

from ingest.describe.words import fold, keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Бородянка", "Бородянці"),
        ("Одеса", "Одесою"),
        ("Київська", "Київської"),
        ("Хіґасі-Мацусіма", "Хігасі-Мацусімі"),
        ("Горенка", "Горенки"),
        ("Агентство", "Агентством"),
        ("Japan", "Japan’s"),
    ],
)
def test_the_cases_of_a_word_meet(one: str, other: str) -> None:
    assert set(keys(one)) & set(keys(other))


@pytest.mark.parametrize(("one", "other"), [("Суми", "Сумська"), ("Київ", "Києво"), ("Україна", "українська")])
def test_words_that_only_look_alike_do_not(one: str, other: str) -> None:
    assert not set(keys(one)) & set(keys(other))


@pytest.mark.parametrize(
    ("written", "meant"), [("Kиїв", "Київ"), ("JІСА", "JICA"), ("мiж", "між"), ("ЯAMС", "ЯАМС"), ("ＪＩＣＡ", "JICA")]
)
def test_a_look_alike_letter_joins_its_word(written: str, meant: str) -> None:
    assert fold(written) == meant
