"""A model's words, read: sentences, what they cite, and none of the trimmings."""

from __future__ import annotations

import pytest

from kb.answer.reply import Written, is_refusal, read_reply


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("Water came back [1]. Pumps were lent [2][3].", [("Water came back.", (1,)), ("Pumps were lent.", (2, 3))]),
        ("Water came back. [1]\nPumps were lent. [2, 3]", [("Water came back.", (1,)), ("Pumps were lent.", (2, 3))]),
        ("水道は復旧した［1］。管を敷いた。【2】", [("水道は復旧した。", (1,)), ("管を敷いた。", (2,))]),
        ("У 2011 р. вода повернулася [4].", [("У 2011 р. вода повернулася.", (4,))]),
        ("One [1], and another [2] [1].", [("One, and another.", (1, 2))]),
        ("<think>Passage [9] is odd.</think>Water **came** back [1].", [("Water came back.", (1,))]),
        ("# Sum\n\n- Water came back [1].\n- Pumps [2].", [("Sum", ()), ("Water came back.", (1,)), ("Pumps.", (2,))]),
        ("Water came back.", [("Water came back.", ())]),
        ("He said “done”. [1] [2]", [("He said “done”.", (1, 2))]),
        ("Water\u200b\u202e came back [1].", [("Water came back.", (1,))]),
        ("[1] [2]", []),
        ("", []),
    ],
)  # fmt: skip
def test_sentences_and_what_they_cite(words: str, sentences: list[tuple[str, tuple[int, ...]]]) -> None:
    assert read_reply(words) == [Written(*it) for it in sentences]


@pytest.mark.parametrize("words", ["NO ANSWER", "no answer.", "<think>hm</think>\n**NO ANSWER**"])
def test_a_refusal_is_seen(words: str) -> None:
    assert is_refusal(words)


def test_an_answer_is_no_refusal() -> None:
    assert not is_refusal("There was no answer from the ministry [1].")
