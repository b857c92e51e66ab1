"""The description of whole documents: of small ones here, and of the collections against what a careful reader says."""

from datetime import date

import pytest

from bench.describe import gold, scores
from ingest.describe.facts import facts_of
from kb.model import Block, BlockKind, DocumentType, Fact, FactKind, document_text

RELEASE = (
    Block(BlockKind.HEADING, "Насоси для громад", level=1),
    Block(
        BlockKind.PARAGRAPH,
        "Київ, 26 лютого 2026 року — Японія та Україна підписали угоду про 6,2 млрд єн на водопостачання в Бородянці.",
    ),
    Block(BlockKind.PARAGRAPH, "«Вода повернеться в кожну оселю», — сказала Альона Шкрум. Насоси вже в дорозі."),
    Block(BlockKind.HEADING, "Джерела", level=2),
    Block(BlockKind.PARAGRAPH, "The Odessa Journal, 24 October 2025, about USD 5 million."),
)


def described(blocks: tuple[Block, ...], kind: DocumentType, day: date | None) -> dict[FactKind, list[tuple[str, str]]]:
    found: dict[FactKind, list[tuple[str, str]]] = {}
    text = document_text(blocks)
    for fact in facts_of(kind, blocks[0].text, day, blocks):
        found.setdefault(fact.kind, []).append((fact.value, text[fact.start : fact.end]))
    return found


def test_a_press_release() -> None:
    found = described(RELEASE, DocumentType.PRESS_RELEASE, date(2026, 2, 26))
    assert found == {
        FactKind.ISSUED: [("2026-02-26", "26 лютого 2026")],
        FactKind.SIGNED: [("2026-02-26", "26 лютого 2026")],
        FactKind.PARTY: [("JP", "Японія"), ("UA", "Україна")],
        FactKind.PLACE: [
            ("UA-30", "Київ"), ("JP", "Японія"), ("UA", "Україна"), ("UA-32-borodianka", "Бородянці"),
        ],
        FactKind.SECTOR: [("water", "водопостачання")],
        FactKind.AMOUNT: [("6200000000 JPY", "6,2 млрд єн")],
        FactKind.SPEAKER: [("aliona-shkrum", "Альона Шкрум")],
        FactKind.DATELINE: [("UA-30", "Київ")],
        FactKind.QUOTATION: [("aliona-shkrum", "«Вода повернеться в кожну оселю»")],
    }  # fmt: skip


def test_only_press_releases_have_speakers_and_only_what_is_concluded_has_parties() -> None:
    found = described(RELEASE, DocumentType.REPORT, date(2026, 2, 26))
    assert not {FactKind.PARTY, FactKind.SPEAKER, FactKind.DATELINE, FactKind.QUOTATION} & set(found)


@pytest.mark.parametrize(
    ("text", "signed", "in_force"),
    [
        ("Угоду підписано 19 лютого 2024 року, чинна з 1 серпня 2025 року.", ["2024-02-19"], ["2025-08-01"]),
        ("It was signed on 19 Feb. 2024 and entered into force on August 1, 2025.", ["2024-02-19"], ["2025-08-01"]),
        ("令和6年2月19日に署名され、令和七年八月一日に発効した。", ["2024-02-19"], ["2025-08-01"]),
        ("平成23年12月7日に成立し、同月14日に公布、同月26日に施行された。", [], ["2011-12-26"]),
        ("2024年2月19日に覚書を結んだ。同年4月23日に会議が開かれた。", ["2024-02-19"], []),
        ("Угоду вчинено 14.04.2023, і того самого дня вона набрала чинності.", ["2023-04-14"], ["2023-04-14"]),
        ("Ноти підписали 2 березня 2023 року, а угоду 9 березня.", ["2023-03-02", "2023-03-09"], []),
        ("Угоду підписано 16 листопада 2024 року й ратифіковано 17 квітня 2025 року.", ["2024-11-16"], []),
        ("Signed on 19 February 2024 and, at a meeting of 23 April, explained.", ["2024-02-19"], []),
        ("両国は2025年12月2日に書簡を交換した。", ["2025-12-02"], []),
        ("The earthquake of 2016 was designated by an order in force on 13 May of that year.", [], ["2016-05-13"]),
        ("The money can be used until 31 March 2028.", [], []),
        ("Прийнято 23 лютого 2023 року, набирає чинності 22 травня 2023 року.", [], ["2023-05-22"]),
        ("Підписано 5 лютого 2015 року, чинності набула 26 листопада 2015 року.", ["2015-02-05"], ["2015-11-26"]),
        ("Положення застосовується з 1 квітня 2012 року.", [], ["2012-04-01"]),
        ("Вчинено в м. Київ 5 лютого 2015 року у двох примірниках.", ["2015-02-05"], []),
        ("Promulgated on 14 December 2011 and enforced from 26 December 2011.", [], ["2011-12-26"]),
        ("It took effect in parts: on 24 June 2011 and, for the Agency, on 10 February 2012.", [],
            ["2011-06-24", "2012-02-10"]),
        ("DONE at Tokyo, this nineteenth day of February, 2024.", ["2024-02-19"], []),
        ("2024年6月13日公布、同年7月1日から適用する。", [], ["2024-07-01"]),
        ("2011年6月24日に公布・施行された。", [], ["2011-06-24"]),
        ("Угоду вчинено 19 лютого 2024 року в Токіо. Сума — 15,8 млрд єн. Угода чинна з дня вчинення.",
            ["2024-02-19"], ["2024-02-19"]),
        ("It was signed on 14 April 2023. The agreement entered into force on signature.", ["2023-04-14"],
            ["2023-04-14"]),
        ("協定は2024年6月13日に署名された。署名の日に効力を生じた。", ["2024-06-13"], ["2024-06-13"]),
        ("This Agreement shall enter into force on the date of signature.", [], []),
        ("署名日：令和6年6月13日", ["2024-06-13"], []),
        ("書簡の交換は2025年12月2日に行われた。", ["2025-12-02"], []),
    ],
)  # fmt: skip
def test_days_and_what_they_are(text: str, signed: list[str], in_force: list[str]) -> None:
    blocks = (Block(BlockKind.PARAGRAPH, text),)
    facts = facts_of(DocumentType.AGREEMENT, "", None, blocks)
    assert [fact.value for fact in facts if fact.kind is FactKind.SIGNED] == signed
    assert [fact.value for fact in facts if fact.kind is FactKind.IN_FORCE] == in_force


def test_a_date_that_no_words_say_points_nowhere() -> None:
    blocks = (Block(BlockKind.PARAGRAPH, "Насоси."),)
    assert facts_of(DocumentType.REPORT, "", date(2020, 1, 2), blocks) == (Fact(FactKind.ISSUED, "2020-01-02", 0, 0),)


def test_parties_of_an_agreement_stand_in_its_title() -> None:
    for title in (
        "Agreement between Japan and Ukraine for the Promotion of Investment",
        "Угода між Японією та Україною про захист інвестицій",
        "日本国とウクライナとの間の協定",
    ):
        facts = facts_of(DocumentType.AGREEMENT, title, None, (Block(BlockKind.HEADING, title, level=1),))
        assert [fact.value for fact in facts if fact.kind is FactKind.PARTY] == ["JP", "UA"]


@pytest.mark.parametrize(
    ("title", "text", "parties"),
    [
        ("Accord", "The Government of Japan and the Government of Ukraine have agreed as follows:", ["JP", "UA"]),
        ("支援に関する文書", "日本国政府及びウクライナ政府は、次のとおり決定した。", ["JP", "UA"]),
        ("Угода між Кабінетом Міністрів України та Урядом Японії про співробітництво", "", ["UA", "JP"]),
    ],
)
def test_parties_are_those_who_agree_and_a_government_is_its_state(title: str, text: str, parties: list[str]) -> None:
    blocks = (Block(BlockKind.HEADING, title, level=1), *([Block(BlockKind.PARAGRAPH, text)] if text else []))
    facts = facts_of(DocumentType.AGREEMENT, title, None, blocks)
    assert [fact.value for fact in facts if fact.kind is FactKind.PARTY] == parties


def test_the_name_of_an_organisation_speaks_of_its_sector_once() -> None:
    named = "The Ministry of Land, Infrastructure, Transport and Tourism replied. "
    text = "Pumps, pipelines and a sewer come first, then the wastewater plant. " + named * 6
    facts = facts_of(DocumentType.AGREEMENT, "", None, (Block(BlockKind.PARAGRAPH, text),))
    assert [fact.value for fact in facts if fact.kind is FactKind.SECTOR] == ["water"]


def test_a_list_of_fields_says_what_a_programme_covers_but_not_what_a_report_is_about() -> None:
    text = "It lists energy, health, housing, demining and agriculture."
    of = {
        kind: {it.value for it in facts_of(kind, "", None, (Block(BlockKind.PARAGRAPH, text),))}
        for kind in (DocumentType.AGREEMENT, DocumentType.REPORT)
    }
    assert of[DocumentType.AGREEMENT] == {"energy", "health", "housing", "demining", "agriculture"}
    assert of[DocumentType.REPORT] == set()


def test_a_sector_is_what_a_text_treats_and_not_what_it_passes_by() -> None:
    by_the_way = "The team drove along the road, over a bridge and past a school. " * 3
    text = "Pumps and pipelines for the waterworks: the sewer and the wastewater plant come first. " + by_the_way
    facts = facts_of(DocumentType.REPORT, "Pumps for three towns", None, (Block(BlockKind.PARAGRAPH, text),))
    assert [fact.value for fact in facts if fact.kind is FactKind.SECTOR] == ["water"]


# What the rules reach on the collections without their scans, a little less; (precision, recall).
LEAST = {
    "type": (0.98, 0.98),
    "language": (1.0, 1.0),
    "title": (0.98, 0.98),
    "issued": (0.96, 0.92),
    "signed": (0.95, 0.80),
    "in_force": (0.92, 0.80),
    "parties": (0.88, 0.83),
    "organisations": (0.97, 0.91),
    "places": (0.98, 0.98),
    "sectors": (0.89, 0.79),
    "dateline": (1.0, 1.0),
    "speakers": (0.96, 0.81),
    "amounts": (0.98, 0.94),
    "stages": (0.0, 0.74),
}


def test_the_collections_are_described_as_a_careful_reader_would() -> None:
    result = scores()
    reached = {kind: (score.precision, score.recall) for kind, score in result.all.items()}
    assert set(reached) == set(LEAST)
    short = {kind: reached[kind] for kind, (p, r) in LEAST.items() if reached[kind][0] < p or reached[kind][1] < r}
    assert short == {}


def test_documents_are_held_out_in_every_language() -> None:
    apart = [entry for entry in gold().values() if entry.get("split") == "test"]
    assert 3 * len(apart) >= len(gold()) - 2
    assert {entry["language"] for entry in apart} == {"uk", "en", "ja"}
