"""Clean pages of every language are read with at most 5 % of their characters wrong, by the flow itself."""

from __future__ import annotations

import re

import pytest

from bench.ocr import LIMIT, Scan, character_errors, recognised, scanned_pdf, text_of
from kb.model import BlockKind, PageStatus


@pytest.mark.parametrize(
    ("name", "script"), [("uk", "cyrillic"), ("en", "latin"), ("ja", "japanese"), ("ja vertical", "japanese")]
)
def test_a_clean_page_is_read(scans: dict[str, Scan], name: str, script: str) -> None:
    scan = scans[name]
    reading = recognised(scanned_pdf([scan.image]))
    assert character_errors(text_of(reading), scan.text) <= LIMIT
    (page,) = reading.pages
    assert (page.status, page.script, page.warnings, reading.warnings) == (PageStatus.OCR, script, (), ())
    assert page.confidence is not None and 0.85 <= page.confidence <= 1
    assert page.characters == len(re.sub(r"\s", "", text_of(reading)))
    headings = [block for block in reading.blocks if block.kind is BlockKind.HEADING]
    assert headings[0].level == 1 and len(headings) > 1
    assert scan.text.startswith(headings[0].text[:5])


@pytest.mark.parametrize("name", ["ja", "ja vertical"])
def test_no_spaces_are_invented_between_japanese_characters(scans: dict[str, Scan], name: str) -> None:
    reading = recognised(scanned_pdf([scans[name].image]))
    assert not re.search(r"[\u3041-\u9fff] [\u3041-\u9fff]", text_of(reading))


@pytest.mark.parametrize(("name", "turn"), [("uk", 90), ("en", 180), ("ja", 270)])
def test_a_page_on_its_side_is_read_and_its_lines_lie_where_they_are_printed(
    scans: dict[str, Scan], name: str, turn: int
) -> None:
    upright, turned = (scans[name].image.rotate(angle, expand=True) for angle in (0, turn))
    reading = recognised(scanned_pdf([turned]))
    assert character_errors(text_of(reading), scans[name].text) <= LIMIT
    plain = recognised(scanned_pdf([upright])).blocks[0].lines[0].box
    found = reading.blocks[0].lines[0].box
    size = (upright.width * 72 / 200, upright.height * 72 / 200)
    assert found == pytest.approx(_rotated(plain, size, turn), abs=2.5)


def _rotated(
    box: tuple[float, float, float, float], size: tuple[float, float], turn: int
) -> tuple[float, float, float, float]:
    """A box of a page in points, when the page is turned counter-clockwise."""
    left, bottom, right, top = box
    width, height = size
    return {
        90: (height - top, left, height - bottom, right),
        180: (width - right, height - top, width - left, height - bottom),
        270: (bottom, width - right, top, width - left),
    }[turn]


def test_every_page_is_read_in_its_own_language(scans: dict[str, Scan]) -> None:
    order = ["uk", "ja vertical", "en", "ja"]
    reading = recognised(scanned_pdf([scans[name].image for name in order]))
    assert [page.script for page in reading.pages] == ["cyrillic", "japanese", "latin", "japanese"]
    for number, name in enumerate(order, 1):
        found = "\n".join(block.text for block in reading.blocks if block.page == number)
        assert character_errors(found, scans[name].text) <= LIMIT, name
