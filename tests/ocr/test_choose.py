"""The choice of a model: what is tried, in which order, and when it is enough."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field

import pytest
from PIL import Image

from ingest.ocr.choose import recognise
from ingest.ocr.engine import Bearing, OCRFailure, PrintedLine, Tesseract, Word

UKRAINIAN = "Відбудова водопостачання в області триває вже шість тижнів"
RUSSIAN = "Восстановление водоснабжения это опыт, который получили в области"
ENGLISH = "The recovery of water supply took six weeks"
PAGE = Image.new("L", (80, 120), 255)
ALL = ("eng", "ukr", "jpn", "jpn_vert", "rus")


@dataclass(frozen=True)
class Scripted(Tesseract):
    """Answers as told, for certainties that no real page gives on purpose; `asked` notes what was tried."""

    answers: dict[str, tuple[str, float]] = field(default_factory=dict)
    seen: Bearing | None = None
    asked: list[str] = field(default_factory=list)

    def read(self, image: Image.Image, model: str, dpi: int, seconds: float) -> list[PrintedLine]:
        self.asked.append(model)
        if model not in self.answers:
            raise OCRFailure("Tesseract took too long") from subprocess.TimeoutExpired("tesseract", seconds)
        text, sure = self.answers[model]
        return [PrintedLine(tuple(Word(word, sure) for word in text.split()), (0, 0, 80, 20), 20, "1")]

    def bearing(self, image: Image.Image, dpi: int, seconds: float) -> Bearing | None:
        self.asked.append("osd")
        return self.seen


def engine(answers: dict[str, tuple[str, float]], script: str | None = None, turn: int = 0) -> Scripted:
    return Scripted("", frozenset(ALL), answers, Bearing(turn, 9.0, script) if script else None)


def test_a_hint_that_fits_is_enough() -> None:
    scripted = engine({"ukr": (UKRAINIAN, 0.95)})
    found = recognise(scripted, PAGE, dpi=200, seconds=60, hints=["ukr"])
    assert (found.model, found.fits, scripted.asked) == ("ukr", True, ["ukr"])


def test_the_script_that_is_seen_is_tried_first() -> None:
    scripted = engine({"ukr": (UKRAINIAN, 0.95)}, "Cyrillic")
    assert recognise(scripted, PAGE, dpi=200, seconds=60).model == "ukr"
    assert scripted.asked == ["osd", "ukr"]


def test_russian_is_not_left_to_the_ukrainian_model() -> None:
    scripted = engine({"ukr": (RUSSIAN, 0.86), "rus": (RUSSIAN, 0.96)}, "Cyrillic")
    assert recognise(scripted, PAGE, dpi=200, seconds=60, hints=["ukr"]).model == "rus"
    assert scripted.asked == ["ukr", "osd", "rus"]


def test_english_is_not_left_to_the_japanese_model() -> None:
    scripted = engine({"jpn": (ENGLISH, 0.9), "eng": (ENGLISH, 0.94)}, "Latin")
    assert recognise(scripted, PAGE, dpi=200, seconds=60, hints=["jpn"]).model == "eng"


def test_a_plausible_reading_is_not_compared_with_other_scripts() -> None:
    scripted = engine({"ukr": (UKRAINIAN, 0.7), "rus": (UKRAINIAN, 0.4)}, "Cyrillic")
    assert recognise(scripted, PAGE, dpi=200, seconds=60).confidence == pytest.approx(0.7)
    assert scripted.asked == ["osd", "ukr", "rus"]


def test_where_no_script_is_seen_every_model_is_tried() -> None:
    scripted = engine({model: ("x", 0.2) for model in ALL})
    recognise(scripted, PAGE, dpi=200, seconds=60)
    assert sorted(scripted.asked) == sorted(["osd", *ALL])


def test_a_page_on_its_side_is_turned() -> None:
    scripted = engine({"eng": (ENGLISH, 0.94)}, "Latin", turn=90)
    assert recognise(scripted, PAGE, dpi=200, seconds=60).turn == 90


def test_when_time_runs_out_the_best_so_far_is_kept_and_without_any_it_is_said() -> None:
    scripted = engine({"ukr": (UKRAINIAN, 0.7)}, "Cyrillic")  # the second model never ends
    assert recognise(scripted, PAGE, dpi=200, seconds=60).model == "ukr"
    with pytest.raises(OCRFailure, match="too long"):
        recognise(engine({}, "Cyrillic"), PAGE, dpi=200, seconds=60)
