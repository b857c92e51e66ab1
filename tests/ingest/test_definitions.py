"""Terms and the words that define them, in the habits of three languages."""

from __future__ import annotations

import pytest

from ingest.definitions import definitions
from ingest.readers.text import blocks_of
from ingest.references import Outline, plain
from ingest.splitters.clauses import mark
from kb.model import document_text


def found(text: str, language: str, *, legal: bool = True) -> list[tuple[str, str | None, str]]:
    """(term, clause, defining words) of a text."""
    blocks = blocks_of(text)
    places = mark(blocks, language) if legal else plain(blocks)
    whole = document_text(tuple(blocks))
    return [(it.term, it.clause, whole[it.start : it.end]) for it in definitions(Outline(blocks, places), language)]


def test_english_list_of_terms() -> None:
    text = (
        "AGREEMENT\n\nArticle 1\n\nFor the purposes of this Agreement:\n\n"
        "(a) the term “pump” means a machine for water;\n\n"
        "(b) “Network” includes pipes and valves.\n\nArticle 2\n\n“Pump” is only quoted here.\n"
    )
    assert found(text, "en") == [
        ("pump", "1.a", "“pump” means a machine for water;"),
        ("Network", "1.b", "“Network” includes pipes and valves."),
    ]


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("The Water Agency of the oblast (hereinafter “the Agency”) keeps accounts.", "Agency"),
        ("The Water Agency (hereinafter referred to as the “Agency”) keeps accounts.", "Agency"),
        ("The Water Agency (the “Agency”) keeps accounts.", "Agency"),
        ("The Water Agency, hereinafter called the Agency, keeps accounts.", "Agency"),
    ],
)
def test_english_short_names(sentence: str, term: str) -> None:
    ((name, _, words),) = found(f"Report\n\nIt rained. {sentence}\n", "en", legal=False)
    assert name == term and words.startswith("The Water Agency") and "keeps" not in words


def test_ukrainian_list_of_terms() -> None:
    text = (
        "ЗАКОН УКРАЇНИ\n\nСтаття 1. Визначення термінів\n\n1. У цьому Законі терміни вживаються в такому значенні:\n\n"
        "1) насосна станція (далі - станція) - споруда з насосами;\n\n2) мережа — це труби та крани.\n\n"
        "2. Громада — не термін, бо тут інша частина.\n\nСтаття 2. Облік\n\n1) облік - справа громади.\n"
    )
    assert found(text, "uk") == [
        ("насосна станція", "1.1.a", "насосна станція (далі - станція) - споруда з насосами;"),
        ("станція", "1.1.a", "насосна станція (далі - станція)"),
        ("мережа", "1.1.b", "мережа — це труби та крани."),
    ]


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        ("Програма відновлення області (далі — Програма) діє рік.", "Програма"),
        ("Програма відновлення області (далі – «Програма») діє рік.", "Програма"),
        ("Програма відновлення області (надалі за текстом – Програма) діє рік.", "Програма"),
        ("Програма відновлення області (далі у цьому пункті - Програма) діє рік.", "Програма"),
        ("«Програма» означає заходи з відновлення.", "Програма"),
        ("«Програма» — заходи з відновлення.", "Програма"),
    ],
)
def test_ukrainian_short_names_and_sentences(sentence: str, term: str) -> None:
    assert [name for name, _, _ in found(f"Звіт\n\n{sentence}\n", "uk", legal=False)] == [term]


@pytest.mark.parametrize(
    "sentence",
    [
        "слова «облік» замінити словами «звіт громади»",
        "«облік» - словами «звіт громади»;",
        "Звіт (далі буде) надійшов учора.",
        "«Громада» отримала насоси.",
    ],
)
def test_what_is_no_ukrainian_definition(sentence: str) -> None:
    assert found(f"Звіт\n\n{sentence}\n", "uk", legal=False) == []


@pytest.mark.parametrize(
    ("sentence", "term", "words"),
    [
        ("この法律において「水道」とは、管路及び浄水場をいう。", "水道", "「水道」とは、管路及び浄水場をいう。"),
        ("国は、水道台帳（以下「台帳」という。）を作成する。", "台帳", "国は、水道台帳（以下「台帳」という。）"),
        (
            "国は、水道台帳（電子台帳を含む。以下この条において「台帳」という。）を作成する。",
            "台帳",
            "国は、水道台帳（電子台帳を含む。以下この条において「台帳」という。）",
        ),
        (
            "国は、管路（弁を含む。）の一覧（以下「台帳」という。）を作成する。",
            "台帳",
            "国は、管路（弁を含む。）の一覧（以下「台帳」という。）",
        ),
    ],
)
def test_japanese(sentence: str, term: str, words: str) -> None:
    text = f"水道法\n\n第一条　国は、水道を守る。\n\n第二条　{sentence}\n"
    assert found(text, "ja") == [(term, "2", words)]


def test_japanese_list_of_terms() -> None:
    text = "水道法\n\n第二条　用語の意義は、次のとおりとする。\n\n" + (
        "一　管路　水を送る管をいう。\n\n二　弁　水を止める装置をいう。\n"
    )
    assert found(text, "ja") == [
        ("管路", "2.a", "管路　水を送る管をいう。"),
        ("弁", "2.b", "弁　水を止める装置をいう。"),
    ]


def test_a_term_is_defined_once() -> None:
    text = "Report\n\n“Pump” means a machine.\n\n“Pump” means something else.\n"
    assert [words for _, _, words in found(text, "en", legal=False)] == ["“Pump” means a machine."]


def test_other_languages_define_nothing_yet() -> None:
    assert found("Rapport\n\n“Pompe” means une machine.\n", "fr", legal=False) == []
