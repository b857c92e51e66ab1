"""Prints pages of known text as PDF, by WeasyPrint or Chromium: what a reader has to give back, word for word."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pytest
import weasyprint

SOURCES = Path(__file__).parent.parent / "corpora" / "_sources"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking")
TEXTS = ("agreements/investment-agreement-2015", "agreements/support-accord-2024")
FEW, MANY = 90, 420  # characters of a paragraph that is taken
FONTS = {
    "uk": '"Noto Serif", serif',
    "en": '"Noto Serif", serif',
    "ja": '"Noto Serif CJK JP", serif',
}
HEADS = {
    "uk": "Досвід відновлення, випуск третій",
    "en": "Experience of recovery, third issue",
    "ja": "復興の経験　第三号",
}
NOTES = {
    "uk": "Дивіться звіт префектури про перший рік робіт, опублікований навесні.",
    "en": "See the report of the prefecture on the first year of works, published in spring.",
    "ja": "初年度の工事に関する県の報告書を参照のこと。春に公表された。",
}
TABLES = {
    "uk": (
        ("Захід", "Місто", "Вартість"),
        (
            ("труби", "Київ", "12,4"),
            ("насоси", "Львів", "340,0"),
            ("колодязі", "Суми", "7,1"),
            ("школа", "Одеса", "88,9"),
        ),
    ),
    "en": (
        ("Measure", "Town", "Cost"),
        (
            ("pipes", "Sendai", "12.4"),
            ("pumps", "Iwaki", "340.0"),
            ("wells", "Soma", "7.1"),
            ("school", "Natori", "88.9"),
        ),
    ),
    "ja": (
        ("事業", "市町村", "費用"),
        (
            ("配水管", "仙台市", "12.4"),
            ("揚水機", "岩沼市", "340.0"),
            ("井戸", "相馬市", "7.1"),
            ("小学校", "名取市", "88.9"),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class KnownPage:
    """The texts of one printed page in the order of reading; `rows` is its table's, without the column names."""

    heading: str
    paragraphs: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ruled: bool
    note: str

    @property
    def texts(self) -> list[str]:
        """Every text in order: a table row is its cells, the footnote stands last."""
        half = len(self.paragraphs) // 2
        body = [*self.paragraphs[:half], *(" ".join(row) for row in self.rows), *self.paragraphs[half:]]
        return [self.heading, *body, *([self.note] if self.note else [])]


def paragraphs(language: str) -> list[str]:
    """Running text of some of the corpora's sources in one language, in a stable order."""
    found = []
    for name in TEXTS:
        body = (SOURCES / f"{name}-{language}.md").read_text("utf-8").split("+++", 2)[2]
        for line in body.splitlines():
            plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line).replace("*", "").strip()
            low, high = (FEW // 2, MANY // 2) if language == "ja" else (FEW, MANY)
            if low < len(plain) < high and plain[0].isalpha() and "|" not in plain and "`" not in plain:
                found.append(plain)
    return found


def known_pages(language: str, count: int = 3, each: int = 6) -> list[KnownPage]:
    """Pages of `each` paragraphs with a heading, a table (ruled on every other page) and a footnote."""
    texts = paragraphs(language)
    names, rows = TABLES[language]
    pages = []
    for number in range(count):
        part = texts[number * (each + 1) : (number + 1) * (each + 1)]
        heading = re.split(r"[,.;:—、。（(]", part[0])[0][:38].strip()
        note = heading + ("。" if language == "ja" else ". ") + NOTES[language]
        pages.append(KnownPage(heading, tuple(part[1:]), names, rows, number % 2 == 0, note))
    return pages


def html(pages: list[KnownPage], language: str, *, columns: int = 1, vertical: bool = False, notes: str = "css") -> str:
    """The pages as one HTML file; `notes` is `css` for footnotes by style sheet, `placed` for ones put at the foot."""
    body = "".join(_page_html(page, notes) for page in pages)
    flow, upright = ("writing-mode: vertical-rl;", "writing-mode: horizontal-tb;") if vertical else ("", "")
    return f"""<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">
<title>{HEADS[language]}</title><style>
@page {{ size: A4; margin: 24mm 20mm;
  @top-left {{ content: "{HEADS[language]}"; font: 8pt {FONTS[language]}; {upright} }}
  @bottom-right {{ content: counter(page) " / " counter(pages); font: 8pt {FONTS[language]};
    {upright} }} }}
html {{ font: 10pt/1.5 {FONTS[language]}; {flow} }} body {{ margin: 0; }}
section {{ break-after: page; position: relative; {"width: 168mm;" if vertical else "height: 246mm;"} }}
section:last-child {{ break-after: auto; }}
h2 {{ font-size: 14pt; margin: 0 0 4mm; }}
.columns {{ columns: {columns}; column-gap: 8mm; column-fill: balance; }}
p {{ margin: 0 0 2.6mm; text-align: justify; hyphens: auto; text-indent: 1em; orphans: 2; widows: 2; }}
table {{ border-collapse: collapse; margin: 3mm 0 5mm; font-size: 9pt; break-inside: avoid; }}
th, td {{ padding: 1mm; padding-inline-end: 5mm; text-align: start; }}
table.ruled :is(th, td) {{ border: 0.5pt solid #555; }}
.note {{ float: footnote; font-size: 7.5pt; text-align: left; }}
.placed {{ position: absolute; bottom: 0; left: 0; font-size: 7.5pt; border-top: 0.5pt solid #555; padding-top: 1mm; }}
sup {{ font-size: 6pt; line-height: 1; }}
</style></head><body>{body}</body></html>"""


def _page_html(page: KnownPage, notes: str) -> str:
    half = len(page.paragraphs) // 2
    before, after = ("".join(f"<p>{escape(text)}</p>" for text in part) for part in _halves(page.paragraphs, half))
    mark, foot = "", ""
    if page.note and notes == "css":
        mark = f'<span class="note">{escape(page.note)}</span>'
    elif page.note:
        mark, foot = "<sup>1</sup>", f'<div class="placed"><sup>1</sup> {escape(page.note)}</div>'
    before = before.replace("</p>", f"{mark}</p>", 1)
    return (
        f'<section><h2>{escape(page.heading)}</h2><div class="columns">{before}{_table_html(page)}{after}</div>{foot}'
        "</section>"
    )


def _halves(texts: tuple[str, ...], half: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return texts[:half], texts[half:]


def _table_html(page: KnownPage) -> str:
    if not page.rows:
        return ""
    names = "".join(f"<th>{name}</th>" for name in page.names)
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in page.rows)
    return f'<table class="{"ruled" if page.ruled else "plain"}"><tr>{names}</tr>{rows}</table>'


def by_weasyprint(page: str) -> bytes:
    return bytes(weasyprint.HTML(string=page).write_pdf() or b"")


def by_chromium(page: str, folder: Path) -> bytes:
    """Print as a browser does; skips the test where there is no Chromium, unless REQUIRE_BROWSER=1."""
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, but there is no Chromium; install Debian's `chromium`")
        pytest.skip("no Chromium on this machine; install Debian's `chromium` to print by a browser")
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(page, "utf-8")
    command = [found, *CHROMIUM_ARGUMENTS, f"--user-data-dir={folder / 'profile'}", "--no-pdf-header-footer"]
    done = subprocess.run(
        [*command, f"--print-to-pdf={target}", source.as_uri()], capture_output=True, timeout=120, check=False
    )
    assert target.exists(), done.stderr.decode("utf-8", "replace")[-2000:]
    return target.read_bytes()


def common_length(wanted: list[str], found: list[str]) -> int:
    """The length of the longest common subsequence, by bits (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for index, item in enumerate(wanted):
        places[item] = places.get(item, 0) | (1 << index)
    every = (1 << len(wanted)) - 1
    row = every
    for item in found:
        matched = places.get(item, 0)
        step = row & matched
        row = ((row + step) | (row & ~matched)) & every
    return len(wanted) - row.bit_count()


def in_order(wanted: list[str], found: list[str]) -> float:
    """The share of wanted items that come in their order, of the wanted or of the found ones, whichever are more."""
    return common_length(wanted, found) / max(len(wanted), len(found), 1)
