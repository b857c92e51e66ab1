"""One source document of the corpora: its front matter, its Markdown body and the rules both obey."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

COLLECTIONS = ("press-releases", "agreements", "reconstruction-agency")
ALLOWED = {
    "collection": COLLECTIONS,
    "type": ("press_release", "agreement", "report"),
    "language": ("uk", "en", "ja"),
    "format": ("pdf", "docx", "html", "md", "txt"),
    "layout": ("one-column", "two-column", "vertical", "scan"),
}
REQUIRED = ("id", "collection", "type", "title", "language", "date", "format", "license", "url")
OPTIONAL = ("layout", "twin", "short_title", "sample_terms", "computed")
SOURCE_KEYS = ("title", "publisher", "url", "date", "terms", "supports")
SAMPLE = ("Sample: ", "Зразок: ", "見本：")
BLOCKS = {
    "heading", "paragraph", "bullet_list", "ordered_list", "list_item", "table", "thead", "tbody", "tr", "th", "td",
    "inline",
}  # fmt: skip
MARKDOWN = MarkdownIt("commonmark").enable("table")

_FRONT_MATTER = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n(.*)\Z", re.DOTALL)
_BRACKET_NUMBER = re.compile(r"^(\d+)\)", re.MULTILINE)
_ITEM = re.compile(r"(?:\([a-z]+\)|[а-яґєії]\)|\d+\)) |[一二三四五六七八九十]+　")


class SourceError(Exception):
    """A source document that cannot be built; the message names the file and what to do."""


@dataclass(frozen=True)
class Source:
    """A page that a document rests on; `date` is YYYY, YYYY-MM or YYYY-MM-DD, `supports` says what it stands for."""

    title: str
    publisher: str
    url: str
    date: str
    terms: str
    supports: str


@dataclass(frozen=True)
class Document:
    """A source document as read; `body` is Markdown that begins with the `#` title and has no list of sources.

    `sample_terms` names the figures that a sample chooses itself, `computed` those that are reckoned from the sources.
    """

    id: str
    collection: str
    type: str
    title: str
    language: str
    date: date
    format: str
    license: str
    url: str
    sources: tuple[Source, ...]
    body: str
    layout: str = "one-column"
    twin: str | None = None
    short_title: str = ""
    sample_terms: str = ""
    computed: str = ""

    @property
    def file(self) -> str:
        return f"{self.id}.{self.format}"

    @property
    def running_head(self) -> str:
        """The title, cut at a word when it is too long for one line of a page's head."""
        limit = 44 if self.language == "ja" else 84
        text = self.short_title or self.title
        if len(text) <= limit:
            return text
        cut = text[:limit]
        return (cut if self.language == "ja" else cut.rsplit(" ", 1)[0]).rstrip(" ,;:–—、") + "…"


def read_document(path: Path) -> Document:
    """Parse and check one source file; raises SourceError."""
    match = _FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise SourceError(f"{path}: no front matter; begin the file with TOML between two '+++' lines")
    try:
        meta = tomllib.loads(match[1])
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"{path}: front matter is not TOML ({error}); correct it") from error
    raw_sources = meta.pop("sources", [])
    _check_meta(path, meta)
    body = _BRACKET_NUMBER.sub(r"\1\\)", match[2].strip()) + "\n"
    _check_body(path, body, meta["title"])
    return Document(**meta, sources=tuple(_read_sources(path, raw_sources)), body=body)


def is_item(text: str) -> bool:
    """Whether a paragraph is a lettered or numbered item of an article: (a), а), 1) or 一."""
    return _ITEM.match(text) is not None


def blocks(tokens: Sequence[Token]) -> Iterator[tuple[str, int, str]]:
    """The body's leaves in order as (kind, level, text): heading, paragraph, bullet, number; tables come as 'table'.

    `level` is a heading's depth or an item's number; a table's text is its rows, cells parted by tabs.
    """
    lists: list[list[Any]] = []
    rows: list[list[str]] | None = None
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append([token.type.split("_")[0], 0])
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open":
            lists[-1][1] += 1
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open" and rows is not None:
            rows.append([])
        elif token.type == "table_close" and rows is not None:
            yield "table", len(rows), "\n".join("\t".join(row) for row in rows)
            rows = None
        elif token.type == "inline" and before is not None:
            text = plain(token)
            if rows is not None:
                rows[-1].append(text)
            elif before.type == "heading_open":
                yield "heading", int(before.tag[1]), text
            elif lists:
                yield ("bullet" if lists[-1][0] == "bullet" else "number"), lists[-1][1], text
            else:
                yield "paragraph", 0, text


def plain(inline: Token) -> str:
    """The text of an inline token, with escapes resolved."""
    return "".join(child.content for child in inline.children or [])


def _check_meta(path: Path, meta: dict[str, Any]) -> None:
    if unknown := sorted(set(meta) - {*REQUIRED, *OPTIONAL}):
        raise SourceError(f"{path}: unknown key {', '.join(unknown)}; the keys are {', '.join(REQUIRED + OPTIONAL)}")
    if missing := [key for key in REQUIRED if not meta.get(key)]:
        raise SourceError(f"{path}: no {', '.join(missing)}; add it to the front matter")
    for key, values in ALLOWED.items():
        if key in meta and meta[key] not in values:
            raise SourceError(f"{path}: {key} is {meta[key]!r}; use one of {', '.join(values)}")
    if type(meta["date"]) is not date:
        raise SourceError(f"{path}: date is {meta['date']!r}; write a TOML date without quotes, like 2025-04-08")
    if meta["id"] != path.stem or not re.fullmatch(r"[a-z0-9-]+", meta["id"]):
        raise SourceError(f"{path}: id is {meta['id']!r}; it has to equal the file's stem, in a-z, 0-9 and hyphens")
    if not meta["id"].endswith("-" + meta["language"]):
        raise SourceError(f"{path}: id {meta['id']!r} has to end in -{meta['language']}, the document's language")
    if meta["collection"] != path.parent.name:
        raise SourceError(f"{path}: collection is {meta['collection']!r} but the folder is {path.parent.name!r}")
    if "layout" in meta and meta["format"] != "pdf":
        raise SourceError(f"{path}: layout is only for pdf; remove it")
    if meta.get("layout") == "vertical" and meta["language"] != "ja":
        raise SourceError(f"{path}: only Japanese is set vertically; choose another layout")
    if "sample_terms" in meta and not meta["title"].startswith(SAMPLE):
        raise SourceError(f"{path}: sample_terms is only for a sample, whose title begins {', '.join(SAMPLE)}")


def _read_sources(path: Path, raw: list[dict[str, str]]) -> Iterator[Source]:
    if not raw:
        raise SourceError(f"{path}: no [[sources]]; name at least one source of the document's facts")
    for number, entry in enumerate(raw, 1):
        if set(entry) != set(SOURCE_KEYS):
            wrong = ", ".join(sorted(set(entry) ^ set(SOURCE_KEYS)))
            raise SourceError(f"{path}: source {number} lacks or does not know {wrong}; keys: {', '.join(SOURCE_KEYS)}")
        if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", str(entry["date"])):
            raise SourceError(f"{path}: source {number} has date {entry['date']!r}; write YYYY, YYYY-MM or YYYY-MM-DD")
        yield Source(**{key: str(value) for key, value in entry.items()})


def _check_body(path: Path, body: str, title: str) -> None:
    tokens = MARKDOWN.parse(body)
    for token in tokens:
        kind = token.type.removesuffix("_open").removesuffix("_close")
        where = f"{path}: body line {token.map[0] + 1}" if token.map else f"{path}"
        if kind not in BLOCKS:
            raise SourceError(f"{where}: {kind} is not used; keep to headings, paragraphs, lists and tables")
        for child in token.children or []:
            if child.type == "softbreak":
                raise SourceError(f"{where}: a paragraph runs over several lines; write it on one")
            if child.type != "text":
                raise SourceError(f"{where}: {child.type} is not used; write plain text")
    titles = [text for kind, level, text in blocks(tokens) if kind == "heading" and level == 1]
    if titles != [title]:
        raise SourceError(f"{path}: the body has to begin with one '# ' heading equal to the title; found {titles}")
