"""Names are one thing in three languages, in every case, and are not found in words that hold them by chance."""

import pytest

from ingest.describe.names import find_names


def found(text: str) -> list[tuple[str, str]]:
    return [(mention.id, text[mention.start : mention.end]) for mention in find_names(text)]


def ids(text: str) -> list[str]:
    return [id_ for id_, _ in found(text)]


@pytest.mark.parametrize(
    ("id_", "texts"),
    [
        ("UA-32-borodianka", ["у Бородянці", "near Borodianka", "ボロジャンカで"]),
        ("UA-63-kharkiv", ["у Харкові", "to Kharkiv", "ハルキウでは"]),
        ("UA-30", ["у м. Києві", "in Kyiv", "キーウにて"]),
        ("UA-59", ["Сумської області", "in Sumy Oblast", "スームィ州"]),
        ("JP-04-ishinomaki", ["в Ісіномакі", "at Ishinomaki", "石巻市"]),
        ("JP-07", ["у Фукусімі", "Fukushima Prefecture", "福島県"]),
        ("jica", ["Японському агентству міжнародного співробітництва", "JICA’s office", "国際協力機構"]),
        ("jp-reconstruction-agency", ["Агентством реконструкції Японії", "Japan’s Reconstruction Agency", "復興庁"]),
        (
            "ua-restoration-agency",
            ["Агентству відновлення", "the State Agency for Restoration", "ウクライナ復興インフラ発展庁"],
        ),
        ("UA", ["України", "Ukraine", "ウクライナ"]),
    ],
)
def test_one_identifier_in_three_languages_and_all_cases(id_: str, texts: list[str]) -> None:
    assert [ids(text) for text in texts] == [[id_]] * len(texts)


def test_adjectives_are_oblasts_at_the_end_of_a_list_too() -> None:
    assert ids("на Сумську, Чернігівську та Запорізьку області") == ["UA-59", "UA-74", "UA-23"]
    assert ids("Сумська обласна військова адміністрація") == ["sumy-ova"]
    assert ids("Київська школа і Харківський університет") == []


def test_english_cities_are_oblasts_where_it_says_so() -> None:
    assert ids("Sumy, Chernihiv and Zaporizhzhia oblasts") == ["UA-59", "UA-74", "UA-23"]
    assert ids("Kharkiv, Kherson and Kyiv") == ["UA-63-kharkiv", "UA-65-kherson", "UA-30"]
    assert ids("Kyiv region") == ["UA-32"]


@pytest.mark.parametrize("text", ["東日本大震災", "Суми ростуть.", "日本語", "За даними", "Ноти сторін", "who"])
def test_chance_is_no_name(text: str) -> None:
    assert ids(text) == []


def test_the_longest_name_counts_and_names_do_not_overlap() -> None:
    assert found("東京都の南相馬市と熊本市") == [
        ("JP-13", "東京都"), ("JP-07-minamisoma", "南相馬市"), ("JP-43-kumamoto", "熊本市"),
    ]  # fmt: skip
    assert ids("Міністерства земель, інфраструктури, транспорту і туризму Японії") == ["jp-mlit"]


def test_look_alike_letters_do_not_hide_a_name() -> None:
    assert ids("у Kиєвi передала JІCA") == ["UA-30", "jica"]
