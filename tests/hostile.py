"""Files made to hurt their reader: bombs, circles, nonsense where a structure should be."""

from __future__ import annotations

import random
import zlib
from collections.abc import Mapping

HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
WORDS = b"BT /F 12 Tf 72 700 Td (The town keeps spare pipes beside every pumping station.) Tj ET"


def pdf(objects: Mapping[int, bytes], root: int = 1, extra: bytes = b"") -> bytes:
    """A PDF of numbered objects as they are given, with a true table of where they stand."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return bytes(out) + b"trailer\n<< /Size %d /Root %d 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        root,
        extra,
        start,
    )


def stream(data: bytes, head: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), head, data)


def page_objects(content: bytes, font: bytes = HELVETICA, resources: bytes = b"") -> dict[int, bytes]:
    """One page; `content` is its stream object, `font` the object that /F names."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> %b >> >>" % resources,
        4: content,
        5: font,
    }


def bomb(piece: bytes, mebibytes: int) -> bytes:
    """A content stream that unpacks, in two steps, to many times its size."""
    packer = zlib.compressobj(1)
    chunk = piece * (1024 * 1024 // len(piece) + 1)
    once = b"".join([*(packer.compress(chunk) for _ in range(mebibytes)), packer.flush()])
    return pdf(page_objects(stream(zlib.compress(once), b"/Filter [/FlateDecode /FlateDecode]")))


def pages(count: int) -> bytes:
    """So many pages, all with the same content."""
    kids = b" ".join(b"%d 0 R" % (10 + number) for number in range(count))
    sheet = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
    )
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count),
            4: stream(WORDS),
            5: HELVETICA,
            **{10 + number: sheet for number in range(count)},
        }
    )


def nested(depth: int) -> bytes:
    """A page whose content and whose objects hold arrays in arrays."""
    deep = b"[" * depth + b"]" * depth
    objects = page_objects(stream(WORDS + b" " + deep + b" TJ"), resources=b"/Deep 6 0 R")
    return pdf({**objects, 6: deep})


def circles() -> dict[str, bytes]:
    """Files in which something refers to itself."""
    usual = page_objects(stream(WORDS))
    form = stream(
        WORDS + b" /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << /XObject << /X 6 0 R >> >>"
    )
    drawing = page_objects(stream(WORDS + b" /X Do"), resources=b"/XObject << /X 6 0 R >>")
    return {
        "circle-tree": pdf({**usual, 2: b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>"}),
        "circle-parent": pdf({**usual, 2: b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>"}),
        "circle-length": pdf({**usual, 4: b"<< /Length 4 0 R >>\nstream\n" + WORDS + b"\nendstream"}),
        "circle-reference": pdf({**usual, 4: b"6 0 R", 6: b"4 0 R"}),
        "circle-outline": pdf(
            {
                **usual,
                1: b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
                6: b"<< /Type /Outlines /First 7 0 R /Last 7 0 R /Count 1 >>",
                7: b"<< /Title (Again) /Parent 6 0 R /First 7 0 R /Next 7 0 R /Dest [3 0 R /Fit] >>",
            }
        ),
        "circle-form": pdf({**drawing, 6: form}),
        "circle-table": _own_table(usual),
    }


def _own_table(objects: Mapping[int, bytes]) -> bytes:
    """A file whose table of objects names itself as the one before."""
    start = pdf(objects).rindex(b"xref\n0")
    return pdf(objects, extra=b"/Prev %d" % start)


def fonts() -> dict[str, bytes]:
    """Pages set in embedded fonts that are not fonts, or whose map of characters is endless."""
    chance = random.Random(4)
    descriptor = (
        b"<< /Type /FontDescriptor /FontName /Odd /Flags 4 /FontBBox [0 0 0 0] /Ascent 0 /Descent 0 /FontFile2 7 0 R >>"
    )
    odd = b"<< /Type /Font /Subtype /TrueType /BaseFont /Odd /FirstChar 0 /LastChar 255 /FontDescriptor 6 0 R"
    cmap = b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFFFFFF> <0000>"
    found = {}
    for name, file in {
        "random": chance.randbytes(5000),
        "empty": b"",
        "header": b"\x00\x01\x00\x00\xff\xff" + chance.randbytes(200),
    }.items():
        objects = page_objects(stream(WORDS), odd + b" >>")
        found[f"font-{name}"] = pdf({**objects, 6: descriptor, 7: stream(file)})
    objects = page_objects(stream(WORDS), odd + b" /ToUnicode 8 0 R >>")
    found["font-map"] = pdf({**objects, 6: descriptor, 7: stream(b"x"), 8: stream(cmap * 50)})
    return found


def hostile_files() -> dict[str, bytes]:
    """Every file by its name."""
    huge = page_objects(stream(WORDS))
    huge[3] = huge[3].replace(b"595 842", b"9e37 9e37")
    return {
        "bomb-white": bomb(b" ", 3000),
        "bomb-text": bomb(b"BT /F 1 Tf (a) Tj ET ", 400),
        "pages-10001": pages(10_001),
        "nested": nested(200_000),
        "huge-page": pdf(huge),
        **circles(),
        **fonts(),
    }
