"""Page images: the marks lie on the lines that the reader found."""

from __future__ import annotations

import io
import warnings
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from makepdf import PdfMaker
from numpy.typing import NDArray
from PIL import Image
from pypdf import PdfReader, PdfWriter

from ingest.readers.pdf import read_pdf
from kb.errors import CorruptDocument, EncryptedDocument, NotFound
from kb.pageimage import render_page


def made(rotate: int = 0) -> bytes:
    maker = PdfMaker()
    page = maker.page(width=500.0, height=700.0, rotate=rotate, crop=(30, 40, 450, 640))
    page.text(200, 300, "MARKED LINE OF TEXT", 14, angle=rotate)
    page.text(260, 420, "ANOTHER LINE", 14, angle=rotate)
    return maker.save()


def pixels(png: bytes) -> NDArray[np.int64]:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(np.int64)


def yellow(picture: NDArray[np.int64]) -> NDArray[np.bool_]:
    result: NDArray[np.bool_] = (picture[:, :, 0] > 200) & (picture[:, :, 2] < 190)
    return result


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_ink_of_a_marked_line_lies_inside_the_mark_and_stays_dark(rotate: int) -> None:
    data = made(rotate)
    line = next(b for b in read_pdf(data, "x.pdf").blocks if "MARKED" in b.text).lines[0]
    plain, marked = pixels(render_page(data, 1, [])), pixels(render_page(data, 1, [line.box]))
    assert plain.shape == marked.shape and plain.shape[1] == 1100
    mark = yellow(marked) | (plain != marked).any(axis=2)
    rows, columns = np.flatnonzero(mark.any(axis=1)), np.flatnonzero(mark.any(axis=0))
    inside = plain[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    ink = (plain < 100).all(axis=2)
    inked = int((inside < 100).all(axis=2).sum())
    assert 0.3 * ink.sum() < inked < 0.8 * ink.sum()  # one of the two lines, and all of it
    assert int((marked < 100).all(axis=2).sum()) >= ink.sum()


def test_nothing_is_marked_without_boxes() -> None:
    assert not yellow(pixels(render_page(made(), 1, []))).any()


def test_the_picture_is_as_wide_as_asked() -> None:
    assert pixels(render_page(made(), 1, [], width=640)).shape[1] == 640


@pytest.mark.parametrize("page", [-1, 0, 2])
def test_a_page_out_of_range_is_not_found(page: int) -> None:
    with pytest.raises(NotFound, match="pages 1 to 1"):
        render_page(made(), page, [])


def test_bytes_that_are_no_pdf_are_corrupt() -> None:
    with pytest.raises(CorruptDocument):
        render_page(b"no pdf", 1, [])


def test_pages_can_be_drawn_and_read_from_several_threads() -> None:
    data = made()
    alone = render_page(data, 1, [])
    with ThreadPoolExecutor(4) as pool:
        drawn = [pool.submit(render_page, data, 1, []) for _ in range(12)]
        read = [pool.submit(read_pdf, data, "x.pdf") for _ in range(12)]
    assert all(future.result() == alone for future in drawn)
    assert all(len(future.result().blocks) == 2 for future in read)


def test_a_process_forked_while_pages_are_drawn_can_draw() -> None:
    data = made()
    with ThreadPoolExecutor(2) as threads:
        busy = [threads.submit(render_page, data, 1, []) for _ in range(20)]
        process = get_context("fork").Process(target=render_page, args=(data, 1, []))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of exactly what is tried here
            process.start()
        process.join(60)
        assert process.exitcode == 0
        assert all(future.result() for future in busy)


def test_an_encrypted_file_says_so() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made())))
    writer.encrypt("secret", "owner", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    with pytest.raises(EncryptedDocument):
        render_page(target.getvalue(), 1, [])
