"""One function a format: a source document in, the bytes of its file out, the same bytes every time."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import unquote

import docx
from document import MARKDOWN, Document, blocks, is_item
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from labels import LABELS, long_date
from pages import html_page, print_page, text_under_scan

FONTS = {"uk": ("Times New Roman", "MS Mincho"), "en": ("Times New Roman", "MS Mincho"), "ja": ("Century", "MS Mincho")}
WORD_LANGUAGE = {"uk": "uk-UA", "en": "en-GB", "ja": "ja-JP"}


def render(document: Document, related: Sequence[Document]) -> bytes:
    """The built file of a document; `related` are others that an HTML page lists beside it."""
    if document.format == "html":
        return html(document, related)
    makers: dict[str, Callable[[Document], bytes]] = {"pdf": pdf, "docx": word, "md": markdown, "txt": text}
    return makers[document.format](document)


def pdf(document: Document) -> bytes:
    """A4 pages with outline, language, metadata and subset Noto fonts, in the document's layout."""
    return print_page(document, _page(document), _moment(document))


def scan_text(document: Document) -> str:
    """The text of the pages of a scanned PDF, a form feed after each."""
    return text_under_scan(document, _page(document), _moment(document))


def _page(document: Document) -> str:
    heading, body = _article(document)
    return html_page(document, heading, body, MARKDOWN.render(_sources(document)))


def word(document: Document) -> bytes:
    """A Word file with heading, list and table styles, core properties and page numbers in its footer."""
    label = LABELS[document.language]
    file = docx.Document()
    _word_styles(file, document)
    properties = file.core_properties
    properties.title, properties.language = document.title, document.language
    properties.author = properties.last_modified_by = label["author"]
    properties.created = properties.modified = _moment(document)
    properties.comments, properties.category = "", label[document.collection]
    numbering = ""
    for kind, level, content in blocks(MARKDOWN.parse(document.body + "\n" + _sources(document))):
        if kind == "heading":
            file.add_heading(content, level - 1)
        elif kind == "table":
            _word_table(file, [row.split("\t") for row in content.split("\n")])
        elif kind == "bullet":
            file.add_paragraph(content, style="List Bullet")
        elif kind == "number":
            numbering = _restarted_numbering(file) if level == 1 else numbering
            _number(file.add_paragraph(content, style="List Number"), numbering)
        else:
            paragraph = file.add_paragraph(content)
            if is_item(content):
                paragraph.paragraph_format.left_indent = Cm(0.8)
    _page_numbers(file.sections[0].footer.paragraphs[0])
    packed = io.BytesIO()
    file.save(packed)
    return _fixed_times(packed, document)


def html(document: Document, related: Sequence[Document]) -> bytes:
    """A page as a news site would serve it: the article amid navigation, share row, related list and footer."""
    label = LABELS[document.language]
    heading, body = _article(document)
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle" if document.type == "press_release" else "Article",
        "headline": document.title,
        "datePublished": document.date.isoformat(),
        "inLanguage": document.language,
        "publisher": {"@type": "Organization", "name": label["site"]},
        "isBasedOn": document.url,
        "license": document.license,
    }
    links = "".join(f'<li><a href="{other.file}">{escape(other.title)}</a></li>' for other in related)
    menu = "".join(f'<a href="#">{label[key]}</a> ' for key in ("home", "press-releases", "agreements", "search"))
    page = f"""<!DOCTYPE html>
<html lang="{document.language}">
<head>
<meta charset="utf-8">
<title>{escape(document.title)} | {label["site"]}</title>
<meta name="date" content="{document.date}">
<meta name="author" content="{label["author"]}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<script type="application/ld+json">{json.dumps(facts, ensure_ascii=False)}</script>
</head>
<body>
<header><a class="logo" href="#">{label["site"]}</a><nav>{menu}<a href="#">{label["about"]}</a></nav></header>
<div class="cookie-note" role="dialog">{label["cookies"]}</div>
<nav class="breadcrumbs"><a href="#">{label["home"]}</a> › <a href="#">{label[document.collection]}</a></nav>
<main>
<article>
{heading}
<p class="dateline"><time datetime="{document.date}">{long_date(document.date, document.language)}</time></p>
<div class="share">{label["share"]}: Facebook · Telegram · X · {label["copy"]} · {label["print"]}</div>
{body}
<section class="sources">
{MARKDOWN.render(_sources(document))}</section>
</article>
<aside class="related"><h2>{label["related"]}</h2><ul>{links}</ul></aside>
</main>
<footer><a href="#">{label["contacts"]}</a> {label["footer"]}</footer>
</body>
</html>
"""
    return page.encode()


def markdown(document: Document) -> bytes:
    """The body itself under a small YAML front matter."""
    fields = {
        "title": document.title,
        "date": document.date.isoformat(),
        "language": document.language,
        "source": document.url,
    }
    head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
    return f"---\n{head}---\n\n{document.body}\n{_sources(document)}".encode()


def text(document: Document) -> bytes:
    """Plain UTF-8: one line a paragraph, headings underlined, tables with cells parted by ' | '."""
    lines: list[str] = []
    for kind, level, content in blocks(MARKDOWN.parse(document.body + "\n" + _sources(document))):
        if kind == "heading":
            lines += ["", content, ("=" if level == 1 else "-") * min(len(content), 60), ""]
        elif kind == "table":
            lines += [*(row.replace("\t", " | ") for row in content.split("\n")), ""]
        elif kind in ("bullet", "number"):
            if level == 1 and lines and lines[-1]:
                lines.append("")
            lines.append(f"- {content}" if kind == "bullet" else f"{level}. {content}")
        else:
            lines += [*([""] if lines and lines[-1] else []), content, ""]
    return ("\n".join(lines).strip() + "\n").encode()


def _sources(document: Document) -> str:
    label = LABELS[document.language]
    stop, comma = ("。", "、") if document.language == "ja" else (". ", ", ")
    entries = ""
    for number, source in enumerate(document.sources, 1):
        parts = (source.title, f"{source.publisher}{comma}{source.date}", unquote(source.url))
        entries += f"{number}. {stop.join(map(_escaped, parts))}\n"
    return f"## {label['sources']}\n\n{entries}\n{label['licence'].format(license=document.license)}\n"


def _escaped(content: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", content)


def _article(document: Document) -> tuple[str, str]:
    """The title and the rest of the body as HTML, items of articles marked by a class."""
    heading, _, body = MARKDOWN.render(document.body).partition("\n")
    parts = body.split("<p>")
    marked = [f'<p class="item">{part}' if is_item(part) else f"<p>{part}" for part in parts[1:]]
    return heading, parts[0] + "".join(marked)


def _moment(document: Document) -> datetime:
    return datetime(document.date.year, document.date.month, document.date.day, tzinfo=UTC)


def _word_styles(file: docx.document.Document, document: Document) -> None:
    latin, east_asian = FONTS[document.language]
    for style in file.styles:
        properties = style.element.find(qn("w:rPr"))
        fonts = None if properties is None else properties.find(qn("w:rFonts"))
        if fonts is not None:
            fonts.attrib.clear()
            for slot, name in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", east_asian)):
                fonts.set(qn(f"w:{slot}"), name)
    file.styles["Normal"].font.size = Pt(11)
    for language in file.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), WORD_LANGUAGE[document.language])
        language.set(qn("w:eastAsia"), "ja-JP")
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)


def _word_table(file: docx.document.Document, rows: list[list[str]]) -> None:
    table = file.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, content in zip(row.cells, cells, strict=True):
            cell.text = content
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    file.add_paragraph()


def _restarted_numbering(file: docx.document.Document) -> str:
    """The id of a new numbering that counts from one in the style of List Number."""
    numbering = file.part.numbering_part.element
    style = file.styles["List Number"].element.pPr.numPr.numId.val
    abstract = next(num for num in numbering.num_lst if num.numId == style).abstractNumId.val
    fresh = numbering.add_num(abstract)
    fresh.add_lvlOverride(ilvl=0).add_startOverride(1)
    return str(fresh.numId)


def _number(paragraph: Paragraph, numbering: str) -> None:
    paragraph_properties: Any = paragraph._p.get_or_add_pPr()
    properties = paragraph_properties.get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = int(numbering)


def _page_numbers(paragraph: Paragraph) -> None:
    """'n / N' as fields that Word fills in."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for field in ("PAGE", "NUMPAGES"):
        if field == "NUMPAGES":
            paragraph.add_run(" / ")
        simple = OxmlElement("w:fldSimple")
        simple.set(qn("w:instr"), field)
        run = OxmlElement("w:r")
        shown = OxmlElement("w:t")
        shown.text = "1"
        run.append(shown)
        simple.append(run)
        paragraph._p.append(simple)


def _fixed_times(packed: io.BytesIO, document: Document) -> bytes:
    """The same archive with every member dated by the document, so that its bytes depend on nothing else."""
    result = io.BytesIO()
    stamp = (max(document.date.year, 1980), document.date.month, document.date.day, 0, 0, 0)
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, stamp)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(member, source.read(name))
    return result.getvalue()
