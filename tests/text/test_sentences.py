"""Sentences end where a reader would end them."""

from __future__ import annotations

import pytest

from kb.text.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Один. Два! Три?", ["Один.", "Два!", "Три?"]),
        (
            "復興庁は設置された。「期限は十年。」延長された。",
            ["復興庁は設置された。", "「期限は十年。」", "延長された。"],
        ),
        ("Згідно зі ст. 7 угоди сума 8,8 млрд. єн. Далі.", ["Згідно зі ст. 7 угоди сума 8,8 млрд. єн.", "Далі."]),
        ("Under Art. 18 and No. 5, e.g. Kyiv. Next one.", ["Under Art. 18 and No. 5, e.g. Kyiv.", "Next one."]),
        ("1. The Parties shall meet.\n2. They decide.", ["1. The Parties shall meet.", "2. They decide."]),
        ("It cost 3.5 million. Then it rose.", ["It cost 3.5 million.", "Then it rose."]),
        ("", []),
        ("Без крапки", ["Без крапки"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected
