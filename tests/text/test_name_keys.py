"""A name has one key in three scripts and in every case; common words have none."""

from __future__ import annotations

import pytest

from kb.text.analyzer import analyse
from kb.text.names import KATAKANA_MARK, MARK, keys, name_terms
from kb.text.query import analyse_query


@pytest.mark.parametrize(
    "renderings",
    [
        "Шкрум Шкрума Шкрумом Shkrum シュクルム",
        "Кубраков Кубракова Кубраковим Kubrakov クブラコフ",
        "Бородянка Бородянці Бородянку Borodianka Borodyanka ボロジャンカ ボロディアンカ",
        "Рікудзентаката Рікудзентакаті Rikuzentakata リクゼンタカタ",
        "Свириденко Svyrydenko スヴィリデンコ スビリデンコ",
        "Харків Харкова Kharkiv Kharkov ハルキウ ハリコフ",
        "Чернігів Чернігова Chernihiv チェルニヒウ チェルニーヒウ",
        "Запоріжжя Запоріжжі Zaporizhzhia ザポリージャ",
        "Зеленський Зеленського Zelenskyy Zelensky Zelenskyi ゼレンスキー",
        "Шмигаль Shmyhal シュミハリ シュミガリ",
        "Бахмут Bakhmut バフムート",
        "Вугледар Vuhledar ヴフレダール",
        "Кропивницький Kropyvnytskyi クロピヴニツキー",
        "Володимир Volodymyr ヴォロディミル ウォロディミル",
        "Щербаков Shcherbakov シチェルバコフ シェルバコフ",
        "Гончаренко Honcharenko Goncharenko ホンチャレンコ ゴンチャレンコ",
        "Тимошенко Tymoshenko ティモシェンコ",
        "Єрмак Yermak イェルマーク",
        "Ішіномакі Ісіномакі Ishinomaki イシノマキ",
        "Фукусіма Фукушімі Fukushima フクシマ",
        "Мацумото Matsumoto マツモト",
        "Онаґава Онагаві Onagawa オナガワ",
    ],
)
def test_renderings_of_a_name_share_a_key(renderings: str) -> None:
    first, *others = renderings.split()
    for other in others:
        assert set(keys(first)) & set(keys(other)), (first, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Шкрум", "Шмигаль"),
        ("Харків", "Херсон"),
        ("Онагава", "Оцуті"),
        ("Kubrakov", "Кулеба"),
        ("Iwate", "Iwaki"),
        ("Sendai", "Судан"),
        ("Петренко", "Петров"),
        ("Фукусіма", "Фукуока"),
    ],
)
def test_different_names_share_none(one: str, other: str) -> None:
    assert not set(keys(one)) & set(keys(other))


def test_what_is_too_short_to_tell_apart_has_no_key() -> None:
    assert keys("Київ") == keys("Буча") == keys("Ялта") == ()


def names(text: str, *, is_query: bool = False) -> set[str]:
    return {text[term.start : term.end] for term in name_terms(text, analyse(text, "uk"), is_query=is_query)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Міністр Кубраков відвідав Бородянку", {"Кубраков", "Бородянку"}),
        ("Відновлення громади. Угода про Агентство", set()),
        ("The Reconstruction Agency and Shkrum in December", {"Shkrum"}),
        ("クブラコフ副首相", {"クブラコフ"}),
        ("УКРАЇНА, JICA та MLIT", {"УКРАЇНА"}),
        ("шкрум і бородянка", set()),
    ],
)
def test_only_names_have_keys(text: str, found: set[str]) -> None:
    assert names(text) == found


def test_a_name_in_a_query_may_be_written_small() -> None:
    assert names("що сказав шкрум про відбудову", is_query=True) == {"шкрум"}


def test_names_are_portable() -> None:
    (term,) = analyse_query("Шкрум", "uk")
    assert f"{MARK}SKRM" in term.index_terms and term.is_portable


def test_katakana_is_compared_by_sound_with_alphabets_only() -> None:
    in_kana, in_letters = (
        {term.text for term in name_terms(text, analyse(text, "ja"))} for text in ("シュクルム", "Shkrum")
    )
    assert (in_kana, in_letters) == ({f"{KATAKANA_MARK}SKRM"}, {f"{MARK}SKRM"})
    kana, letters = (
        {name for term in analyse_query(query, "uk") for name in term.index_terms} for query in ("シュクルム", "Шкрум")
    )
    assert kana & in_letters and not kana & in_kana
    assert letters & in_letters and letters & in_kana
