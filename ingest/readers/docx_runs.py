"""The words of a DOCX paragraph: runs, changes, controls, hyperlinks; notes and text boxes are handed on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from ingest.readers.numbering import Numbering

Element = Any
TEXT, BREAK, RENDERED = qn("w:t"), qn("w:br"), qn("w:lastRenderedPageBreak")
TYPE = qn("w:type")
_SKIPPED = frozenset(
    qn(tag) for tag in ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:pPr", "w:rPr", "w:rt", "w:rubyPr")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_SIGNS = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_RUN, _BOX, _CONTROL = qn("w:r"), qn("w:txbxContent"), qn("w:sdt")
_NOTES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
_ID, _VAL = qn("w:id"), qn("w:val")
_OFF = frozenset({"0", "false", "off"})


@dataclass(slots=True)
class State:
    """What goes on from paragraph to paragraph.

    The page reached and how many characters each page holds; notes (kind, id) and text boxes that the words read so
    far point at and that still have to be read.
    """

    numbering: Numbering
    page: int = 1
    broken: bool = False
    characters: dict[int, int] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    def turn(self) -> None:
        self.page += 1
        self.broken = True


def _is_hidden(run: Element) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and (vanish.get(_VAL) or "1") not in _OFF


def is_prompt(control: Element) -> bool:
    """Whether a content control still shows its prompt (`Click here to enter text`) and no words of the author."""
    return control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None


def pieces(element: Element, state: State) -> Iterator[str]:
    """The text of a paragraph in order; page breaks turn the page on the way."""
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or (tag == _RUN and _is_hidden(child)) or (tag == _CONTROL and is_prompt(child)):
            continue
        if tag in {TEXT, _MATH_TEXT}:
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == RENDERED:
            state.turn()
        elif tag == BREAK:
            if child.get(TYPE) == "page":
                state.broken = True
                # Word repeats a hard break as a rendered one in the next paragraph, where it has laid the text out.
                if not state.numbering.rendered:
                    state.page += 1
            yield "\n"
        elif tag in _NOTES:
            state.notes.append((_NOTES[tag], child.get(_ID) or ""))
        elif tag == _BOX:
            state.boxes.append(child)
        elif isinstance(tag, str):
            yield from pieces(child, state)


def clean(text: str) -> str:
    """One line for each line break that is followed by words; soft hyphens and runs of spaces are gone."""
    lines = (" ".join(line.replace("\u00ad", "").split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def leading_breaks(paragraph: Element, rendered: bool) -> int:
    """How many pages turn before the first word: such breaks stand in front of the paragraph."""
    breaks = 0
    for element in paragraph.iter(TEXT, RENDERED, BREAK):
        if element.tag == TEXT and (element.text or "").strip():
            break
        hard = element.tag == BREAK and element.get(TYPE) == "page" and not rendered
        breaks += element.tag == RENDERED or hard
    return breaks
