"""The words of an HTML element."""

from __future__ import annotations

from lxml import html

_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd"}
    | {"label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt"}
    | {"u", "var", "wbr"}
)
RUBY = frozenset({"rt", "rp"})


def tag_of(element: html.HtmlElement) -> str:
    """The name of an element; empty for comments and processing instructions."""
    return element.tag if isinstance(element.tag, str) else ""


def text_of(element: html.HtmlElement) -> str:
    """The words of an element on one line; readings above kanji are left out, `<br>` is a space."""
    parts = [element.text or ""]
    for child in element:
        if tag_of(child) == "br":
            parts.append(" ")
        elif tag_of(child) and tag_of(child) not in RUBY:
            parts.append(text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def clean(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").replace("\u200b", "").split())


def size(element: html.HtmlElement | None) -> int:
    """How many characters of words an element holds."""
    return len(clean(text_of(element))) if element is not None else 0


def is_inline(element: html.HtmlElement) -> bool:
    """Whether an element is part of a running line, with all that is in it."""
    return tag_of(element) in _INLINE and all(is_inline(child) for child in element if tag_of(child))
