"""Guards ZIP packages (OOXML, OpenDocument) before a reader unpacks them: size, count, passwords, document types."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from xml.parsers import expat

from lxml import etree

from kb.errors import CorruptDocument, DocumentError, EncryptedDocument
from kb.model import Metadata
from kb.text.dates import parse_date

LARGEST_UNPACKED = 512 * 1024 * 1024
LARGEST_XML = 128 * 1024 * 1024  # read as a whole: a tree takes several times as much memory
_LARGEST_RATIO = 200
_RATIO_MATTERS_FROM = 32 * 1024 * 1024
_MOST_MEMBERS = 10_000
_ENCRYPTED_FLAG = 0x1
_CHUNK = 16 * 1024
_XML_SUFFIXES = (".xml", ".rels")
_MACROS = ("vbaproject.bin", "basic/script-lc.xml", "scripts/")
_CORE = "docProps/core.xml"
_PLACEHOLDERS = re.compile(
    r"(?:word document|document|untitled|power ?point|презентац|プレゼンテーション).{0,20}", re.I
)
_TEMPLATE_YEAR = 2013  # what python-docx, python-pptx and openpyxl say of a file that nobody dated
MACRO_WARNING = "holds macros; they were not run and not read"


class _DoctypeFound(Exception):
    """An XML part declares a document type."""


class _RootFound(Exception):
    """The root element began, so that no document type can follow."""


def _declares_doctype(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether an XML part has a DOCTYPE, the only place where entities can be defined; reads no further than needed."""

    def doctype(*_: object) -> None:
        raise _DoctypeFound

    def root(*_: object) -> None:
        raise _RootFound

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = root
    with archive.open(member) as stream:
        try:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
        except _DoctypeFound:
            return True
        except (_RootFound, expat.ExpatError):  # what is not XML is the reader's to judge
            return False
    return False


def _refuse_bombs(members: list[zipfile.ZipInfo], packed: int, name: str, largest_part: int) -> None:
    """What a member says of its size is binding: `zipfile` reads no byte more and then compares the checksum."""
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_UNPACKED or (unpacked > _RATIO_MATTERS_FROM and unpacked > _LARGEST_RATIO * max(1, packed)):
        raise CorruptDocument(
            f"{name}: would unpack to {unpacked // 2**20} MB, like a ZIP bomb; save it anew in its program"
        )
    if len(members) > _MOST_MEMBERS:
        raise CorruptDocument(f"{name}: holds {len(members)} parts, like a ZIP bomb; save it anew in its program")
    largest = max((part.file_size for part in members if part.filename.endswith(_XML_SUFFIXES)), default=0)
    if largest > largest_part:
        raise CorruptDocument(
            f"{name}: one part alone has {largest // 2**20} MB of markup, too much to read; split the document"
        )


@contextmanager
def opened(data: bytes, name: str, kind: str, largest_part: int = LARGEST_XML) -> Iterator[zipfile.ZipFile]:
    """The package, once it is known to be safe to read as a whole.

    Raises `CorruptDocument` for damage, for a bomb and for a part that declares a document type (the standards forbid
    it, and entities that grow or point outside need one), `EncryptedDocument` if a part needs a password; damage met
    while reading inside the `with` becomes `CorruptDocument` too. Members are only read by name, never written out.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse_bombs(members, len(data), name, largest_part)
            if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
                raise EncryptedDocument(f"{name}: asks for a password; save a copy without one and add that")
            for member in members:
                if member.filename.endswith(_XML_SUFFIXES) and _declares_doctype(archive, member):
                    raise CorruptDocument(
                        f"{name}: its part {member.filename[:80]!r} declares a document type, as no {kind} program "
                        "does; save it anew in the program that made it"
                    )
            yield archive
    except (DocumentError, MemoryError):
        raise
    except Exception as error:  # neither zipfile and zlib nor the format's library promise a kind of error for damage
        raise CorruptDocument(
            f"{name}: the {kind} content is damaged ({error}); open and save it in the program that made it"
        ) from error


def macro_warnings(members: Iterable[str]) -> tuple[str, ...]:
    """One warning if a package holds macros."""
    found = any(member.lower().endswith(_MACROS[:2]) or member.lower().startswith(_MACROS[2]) for member in members)
    return (MACRO_WARNING,) if found else ()


def core_metadata(archive: zipfile.ZipFile) -> Metadata:
    """What an OOXML package says of itself (ECMA-376 part 2, 11); empty fields where it says nothing sensible."""
    if _CORE not in archive.namelist():
        return Metadata()
    root = xml_root(archive, _CORE)
    found = {etree.QName(element).localname: (element.text or "").strip() for element in root if element.text}
    day = parse_date(found.get("created", ""))
    title = found.get("title", "")
    return Metadata(
        title=None if _PLACEHOLDERS.fullmatch(title) else title or None,
        language=found.get("language", "").lower()[:2] or None,
        date=day if day is not None and day.year > _TEMPLATE_YEAR else None,
    )


def xml_root(archive: zipfile.ZipFile, member: str) -> etree._Element:
    """The root of an XML part; entities stay what they are and nothing outside is looked up."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(archive.read(member), parser)
