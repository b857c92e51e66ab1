"""Lists of sources are known by what stands above them, or by their addresses, in four languages."""

from __future__ import annotations

import pytest

from kb.text.furniture import is_source_heading, is_source_list

ENTRY = "1. Recovery plan. City of Sendai, 2012. https://example.org/plan"


@pytest.mark.parametrize(
    "heading",
    ["Sources", "SOURCES:", "9. References", "Джерела", "Примітки щодо джерел", "10.2 Список використаних джерел",
     "出典", "出　典", "参考文献", "【出典】", "Источники", "**Sources**"],
)  # fmt: skip
def test_headings_of_lists_of_sources(heading: str) -> None:
    assert is_source_heading(heading)
    assert is_source_list(("Report", heading), ENTRY)


@pytest.mark.parametrize(
    "heading",
    ["Sources of funding", "What the sources do not say", "Джерела фінансування", "Стаття 13. Джерела",
     "資料にないこと", "財源", "Record of discussions", "Notes for the drafter", ""],
)  # fmt: skip
def test_other_headings(heading: str) -> None:
    assert not is_source_heading(heading)
    assert not is_source_list((heading,), ENTRY)


def test_a_section_called_sources_that_tells_something_is_no_list() -> None:
    assert not is_source_list(("Water", "Sources"), "Wells and rivers feed the network of the city.")


def test_without_a_heading_the_first_line_or_the_addresses_tell() -> None:
    assert is_source_list((), f"Джерела\n{ENTRY}")
    assert is_source_list(("9.4 What was learned",), f"{ENTRY}\n\n{ENTRY}")
    assert not is_source_list(("9.4 What was learned",), f"It is on https://example.org.\nIt\nhas\nparts.\n{ENTRY}")
