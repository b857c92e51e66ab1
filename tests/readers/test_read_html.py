import contextlib
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


LONG = "<p>Насоси передано громадам Миколаївської області, де водогін було зруйновано, повідомили в міністерстві.</p>"


def words(page: str) -> list[str]:
    return [block.text for block in read(page.encode(), "a.html").blocks]


@pytest.mark.parametrize("copies", [1, 60])
@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("windows-1251", "cp1251", "Відновлення житла у громадах."),
        ("koi8-u", "koi8_u", "Відновлення житла у громадах."),
        ("iso-8859-1", "cp1251", "Відновлення житла у громадах."),  # a server that does not say the truth
        ("utf-8", "cp1251", "Відновлення житла у громадах."),
        ("windows-1251", "utf-8", "Відновлення житла у громадах."),
        ("shift_jis", "cp932", "水道の復旧と①住宅の再建。"),
        ("x-sjis", "cp932", "水道の復旧と①住宅の再建。"),
        ("euc-jp", "euc_jp", "水道の復旧と住宅の再建。"),
        ("iso-2022-jp", "iso2022_jp", "水道の復旧と住宅の再建。"),
        ("utf-8", "utf-8-sig", "水道の復旧と住宅の再建。"),
        ("utf-8", "utf-16", "水道の復旧と住宅の再建。"),
    ],
)
@pytest.mark.parametrize(
    "form", ["<meta charset='{}'>", "<meta http-equiv='Content-Type' content='text/html; charset={}'>"]
)
def test_declared_encodings(form: str, declared: str, encoding: str, text: str, copies: int) -> None:
    page = f"<html><head>{form.format(declared)}</head><body>{f'<p>{text}</p>' * copies}</body></html>"
    assert [block.text for block in read(page.encode(encoding), "a.html").blocks] == [text] * copies


def test_the_article_among_teasers_that_are_articles_too() -> None:
    teaser = f"<article><h2>Інша новина</h2>{LONG * 2}</article>"
    article = f"<article><header><h1>Насоси для громад</h1></header>{LONG * 3}</article>"
    page = f"<html><body>{article}{teaser * 3}</body></html>"
    assert words(page) == ["Насоси для громад", *[LONG[3:-4]] * 3]


def test_a_headline_outside_the_marked_article_is_put_before_it() -> None:
    page = f"<html><body><div><h1>Насоси для громад</h1></div><article>{LONG * 3}</article></body></html>"
    assert words(page) == ["Насоси для громад", *[LONG[3:-4]] * 3]


def test_the_headline_among_several_is_the_one_that_the_title_repeats() -> None:
    page = (
        "<html><head><title>Насоси для громад | Міністерство</title></head><body><h1>Вітаємо на порталі</h1>"
        f"<div><h1>Насоси для громад</h1>{LONG * 3}</div></body></html>"
    )
    assert read(page.encode(), "a.html").metadata.title == "Насоси для громад"


def test_a_container_with_most_of_the_words_stays_whatever_it_is_called() -> None:
    page = (
        f"<html><body><div class='page nav-fixed related'><h1>Насоси</h1>{LONG * 4}</div><p>Коротко.</p></body></html>"
    )
    assert words(page)[0] == "Насоси" and LONG[3:-4] in words(page)


def test_cells_over_rows_and_columns_and_headers_of_two_rows() -> None:
    table = (
        "<table><thead><tr><th rowspan=2>Рік</th><th colspan=2>Сума</th></tr><tr><th>план</th><th>факт</th></tr>"
        "</thead>"
        "<tr><td rowspan=2>2024</td><td>10</td><td>10</td></tr><tr><td colspan=2>30</td></tr></table>"
    )
    assert words(f"<html><body><main><h1>Насоси</h1>{LONG * 3}{table}</main></body></html>")[-2:] == [
        "Рік: 2024 · Сума план: 10 · Сума факт: 10",
        "Рік: 2024 · Сума план: 30",
    ]


def test_a_header_that_is_not_marked_is_told_by_its_words() -> None:
    rows = [["Область", "Сума"], ["Київська", "10"], ["Одеська", "20"]]
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    page = f"<html><body><main><h1>Насоси</h1>{LONG * 3}<table>{table}</table></main></body></html>"
    assert words(page)[-2:] == ["Область: Київська · Сума: 10", "Область: Одеська · Сума: 20"]


def test_markup_nested_beyond_reason_is_read_or_refused() -> None:
    deep = "<div>" * 20_000 + "Слова." + "</div>" * 20_000
    with contextlib.suppress(EmptyDocument):
        assert words(f"<html><body>{deep}</body></html>") == ["Слова."]
