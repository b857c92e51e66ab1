"""What the style of a DOCX paragraph says of it: heading level, caption, line of a table of contents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

_VAL = qn("w:val")
_DEEPEST_HEADING = 9
Element = Any


def style_chain(paragraph: Element, styles: dict[str, Element]) -> Iterator[Element]:
    """The paragraph's style and those it is based on, nearest first; a circle ends the chain."""
    properties = paragraph.find(qn("w:pPr"))
    reference = properties.find(qn("w:pStyle")) if properties is not None else None
    name = reference.get(_VAL) if reference is not None else None
    seen: set[str] = set()
    while name and name in styles and name not in seen:
        seen.add(name)
        style = styles[name]
        yield style
        based = style.find(qn("w:basedOn"))
        name = based.get(_VAL) if based is not None else None


def _outline(properties: Element | None) -> int:
    level = properties.find(qn("w:outlineLvl")) if properties is not None else None
    value = int(level.get(_VAL)) if level is not None else _DEEPEST_HEADING
    return value + 1 if value < _DEEPEST_HEADING else 0


def _name(style: Element) -> str:
    name = style.find(qn("w:name"))
    return (name.get(_VAL) or "").lower() if name is not None else ""


def heading_level(paragraph: Element, styles: dict[str, Element]) -> int:
    """The heading level by style name or outline level; the style `Title` is 1; 0 for plain text."""
    own = _outline(paragraph.find(qn("w:pPr")))
    if own:
        return own
    for style in style_chain(paragraph, styles):
        name = _name(style)
        if name == "title":
            return 1
        if name.startswith("heading ") and name[8:].isdecimal():
            return int(name[8:])
        if outlined := _outline(style.find(qn("w:pPr"))):
            return outlined
    return 0


def is_caption(paragraph: Element, styles: dict[str, Element]) -> bool:
    return any(_name(style) == "caption" for style in style_chain(paragraph, styles))


def is_contents_line(paragraph: Element, styles: dict[str, Element]) -> bool:
    """Whether it is a line of the table of contents or of figures: it repeats a heading and a page number."""
    names = [_name(style) for style in style_chain(paragraph, styles)]
    return any(name == "table of figures" or (name.startswith("toc ") and name[4:].isdecimal()) for name in names)
