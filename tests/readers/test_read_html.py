from datetime import date

import pytest

from ingest.readers import read
from kb.errors import EmptyDocument
from kb.model import BlockKind, Reading

ARTICLE = """
<h1>Японія передала насоси</h1>
<p>Київ, 8 квітня. Текст <b>абзацу</b>, досить довгий для статті. Насоси передано громадам Миколаївської області, де
водогін було зруйновано, повідомили в міністерстві.</p>
<h2>Що далі</h2>
<ol start="3"><li>Третя партія</li><li>Четверта партія<ul><li>вкладений пункт</li></ul></li></ol>
<table><tr><th>Рік</th><th>Сума</th></tr><tr><td>2024</td><td>10 млн</td></tr></table>
<p><ruby>復興<rt>ふっこう</rt></ruby> означає відновлення.<br><br>Останній рядок статті, що містить ще кілька слів.</p>
"""
PAGE = """<!doctype html><html lang="uk-UA"><head><title>Японія передала насоси — Сайт</title>
<link rel="canonical" href="https://example.org/n1">
<meta property="article:published_time" content="2025-04-08T10:00:00+03:00"></head>
<body><header><a href="/">На головну</a></header><nav><ul><li>Новини</li><li>Контакти</li></ul></nav>
<div class="cookie-banner">Ми використовуємо cookies</div>{open}{article}{close}
<aside>Читайте також</aside><footer>© 2025 Усі права захищено</footer><script>var x = 1;</script></body></html>"""
EXPECTED = [
    (BlockKind.HEADING, "Японія передала насоси"),
    (
        BlockKind.PARAGRAPH,
        "Київ, 8 квітня. Текст абзацу, досить довгий для статті. Насоси передано громадам Миколаївської області, де "
        "водогін було зруйновано, повідомили в міністерстві.",
    ),
    (BlockKind.HEADING, "Що далі"),
    (BlockKind.ITEM, "3. Третя партія"),
    (BlockKind.ITEM, "4. Четверта партія"),
    (BlockKind.ITEM, "• вкладений пункт"),
    (BlockKind.TABLE_ROW, "Рік: 2024 · Сума: 10 млн"),
    (BlockKind.PARAGRAPH, "復興 означає відновлення."),
    (BlockKind.PARAGRAPH, "Останній рядок статті, що містить ще кілька слів."),
]


def shape(reading: Reading) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in reading.blocks]


@pytest.mark.parametrize(
    ("tag_open", "tag_close"), [("<main>", "</main>"), ("<article>", "</article>"), ("<div>", "</div>")]
)
def test_the_article_without_the_page_around_it(tag_open: str, tag_close: str) -> None:
    page = PAGE.replace("{open}", tag_open).replace("{close}", tag_close).replace("{article}", ARTICLE)
    assert shape(read(page.encode(), "n1.html")) == EXPECTED


def test_metadata() -> None:
    page = PAGE.replace("{open}", "<main>").replace("{close}", "</main>").replace("{article}", ARTICLE)
    metadata = read(page.encode(), "n1.html").metadata
    assert (metadata.title, metadata.language) == ("Японія передала насоси", "uk")
    assert (metadata.date, metadata.url) == (date(2025, 4, 8), "https://example.org/n1")


def test_legacy_encoding() -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Відновлення житла у громадах.</p></body></html>'
    assert shape(read(page.encode("cp1251"), "a.htm")) == [(BlockKind.PARAGRAPH, "Відновлення житла у громадах.")]


def test_page_of_navigation_only() -> None:
    with pytest.raises(EmptyDocument, match="no article"):
        read(b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "a.html")
