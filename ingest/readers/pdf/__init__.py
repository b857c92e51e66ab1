"""The PDF reader: `read_pdf`."""

from ingest.readers.pdf.reader import read_pdf

__all__ = ["read_pdf"]
