"""PDF pages: set by WeasyPrint in one column or two, by Chromium where Japanese runs downwards, or scanned."""

import io
import os
import subprocess
import tempfile
from datetime import datetime
from html import escape
from pathlib import Path

import numpy as np
import pypdf
import pypdfium2
import weasyprint
from document import Document
from fonts import compact
from labels import LABELS, long_date
from PIL import Image, ImageFilter

STYLES = Path(__file__).parent / "_sources"
CHROMIUM = os.environ.get("CHROMIUM", "chromium")
CHROMIUM_SECONDS = 120
SCAN_DPI = 200
SCAN_TURN = 0.4
"""Degrees, the largest slant of a scanned page."""
SCAN_NOISE = 4.0
SCAN_QUALITY = 45
POINTS_PER_INCH = 72


def html_page(document: Document, heading: str, body: str, sources: str) -> str:
    """The whole document as one HTML page for printing."""
    label = LABELS[document.language]
    return (
        f'<!doctype html><html lang="{document.language}"><head><meta charset="utf-8">'
        f"<title>{escape(document.title)}</title>"
        f'<meta name="author" content="{escape(label["author"])}">'
        f'<meta name="dcterms.created" content="{document.date}">'
        f'</head><body class="{document.layout}" data-head="{escape(document.running_head)}"'
        f' data-foot="{label["site"]}">'
        f'{heading}<p class="meta">{label[document.collection]} · {long_date(document.date, document.language)}</p>'
        f'<div class="columns">{body}</div><div class="sources">{sources}</div>'
        "</body></html>"
    )


def print_page(document: Document, page: str, moment: datetime) -> bytes:
    """The PDF of a page in the document's layout, dated by `moment` so that its bytes depend on nothing else."""
    if document.layout == "vertical":
        return vertical(document, page, moment)
    printed = _printed(document, page, moment)
    return scanned(document, printed, moment) if document.layout == "scan" else printed


def text_under_scan(document: Document, page: str, moment: datetime) -> str:
    """What the pages of a scanned document say, a form feed after each: the truth that its OCR is measured by."""
    with pypdfium2.PdfDocument(_printed(document, page, moment)) as file:
        return "".join(page.get_textpage().get_text_bounded().replace("\r\n", "\n") + "\f" for page in file)


def _printed(document: Document, page: str, moment: datetime) -> bytes:
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))  # read by fontTools when it subsets
    style = weasyprint.CSS(filename=str(STYLES / "style.css"))
    written = weasyprint.HTML(string=page).write_pdf(
        stylesheets=[style], pdf_identifier=document.id.encode(), full_fonts=False
    )
    return compact(written or b"")


def vertical(document: Document, page: str, moment: datetime) -> bytes:
    """Printed by Chromium, for WeasyPrint knows no `writing-mode`."""
    style = (STYLES / "vertical.css").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page.replace("</head>", f"<style>{style}</style></head>"), encoding="utf-8")
        command = [
            CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--no-pdf-header-footer", f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=CHROMIUM_SECONDS)
        return _dated(target.read_bytes(), document, moment)


def scanned(document: Document, printed: bytes, moment: datetime) -> bytes:
    """Each page as a grey picture, a little slanted, soft and noisy, and no text at all."""
    chance = np.random.default_rng(int(moment.timestamp()) % 2**32)
    with pypdfium2.PdfDocument(printed) as file:
        pages = [_scan(page.render(scale=SCAN_DPI / POINTS_PER_INCH).to_pil(), chance) for page in file]
    packed = io.BytesIO()
    pages[0].save(packed, "PDF", save_all=True, append_images=pages[1:], resolution=SCAN_DPI, quality=SCAN_QUALITY)
    return _dated(packed.getvalue(), document, moment)


def _scan(page: Image.Image, chance: np.random.Generator) -> Image.Image:
    grey = page.convert("L").rotate(chance.uniform(-SCAN_TURN, SCAN_TURN), Image.Resampling.BICUBIC, fillcolor=255)
    soft = np.asarray(grey.filter(ImageFilter.GaussianBlur(0.6)), np.float64)
    noisy = soft + chance.normal(0.0, SCAN_NOISE, soft.shape)
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def _dated(pdf: bytes, document: Document, moment: datetime) -> bytes:
    """The same PDF with our title, author and date in place of the maker's."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    stamp = moment.strftime("D:%Y%m%d%H%M%SZ")
    title = {"/Title": document.title, "/Author": LABELS[document.language]["author"]}
    writer.metadata = {} if document.layout == "scan" else title  # a scanner knows neither
    writer.add_metadata({"/CreationDate": stamp, "/ModDate": stamp})
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()
