"""Copies and newer versions of one text are linked; texts made from one template are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import links, story, take_in

from kb.base import KnowledgeBase

ACCORD = "# {title}\n\n" + "\n\n".join(
    f"Article {n}\n\nThe designated airlines of {{party}} may operate route {n} of the annex with rights of traffic "
    f"number {n + 40}, and the authorities of {{party}} shall be told {n + 10} days before the service begins."
    for n in range(1, 13)
)


def test_one_text_in_two_formats(library: KnowledgeBase, tmp_path: Path) -> None:
    html = "<html><body><article>" + "".join(f"<p>{line}</p>" for line in story().split("\n\n")[1:])
    html = (
        html.replace("<article>", "<article><h1>Japan sends machines to Kyiv oblast</h1>") + "</article></body></html>"
    )
    take_in(library, tmp_path / "news", {"a.md": story(), "b.html": html})
    assert ("a.md", "same_text", "b.html") in links(library)


def test_a_copy_that_differs_in_a_number(library: KnowledgeBase, tmp_path: Path) -> None:
    other = story("29", "75.5 million", "Kyiv oblast: heavy equipment on its way")
    take_in(library, tmp_path / "news", {"a.md": story(), "b.md": other})
    assert links(library) == {("a.md", "near_duplicate", "b.md"), ("b.md", "near_duplicate", "a.md")}


def test_the_later_of_two_reports_under_one_title_is_the_newer(library: KnowledgeBase, tmp_path: Path) -> None:
    take_in(
        library,
        tmp_path / "reports",
        {"a.md": story(), "b.md": story("29")},
        {"file": "a.md", "issued": "2023-04-11", "type": "report"},
        {"file": "b.md", "issued": "2023-06-01", "type": "report"},
    )
    assert links(library) == {("a.md", "newer_version", "b.md"), ("b.md", "older_version", "a.md")}


def test_an_amended_edition_is_newer(library: KnowledgeBase, tmp_path: Path) -> None:
    law = ACCORD.replace("{party}", "the State")
    added = law + "\n\nArticle 13\n\nA fee of 500 is paid for each of the 70 permits.\n"
    files = {
        "law.md": law.format(title="Act on Air Routes"),
        "new.md": added.format(title="Act on Air Routes, as amended"),
    }
    take_in(library, tmp_path / "laws", files)
    assert ("law.md", "newer_version", "new.md") in links(library)


@pytest.mark.parametrize(
    "titles",
    [("Air Services Agreement with Gambia", "Air Services Agreement with Tanzania"), ("Definitions", "Definitions")],
)
def test_texts_of_one_template_are_not_linked(library: KnowledgeBase, tmp_path: Path, titles: tuple[str, str]) -> None:
    one, other = titles
    files = {
        "a.md": ACCORD.format(title=one, party="Gambia"),
        "b.md": ACCORD.format(title=other, party="Tanzania"),
    }
    take_in(library, tmp_path / "laws", files)
    assert links(library) == set()


def test_stories_of_one_subject_are_not_linked(library: KnowledgeBase, tmp_path: Path) -> None:
    other = (
        "# Excavators reach Borodianka\n\nBorodianka received the first Japanese excavators on Tuesday. Drivers had "
        "been trained in Tokyo. Rubble is sorted for roads, and JPY 75.5 billion is granted for 32 machines.\n"
    )
    take_in(library, tmp_path / "news", {"a.md": story(), "b.md": other})
    assert links(library) == set()
