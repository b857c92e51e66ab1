"""How texts say that an instrument was signed or came into force, in three languages."""

from __future__ import annotations

import pytest

from ingest.describe.days import day_facts
from kb.model import FactKind

SIGNED = (
    "Меморандум укладено 5 березня 2024 року в Києві.",
    "Ноти обміняно 5 березня 2024 року.",
    "Грантова угода від 5 березня 2024 року передбачає 8 млрд єн.",
    "Договір про співробітництво громад від 5 березня 2024 року діє й далі.",
    "Notes were exchanged on 5 March 2024.",
    "The memorandum of 5 March 2024 names contact points.",
    "The contract dated 5 March 2024 covers pumps.",
    "The signing ceremony was held on 5 March 2024.",
    "署名は2024年3月5日に行われた。",
    "2024年3月5日付けの交換公文による。",
)
IN_FORCE = (
    "Постанова набирає чинності 5 березня 2024 року.",
    "Закон уведено в дію, а кодекс вступив у силу 5 березня 2024 року.",
    "It came into effect on 5 March 2024.",
    "The rule became effective on 5 March 2024.",
    "In effect since 5 March 2024.",
    "施行日：2024年3月5日",
    "条約は2024年3月5日に効力を発生した。",
    "発効日は2024年3月5日である。",
)
BOTH = (
    "Угода набрала чинності в день підписання, 5 березня 2024 року.",
    "Договір підписано 5 березня 2024 року, того ж дня він набрав чинності.",
    "It was signed on 5 March 2024 and came into force the same day.",
)
NEITHER = (
    "Нараду провели 5 березня 2024 року.",
    "Термін подання спливає 5 березня 2024 року.",
    "The Diet passed the act on 5 March 2024.",
    "The letter of 5 March 2024 asks for pumps.",
    "法律は2024年3月5日に公布された。",
)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        *((text, {FactKind.SIGNED}) for text in SIGNED),
        *((text, {FactKind.IN_FORCE}) for text in IN_FORCE),
        *((text, {FactKind.SIGNED, FactKind.IN_FORCE}) for text in BOTH),
        *((text, set[FactKind]()) for text in NEITHER),
    ],
)
def test_a_sentence_says_what_happened_on_its_day(text: str, kinds: set[FactKind]) -> None:
    found = day_facts(text, None, has_own_year=False)
    assert {fact.kind for fact in found} == kinds
    assert {fact.value for fact in found} <= {"2024-03-05"}
