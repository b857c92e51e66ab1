"""Every article of every agreement has its right number and heading, and every paragraph is cited under its own.

The truth is read from the Markdown sources, without the product's own reading of numbers and headings, whatever the
format a document was built into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest
from document import Document, read_document

from ingest.ocr import engine_of, with_ocr
from ingest.readers import read
from ingest.splitters import clauses, split
from kb.config import Settings
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
    return articles_of(reading_of(document), document.language)


def articles_of(reading: Reading, language: str) -> list[Article]:
    """The articles in the order in which they open, as (number, heading)."""
    articles: list[Article] = []
    for place in clauses(reading, DocumentType.AGREEMENT, language) or ():
        if place.clause and place.heading and ARTICLE_WORDS.match(place.heading[-1]):
            article = (PART.sub("", place.clause).split(".")[0], plain(place.heading[-1]))
            if not articles or articles[-1][0] != article[0]:
                articles.append(article)
            elif len(article[1]) > len(articles[-1][1]):
                articles[-1] = article  # the title followed the number on a line of its own
    return articles


def agreements() -> list[Document]:
    return [document for path in SOURCES if (document := read_document(path)).layout != "scan"]


def scans() -> list[Document]:
    return [document for path in SOURCES if (document := read_document(path)).layout == "scan"]


def squeezed(text: str) -> str:
    return re.sub(r"[\s*_\\|]+", "", text)


ARTICLE_LINE = re.compile(HEADING.pattern)
PART_LINE = re.compile(r"(?:Annex|Додаток|附属書)\s*|附則$")
NUMBERED = re.compile(r"(\d{1,2})\.\s|([１-９]{1,2})　")


def truth(document: Document) -> Iterator[tuple[str, str | None, str | None]]:
    """Each paragraph of the source without white space, with its article and its printed number; no article is None.

    A heading that names no article ends the one above it, unless it is deeper.
    """
    article, depth, inside_part = None, 0, False
    for paragraph in filter(None, map(str.strip, document.body.split("\n\n"))):
        level = len(paragraph) - len(paragraph.lstrip("#"))
        if not level:
            number_ = NUMBERED.match(paragraph.replace("\\", ""))
            value = number_ and (number_[1] or str(int(number_[2])))
            yield squeezed(paragraph), None if inside_part else article, value if article and not inside_part else None
        elif ARTICLE_LINE.match(paragraph):
            article, depth = expected_name(paragraph), level
        elif level <= max(depth, 2):
            article, inside_part = None, bool(PART_LINE.match(paragraph.lstrip("# ")))


def expected_name(line: str) -> str:
    match = ARTICLE_LINE.match(line)
    assert match
    main, branch = match["plain"] or match["ja"], match["plain_branch"] or match["ja_branch"]
    return f"{number(main)}-{number(branch)}" if branch else str(number(main))


def placed(document: Document) -> list[tuple[str, str | None]]:
    """The paragraphs of the built file without white space, each with its clause."""
    reading = reading_of(document)
    places = clauses(reading, DocumentType.AGREEMENT, document.language)
    return [
        (squeezed(block.text), place.clause)
        for block, place in zip(reading.blocks, places or (), strict=True)
        if not place.is_heading
    ]


def test_all_thirty_agreements_are_looked_at() -> None:
    built = {path.stem for path in (CORPORA / "agreements").iterdir() if path.suffix != ".jsonl"}
    assert {document.id for document in agreements() + scans()} == built
    assert len(built) >= 30


@pytest.mark.parametrize("document", agreements(), ids=lambda document: document.id)
def test_every_article_has_its_number_and_heading(document: Document) -> None:
    assert found(document) == expected(document)


@pytest.mark.parametrize("document", agreements(), ids=lambda document: document.id)
def test_every_paragraph_is_cited_under_its_article_and_number(document: Document) -> None:
    has_articles, seen = bool(expected(document)), 0
    wanted = [(text, article, value) for text, article, value in truth(document) if len(text) > 12]
    blocks = placed(document)
    for text, article, value in wanted:
        cited = [clause for words, clause in blocks if words[:40] == text[:40]]
        if not cited or not has_articles:
            continue
        seen += 1
        if article is None:
            assert all(clause is None or re.match(r"[IVX]+(?:\.|$)|[APS]\d", clause) for clause in cited), (text, cited)
        else:
            parts = [(clause or "").split(".") for clause in cited]
            assert any(part[0] == article for part in parts), (text, article, cited)
            assert value is None or any(part[1:2] == [value] for part in parts), (text, article, value, cited)
    assert not has_articles or seen >= 0.8 * len(wanted)


@pytest.mark.parametrize("document", agreements(), ids=lambda document: document.id)
def test_no_source_is_cited_as_a_clause(document: Document) -> None:
    urls = {squeezed(source.url) for source in document.sources}
    lists = [(text, clause) for text, clause in placed(document) if any(url in text for url in urls)]
    assert lists
    assert {clause for _, clause in lists} == {None}


@pytest.mark.parametrize("document", scans(), ids=lambda document: document.id)
def test_a_scanned_agreement_has_its_articles(document: Document) -> None:
    path = CORPORA / "agreements" / f"{document.id}.{document.format}"
    engine = engine_of(Settings())
    assert engine is not None
    data = path.read_bytes()
    reading = with_ocr(read(data, path.name), data, path.name, engine, seconds=120, language=document.language)
    articles = articles_of(reading, document.language)
    assert [name for name, _ in articles] == [name for name, _ in expected(document)]
    for (_, seen), (_, heading) in zip(articles, expected(document), strict=True):
        assert SequenceMatcher(None, seen, heading).ratio() > 0.9, (seen, heading)


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
