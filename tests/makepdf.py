"""Writes small PDFs for tests, with text of any script at exact places and no font file.

Every character is its own code in a composite font, half an em wide, or one em for kana, ideographs and full-width
forms; the file says which character a code means, as real files do.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

A4 = (595.0, 842.0)


def is_wide(character: str) -> bool:
    return ord(character) >= 0x2E80


def width_of(text: str, size: float) -> float:
    """The length of a line of text in points."""
    return sum(size if is_wide(character) else size / 2 for character in text)


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Break a text greedily into lines that are at most `width` points long; ideographs break anywhere."""
    words = list(text) if is_wide(text[0]) else text.split(" ")
    gap = "" if is_wide(text[0]) else " "
    lines = [words[0]]
    for word in words[1:]:
        longer = lines[-1] + gap + word
        if width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@dataclass
class PageMaker:
    """One page under construction; places are points from the lower left corner of its media box."""

    width: float = A4[0]
    height: float = A4[1]
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    content: list[str] = field(default_factory=list)
    pictured: bool = False

    def text(self, x: float, y: float, text: str, size: float = 10, *, bold: bool = False, angle: int = 0) -> None:
        """Print a line whose baseline begins at (x, y), turned counter-clockwise by 0, 90, 180 or 270 degrees."""
        a, b = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[angle]
        codes = "".join(f"{ord(character):04X}" for character in text)
        font = "B" if bold else "R"
        self.content.append(f"BT /{font} {size} Tf {a} {b} {-b} {a} {x:.2f} {y:.2f} Tm <{codes}> Tj ET")

    def column(self, x: float, y: float, text: str, size: float = 10) -> None:
        """Print Latin letters below one another, as vertical Japanese is; the first baseline begins at (x, y)."""
        for number, letter in enumerate(text):
            self.content.append(f"BT /H {size} Tf 1 0 0 1 {x:.2f} {y - number * size:.2f} Tm ({letter}) Tj ET")

    def paragraph(
        self, x: float, y: float, text: str, width: float, *, size: float = 10, leading: float = 1.3
    ) -> float:
        """Print a text in lines of at most `width`; answers the baseline that would come next."""
        for line in wrapped(text, width, size):
            self.text(x, y, line, size)
            y -= leading * size
        return y

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.content.append(f"0.5 w {x0} {y0} m {x1} {y1} l S")

    def picture(self) -> None:
        """Cover the page with a grey picture, as a scan does."""
        self.pictured = True
        self.content.append(f"q {self.width} 0 0 {self.height} 0 0 cm /I Do Q")

    def table(self, x: float, y: float, widths: Sequence[float], cells: Sequence[Sequence[str]], ruled: bool) -> None:
        """Print rows of one line each, 18 points high, the first bold, from (x, y) down."""
        edges = [x + sum(widths[:n]) for n in range(len(widths) + 1)]
        for number, row in enumerate(cells):
            for left, cell in zip(edges, row, strict=False):
                self.text(left + 5, y - 13 - 18 * number, cell, 9, bold=number == 0)
        if ruled:
            bottom = y - 18 * len(cells)
            for number in range(len(cells) + 1):
                self.rule(edges[0], y - 18 * number, edges[-1], y - 18 * number)
            for edge in edges:
                self.rule(edge, bottom, edge, y)


class PdfMaker:
    """A PDF under construction."""

    def __init__(self) -> None:
        self.pages: list[PageMaker] = []

    def page(self, **options: object) -> PageMaker:
        page = PageMaker(**options)  # type: ignore[arg-type]
        self.pages.append(page)
        return page

    def save(
        self,
        title: str | None = None,
        language: str | None = None,
        outline: Sequence[tuple[str, int]] = (),
        first_label: int | None = None,
        mapped: bool = True,
    ) -> bytes:
        """The file's bytes; `outline` is (title, 1-based page), `mapped` false leaves out what the codes mean."""
        objects = _Objects()
        root, tree = objects.reserve(), objects.reserve()
        fonts = f"/R {self._font(objects, 'Testa', mapped)} 0 R /B {self._font(objects, 'Testa-Bold', mapped)} 0 R"
        fonts += " /H << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
        image = objects.stream(
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray", b"\xc0", " /BitsPerComponent 8"
        )
        kids = [self._page(objects, page, tree, fonts, image) for page in self.pages]
        objects.put(tree, f"<< /Type /Pages /Kids [{' '.join(f'{k} 0 R' for k in kids)}] /Count {len(kids)} >>")
        extra = f" /Lang ({language})" if language else ""
        extra += f" /PageLabels << /Nums [0 << /S /D /St {first_label} >>] >>" if first_label else ""
        extra += f" /Outlines {_outline(objects, outline, kids)} 0 R" if outline else ""
        objects.put(root, f"<< /Type /Catalog /Pages {tree} 0 R{extra} >>")
        info = objects.add(f"<< /Title {_string(title)} >>") if title else None
        return objects.file(root, info)

    def _font(self, objects: _Objects, name: str, mapped: bool) -> int:
        ranges = [f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>" for high in range(256)]
        parts = [ranges[n : n + 100] for n in range(0, 256, 100)]
        cmap = "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        cmap += "".join(f"{len(p)} beginbfrange\n" + "\n".join(p) + "\nendbfrange\n" for p in parts) + "endcmap"
        meaning = f" /ToUnicode {objects.stream('', cmap.encode())} 0 R" if mapped else ""
        descriptor = objects.add(
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
            "/Ascent 880 /Descent -220 /CapHeight 700 /StemV 80 >>"
        )
        inner = objects.add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /FontDescriptor {descriptor} 0 R /DW 500 "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [11904 65535 1000] >>"
        )
        return objects.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
            f"/DescendantFonts [{inner} 0 R]{meaning} >>"
        )

    def _page(self, objects: _Objects, page: PageMaker, tree: int, fonts: str, image: int) -> int:
        content = objects.stream("", "\n".join(page.content).encode("ascii"))
        crop = f" /CropBox [{' '.join(map(str, page.crop))}]" if page.crop else ""
        return objects.add(
            f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {page.width} {page.height}]{crop} /Rotate {page.rotate} "
            f"/Contents {content} 0 R /Resources << /Font << {fonts} >> /XObject << /I {image} 0 R >> >> >>"
        )


def _string(text: str) -> str:
    return "<FEFF" + text.encode("utf-16-be").hex() + ">"


def _outline(objects: _Objects, entries: Sequence[tuple[str, int]], kids: Sequence[int]) -> int:
    root = objects.reserve()
    items = [objects.reserve() for _ in entries]
    for number, (item, (title, page)) in enumerate(zip(items, entries, strict=True)):
        links = f" /Prev {items[number - 1]} 0 R" if number else ""
        links += f" /Next {items[number + 1]} 0 R" if number + 1 < len(items) else ""
        target = f"/Dest [{kids[page - 1]} 0 R /Fit]"
        objects.put(item, f"<< /Title {_string(title)} /Parent {root} 0 R {target}{links} >>")
    objects.put(root, f"<< /Type /Outlines /First {items[0]} 0 R /Last {items[-1]} 0 R /Count {len(items)} >>")
    return root


class _Objects:
    """The numbered objects of a file."""

    def __init__(self) -> None:
        self._bodies: list[bytes] = []

    def reserve(self) -> int:
        self._bodies.append(b"null")
        return len(self._bodies)

    def put(self, number: int, body: str) -> None:
        self._bodies[number - 1] = body.encode("ascii")

    def add(self, body: str) -> int:
        number = self.reserve()
        self.put(number, body)
        return number

    def stream(self, head: str, data: bytes, tail: str = "") -> int:
        packed = zlib.compress(data)
        number = self.reserve()
        opening = f"<< {head}{tail} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode("ascii")
        self._bodies[number - 1] = opening + packed + b"\nendstream"
        return number

    def file(self, root: int, info: int | None) -> bytes:
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self._bodies, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n".encode("ascii") + body + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode("ascii")
        out += b"".join(f"{place:010d} 00000 n \n".encode("ascii") for place in places)
        named = f" /Info {info} 0 R" if info else ""
        out += f"trailer\n<< /Size {len(places) + 1} /Root {root} 0 R{named} >>\nstartxref\n{start}\n%%EOF\n".encode(
            "ascii"
        )
        return bytes(out)
