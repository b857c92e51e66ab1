"""Words of one subject become one term, whatever form, alphabet slip or notation they come in."""

from __future__ import annotations

import pytest

from kb.text.analyzer import analyse


def terms(text: str, language: str) -> list[str]:
    return [term.text for term in analyse(text, language)]


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("водопостачання громадам", "водопостачанням громада", "uk"),
        ("мiж iнвестицiями", "між інвестиціями", "uk"),  # Latin i
        ("програми JIСА", "програма JICA", "uk"),  # Cyrillic С and А
        ("デ二シウク", "デニシウク", "ja"),  # the ideograph 二
        ("メ一トル", "メートル", "ja"),  # the ideograph 一
        ("п’ять обʼєктів", "п'ять об'єктів", "uk"),
        ("відно\u0301влення", "відновлення", "uk"),
        ("36 239 т", "36\u00a0239 т", "uk"),
        ("grants", "Grant", "en"),
        ("Ukraine's ministries", "Ukraine ministry", "en"),
        ("ＪＩＣＡ", "jica", "ja"),
        ("２，７５３人", "2,753人", "ja"),
        ("22,44", "22.44", "uk"),
    ],
)
def test_forms_of_a_word_become_one_term(one: str, other: str, language: str) -> None:
    assert terms(one, language) == terms(other, language) != []


def test_a_numeral_between_other_letters_stays_a_numeral() -> None:
    assert terms("二国間", "ja") != terms("ニ国間", "ja")


def test_japanese_is_cut_into_pairs_without_grammar() -> None:
    assert terms("復興庁とは", "ja") == ["復興", "興庁", "庁と"]


def test_a_latin_name_is_the_same_term_in_every_language() -> None:
    assert set(terms("кошти JICA", "uk")) & set(terms("JICAの資金", "ja")) & set(terms("JICA funds", "en")) == {"jica"}


def test_question_words_carry_no_subject() -> None:
    assert terms("Як і що це було?", "uk") == terms("How was it for you?", "en") == []


def test_places_point_at_the_characters_of_the_text() -> None:
    text = "Ратуша у Ōtsuchi, 大槌町, 40 осіб"
    for term in analyse(text, "uk"):
        assert 0 <= term.start < term.end <= len(text)
    assert [text[t.start : t.end] for t in analyse(text, "uk")] == ["Ратуша", "Ōtsuchi", "大槌", "槌町", "40", "осіб"]


def test_half_width_kana_are_found_as_full_width() -> None:
    assert set(terms("ﾃﾞﾆｼｭｸ", "ja")) == set(terms("デニシュク", "ja"))
