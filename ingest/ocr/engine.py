"""Tesseract, run as a program of its own: one page in, printed lines out.

A page image goes in by its standard input and hOCR comes back (https://kba.github.io/hocr-spec/1.2/), because hOCR
tells the size of a line's letters, which its box alone does not. One thread a run: the readers are processes already.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree
from PIL import Image

from kb.errors import TransientError

PROGRAM = "tesseract"
_PAGE_LAYOUT = "3"  # Tesseract's --psm: columns and blocks found by itself
_VERTICAL_LAYOUT = "5"  # one block of vertical text
_ORIENTATION = "0"
_BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_SIZE = re.compile(r"x_size ([\d.]+)")
_CONFIDENCE = re.compile(r"x_wconf (\d+)")
_TURN = re.compile(r"Rotate: (\d+)")
_TURN_CONFIDENCE = re.compile(r"Orientation confidence: ([\d.]+)")
_SCRIPT = re.compile(r"Script: (\w+)")
Pixels = tuple[int, int, int, int]


class OCRFailure(TransientError):
    """Tesseract gave no answer for one page: it took too long, or ended with an error."""


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word; `confidence` is 0 to 1."""

    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A recognised line: its words, its box (left, top, right, bottom) in pixels from the upper left corner.

    `size` is the height of its letters from ascender to descender, in pixels; lines of one `paragraph` belong together
    in the eyes of Tesseract; `vertical` says that it runs from top to bottom.
    """

    words: tuple[Word, ...]
    box: Pixels
    size: float
    paragraph: str
    vertical: bool = False


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a page lies: the clockwise turn in degrees that makes it upright, how sure that is, its script's name."""

    turn: int
    confidence: float
    script: str


@dataclass(frozen=True, slots=True)
class Tesseract:
    """An installed Tesseract: the path of its program and the models it has (`ukr`, `jpn_vert`, …)."""

    program: str
    models: frozenset[str]

    def read(self, image: Image.Image, model: str, dpi: int, seconds: float) -> list[PrintedLine]:
        """The printed lines of a grey page image in reading order; raises `OCRFailure`."""
        vertical = model.endswith("_vert")
        layout = _VERTICAL_LAYOUT if vertical else _PAGE_LAYOUT
        out = self._run(image, ["-l", model, "--psm", layout, "--dpi", str(dpi), "hocr"], seconds)
        return list(_lines(out, model))

    def bearing(self, image: Image.Image, dpi: int, seconds: float) -> Bearing | None:
        """How the page lies and in which script it is; None where there is too little text to tell."""
        if "osd" not in self.models:
            return None
        try:
            out = self._run(image, ["-l", "osd", "--psm", _ORIENTATION, "--dpi", str(dpi)], seconds).decode("utf-8")
        except OCRFailure as failure:
            if isinstance(failure.__cause__, subprocess.TimeoutExpired):
                raise
            return None  # Tesseract ends with an error where it sees too few characters
        turn, sure, script = _TURN.search(out), _TURN_CONFIDENCE.search(out), _SCRIPT.search(out)
        if not (turn and sure and script):
            return None
        return Bearing(int(turn[1]), float(sure[1]), script[1])

    def _run(self, image: Image.Image, arguments: list[str], seconds: float) -> bytes:
        if seconds <= 0:
            raise OCRFailure("no time was left") from subprocess.TimeoutExpired(PROGRAM, 0)
        picture = io.BytesIO()
        image.save(picture, "PPM")
        try:
            done = subprocess.run(
                [self.program, "stdin", "stdout", *arguments],
                input=picture.getvalue(),
                capture_output=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                timeout=seconds,
                check=True,
            )
        except subprocess.TimeoutExpired as error:
            raise OCRFailure(f"Tesseract took longer than {seconds:.0f} s") from error
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode("utf-8", "replace").strip().splitlines()
            raise OCRFailure(f"Tesseract ended with an error: {said[-1] if said else error.returncode}") from error
        except OSError as error:
            raise OCRFailure(f"Tesseract could not be started: {error.strerror}") from error
        return done.stdout


@cache
def _models(program: str) -> frozenset[str]:
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    return frozenset(listed.stdout.split("\n")[1:]) - {""}


def find_tesseract() -> Tesseract | None:
    """The Tesseract on the PATH; None where there is none."""
    program = shutil.which(PROGRAM)
    return Tesseract(program, _models(program)) if program else None


def _lines(hocr: bytes, model: str) -> Iterator[PrintedLine]:
    if not hocr.strip():
        return
    tree = etree.fromstring(hocr, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    for element in tree.iter("{*}span"):
        if element.get("class") not in ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"):
            continue
        words = tuple(_words(element))
        if words:
            yield _line(element, words, vertical=model.endswith("_vert"), japanese=model.startswith("jpn"))


def _line(element: etree._Element, words: tuple[Word, ...], *, vertical: bool, japanese: bool) -> PrintedLine:
    box, size = _box(element), _SIZE.search(element.get("title", ""))
    parent = element.getparent()
    paragraph = parent.get("id", "") if parent is not None else ""
    # Ideographs fill their line, and Tesseract's own measure of them is poor; letters do not fill it.
    thick = _thickness(element, vertical=vertical) if japanese or not size else float(size[1])
    return PrintedLine(words, box, thick, paragraph, vertical)


def _thickness(line: etree._Element, *, vertical: bool) -> float:
    """The height (width if vertical) of a line without what a speck beside one of its words adds to it."""
    whole, *words = (
        right - left if vertical else bottom - top
        for left, top, right, bottom in (_box(element) for element in line.iter("{*}span"))
    )
    return min(whole, sorted(words)[len(words) * 4 // 5]) if words else whole


def _box(element: etree._Element) -> Pixels:
    found = _BOX.search(element.get("title", ""))
    left, top, right, bottom = (int(edge) for edge in found.groups()) if found else (0, 0, 0, 0)
    return left, top, right, bottom


def _words(line: etree._Element) -> Iterator[Word]:
    for element in line.iter("{*}span"):
        if element.get("class") == "ocrx_word":
            text = str(etree.tostring(element, method="text", encoding="unicode", with_tail=False)).strip()
            sure = _CONFIDENCE.search(element.get("title", ""))
            if text:
                yield Word(text, int(sure[1]) / 100 if sure else 0.0)
