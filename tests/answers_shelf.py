"""Documents on water after a tsunami, in three languages; two of them are versions of one text."""

from __future__ import annotations

QUESTION = "How was water supply restored after the tsunami?"
REPEATED = "The water supply of Kuji was restored after the tsunami with pumps lent by other towns."
DOCUMENTS = {
    "sendai-en.md": (
        "# Water in Sendai\n\nThe water supply of Sendai was restored 18 days after the tsunami of 11 March 2011, when "
        "120 engineers had repaired the pumps.\n\n" + "The sewers of the city took five years and cost JPY 8.8 billion."
    ),
    "ishinomaki-en.md": (
        "# Ishinomaki, the first month\n\nAfter the tsunami the water supply of Ishinomaki was restored district by "
        "district through temporary pipes.\n\nSchools opened again in April."
    ),
    "ishinomaki-uk.md": (
        "# Ісіномакі, перший місяць\n\nПісля цунамі водопостачання Ісіномакі відновлювали район за районом через "
        "тимчасові труби.\n\nУ квітні знову відкрилися школи."
    ),
    "kuji-en.md": f"# Kuji\n\n{REPEATED}\n\nThe fishing port had lost all of its cranes and two of three quays.",
    "kuji-again-en.md": f"# Lessons for ports\n\n{REPEATED}\n\nCold stores were built on higher ground behind them.",
    "otsuchi-ja.md": "# 大槌町の水道\n\n津波の後、大槌町の水道は応急給水の後に仮設配管で復旧した。\n\n役場は移転した。",
    "books-en.md": (
        "# Reading on water\n\nThis list names books.\n\n## Sources\n\n"
        "How the water supply was restored after the tsunami, a report of the waterworks association."
    ),
}
TWINS = [
    '{"file": "ishinomaki-en.md", "language": "en", "twin": "ishinomaki"}',
    '{"file": "ishinomaki-uk.md", "language": "uk", "twin": "ishinomaki"}',
]
