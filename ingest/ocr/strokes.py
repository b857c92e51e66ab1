"""How thick the strokes of printed letters are, by which bold print is told from plain print on a scan."""

from __future__ import annotations

import numpy as np
from PIL import Image

from ingest.ocr.engine import Pixels

_DARKEST, _LIGHTEST = 2, 98  # percentiles of a line's grey: letters and ground both cover more than that
_LEAST_CONTRAST = 40  # of 255 shades of grey


def stroke_thickness(image: Image.Image, box: Pixels) -> float:
    """The mean thickness, in pixels, of the strokes inside a box of a grey page image; 0 where nothing is printed.

    A stroke of thickness t has two edges, so that its area is t times half the length of its outline. The outline is
    counted as steps across it, level and upright, which is longer by the same factor for all print of one kind: the
    result compares lines with one another and is no measure of its own.
    """
    grey = np.asarray(image.crop(box), np.int16)
    if grey.size == 0:
        return 0.0
    ink, paper = np.percentile(grey, (_DARKEST, _LIGHTEST))
    if paper - ink < _LEAST_CONTRAST:
        return 0.0
    dark = grey < (ink + paper) / 2
    if dark.mean() > 0.5:  # noqa: PLR2004  (light letters on a dark ground)
        dark = ~dark
    outline = int((dark[:, 1:] != dark[:, :-1]).sum()) + int((dark[1:] != dark[:-1]).sum())
    return 2.0 * int(dark.sum()) / outline if outline else 0.0
