"""OpenDocument texts made of a body's markup."""

from __future__ import annotations

from makezip import zipped

from ingest.readers.odt_styles import NAMESPACES

_DECLARED = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
_PAGE = '<style:page-layout-properties fo:page-width="21cm" fo:page-height="297mm"/>'
MIMETYPE = "application/vnd.oasis.opendocument.text"


def odt(body: str, styles: str = "", meta: str = "", outline: str = "", doctype: str = "") -> bytes:
    """A text with this body, automatic styles and metadata."""
    return zipped(
        {
            "mimetype": MIMETYPE,
            "content.xml": f"{doctype}<office:document-content {_DECLARED}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {_DECLARED}><office:styles>{outline}</office:styles>"
            f"<office:automatic-styles><style:page-layout>{_PAGE}</style:page-layout></office:automatic-styles>"
            "</office:document-styles>",
            "meta.xml": f"<office:document-meta {_DECLARED}><office:meta>{meta}</office:meta></office:document-meta>",
        }
    )
