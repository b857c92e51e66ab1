"""Digests: a few sentences of several documents, none twice, in the reader's language where a version says it."""

from __future__ import annotations

from dataclasses import replace

from answers_shelf import QUESTION, REPEATED

from kb.answer.answerer import Answerer
from kb.answer.digest import LEAST, MOST
from kb.answer.quotes import quotes
from kb.answer.words import Answer, AnswerKind
from kb.base import KnowledgeBase
from kb.model import Confidence, SearchPage


def digest(library: KnowledgeBase, page: SearchPage, reader: str = "en") -> Answer:
    return library.answers.digest(page, reader)


def test_a_digest_quotes_several_documents_word_for_word(library: KnowledgeBase, page: SearchPage) -> None:
    answer = digest(library, page)
    assert answer.kind is AnswerKind.DIGEST
    assert LEAST <= len(answer.statements) <= MOST
    assert len({source.document_id for source in answer.sources}) >= LEAST
    for statement in answer.statements:
        (number,) = statement.sources
        source = answer.sources[number - 1]
        assert source.number == number
        assert statement.text in library.passage(source.passage_id).text
        assert source.citation.label == library.citation(source.passage_id).label
        assert page.hits[source.rank - 1].passage_id == source.passage_id


def test_what_two_documents_say_alike_is_said_once(library: KnowledgeBase, page: SearchPage) -> None:
    assert sum(REPEATED in hit.text for hit in page.hits) == 2
    assert [statement.text for statement in digest(library, page).statements].count(REPEATED) == 1


def test_language_versions_speak_once_and_to_their_reader(library: KnowledgeBase, page: SearchPage) -> None:
    english, ukrainian = digest(library, page, "en"), digest(library, page, "uk")
    said = [statement for statement in ukrainian.statements if "Ісіномакі" in statement.text]
    assert [(it.text[:10], it.language) for it in said] == [("Після цуна", "uk")]
    source = ukrainian.sources[said[0].sources[0] - 1]
    assert source.title == "Ісіномакі, перший місяць"
    assert source.language == "uk"
    assert not any("Ishinomaki" in statement.text for statement in ukrainian.statements)
    assert sum("Ishinomaki" in statement.text for statement in english.statements) == 1


def test_a_sentence_with_other_numbers_says_something_else(library: KnowledgeBase, page: SearchPage) -> None:
    hit = next(hit for hit in page.hits if "Sendai" in hit.text)
    other = replace(hit, passage_id="other", document_id="other", text=hit.text.replace("18 days", "81 days"))
    same = replace(hit, passage_id="same", document_id="same")
    texts = [it.text for it in digest(library, replace(page, hits=(hit, other, same, *page.hits[4:7]))).statements]
    assert sum("18 days" in text for text in texts) == 1
    assert sum("81 days" in text for text in texts) == 1


def test_lists_of_sources_are_not_quoted(page: SearchPage) -> None:
    assert any("a report of the waterworks association" in hit.text for hit in page.hits)
    assert not any("waterworks association" in quote.text for quote in quotes(page.hits))


def test_scraps_and_half_sentences_are_not_quoted(page: SearchPage) -> None:
    hit = next(hit for hit in page.hits if "Sendai" in hit.text)
    for text in (
        "Water.",
        "for almost seven years a town of that size.",
        "For almost seven years a town of the size of",
    ):
        assert quotes([replace(hit, text=text, answer=(0, len(text)))]) == []
    rest = "［名称］（以下「乙」という。）は、水道の復旧について次のとおり協定する。"
    start = rest.index("は、")
    assert quotes([replace(hit, text=rest, language="ja", answer=(start, len(rest)))]) == []


def test_the_mark_of_a_list_is_left_out(page: SearchPage) -> None:
    hit = next(hit for hit in page.hits if "Sendai" in hit.text)
    text = "• Water came back to the town after a month."
    (quote,) = quotes([replace(hit, text=text, answer=(0, len(text)))])
    assert quote.text == text[2:]


def test_no_digest_where_the_search_is_not_sure(library: KnowledgeBase, page: SearchPage) -> None:
    assert library.answers.digest(replace(page, confidence=Confidence.LOW), "en") == Answer(
        QUESTION, "en", AnswerKind.NONE
    )


def test_no_digest_of_one_text(library: KnowledgeBase, page: SearchPage) -> None:
    best = page.hits[0]
    alone = replace(page, hits=tuple(hit for hit in page.hits if hit.document_id == best.document_id))
    assert digest(library, alone).kind is AnswerKind.NONE


def test_no_digest_of_what_does_not_answer(library: KnowledgeBase) -> None:
    page = library.search("Скільки ліжок має лікарня в Чернігові?", 10)
    assert page.hits
    assert digest(library, page, "uk").kind is AnswerKind.NONE
    assert digest(library, replace(page, hits=())).kind is AnswerKind.NONE


def test_without_a_model_a_written_answer_is_the_digest(library: KnowledgeBase, page: SearchPage) -> None:
    assert library.answers.model == ""
    assert library.answers.written(page, "en") == digest(library, page)


def test_a_model_that_fails_leaves_the_same_digest(
    library: KnowledgeBase, page: SearchPage, answerer: Answerer
) -> None:
    assert replace(answerer.written(page, "en"), trouble=None) == digest(library, page)
