"""Every article of every agreement has its right number and heading, whatever the format it was built into.

The truth is read from the headings of the Markdown sources, without the product's own reading of numbers.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from document import Document, read_document

from ingest.readers import read
from ingest.splitters import clauses, split
from kb.model import DocumentType, Reading

CORPORA = Path(__file__).parents[2] / "corpora"
SOURCES = sorted((CORPORA / "_sources" / "agreements").glob("*.md"))
HEADING = re.compile(
    r"^#{1,6}\s+((?:Article|Стаття)\s+(?P<plain>\d+|[IVX]+)(?:-(?P<plain_branch>\d+))?(?![\w-])"
    r"|第(?P<ja>[0-9]+|[一二三四五六七八九十百]+)条(?:の(?P<ja_branch>[0-9一二三四五六七八九]+))?(?!から|及び|・|、))(?P<rest>.*)$",
    re.MULTILINE,
)
PART = re.compile(r"^(?:[APS]\d+\.)?")
ARTICLE_WORDS = re.compile(r"(?:Article|Стаття)\s|第[^\s　条]{1,9}条(?!から|及び|・|、)")
ROMAN = {sign: value for value, sign in enumerate("I II III IV V VI VII VIII IX X XI XII XIII XIV XV".split(), 1)}  # noqa: SIM905
KANJI = {sign: value for value, sign in enumerate("〇一二三四五六七八九")}
Article = tuple[str, str]
"""A number such as `7` or `7-2`, and a heading without white space and full stops."""


def number(written: str) -> int:
    """The value of a numeral up to 999, of a Roman one up to 15."""
    if written.isdecimal():
        return int(written)
    if written in ROMAN:
        return ROMAN[written]
    total, digit = 0, 0
    for sign in written:
        if sign in "十百":
            total, digit = total + max(digit, 1) * (10 if sign == "十" else 100), 0
        else:
            digit = KANJI[sign]
    return total + digit


def plain(heading: str) -> str:
    return re.sub(r"[\s.．:：*_\\]+", "", heading)


def expected(document: Document) -> list[Article]:
    found = []
    for match in HEADING.finditer(document.body):
        main, branch = match["plain"] or match["ja"], match["plain_branch"] or match["ja_branch"]
        name = f"{number(main)}-{number(branch)}" if branch else str(number(main))
        found.append((name, plain(match[1] + match["rest"])))
    return found


@cache
def reading_of(document: Document) -> Reading:
    path = CORPORA / "agreements" / f"{document.id}.{document.format}"
    return read(path.read_bytes(), path.name)


def found(document: Document) -> list[Article]:
    """The articles in the order in which they open, as (number, heading)."""
    articles: list[Article] = []
    for place in clauses(reading_of(document), DocumentType.AGREEMENT, document.language) or ():
        if place.clause and place.heading and ARTICLE_WORDS.match(place.heading[-1]):
            article = (PART.sub("", place.clause).split(".")[0], plain(place.heading[-1]))
            if not articles or articles[-1][0] != article[0]:
                articles.append(article)
            elif len(article[1]) > len(articles[-1][1]):
                articles[-1] = article  # the title followed the number on a line of its own
    return articles


def agreements() -> list[Document]:
    """All but scans: what OCR makes of their numbers is measured where OCR is."""
    return [document for path in SOURCES if (document := read_document(path)).layout != "scan"]


@pytest.mark.parametrize("document", agreements(), ids=lambda document: document.id)
def test_every_article_has_its_number_and_heading(document: Document) -> None:
    assert found(document) == expected(document)


@pytest.mark.parametrize("document", agreements(), ids=lambda document: document.id)
def test_every_passage_of_an_article_carries_its_heading(document: Document) -> None:
    reading, known = reading_of(document), set(expected(document))
    names = {name for name, _ in known}
    places = clauses(reading, DocumentType.AGREEMENT, document.language)
    for span in split(reading, places, len, limit=1200):
        name = PART.sub("", span.clause or "").split(".")[0]
        if name in names and any(ARTICLE_WORDS.match(line) for line in span.heading):
            assert (name, plain(span.heading[-1])) in known


def test_the_sources_hold_articles_in_three_languages() -> None:
    counts = {language: 0 for language in ("uk", "en", "ja")}
    for document in agreements():
        counts[document.language] += len(expected(document))
    assert all(count >= 20 for count in counts.values()), counts
