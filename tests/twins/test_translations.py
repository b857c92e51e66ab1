"""One text in two languages is recognised; two reports of one event are not."""

from __future__ import annotations

from pathlib import Path

from made import links, take_in

from kb.base import KnowledgeBase

ENGLISH = """# Mobile pumps for Mykolaiv

On 14 March 2024 Japan handed over 18 mobile pumps and 36 kilometres of pipe to the waterworks of Mykolaiv, worth JPY
640 million.

Since 2022 the city's 470,000 people have had salt water in their taps, because the main from the Dnipro was destroyed.
The pumps raise 2,500 cubic metres an hour from a new intake.

In Kumamoto, where the earthquake of 2016 cut off 445,000 households, engineers taught 24 Ukrainian fitters to lay
temporary pipes above the ground.

The second part, 22 pumps for towns in Kherson oblast, is to be delivered before October 2025.
"""
UKRAINIAN = """# Пересувні насоси для Миколаєва

14 березня 2024 року Японія передала водоканалу Миколаєва 18 пересувних насосів і 36 кілометрів труб на 640 млн єн.

Від 2022 року 470 000 мешканців міста мають у кранах солону воду, бо зруйновано водогін із Дніпра. Насоси подають 2500
кубометрів на годину з нового водозабору.

У Кумамото, де землетрус 2016 року лишив без води 445 000 домогосподарств, інженери навчили 24 українських
слюсарів прокладати тимчасові труби над землею.

Другу частину, 22 насоси для міст Херсонщини, мають доставити до жовтня 2025 року.
"""
ANOTHER = """# Японія передала насоси водоканалу

Водоканал Миколаєва отримав від Японії насоси й труби. На церемонії були посол і заступник міського голови, які
подякували інженерам і нагадали, що місто третій рік без прісної води.

Техніку випробували 15 березня 2024 року на новому водозаборі. За словами директора, 11 насосів уже працюють, решту
підключать за 30 днів.

Раніше місто одержало 5 установок знесолення, кожна на 90 кубометрів на добу, і 75 пунктів роздачі води.

Японія допомагає громадам від 2022 року; у програмі 16 областей.
"""


def test_language_versions_are_linked(library: KnowledgeBase, tmp_path: Path) -> None:
    take_in(library, tmp_path / "news", {"en.md": ENGLISH, "uk.md": UKRAINIAN, "another.md": ANOTHER})
    assert links(library) == {("en.md", "other_language", "uk.md"), ("uk.md", "other_language", "en.md")}


def test_reports_of_one_event_are_not(library: KnowledgeBase, tmp_path: Path) -> None:
    take_in(library, tmp_path / "news", {"en.md": ENGLISH, "another.md": ANOTHER})
    assert links(library) == set()


def test_a_surer_version_takes_the_place_of_one_found_before(library: KnowledgeBase, tmp_path: Path) -> None:
    altered = UKRAINIAN.replace("36 кілометрів", "40 кілометрів").replace("445 000", "450 000")
    altered = altered.replace("Миколаєва", "Очакова").replace("Другу частину", "Наступну партію")
    take_in(library, tmp_path / "news", {"en.md": ENGLISH, "altered.md": altered})
    before = links(library)
    take_in(library, tmp_path / "news", {"uk.md": UKRAINIAN})
    after = {pair for pair in links(library) if pair[1] == "other_language" and pair[0] == "en.md"}
    assert ("en.md", "other_language", "altered.md") in before
    assert ("en.md", "other_language", "uk.md") in after
