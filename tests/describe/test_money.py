"""The sums of a document, and what each of them is said to be."""

import pytest

from ingest.describe.money import money_facts
from kb.model import Block, BlockKind, document_text


def test_table_rows_name_their_unit_in_the_heading_or_in_a_cell() -> None:
    headed = Block(BlockKind.TABLE_ROW, "Фаза: 1 · Сума, млрд єн: до 8,8", cells=("1", "до 8,8"))
    own = Block(BlockKind.TABLE_ROW, "All: about 1.6 · Unit: JPY trillion", cells=("about 1.6", "JPY trillion"))
    japanese = Block(BlockKind.TABLE_ROW, "被害: 約16.9 · 単位: 兆円", cells=("約16.9", "兆円"))
    yearly = Block(BlockKind.TABLE_ROW, "Дохід · 6 · млрд єн на рік", cells=("Дохід", "6", "млрд єн на рік"))
    plain = Block(BlockKind.TABLE_ROW, "Вартість · 3 560 000 · євро", cells=("Вартість", "3 560 000", "євро"))
    labelled = Block(BlockKind.TABLE_ROW, "Разом, млрд єн · 234,5 · 358,9", cells=("Разом, млрд єн", "234,5", "358,9"))
    blocks = (headed, own, japanese, yearly, plain, labelled)
    assert [fact.value for fact in money_facts(document_text(blocks), blocks)] == [
        "8800000000 JPY", "1600000000000 JPY", "16900000000000 JPY", "6000000000 JPY", "3560000 EUR",
        "234500000000 JPY", "358900000000 JPY",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Гранична сума становить 8,8 млрд єн.", "ceiling"),
        ("供与限度額は88億円である。", "ceiling"),
        ("Допомога становила не більше 20 млн єн.", "ceiling"),
        ("20万円以下の罰金に処する。", "ceiling"),
        ("88億円が送金された。", "delivered"),
        ("Сторони обмінялися нотами про 4 млрд єн.", "notes_exchanged"),
        ("The grant agreement over JPY 15.8 billion was signed.", "agreement_signed"),
        ("Agency requested JPY 451 billion.", "requested"),
        ("In 2024 Japan was to provide USD 4.5 billion.", "pledged"),
        ("二つの合計は755億円となる。", "total"),
        ("Грантову угоду вчинено 9 березня. Сума — 22,44 млрд єн.", "agreement_signed"),
        ("The yen stood at JPY 150.", ""),
        ("Кошторис становить 3 млн єн.", "planned"),
        ("By notes of 2 December Japan set aside JPY 4 billion.", "notes_exchanged"),
        ("На виплати пішло 141,5 млрд єн.", "spent"),
        ("大使は40億円の支援を発表した。", "pledged"),
    ],
)
def test_what_a_sum_is(text: str, stage: str) -> None:
    blocks = (Block(BlockKind.PARAGRAPH, text),)
    assert [fact.stage for fact in money_facts(text, blocks)] == [stage]


def test_what_is_said_of_one_sum_is_not_said_of_the_next() -> None:
    text = "Of JPY 20 billion planned for three years only JPY 9 billion had been spent."
    found = money_facts(text, (Block(BlockKind.PARAGRAPH, text),))
    assert [fact.stage for fact in found] == ["planned", "spent"]
