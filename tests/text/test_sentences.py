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
        (
            "住宅（全壊のものに限る。以下同じ。）は補助の対象となる。申請は市が受ける。",
            ["住宅（全壊のものに限る。以下同じ。）は補助の対象となる。", "申請は市が受ける。"],
        ),
        (
            "大臣は「復興は終わらない。支援を続ける。」と述べた。「期限は十年。延ばさない。」とくに異論はない。",
            [
                "大臣は「復興は終わらない。支援を続ける。」と述べた。",
                "「期限は十年。延ばさない。」",
                "とくに異論はない。",
            ],
        ),
        (
            "この法律（以下「法（平成二十三年のもの。）」という。）を改める。（附則は別に定める。）次に進む。",
            [
                "この法律（以下「法（平成二十三年のもの。）」という。）を改める。",
                "（附則は別に定める。）",
                "次に進む。",
            ],
        ),
        ("道（開通したもの。）\n橋は直した。", ["道（開通したもの。）", "橋は直した。"]),
        ("閉じない「引用がある。次の文（注。）が続く。", ["閉じない「引用がある。", "次の文（注。）が続く。"]),
        ("「" + "長い文がある。" * 100 + "」", ["「長い文がある。", *["長い文がある。"] * 98, "長い文がある。」"]),
        ("", []),
        ("Без крапки", ["Без крапки"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected
