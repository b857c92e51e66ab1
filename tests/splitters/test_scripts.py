from ingest.splitters.scripts import scripts_of
from kb.model import Block, BlockKind

JAPANESE = "この協定は、両国が復旧のために互いに協力することを定めるものである。"
ENGLISH = "This Agreement provides that both countries cooperate with each other in restoration."
UKRAINIAN = "Ця угода передбачає, що обидві країни співпрацюють одна з одною задля відновлення."


def scripts(*texts: str) -> list[str]:
    return scripts_of([Block(BlockKind.PARAGRAPH, text) for text in texts])


def test_paragraphs_that_take_turns() -> None:
    assert scripts(JAPANESE, "第一条", ENGLISH, JAPANESE, ENGLISH) == ["japanese", "", "latin", "japanese", "latin"]
    assert scripts(*[UKRAINIAN, ENGLISH] * 2) == ["cyrillic", "latin"] * 2


def test_one_text_after_the_other_or_a_few_quotations_are_left_alone() -> None:
    assert set(scripts(*[UKRAINIAN] * 5, *[ENGLISH] * 5)) == {""}
    assert set(scripts(*[*[UKRAINIAN] * 9, ENGLISH] * 2)) == {""}
    assert set(scripts(JAPANESE)) == {""} and scripts() == []
