"""What an Office file may hold to do harm, and that none of it is done."""

import io
import socket
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pytest
from makeodt import odt
from makezip import extended, rewritten, unzipped, zipped
from pptx import Presentation

from ingest.readers import read
from ingest.readers.package import MACRO_WARNING
from kb.errors import CorruptDocument, EncryptedDocument

LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def docx_file() -> bytes:
    document = docx.Document()
    document.add_paragraph("Текст документа.")
    return _saved(document.save)


def pptx_file() -> bytes:
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Назва слайда"
    return _saved(deck.save)


def xlsx_file() -> bytes:
    workbook = openpyxl.Workbook()
    for row in (["Назва", "Сума"], ["Насос", 10]):
        workbook.active.append(row)
    return _saved(workbook.save)


def odt_file() -> bytes:
    return odt("<text:p>Текст документа.</text:p>")


def _saved(save: Callable[[io.BytesIO], None]) -> bytes:
    buffer = io.BytesIO()
    save(buffer)
    return buffer.getvalue()


FILES = [
    pytest.param(docx_file, "word/document.xml", id="docx"),
    pytest.param(pptx_file, "ppt/slides/slide1.xml", id="pptx"),
    pytest.param(xlsx_file, "xl/worksheets/sheet1.xml", id="xlsx"),
    pytest.param(odt_file, "content.xml", id="odt"),
]


@pytest.mark.parametrize(("make", "part"), FILES)
@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE], ids=["laughs", "outside"])
def test_document_types_are_refused(make: Callable[[], bytes], part: str, doctype: str) -> None:
    head = '<?xml version="1.0" encoding="UTF-8"?>'

    def declare(text: str) -> str:
        return head + doctype + text.removeprefix("<?xml version='1.0' encoding='UTF-8' standalone='yes'?>")

    with pytest.raises(CorruptDocument, match="declares a document type"):
        read(rewritten(make(), part, declare), "evil")


@pytest.mark.parametrize(("make", "part"), FILES)
def test_a_document_type_in_another_encoding_or_behind_a_long_comment_is_seen(
    make: Callable[[], bytes], part: str
) -> None:
    wide = ('<?xml version="1.0" encoding="UTF-16"?>' + OUTSIDE + "<x>&e;</x>").encode("utf-16")
    late = f"<!--{'-x' * 40_000}-->{OUTSIDE}<x>&e;</x>"
    for content in (wide, late):
        with pytest.raises(CorruptDocument, match="declares a document type"):
            read(extended(make(), {part: content}), "evil")


@pytest.mark.parametrize(("make", "part"), FILES)
def test_bombs_by_ratio_by_size_of_a_part_and_by_number(make: Callable[[], bytes], part: str) -> None:
    with pytest.raises(CorruptDocument, match="like a ZIP bomb"):
        read(extended(make(), {"media/zeros.bin": bytes(64 * 2**20)}), "ratio")
    with pytest.raises(CorruptDocument, match="10.* parts, like a ZIP bomb"):
        read(extended(make(), {f"media/{number}": "" for number in range(10_001)}), "many")


@pytest.mark.parametrize(("make", "part"), FILES)
def test_a_part_that_is_larger_than_it_says(make: Callable[[], bytes], part: str) -> None:
    data = bytearray(make())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(part).file_size
        start = archive.start_dir
    at = data.index(part.encode(), start) - 46 + 24  # its size in the central directory
    assert int.from_bytes(data[at : at + 4], "little") == size
    data[at : at + 4] = (size // 2).to_bytes(4, "little")
    with pytest.raises(CorruptDocument, match="damaged"):
        read(bytes(data), "lying")


@pytest.mark.parametrize(("make", "part"), FILES)
def test_parts_with_a_password(make: Callable[[], bytes], part: str) -> None:
    data = bytearray(make())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.start_dir
    data[data.index(part.encode(), start) - 46 + 8] |= 1
    with pytest.raises(EncryptedDocument, match="password"):
        read(bytes(data), "secret")


@pytest.mark.parametrize(("make", "part"), FILES)
def test_names_that_leave_the_folder_are_never_followed(
    make: Callable[[], bytes], part: str, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    real = io.open

    def noted(file: object, *rest: object, **more: object) -> object:
        mode = rest[0] if rest else more.get("mode", "r")
        if isinstance(mode, str) and set(mode) & set("wax+"):
            opened.append(file)
        return real(file, *rest, **more)  # type: ignore[call-overload]

    data = extended(make(), {"../../evil.txt": "x", "/etc/evil": "x", "C:\\evil": "x"})
    monkeypatch.setattr("builtins.open", noted)
    assert read(data, "paths").blocks and opened == []


@pytest.mark.parametrize(
    ("make", "relations", "source"),
    [
        (docx_file, "word/_rels/document.xml.rels", "document.xml"),
        (pptx_file, "ppt/slides/_rels/slide1.xml.rels", "slide1.xml"),
        (xlsx_file, "xl/worksheets/_rels/sheet1.xml.rels", "sheet1.xml"),
    ],
)
def test_relations_in_a_circle_and_to_the_network(
    make: Callable[[], bytes], relations: str, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    circle = (
        f'<Relationship Id="r901" Type="{kind}/customXml" Target="{source}"/>'
        f'<Relationship Id="r902" Type="{kind}/attachedTemplate" TargetMode="External" Target="http://192.0.2.1/t.dotm"/>'
        f'<Relationship Id="r903" Type="{kind}/image" TargetMode="External" Target="http://192.0.2.1/i.png"/>'
        f'<Relationship Id="r904" Type="{kind}/footnotes" TargetMode="External" Target="http://192.0.2.1/f.xml"/>'
        "</Relationships>"
    )
    data = make()
    if relations not in unzipped(data):
        empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        data = extended(data, {relations: empty})

    def refuse(*_: object) -> None:
        raise AssertionError("a reader opened the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert read(rewritten(data, relations, lambda text: text.replace("</Relationships>", circle)), "circle").blocks


@pytest.mark.parametrize(
    ("make", "member"),
    [
        (docx_file, "word/vbaProject.bin"),
        (pptx_file, "ppt/vbaProject.bin"),
        (xlsx_file, "xl/vbaProject.bin"),
        (odt_file, "Basic/script-lc.xml"),
    ],
)
def test_macros_are_named_and_left_alone(make: Callable[[], bytes], member: str) -> None:
    reading = read(extended(make(), {member: "<x/>"}), "macros")
    assert reading.blocks and MACRO_WARNING in reading.warnings


@pytest.mark.parametrize("main", ["word/document.xml", "ppt/presentation.xml", "xl/workbook.xml", "content.xml"])
def test_a_package_of_one_broken_part(main: str) -> None:
    with pytest.raises(CorruptDocument, match="damaged"):
        read(zipped({main: "<broken"}), "broken")
