"""OCR of pages whose text is known: character errors by language, for clean pages and worse ones.

    python -m bench.ocr            clean pages at 200 dpi in several fonts; exit code 1 above the limit
    python -m bench.ocr --worse    also grey, noisy, tilted and coarse ones, with the confidence that OCR gives them
    python -m bench.ocr --blur     what blurring before recognition does to Japanese

Pages are typeset by Chromium from the texts of corpora/, drawn as pictures and read like any scanned PDF, the choice
of language included. Wants Tesseract, Chromium and the Noto fonts.
"""

from __future__ import annotations

import argparse
import html
import io
import re
import shutil
import sys
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from unittest.mock import patch

import numpy as np
import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from rapidfuzz.distance import Levenshtein

from ingest.ocr import find_tesseract, with_ocr
from ingest.readers import read
from kb.model import BlockKind, Reading

LIMIT = 0.05
DPI = 200
CORPORA = Path(__file__).parents[1] / "corpora"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WESTERN = ("Noto Serif", "Noto Sans", "Liberation Serif", "DejaVu Sans")
JAPANESE = ("Noto Serif CJK JP", "Noto Sans CJK JP")
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")  # how figures stand in vertical lines


@dataclass(frozen=True)
class Print:
    """What is printed on a page, and how: its text, its fonts, about how many characters."""

    name: str
    language: str
    sources: tuple[str, ...]
    fonts: tuple[str, ...]
    characters: int
    vertical: bool = False


PRINTS = (
    Print("uk", "uk", ("press-releases/borodianka-debris-recycling-uk.md",), WESTERN, 1800),
    Print("en", "en", ("press-releases/demining-machines-handover-2024-en.md",), WESTERN, 1800),
    Print(
        "ja",
        "ja",
        ("reconstruction-agency/industry-group-subsidy-ja.md", "agreements/reconstruction-memorandum-2023-ja.md"),
        JAPANESE,
        780,
    ),
    Print(
        "ja vertical",
        "ja",
        ("reconstruction-agency/industry-group-subsidy-ja.md", "agreements/reconstruction-memorandum-2023-ja.md"),
        JAPANESE,
        540,
        vertical=True,
    ),
)


@dataclass(frozen=True)
class Scan:
    """A grey page image at 200 dpi and the text that is printed on it, block by block."""

    print: Print
    font: str
    image: Image.Image
    text: str


@dataclass(frozen=True)
class Result:
    """What OCR made of a scan: share of characters wrong, its own confidence, seconds."""

    errors: float
    confidence: float
    seconds: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worse", action="store_true")
    parser.add_argument("--blur", action="store_true")
    arguments = parser.parse_args()
    with browser() as chromium:
        scans = [scan for kind in PRINTS for scan in scans_of(chromium, kind)]
    if arguments.blur:
        return show_blur([scan for scan in scans if scan.print.language == "ja"])
    print(f"{'page':12s} {'condition':10s} {'errors':>7s} {'worst':>7s} {'confidence':>10s} {'s a page':>8s}")
    clean = [show(kind, "clean", [scan for scan in scans if scan.print is kind]) for kind in PRINTS]
    if arguments.worse:
        for condition, spoil in CONDITIONS.items():
            for kind in PRINTS:
                show(kind, condition, [spoil(scan) for scan in scans if scan.print is kind])
    return 0 if max(clean) <= LIMIT else 1


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium without a network."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=arguments)
        yield chromium
        chromium.close()


def scans_of(chromium: Browser, kind: Print, fonts: Sequence[str] = ()) -> Iterator[Scan]:
    """The pages of one kind, in all of its fonts or in these."""
    for source in kind.sources:
        blocks = list(_beginning(source, kind.characters))
        text = "\n".join(text for _, text in blocks)
        for font in fonts or kind.fonts:
            yield Scan(kind, font, _typeset(chromium, kind, font, blocks), text)


def _beginning(source: str, characters: int) -> Iterator[tuple[str, str]]:
    """(element, text) of the first blocks of a document that fit on a page; tables are left out."""
    path, seen = CORPORA / source, 0
    for block in read(path.read_bytes(), path.name).blocks:
        seen += len(block.text)
        if seen > characters:
            return
        if block.kind is not BlockKind.TABLE_ROW:
            yield ("h2" if block.kind is BlockKind.HEADING else "p"), block.text


def _typeset(chromium: Browser, kind: Print, font: str, blocks: Sequence[tuple[str, str]]) -> Image.Image:
    table = FULL_WIDTH if kind.vertical else {}
    body = "".join(f"<{element}>{html.escape(text.translate(table))}</{element}>" for element, text in blocks)
    direction = "writing-mode: vertical-rl; height: 247mm;" if kind.vertical else ""
    style = (
        f"@page {{ size: A4; margin: 25mm 20mm }} body {{ font: 10.5pt/1.55 '{font}'; {direction} margin: 0; "
        "text-align: justify } h2 { font-size: 1.35em; line-height: 1.3 } p { margin: 0 0 .6em }"
    )
    page = chromium.new_page()
    page.set_content(f'<html lang="{kind.language}"><style>{style}</style><body>{body}</body></html>')
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    page.close()
    if len(document) != 1:
        raise ValueError(f"the {kind.name} text does not fit on one page in {font}")
    image: Image.Image = document[0].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
    document.close()
    return image


def scanned_pdf(images: Sequence[Image.Image]) -> bytes:
    """A PDF of page images, as a scanner makes it."""
    target = io.BytesIO()
    images[0].save(target, "PDF", save_all=True, append_images=images[1:], resolution=DPI)
    return target.getvalue()


def recognised(data: bytes) -> Reading:
    """What the flow reads of a scanned PDF."""
    engine = find_tesseract()
    if engine is None:
        raise SystemExit("Tesseract is not installed; see the README")
    return with_ocr(read(data, "scan.pdf"), data, "scan.pdf", engine, seconds=120)


def text_of(reading: Reading) -> str:
    return "\n".join(block.text for block in reading.blocks)


def character_errors(found: str, truth: str) -> float:
    """Edits a character of the truth; widths, dashes, apostrophes, bullets and kinds of space do not count."""
    wanted = _plain(truth)
    return Levenshtein.distance(_plain(found), wanted) / len(wanted)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(str.maketrans("’ʼ‘—―–", "'''---"))
    without_bullets = re.sub(r"(?m)^[•・]\s*", "", folded)
    return re.sub(r"\s+", "" if re.search(r"[\u3041-\u309f]", folded) else " ", without_bullets).strip()


def measure(scan: Scan) -> Result:
    started = time.perf_counter()
    reading = recognised(scanned_pdf([scan.image]))
    seconds = time.perf_counter() - started
    return Result(character_errors(text_of(reading), scan.text), reading.pages[0].confidence or 0.0, seconds)


def show(kind: Print, condition: str, scans: Sequence[Scan]) -> float:
    """Print one row; answers the mean share of wrong characters."""
    results = [measure(scan) for scan in scans]
    errors = mean(result.errors for result in results)
    worst = max(result.errors for result in results)
    sure, seconds = mean(result.confidence for result in results), mean(result.seconds for result in results)
    print(f"{kind.name:12s} {condition:10s} {errors:7.2%} {worst:7.2%} {sure:10.3f} {seconds:8.1f}", flush=True)
    return errors


def _pixels(scan: Scan, values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Scan:
    image = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    return Scan(scan.print, scan.font, image, scan.text)


def noisy(scan: Scan, grain: float = 14.0) -> Scan:
    """Grey paper and grain, the same each time."""
    values = np.asarray(scan.image).astype(float)
    return _pixels(scan, values * 0.85 + 25 + np.random.default_rng(7).normal(0, grain, values.shape))


def two_tone(scan: Scan) -> Scan:
    """Black and white, as fax machines and old scanners see."""
    return _pixels(scan, np.where(np.asarray(scan.image) > 150, 255.0, 0.0))  # noqa: PLR2004


def tilted(scan: Scan) -> Scan:
    return Scan(scan.print, scan.font, scan.image.rotate(1, Image.Resampling.BICUBIC, fillcolor=255), scan.text)


def coarse(scan: Scan, share: float = 0.5) -> Scan:
    """Scanned at a share of 200 dpi."""
    small = scan.image.resize((round(scan.image.width * share), round(scan.image.height * share)))
    return Scan(scan.print, scan.font, small.resize(scan.image.size, Image.Resampling.BICUBIC), scan.text)


def poor(scan: Scan) -> Scan:
    """Coarse, pale and full of grain."""
    rough = coarse(scan, 0.33)
    values = np.asarray(rough.image).astype(float)
    return _pixels(rough, values * 0.6 + 80 + np.random.default_rng(7).normal(0, 16, values.shape))


CONDITIONS = {
    "two-tone": two_tone,
    "noisy": noisy,
    "tilted 1°": tilted,
    "100 dpi": coarse,
    "80 dpi": lambda scan: coarse(scan, 0.4),
    "poor": poor,
}


def show_blur(scans: Sequence[Scan]) -> int:
    for radius in (0.0, 0.5, 0.7, 1.0, 1.3, 1.6):
        with patch("ingest.ocr.choose.SOFT", radius):
            for kind in PRINTS:
                if kind.language == "ja":
                    chosen = [scan for scan in scans if scan.print is kind]
                    show(kind, f"blur {radius}", [*chosen, *map(two_tone, chosen)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
