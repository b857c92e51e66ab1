"""Which language a scanned page is in: models are tried until one is sure of its words, and they are of its language.

On clean pages a model that meets another script is sure of 10 to 55 % of what it makes of it, the right one of 92 %
and more. Two wrong ones come near: the Japanese model reads English (90 %), the Ukrainian one Russian (84 %); the
language of their words gives them away. So most pages take one try, once the first page of a document is known.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageFilter

from ingest.ocr.engine import OCRFailure, PrintedLine, Tesseract
from kb.text.language import detect

MODELS = {"eng": "en", "ukr": "uk", "jpn": "ja", "jpn_vert": "ja", "rus": "ru"}
"""Tesseract's models and the language of each; the order in which they are tried on a page of unknown script."""
_SCRIPTS = {
    "Latin": ("eng",),
    "Cyrillic": ("ukr", "rus"),
    "Japanese": ("jpn", "jpn_vert"),
    "Han": ("jpn", "jpn_vert"),
    "Hiragana": ("jpn", "jpn_vert"),
    "Katakana": ("jpn", "jpn_vert"),
}
_OTHER_LETTERS = frozenset({"uk", "ru", "be", "sr", "ja", "zh", "ko"})  # English stands for all that is in Latin ones
SURE = 0.85
PLAUSIBLE = 0.6
FOREIGN = 0.3  # what a reading loses whose words are not of the model's language
TURNED = 2.0  # Tesseract's own measure of how sure it is that a page lies on its side
SOFT = 0.7  # pixels at 200 dpi: the radius that made the fewest errors (`python -m bench.ocr --blur`)
USUAL_DPI = 200


@dataclass(frozen=True, slots=True)
class Recognition:
    """A page as one model read it, after it was turned clockwise by `turn` degrees.

    `confidence` is the mean over its characters, 0 to 1; `fits` says that the words are of the model's language.
    """

    model: str
    turn: int
    lines: tuple[PrintedLine, ...]
    confidence: float
    fits: bool

    @property
    def score(self) -> float:
        return self.confidence - (0.0 if self.fits else FOREIGN)


@dataclass(frozen=True, slots=True)
class _Candidate:
    model: str
    turn: int
    likely: bool


def recognise(
    engine: Tesseract,
    image: Image.Image,
    *,
    dpi: int,
    seconds: float,
    hints: Sequence[str] = (),
    clock: Callable[[], float] = time.monotonic,
) -> Recognition:
    """The best reading of a grey page image within `seconds`.

    `hints` are models in the order in which they are likely, such as the one that fitted the page before. Raises
    `OCRFailure`, also where the data for the page's script is not installed.
    """
    until = clock() + seconds
    best: Recognition | None = None
    for candidate in _candidates(engine, image, dpi, hints, lambda: until - clock()):
        if best and not candidate.likely and best.score >= PLAUSIBLE:
            break
        try:
            found = _read(engine, image, candidate, dpi, until - clock())
        except OCRFailure:
            if best is None:
                raise
            break  # what was read so far is better than nothing
        best = max(best or found, found, key=lambda recognition: recognition.score)
        if best.fits and best.confidence >= SURE:
            break
    if best is None:
        raise OCRFailure("Tesseract has no language data; install tesseract-ocr-ukr, -eng, -jpn and -jpn-vert")
    return best


def _candidates(
    engine: Tesseract, image: Image.Image, dpi: int, hints: Sequence[str], left: Callable[[], float]
) -> Iterator[_Candidate]:
    """What to try, the likely first; how the page lies is found out only when its first hint was not enough."""
    first = next((hint for hint in hints if hint in engine.models), None)
    if first:
        yield _Candidate(first, 0, likely=True)
    bearing = engine.bearing(image, dpi, left())
    turn = bearing.turn if bearing and bearing.confidence >= TURNED else 0
    seen = _SCRIPTS.get(bearing.script, ()) if bearing else ()
    if seen and not engine.models.intersection(seen):
        packages = " and ".join(f"tesseract-ocr-{model.replace('_', '-')}" for model in seen)
        raise OCRFailure(f"Tesseract has no data for {bearing.script if bearing else ''} script; install {packages}")
    for model in sorted(MODELS, key=lambda model: (model not in seen, _place(hints, model), list(MODELS).index(model))):
        if model in engine.models and (model, turn) != (first, 0):
            yield _Candidate(model, turn, likely=model in seen)


def _place(hints: Sequence[str], model: str) -> int:
    return list(hints).index(model) if model in hints else len(hints)


def _read(engine: Tesseract, image: Image.Image, candidate: _Candidate, dpi: int, seconds: float) -> Recognition:
    page = upright(image, candidate.turn)
    if MODELS[candidate.model] == "ja":  # sharp edges of kanji are read as strokes that are not there
        page = page.filter(ImageFilter.GaussianBlur(SOFT * dpi / USUAL_DPI))
    lines = tuple(engine.read(page, candidate.model, dpi, seconds))
    language = detect(" ".join(word.text for line in lines for word in line.words))
    fits = language not in _OTHER_LETTERS if candidate.model == "eng" else language == MODELS[candidate.model]
    return Recognition(candidate.model, candidate.turn, lines, confidence_of(lines), fits)


def upright(image: Image.Image, turn: int) -> Image.Image:
    """The image turned clockwise by `turn` degrees."""
    return image.rotate(-turn, expand=True, fillcolor=255) if turn else image


def confidence_of(lines: Sequence[PrintedLine]) -> float:
    """The mean confidence over all characters, 0 where there are none."""
    words = [word for line in lines for word in line.words]
    characters = sum(len(word.text) for word in words)
    return sum(word.confidence * len(word.text) for word in words) / characters if characters else 0.0
