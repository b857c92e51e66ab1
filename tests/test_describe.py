from datetime import date

import pytest

from ingest.describe import Description, describe, passage_language
from ingest.readers import read
from kb.model import DocumentType, Metadata

TODAY = date(2025, 6, 1)


def described(text: str, name: str = "a.txt", collection: str = "mixed", given: Metadata | None = None) -> Description:
    return describe(read(text.encode(), name), name, collection, given or Metadata(), today=TODAY)


ACT = """ЗАКОН УКРАЇНИ

{ Закон втратив чинність на підставі Закону № 1 від 07.03.2024 }

Про облік насосів
у громадах

(Відомості Верховної Ради (ВВР), 2021, № 1, ст.2)

Верховна Рада України постановляє:

1. Затвердити порядок обліку, підписаний 3 лютого 2021 року в м. Токіо.

2. Цей Закон набирає чинності з 1 січня 2022 року.

Президент України

м. Київ, 5 травня 2021 року
"""


def test_ukrainian_act() -> None:
    assert described(ACT) == Description("Про облік насосів у громадах", "uk", DocumentType.AGREEMENT, date(2021, 5, 5))


def test_english_agreement() -> None:
    text = """AGREEMENT ON WATER SUPPLY

The Contracting Parties, recalling the Convention of 4 May 2001, have agreed as follows:

Article 1

The Parties cooperate until 31 December 2030.

Done at Tokyo, on the nineteenth day, that is 19 February 2024, in two originals.
"""
    assert described(text) == Description("AGREEMENT ON WATER SUPPLY", "en", DocumentType.AGREEMENT, date(2024, 2, 19))


def test_japanese_agreement() -> None:
    text = """水道復旧に関する覚書

甲及び乙は、次のとおり合意した。

第1条　甲は、乙にポンプを供与する。

令和6年2月19日
"""
    assert described(text) == Description("水道復旧に関する覚書", "ja", DocumentType.AGREEMENT, date(2024, 2, 19))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Pumps for the coast\n\nKYIV, 8 April 2025 — Pumps came today, the minister said. It is not 3 May 2024.\n",
            "en",
        ),
        ("Насоси для узбережжя\n\nКиїв, 8 квітня 2025 року. Насоси прибули сьогодні, повідомила міністерка.\n", "uk"),
        ("沿岸にポンプ\n\n【東京 令和7年4月8日】ポンプが到着した、と大臣は述べた。\n", "ja"),
    ],
)
def test_press_release_with_a_date_line(text: str, language: str) -> None:
    found = described(text)
    assert (found.language, found.type, found.date) == (language, DocumentType.PRESS_RELEASE, date(2025, 4, 8))
    assert text.startswith(found.title + "\n")


def test_press_release_without_a_date_has_none() -> None:
    text = "The minister met the agency. “We want pumps,” she said. Work began after 3 May 2024 in Kyiv.\n"
    found = described(text)
    assert (found.type, found.date) == (DocumentType.PRESS_RELEASE, None)
    assert found.title == "The minister met the agency"


def test_report() -> None:
    text = """# Lessons of water supply recovery

## Introduction

The coast lost its water mains on 11 March 2011, and the crews came from the whole country.

## Lessons

Pumps came first.
"""
    found = described(text, "lessons.md")
    assert (found.title, found.type, found.date) == ("Lessons of water supply recovery", DocumentType.REPORT, None)


def test_what_is_neither_is_other() -> None:
    assert described("A recipe for soup with beets. Boil them long.\n").type is DocumentType.OTHER


def test_the_collection_counts_but_does_not_decide() -> None:
    assert described("Some words about pumps, which came today.\n", collection="press-releases").type is (
        DocumentType.PRESS_RELEASE
    )
    assert described(ACT, collection="press-releases").type is DocumentType.AGREEMENT


def test_given_values_are_believed() -> None:
    given = Metadata(title="Given title", language="ja", date=date(2020, 1, 2))
    reading = read(ACT.encode(), "a.txt")
    assert describe(reading, "a.txt", "x", given, DocumentType.REPORT, today=TODAY) == Description(
        "Given title", "ja", DocumentType.REPORT, date(2020, 1, 2)
    )


def test_front_matter_gives_title_and_date() -> None:
    found = described("---\ntitle: Water\ndate: 2024-03-11\n---\n# Another heading\n\nText.\n", "a.md")
    assert (found.title, found.date) == ("Water", date(2024, 3, 11))


@pytest.mark.parametrize("title", ["Microsoft Word - draft.docx", "untitled", "Document1", "scan.pdf", "123"])
def test_senseless_metadata_titles_are_passed_over(title: str) -> None:
    assert described(f"---\ntitle: {title}\n---\n# Real heading\n\nText.\n", "a.md").title == "Real heading"


def test_a_running_sentence_is_cut_at_a_word() -> None:
    title = described("word " * 200).title
    assert len(title) <= 200 and title.endswith("word…")


def test_without_any_title_the_file_name_serves() -> None:
    assert described("Стаття 1. Вода\n\nВода безоплатна.\n", "folder/water_act.txt").title == "water act"


def test_a_table_is_named_after_its_file_and_not_after_its_first_row() -> None:
    assert described("Область;Сума\nКиївська;10\nОдеська;20\n", "folder/видатки_2024.csv").title == "видатки 2024"


def test_a_message_is_dated_by_the_day_it_was_sent() -> None:
    text = "Message-ID: <1@x>\nSubject: Pumps\nDate: 8 Apr 2025 10:00:00 +0900\n\nSigned on 11 March 2011.\n"
    found = described(text, "letter.eml")
    assert (found.title, found.date) == ("Pumps", date(2025, 4, 8))


def test_dates_of_the_far_future_are_not_believed() -> None:
    assert described("Plan\n\nKYIV, 8 April 2031 — The pumps are planned.\n").date is None


def test_headings_in_several_languages_give_the_one_of_the_text() -> None:
    text = """## Verdrag tussen het Koninkrijk der Nederlanden en Japan inzake de watervoorziening van de kust

#### Agreement between the Kingdom of the Netherlands and Japan on the water supply of the coast

The Parties have agreed that pumps are delivered to the coast within the first year after signature.
"""
    assert described(text, "a.md").title.startswith("Agreement between the Kingdom")


def test_passage_language() -> None:
    assert passage_language("第3条", "uk") == "uk"
    assert passage_language("The pumps restored the water supply of the whole coast in a year.", "uk") == "en"


def test_a_byline_gives_the_date() -> None:
    for byline in ("Reports · 11 March 2024", "Японський досвід · 11 березня 2024 року", "日本の経験 · 2024年3月11日"):
        assert described(f"# Water\n\n{byline}\n\nIt was lost on 11 March 2011.\n", "a.md").date == date(2024, 3, 11)
