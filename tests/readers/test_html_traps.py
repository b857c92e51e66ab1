"""Pages as they really come: bilingual treaties, site furniture, one page saved twice, dates that mislead."""

from datetime import date

import pytest

from ingest.describe import describe, passage_language
from ingest.readers import read
from ingest.splitters import clauses, split
from kb.model import BlockKind, DocumentType, Metadata, Reading, document_text

# --- a treaty whose paragraphs alternate between Japanese and English, as on the pages of the foreign ministry

JAPANESE = (
    "この協定において、「復旧事業」とは、災害により損なわれた水道、道路その他の公共施設を元に戻すための事業をいう。",
    "両締約国は、復旧事業に必要な資機材の輸入について、自国の法令に従い、遅滞なく許可を与える。",
)
ENGLISH = (
    "In this Agreement, “restoration project” means a project that brings damaged water mains, roads and other public "
    "facilities back into use.",
    "Each Party shall grant without delay, in accordance with its laws, the permits that imports of equipment need.",
)
HEADINGS = (
    ("第一条　定義", "Article 1 Definitions"),
    ("第二条　許可", "Article 2 Permits"),
    ("第三条　協議", "Article 3 Talks"),
)


def treaty() -> str:
    articles = "".join(
        f"<p>{ja}</p><p>{en}</p>" + "".join(f"<p>{a}</p><p>{b}</p>" for a, b in zip(JAPANESE, ENGLISH, strict=True))
        for ja, en in HEADINGS
    )
    head = "<html lang='ja'><head><title>協定</title></head>"
    return f"{head}<body><div><h1>復旧に関する協定</h1>{articles}</div></body></html>"


@pytest.mark.parametrize("type_", [DocumentType.AGREEMENT, DocumentType.REPORT])
@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_an_interleaved_treaty_keeps_its_order_and_every_passage_has_one_language(
    type_: DocumentType, encoding: str
) -> None:
    data = treaty().replace("“", '"').replace("”", '"').encode(encoding)
    reading = read(data, "treaty.html")
    paragraphs = [block.text for block in reading.blocks]
    assert paragraphs[1:5] == [HEADINGS[0][0].replace("\u3000", " "), HEADINGS[0][1], JAPANESE[0], paragraphs[4]]
    assert paragraphs[4].startswith("In this Agreement")
    description = describe(reading, "treaty.html", "agreements", Metadata())
    text = document_text(reading.blocks)
    places = clauses(reading, type_, description.language)
    spans = split(reading, places, lambda words: len(words) // 3 + 1)
    passages = [text[span.start : span.end] for span in spans]
    assert {passage_language(passage, "ja") for passage in passages} == {"ja", "en"}
    for passage in passages:
        assert not any(ja in passage and en[:30] in passage for ja in JAPANESE for en in ENGLISH)
    assert "".join(passages).count(JAPANESE[1]) == len(HEADINGS)


# --- one article, and what news sites and ministries put around and into it

UKRAINIAN = [
    "Японія передала громадам насоси",
    "8 квітня 2025, 14:30",
    "Київ. Японія передала шістьом громадам насосне обладнання, щоб відновити водопостачання після обстрілів.",
    "За словами представника міністерства, обладнання вже працює у двох лікарнях та трьох школах області.",
    "Наступну партію очікують восени, її розподілять між громадами, де зруйновано водогони.",
]
JAPANESE_NEWS = [
    "水道の復旧に向けポンプを供与",
    "令和7年4月8日 14時30分",
    "日本政府は、攻撃で水道が止まった六つの地域に対し、ポンプ二十台を供与したと発表した。",
    "同省の担当者によると、ポンプはすでに二つの病院と三つの学校で使われているという。",
    "次の供与は秋に予定されており、水道管が壊れた地域に割り当てられる見通しである。",
]


def ukrainian_page() -> str:
    title, when, lead, body, end = UKRAINIAN
    return f"""<!doctype html><html lang="uk"><head><title>{title} — Новини</title></head><body>
    <div class="top"><a href="/">На головну</a> | <a href="/news">Новини</a> | <a href="/s">Пошук</a></div>
    <ul><li><a href="/1">Політика</a></li><li><a href="/2">Економіка</a></li><li><a href="/3">Спорт</a></li>
    <li><a href="/4">Погода</a></li></ul>
    <div>Наш сайт використовує файли cookie. Продовжуючи, ви погоджуєтеся з цим. <a href="/c">Детальніше</a></div>
    <div class="post"><h1>{title}</h1><div>{when} • 12 345</div><p>{lead}</p>
    <p><strong>Читайте також:</strong> <a href="/x">Скільки коштує відбудова мостів</a></p>
    <div>Facebook Telegram Viber</div><p>{body}</p>
    <div><span>Попередня сторінка</span> <span>Наступна сторінка</span> <span>Завантажити PDF</span></div>
    <p>{end}</p><p>Переглядів: 12 345</p><p>Поділитися: Facebook | Telegram | X</p>
    <h3>Схожі новини</h3>
    <ul><li><a href="/y">У школі відремонтували дах</a></li><li><a href="/z">Новий міст</a></li></ul>
    <p>Теги: <a href="/t">Японія</a>, <a href="/u">вода</a></p></div>
    <div class="footer">© Новини</div></body></html>"""


def japanese_page() -> str:
    title, when, lead, body, end = JAPANESE_NEWS
    return f"""<html lang="ja"><head><title>{title} | ニュース</title></head><body>
    <p><a href="#c">本文へ移動</a></p><div id="gnavi"><ul><li><a href="/">ホーム</a></li></ul></div>
    <div>文字サイズの変更 小 中 大</div><div class="topicPath">ホーム &gt; 報道発表</div>
    <div id="wrap"><h1>{title}</h1><p>{when} 閲覧数：1,234</p><p>{lead}</p>
    <p>関連記事：<a href="/x">橋の再建が始まる</a></p><p>{body}</p>
    <p>シェア ツイート LINEで送る</p><p>{end}</p><p>1 / 12ページ 拡大 縮小 ダウンロード</p>
    <h2>関連リンク</h2><ul><li><a href="/y">水道の復旧</a></li></ul>
    <p>PDF形式のファイルをご覧いただくには、Adobe Readerが必要です。</p>
    <p>このページの先頭へ戻る</p></div></body></html>"""


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (ukrainian_page(), UKRAINIAN),
        (ukrainian_page().replace('class="post"', 'class="views-field content"'), UKRAINIAN),
        (
            ukrainian_page()
            .replace('<div class="post">', "<main>")
            .replace('</div>\n    <div class="footer"', "</main>\n    <div"),
            UKRAINIAN,
        ),
        (japanese_page(), JAPANESE_NEWS),
    ],
    ids=["uk", "uk-drupal", "uk-main", "ja"],
)
def test_site_furniture_stays_out(page: str, expected: list[str]) -> None:
    reading = read(page.encode(), "news.html")
    assert [block.text for block in reading.blocks] == expected
    assert (reading.metadata.title, reading.metadata.date) == (expected[0], date(2025, 4, 8))


def test_words_that_only_look_like_furniture_are_kept() -> None:
    kept = [
        "Read also the annex to this agreement, which lists the equipment and the towns that receive it.",
        "The site uses pumps and cookies were served at the opening, as the mayor told the press on that day.",
        "• Print shops in Kharkiv",
        "Переглядів бюджету 2024 року було три, і кожен зменшував видатки на відбудову доріг області.",
        "8 April 2025 was the day on which 12 pumps arrived at the station.",
    ]
    body = "".join(f"<p>{text}</p>" if text[0] != "•" else f"<ul><li>{text[2:]}</li></ul>" for text in kept)
    page = f"<html><body><main><h1>A long enough page</h1>{body}</main></body></html>"
    assert [block.text for block in read(page.encode(), "a.html").blocks][1:] == kept


# --- one address, two copies: as the site sends it, and as a browser or a print view leaves it


def passages(reading: Reading) -> list[str]:
    text = document_text(reading.blocks)
    return [text[span.start : span.end] for span in split(reading, None, lambda words: len(words) // 3 + 1)]


def test_two_copies_of_one_page_give_the_same_passages() -> None:
    sections = {
        "Водопостачання": [
            "Місто відновило подачу води за сорок днів, бо мало запас труб.",
            "Бригади приїхали з інших міст.",
        ],
        "Житло": ["Тимчасове житло збудували за три місяці на землі громади.", "Мешканці вибирали сусідів самі."],
    }
    first = "".join(f"<h3>{name}</h3>" + "".join(f"<p>{t}</p>" for t in texts) for name, texts in sections.items())
    second = "".join(
        f"<p><strong>{name}</strong><br></p>" + "".join(f"<div><span>{t}</span></div>" for t in texts)
        for name, texts in sections.items()
    )
    sent = (
        f"<html><head><title>Уроки | Архів</title></head><body><nav><a href='/'>Меню</a></nav><header><div>Архів</div>"
        f"</header><article><h1>Уроки відновлення</h1>{first}</article><aside>Популярне</aside></body></html>"
    )
    saved = (
        "<!-- saved from url=(0042)https://example.org/lessons/2 -->\n<html>"
        "<head><title>Уроки відновлення</title></head>"
        f"<body><div id='page'><h1>Уроки відновлення</h1><div class='share-row'>Поділитися</div>{second}"
        "<p>Версія для друку</p></div></body></html>"
    )
    one, two = read(sent.encode(), "a.html"), read(saved.encode(), "b.html")
    assert passages(one) == passages(two) and len(passages(one)) == 2
    headings = [[block.text for block in reading.blocks if block.kind is BlockKind.HEADING] for reading in (one, two)]
    assert headings[0] == headings[1] == ["Уроки відновлення", "Водопостачання", "Житло"]
    assert two.metadata.url == "https://example.org/lessons/2"


# --- the day of publication, not of saving, changing or printing

PARAGRAPH = "<p>Обладнання передано громадам області, де було зруйновано водогони та насосні станції.</p>" * 4


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        # what the publisher says of the article wins over the day the page was made or changed
        (
            '<meta name="date" content="2026-11-01"><meta property="article:modified_time" content="2026-10-10">'
            '<meta property="article:published_time" content="2025-04-08T09:00:00+03:00">',
            "",
            date(2025, 4, 8),
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2019-01-01"},'
            '{"@type":"NewsArticle","dateModified":"2026-01-01","datePublished":"2025-04-08"}]}</script>',
            "",
            date(2025, 4, 8),
        ),
        ('<meta name="date" content="2026-11-01">', '<p class="date">8 квітня 2025</p>', date(2025, 4, 8)),
        ("", '<p class="updated">Оновлено 01.11.2026</p><p class="news-date">08.04.2025</p>', date(2025, 4, 8)),
        ("", '<div class="meta">更新日：2026年11月1日</div><div class="meta">令和7年4月8日</div>', date(2025, 4, 8)),
        ("", "<time datetime='2025-04-08'>учора</time>", date(2025, 4, 8)),
        ('<meta name="DC.date" content="2025-04-08">', "", date(2025, 4, 8)),
        ('<link rel="canonical" href="https://example.org/press/2025/20250408_11.html">', "", date(2025, 4, 8)),
        ('<link rel="canonical" href="https://example.org/2025/04/08/pumps/">', "", date(2025, 4, 8)),
        ("", "", None),
    ],
)
def test_the_date_is_that_of_publication(head: str, body: str, expected: date | None) -> None:
    page = f"<html><head>{head}</head><body><main><h1>Насоси для громад</h1>{body}{PARAGRAPH}</main></body></html>"
    assert read(page.encode(), "a.html").metadata.date == expected


def test_an_archives_own_bar_and_a_broken_description_do_no_harm() -> None:
    page = (
        '<html><head><script type=\'application/ld+json\'>{broken, "datePublished": "2025-04-08"</script></head><body>'
        "<div id='wm-ipp-base'>12 October 2026</div><main><h1>Насоси для громад</h1>"
        + PARAGRAPH
        + "</main></body></html>"
    )
    reading = read(page.encode(), "a.html")
    assert reading.metadata.date == date(2025, 4, 8)
    assert not any("October" in block.text for block in reading.blocks)
