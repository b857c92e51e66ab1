"""What of a passage is shown at first, and what is marked."""

from __future__ import annotations

from kb.web.passage import Piece, answer_of, excerpt

FILLER = "Тут іде звичайне речення про справи громади. "
ANSWER = "Відповідь стоїть саме в цьому реченні документа."


def test_a_short_passage_is_shown_whole_with_its_marks() -> None:
    text = f"{ANSWER} Далі про насоси."
    shown = excerpt(text, [(0, len(ANSWER)), (len(ANSWER) + 10, len(text) - 1)], "uk")
    assert shown.before == shown.after == ()
    assert shown.shown == (Piece(ANSWER, "answer"), Piece(" Далі про ", ""), Piece("насоси", "term"), Piece(".", ""))


def test_a_long_passage_is_cut_between_sentences_around_the_answer() -> None:
    text = FILLER * 30 + ANSWER + " " + FILLER * 30
    start = len(FILLER) * 30
    cut = excerpt(text, [(start, start + len(ANSWER))], "uk")
    shown = "".join(piece.text for piece in cut.shown)
    assert Piece(ANSWER, "answer") in cut.shown
    assert len(shown) <= 520
    assert shown.startswith("Тут іде")
    assert shown.endswith("громади.")
    whole = "".join(piece.text for part in (cut.before, cut.shown, cut.after) for piece in part)
    assert whole == text.rstrip()


def test_a_long_japanese_passage_is_cut_after_a_full_stop() -> None:
    text = "これは普通の文である。" * 60
    shown = "".join(piece.text for piece in excerpt(text, [(11, 22)], "ja").shown)
    assert 100 < len(shown) <= 260
    assert shown.endswith("。")


def test_a_text_without_sentences_is_cut_between_words() -> None:
    text = "слово " * 300
    cut = excerpt(text, [(600, 605)], "uk")
    shown = "".join(piece.text for piece in cut.shown)
    assert shown.startswith("слово")
    assert shown.endswith("слово")


def test_short_highlights_are_terms_not_an_answer() -> None:
    assert answer_of([(0, 6), (10, 20)], "uk") is None
    assert answer_of([(0, 14)], "ja") == (0, 14)
    assert answer_of([], "uk") is None


def test_paragraphs_of_a_passage_stand_on_lines_of_their_own() -> None:
    assert excerpt("Перше.\n\nДруге.", [], "uk").shown == (Piece("Перше.\nДруге.", ""),)
