"""Bold print has thicker strokes than plain print of the same size, on clean pages and on grey ones."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from ingest.ocr.strokes import stroke_thickness

WIDE = (0, 0, 400, 60)


def bars(thick: int, *, ink: int = 0, paper: int = 255) -> Image.Image:
    image = Image.new("L", (400, 60), paper)
    draw = ImageDraw.Draw(image)
    for left in range(10, 390, 20):
        draw.rectangle((left, 10, left + thick - 1, 49), ink)
    return image


def worn(image: Image.Image) -> Image.Image:
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(0.6)), np.float64)
    noisy = soft + np.random.default_rng(1).normal(0, 4, soft.shape)
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


@pytest.mark.parametrize("thick", [2, 3, 5])
def test_the_thickness_of_bars_is_measured(thick: int) -> None:
    assert stroke_thickness(bars(thick), WIDE) == pytest.approx(thick, rel=0.15)
    assert stroke_thickness(worn(bars(thick, ink=60, paper=230)), WIDE) == pytest.approx(thick, rel=0.15)


def test_light_letters_on_a_dark_ground_are_measured_like_dark_ones() -> None:
    assert stroke_thickness(bars(3, ink=255, paper=0), WIDE) == pytest.approx(3, rel=0.15)


def test_an_empty_box_has_no_strokes() -> None:
    assert stroke_thickness(bars(3), (0, 0, 400, 5)) == 0
    assert stroke_thickness(bars(3), (5, 5, 5, 5)) == 0
