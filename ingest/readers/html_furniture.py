"""What belongs to the site and not to the article: navigation, cookie notes, `read also`, share rows, counters."""

from __future__ import annotations

import re
from datetime import date

from lxml import html

from ingest.readers.html_text import clean, size, tag_of, text_of
from kb.text.dates import find_dates

DROPPED = frozenset(
    {"script", "style", "noscript", "template", "svg", "canvas", "iframe", "form", "button", "input", "select"}
    | {"textarea", "nav", "footer", "aside", "dialog", "menu", "object", "video", "audio", "datalist", "map"}
)
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|banner|breadcrumbs?|navbar|nav|navi|gnav|menu|sidebar|footer|share|sharing|"
    r"sns|social|socials|related|read-?also|read-?more|recommend(?:ed|ations?)?|comments?|advert|ads?|promo|newsletter|"
    r"subscribe|popup|modal|pagination|pager|skip-?link|visually-hidden|sr-only|toolbar|pdf-?(?:viewer|controls)|"
    r"pagetop|topicpath|wm-ipp)(?:$|[\s_-])"
    # whole names only: Drupal calls the body of an article `views-field`
    r"|(?:^|\s)(?:(?:post|page|news|entry|article)?[_-]?(?:views?|hits?)(?:[_-]?count(?:er)?)?|viewed|counter|tags|print)"
    r"(?:$|\s)",
    re.I,
)
_CHROME_ROLES = frozenset(
    {"navigation", "banner", "contentinfo", "complementary", "search", "dialog", "menu", "toolbar"}
)
_NEVER_CHROME = frozenset({"html", "body", "main", "article", "table", "tbody", "tr", "td", "th", "h1"})
_MOST_OF_PAGE = 0.5
_SHORT = 140
_FULL_LINK = 0.9
_MENU_ITEMS, _MENU_ITEM_LENGTH = 4, 30
_FILE_LINK = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|rtf|csv|zip)(?:$|[?#])", re.I)

_READ_ALSO = re.compile(
    r"[\W_]*(?:Читайте\s+(?:також|ще|по темі)|Також\s+читайте|Дивіться\s+також|Схожі\s+(?:новини|матеріали)|"
    r"Новини\s+(?:за темою|по темі)|(?:Останні|Більше|Інші)\s+новин\w*|Популярн[еі](?:\s+новини)?|Теги|Читайте нас\b.*|"
    r"Читайте\s+также|READ\s+ALSO|Read\s+(?:also|more)|Related(?:\s+(?:articles?|news|stories|links|topics))?|"
    r"Latest\s+news|Most\s+(?:read|popular)|You\s+may\s+also\s+like|Tags|"
    r"関連(?:記事|ニュース|リンク|情報)|あわせて読みたい|こちらもおすすめ|最新(?:記事|ニュース)|人気記事|(?:記事)?ランキング|タグ)"
    r"[\s:：・|—–-]*",
    re.I,
)
_SHARE = (
    r"Поділитися(?:\s+(?:в|у|на|новиною|статтею)\s*\w*)?|Поширити|Надіслати|Роздрукувати|Друкувати|Версія для друку|"
    r"Копіювати посилання|Share(?:\s+(?:this(?:\s+\w+)?|on))?|Tweet|Copy link|E-?mail|Print(?:er-friendly version)?|"
    r"シェア(?:する)?|ツイート(?:する)?|ポスト(?:する)?|LINEで送る|はてなブックマーク|リンクをコピー|印刷(?:する)?|"
    r"Facebook|Twitter|X|Telegram|Viber|WhatsApp|LinkedIn|LINE|Instagram|YouTube|Messenger"
)
_VIEWER = (
    r"Завантажити(?:\s+PDF)?|Збільшити|Зменшити|Повноекранний режим|Попередня(?:\s+сторінка)?|Наступна(?:\s+сторінка)?|"
    r"Сторінка\s+\d+\s+(?:з|із)\s+\d+|Відкрити(?:\s+PDF|\s+в новому вікні)?|"
    r"Download(?:\s+PDF)?|Zoom (?:in|out)|Previous(?:\s+page)?|Next(?:\s+page)?|Page\s+\d+\s+(?:of|/)\s+\d+|Rotate|"
    r"Current View|Presentation Mode|Full ?screen|Toggle Sidebar|Fit to (?:width|page)|"
    r"Open(?:\s+in (?:a )?new (?:tab|window))?|"
    r"(?:PDF(?:を)?)?ダウンロード|拡大|縮小|全画面(?:表示)?|前のページ|次のページ|\d+\s*/\s*\d+\s*ページ|"
    r"別ウィンドウで開く"
)
_WAY = (
    r"На головну|Головна(?:\s+сторінка)?|Новини|Назад(?:\s+до\s+\w+)?|Вгору|Меню|Пошук|Перейти до основного вмісту|"
    r"Home|Back(?:\s+to\s+(?:top|news|list))?|Top|Menu|Search|Skip to (?:main )?content|"
    r"ホーム|トップ(?:ページ)?|ページの先頭へ(?:戻る)?|このページの(?:先頭|トップ)へ(?:戻る)?|一覧(?:へ|に)戻る|前のページへ戻る|戻る|"
    r"メニュー|検索|本文へ(?:移動)?|文字サイズ(?:の変更)?(?:\s*[小中大標準]+)*"
)
_ROW = re.compile(rf"(?:(?:{_SHARE}|{_VIEWER}|{_WAY})(?:[\s|｜·•,:：/>›»＞+−-]+|$))+", re.I)
_COOKIES = re.compile(
    r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies"
    r"|(?:сайт|ми)\s+використову\w+\s+(?:файли\s+)?(?:cookie|кукі)"
    r"|(?:Cookie|クッキー)(?:（[^）]*）)?を(?:使用|利用)|Adobe (?:Acrobat )?Reader.{0,40}(?:必要|required|потріб)"
    r"|(?:must|need to|please) (?:enable|turn on) JavaScript|JavaScriptを有効に",
    re.I,
)
_COUNT = r"\d{1,3}(?:[ \u00a0.,]?\d{3})*(?:[.,]\d)?\s?(?:тис\.?|K|M|万)?"
_COUNTER_WORDS = r"перегляд\w*|просмотр\w*|прочитан\w*|views?|reads?|hits|回閲覧|回視聴|ビュー|PV"
_COUNTER = re.compile(
    rf"[\W_]*(?:(?:{_COUNTER_WORDS}|閲覧数|アクセス数|再生回数|Кількість переглядів)"
    rf"\s*[:：]?\s*{_COUNT}|{_COUNT}\s*(?:{_COUNTER_WORDS}))[\W_]*",
    re.I,
)
_TIME = r"(?:\s*(?:року|р\.|г\.|года))?(?:[\s,，|·•о]*(?:\d{1,2}[:：]\d{2}(?::\d{2})?|\d{1,2}時\d{1,2}分))?"
_AFTER_DATE = re.compile(
    rf"({_TIME})[\s|·•,，\u2600-\u27bf\U0001f300-\U0001faff]*(?:{_COUNT}|{_COUNTER.pattern})?[\W_]*", re.I
)


def _is_marked(element: html.HtmlElement) -> bool:
    """Whether its markup says that an element is no part of the article."""
    if tag_of(element) in _NEVER_CHROME:
        return False
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    style = (element.get("style") or "").replace(" ", "").lower()
    label = f"{element.get('class') or ''} {element.get('id') or ''}"
    named = element.get("role") in _CHROME_ROLES or bool(_CHROME.search(label))
    return hidden or "display:none" in style or named


def _links(element: html.HtmlElement) -> float:
    """The share of an element's words that are links."""
    whole = size(element)
    linked = sum(size(link) for link in element.iter("a") if link.get("href") is not None)
    return linked / whole if whole else 0.0


def _is_menu(element: html.HtmlElement) -> bool:
    """A list of many short links, none of them to a document: a menu without a name."""
    items = [child for child in element if tag_of(child) == "li"]
    if len(items) < _MENU_ITEMS or _links(element) < _FULL_LINK:
        return False
    documents = any(_FILE_LINK.search(link.get("href") or "") for link in element.iter("a"))
    return not documents and size(element) < _MENU_ITEM_LENGTH * len(items)


def _letters(text: str) -> int:
    return sum(1 for sign in text if sign.isalnum())


def _read_also(element: html.HtmlElement) -> bool:
    """Whether an element says `read also`, alone or followed by links; what is linked after the label goes with it."""
    text = clean(text_of(element))
    match = _READ_ALSO.match(text) if len(text) < 4 * _SHORT else None
    if match is None:
        return False
    rest = _letters(text[match.end() :])
    linked = sum(_letters(text_of(link)) for link in element.iter("a") if link.get("href") is not None)
    if rest and linked < _FULL_LINK * rest:
        return False
    following = element.getnext()
    if (
        not rest
        and following is not None
        and tag_of(following) in {"ul", "ol", "div"}
        and _links(following) >= _FULL_LINK
    ):
        following.drop_tree()
    return True


def strip(root: html.HtmlElement, *, inside_article: bool, keep: html.HtmlElement | None = None) -> None:
    """Remove from a tree what its markup, or a label that every reader knows, says is furniture.

    What holds most of the page's words stays, whatever it is called, and so does the element `keep` with what is
    around it (the article's headline). Menus without a name are only looked for where the page marks no article.
    """
    most = _MOST_OF_PAGE * size(root)
    kept = {keep, *keep.iterancestors()} if keep is not None else set()
    for element in list(root.iter()):
        if element is root or element.getparent() is None:
            continue
        tag = tag_of(element)
        if not tag or tag in DROPPED or (tag == "header" and not inside_article and element not in kept):
            if not (element in kept and tag not in {"script", "style"}):
                element.drop_tree()
        elif element not in kept and _is_marked(element) and (size(element) <= most or size(element) == 0):
            element.drop_tree()
    for element in list(
        root.iter("p", "div", "li", "h2", "h3", "h4", "h5", "h6", "section", "ul", "ol", "span", "strong")
    ):
        if element is root or element.getparent() is None or element in kept:
            continue
        if _read_also(element) or (not inside_article and tag_of(element) in {"ul", "ol"} and _is_menu(element)):
            element.drop_tree()


def _dated(text: str) -> tuple[date, str] | None:
    """The day and the words of a line that is a date, with a time or a number of views beside it perhaps."""
    first = next(find_dates(text), None) if len(text) < _SHORT else None
    if first is None or text[: first.start].strip(" \t·•|[(🕒📅"):
        return None
    rest = _AFTER_DATE.fullmatch(text, first.end)
    return (first.value, text[: first.end] + rest.group(1).rstrip(" ,|·•")) if rest else None


def without_counter(text: str) -> str:
    """A date line without the number of views that stands beside it; any other text as it is."""
    found = _dated(text)
    return found[1] if found else text


def date_alone(text: str) -> date | None:
    """The day that a line gives if it says nothing else but the time."""
    found = _dated(text)
    return found[0] if found else None


def is_furniture(text: str) -> bool:
    """Whether the words of a block are a button, a row of buttons, a counter of views or a note of the site."""
    if len(text) >= _SHORT:
        return len(text) < 3 * _SHORT and _COOKIES.search(text) is not None
    return bool(_ROW.fullmatch(text) or _COUNTER.fullmatch(text) or _COOKIES.search(text))
