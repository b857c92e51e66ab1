"""What a web page says of itself: title, language, address, and the day it was published, not saved or changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from lxml import html
from trafilatura.metadata import extract_metadata

from ingest.readers.html_furniture import date_alone
from ingest.readers.html_text import clean, size, text_of
from kb.model import Metadata
from kb.text.dates import find_dates, parse_date

_ARTICLE_TYPES = re.compile(r"Article|Posting|Report|Announcement|News", re.I)
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')
_STATED = (  # said of the article by its publisher
    "//meta[@property='article:published_time' or @property='og:published_time' or @itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//time[@pubdate]/@datetime",
    "//meta[@name='dcterms.issued' or @name='DC.date.issued' or @name='pubdate' or @name='publish-date']/@content",
)
_GENERAL = (  # may be the day a page was made, or saved
    "//meta[@name='date' or @name='DC.date' or @name='dcterms.date' or @name='dcterms.created']/@content",
)
_DATED_NAME = re.compile(
    r"(?:^|[\s_-])(?:date|dates|datetime|published|publish|pubdate|posted|post-?date|time|day|meta|hiduke)(?:$|[\s_-])",
    re.I,
)
_CHANGED_NAME = re.compile(r"updat|modif|edit|chang|archiv|event|deadline|оновл|更新", re.I)
_CHANGED_TEXT = re.compile(r"(?:Оновлено|Змінено|Updated|Last modified|更新日?|最終更新)\W*$", re.I)
_LONGEST_DATE = 80
_URL_DATE = re.compile(r"/((?:19|20)\d{2})/?(0[1-9]|1[0-2])/?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=(?:\(\d+\))?(https?://[^\s>]+)")
_SHORTEST_TITLE = 4


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a piece of JSON-LD, the outer ones first."""
    waiting = [value]
    while waiting:
        item = waiting.pop(0)
        if isinstance(item, dict):
            yield item
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def _linked_data_date(tree: html.HtmlElement) -> date | None:
    """The date that linked data gives for an article, else for the page."""
    others: list[date] = []
    for script in tree.xpath("//script[@type='application/ld+json']"):
        source = script.text or ""
        try:
            objects = list(_objects(json.loads(source, strict=False)))
        except (ValueError, RecursionError):
            broken = _JSON_DATE.search(source)
            objects = [{"@type": "WebPage", "datePublished": broken.group(1)}] if broken else []
        for item in objects:
            day = parse_date(str(item.get("datePublished") or ""))
            if day is not None and _ARTICLE_TYPES.search(str(item.get("@type"))):
                return day
            others.extend([day] if day is not None else [])
    return others[0] if others else None


def _first_date(tree: html.HtmlElement, paths: tuple[str, ...]) -> date | None:
    return next((day for path in paths for value in tree.xpath(path) if (day := parse_date(str(value)))), None)


def _shown_date(article: html.HtmlElement) -> date | None:
    """The date shown with the article: the first element of it that is a time or is called a date."""
    for element in article.iter():
        if not isinstance(element.tag, str):
            continue
        label = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag != "time" and not _DATED_NAME.search(label):
            continue
        text = clean(text_of(element))
        if _CHANGED_NAME.search(label) or len(text) > _LONGEST_DATE:
            continue
        stated = parse_date(element.get("datetime") or "")
        first = next(find_dates(text), None)
        if stated or (first and not _CHANGED_TEXT.search(text[: first.start])):
            return stated or (first.value if first else None)
    return None


def _address_date(url: str | None) -> date | None:
    match = _URL_DATE.search(url or "")
    return parse_date("-".join(match.groups())) if match else None


def headline(tree: html.HtmlElement) -> html.HtmlElement | None:
    """The `h1` that is the article's: the only one, or the one that the page's title or description repeats."""
    found = [element for element in tree.iter("h1") if size(element) >= _SHORTEST_TITLE]
    names = [
        *tree.xpath("//meta[@property='og:title']/@content"),
        *(element.text or "" for element in tree.iter("title")),
    ]
    titles = [clean(str(name)) for name in names]
    repeated = [element for element in found if any(clean(text_of(element)) in title for title in titles)]
    if len(repeated) != 1:
        repeated = [h for h in found if titles and clean(text_of(h)) == titles[0]][:1] or repeated
    return repeated[0] if repeated and len(found) > 1 else found[0] if len(found) == 1 else None


def _first(tree: html.HtmlElement, *paths: str) -> str | None:
    values = (clean(str(value)) for path in paths for value in tree.xpath(path))
    return next((value for value in values if value), None)


def metadata_of(source: str, tree: html.HtmlElement) -> Metadata:
    """What the head of a page says; call it before the tree is stripped.

    The date is only one that is said to be that of publication; `date_of_article` finds it elsewhere.
    """
    language = _first(
        tree, "//html/@lang", "//html/@*[name()='xml:lang']", "//meta[@http-equiv='content-language']/@content"
    )
    url = _first(tree, "//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
    saved = _SAVED_FROM.search(source[:4096])
    named = headline(tree)
    return Metadata(
        title=clean(text_of(named)) if named is not None else extract_metadata(tree).title or None,
        language=language.lower()[:2] if language else None,
        date=_linked_data_date(tree) or _first_date(tree, _STATED),
        url=url if url and url.startswith(("http://", "https://")) else saved.group(1) if saved else None,
    )


def date_of_article(
    tree: html.HtmlElement, article: html.HtmlElement, lines: Sequence[str], url: str | None
) -> date | None:
    """The date shown with the article or standing alone among its first lines, else the head's, else the address's."""
    alone = (day for line in lines if (day := date_alone(line)) is not None)
    return _shown_date(article) or next(alone, None) or _first_date(tree, _GENERAL) or _address_date(url)
