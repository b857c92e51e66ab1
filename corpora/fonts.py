"""Smaller CJK fonts inside a finished PDF."""

import io

import pypdf
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from pypdf.generic import DictionaryObject, EncodedStreamObject, NameObject, StreamObject

_EMPTY = b"\x0e"  # endchar, all that is left of a glyph that no page uses


def compact(pdf: bytes) -> bytes:
    """The same PDF with its CID-keyed OpenType fonts reduced to the glyphs that have an outline.

    WeasyPrint keeps an empty glyph for every unused one, 100 KB or more for each Noto CJK face. A viewer finds a glyph
    of a CID-keyed CFF font by its CID, not by its place (PDF 32000-1, 9.7.4.2), so the empty ones can go.
    """
    if b"/CIDFontType0" not in pdf and b"/OpenType" not in pdf:
        return pdf
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    writer.pdf_header = "%PDF-1.7"
    for item in list(writer._objects):
        if isinstance(item, DictionaryObject) and item.get("/Type") == "/FontDescriptor" and "/FontFile3" in item:
            stream = item["/FontFile3"].get_object()
            if isinstance(stream, EncodedStreamObject) and stream.get("/Subtype") == "/OpenType":
                item[NameObject("/FontFile3")] = writer._add_object(_cff_stream(stream.get_data()))
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


def _cff_stream(opentype: bytes) -> StreamObject:
    font = TTFont(io.BytesIO(opentype), recalcTimestamp=False)
    charstrings = font["CFF "].cff.topDictIndex[0].CharStrings
    order = font.getGlyphOrder()
    used = [number for number, name in enumerate(order) if charstrings[name].bytecode != _EMPTY]
    subsetter = Subsetter(Options(layout_features=[], notdef_outline=True, desubroutinize=True, drop_tables=["vmtx"]))
    subsetter.populate(gids=used)
    subsetter.subset(font)
    stream = StreamObject()
    stream.set_data(font["CFF "].compile(font))
    stream[NameObject("/Subtype")] = NameObject("/CIDFontType0C")
    return stream.flate_encode()
